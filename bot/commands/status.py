"""``fudaoyuan status``: how the service is, for people; what is wrong comes first, with what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from bot.clock import BEIJING, day_of
from bot.operations.backup import backups
from bot.operations.home import is_held
from bot.operations.upkeep import about_backup, last_lpr, room
from bot.settings import Settings
from knowledge.records.build import build
from knowledge.store import Store, StoreError, open_store

PATIENCE = 5.0  # seconds for the service to answer
ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}
KINDS = {
    "calculation": "算了",
    "answer": "答了",
    "ask": "反问",
    "out_of_scope": "不归我们管",
}


def status(settings: Settings, now: datetime) -> tuple[str, bool]:
    """The lines, and whether all is well: the service runs and says it is ready."""
    report = _asked(settings)
    running = is_held(settings.home / "serve.lock")
    wrong = _wrong(settings, report, now, running=running)
    lines = [f"金融辅导员 {version('fudaoyuan')}，{_when(now)}（北京时间）"]
    lines += [f"✗ {sentence}" for sentence in wrong] or ["✓ 一切正常"]
    lines += [f"{name:　<4}  {words}" for name, words in _rows(settings, report, now, running=running)]
    return "\n".join(lines), not wrong


def _wrong(settings: Settings, report: dict[str, Any] | None, now: datetime, *, running: bool) -> list[str]:
    """What the service says is wrong, but for a backup that was made since it last looked."""
    if report is not None:
        newest = next((one.made_at for one in backups(settings.backups)), None)
        fine = not settings.database_url and not about_backup(newest, now, timedelta(hours=settings.backup.hours))
        return [one["sentence"] for one in report["reasons"] if not (fine and one["kind"] == "backup")]
    if running:
        return ["服务开着，但问它没有回音。刚启动的等一两分钟；一直这样就重启：systemctl restart fudaoyuan"]
    return ["服务没有在运行。请启动：systemctl start fudaoyuan（原因看 journalctl -u fudaoyuan -n 50）"]


def _rows(
    settings: Settings, report: dict[str, Any] | None, now: datetime, *, running: bool
) -> Iterator[tuple[str, str]]:
    yield "服务", f"在运行，{_address(settings)}" if report is not None else "没有回音" if running else "没有运行"
    if workers := (report or {}).get("workers"):
        yield "进程", f"另有 {workers['ready']} 个帮着算（设了 {workers['wanted']} 个）"
    try:
        with open_store(settings.store, create=False) as store:
            yield from _kept(store, now)
    except StoreError as error:
        yield "数据库", str(error)
    yield (
        "机器人",
        "开着，问题见上面和 /health/telegram" if settings.telegram.bot_token else "没有开（没有设 BOT_TOKEN）",
    )
    for shown, on, name in (
        ("公众号", settings.wechat.on, "wechat"),
        ("企业微信", settings.wecom.on, "wecom"),
    ):
        if on:
            yield shown, f"接着，问题见上面和 /health/{name}"
    free, _, folder = min(room(settings))
    size = sum(path.stat().st_size for path in settings.home.glob("fudaoyuan.sqlite3*")) / 1e6
    kept = "数据库在 PostgreSQL" if settings.database_url else f"数据库 {size:,.0f} MB"
    yield "磁盘", f"{kept}，{folder} 还剩 {free / 1e9:,.1f} GB"
    yield (
        "备份",
        "归 PostgreSQL 管，见 deploy/postgres/README.md" if settings.database_url else _about_backups(settings, now),
    )


def _kept(store: Store, now: datetime) -> Iterator[tuple[str, str]]:
    published = store.published()
    if published:
        knowledge = build(store.files_of(published.number), published.number)
        since = last_lpr(knowledge)
        rate = f"；LPR 登记到 {since}" + _old(since, day_of(now)) if since else ""
        yield "资料", f"第 {published.number} 版，{_when(datetime.fromisoformat(published.created_at))} 发布{rate}"
    midnight = datetime.combine(day_of(now), time(), BEIJING).astimezone(UTC).isoformat()
    yield "今天", _counted(store.counts().kinds(midnight))
    waiting = len(store.questions().open())
    yield "待办", f"留给工作人员的问题 {waiting} 个" + ("：fudaoyuan knowledge questions" if waiting else "")


def _old(since: date, today: date) -> str:
    days = (today - since).days
    return f"（{days} 天前，请核对有没有新的一期）" if days > 40 else ""


def _counted(kinds: dict[tuple[str, bool], int]) -> str:
    if not kinds:
        return "还没有人问"
    parts = [f"{word} {count}" for kind, word in KINDS.items() if (count := sum(_of(kinds, kind)))]
    unsure = sum(count for (_, sure), count in kinds.items() if not sure)
    return f"{sum(kinds.values()):,} 句：{'，'.join([*parts, f'没把握 {unsure}'])}"


def _of(kinds: dict[tuple[str, bool], int], wanted: str) -> Iterator[int]:
    return (count for (kind, _), count in kinds.items() if kind == wanted)


def _about_backups(settings: Settings, now: datetime) -> str:
    found = backups(settings.backups)
    if not found:
        return f"还没有（{settings.backups}）。做一份：fudaoyuan backup"
    hours = (now - found[0].made_at).total_seconds() / 3600
    last = f"最新的是 {hours:.0f} 小时前，记到第 {found[0].holds.last_turn:,} 条"
    return f"{last}；共 {len(found)} 份，在 {settings.backups}"


def _asked(settings: Settings) -> dict[str, Any] | None:
    """What /health/ready says; None when nobody answers."""
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"{_address(settings)}/health/ready", timeout=PATIENCE) as answer:
            return dict(json.load(answer))
    except HTTPError as error:
        try:
            return dict(json.load(error))
        except ValueError:
            return None
    except (OSError, ValueError):
        return None


def _address(settings: Settings) -> str:
    host = ANY.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _when(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
