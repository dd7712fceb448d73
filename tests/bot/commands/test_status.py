"""``fudaoyuan status`` as somebody reads it who is no programmer."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from click.testing import CliRunner

from bot.bootstrap import bootstrap
from bot.channels.web.app import make_app
from bot.cli import main
from bot.commands.status import status
from bot.operations.backup import back_up
from bot.operations.home import only_one
from bot.operations.readiness import Readiness
from bot.operations.upkeep import NO_BACKUP
from bot.settings import read_settings
from tests.bot.channels.web.nginx import free_port
from tests.knowledge.said import TURN

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


async def served(home: Path, readiness: Readiness, **environ: str) -> tuple[str, bool]:
    """What it says while the page is served."""
    settings = read_settings(environ, home=str(home), port=free_port())
    house = bootstrap(settings)
    runner = web.AppRunner(make_app(house.advisor, settings, house.store, readiness=readiness))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", settings.port).start()
        now = datetime.now(UTC)
        for kind, sure in (("calculation", True), ("calculation", True), ("ask", False)):
            house.store.record(TURN._replace(kind=kind, sure=sure, at=now.isoformat()), "{}").result(10)
        house.store.record(TURN._replace(at=(now - timedelta(days=2)).isoformat()), "{}").result(10)
        back_up(settings, now - timedelta(hours=5))
        with only_one(home / "serve.lock", "x"):
            return await asyncio.to_thread(status, settings, now)
    finally:
        await runner.cleanup()
        house.close()


async def test_all_is_well(tmp_path: Path) -> None:
    words, well = await served(tmp_path, Readiness())
    assert well and "✓ 一切正常" in words
    for part in ("在运行，http://127.0.0.1:", "第 1 版", "LPR 登记到", "3 句：算了 2，反问 1，没把握 1"):
        assert part in words
    assert "最新的是 5 小时前，记到第 4 条；共 1 份" in words and "没有设 BOT_TOKEN" in words


async def test_a_backup_made_since_the_service_looked_is_no_fault(tmp_path: Path) -> None:
    told = {}
    for hours in ("30", "4"):
        readiness = Readiness()
        readiness.found("backup", sentence=NO_BACKUP)
        told[hours] = await served(tmp_path / hours, readiness, FUDAOYUAN_BACKUP_HOURS=hours)
    assert told["30"][1] and "✓ 一切正常" in told["30"][0]
    assert not told["4"][1] and NO_BACKUP in told["4"][0]  # the one of five hours ago is too old


async def test_what_is_wrong_comes_first_with_what_to_do(tmp_path: Path) -> None:
    readiness = Readiness()
    readiness.found("full")
    words, well = await served(tmp_path, readiness)
    assert not well and words.splitlines()[1].startswith("✗ 磁盘满了") and "请腾出空间" in words


def test_a_service_that_does_not_run_or_does_not_answer(tmp_path: Path) -> None:
    settings = read_settings({}, home=str(tmp_path), port=free_port())
    assert "服务没有在运行。请启动：systemctl start fudaoyuan" in status(settings, NOW)[0]
    with only_one(tmp_path / "serve.lock", "x"):
        words, well = status(settings, NOW)
    assert not well and "没有回音" in words and "没有找到数据库" in words and "做一份：fudaoyuan backup" in words


def test_the_exit_code_says_whether_all_is_well(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["status", "--home", str(tmp_path), "--port", str(free_port())])
    assert told.exit_code == 1 and "金融辅导员" in told.output
