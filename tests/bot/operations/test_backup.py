"""Backups of a store in use: whole, checked, rotated; restored only when sound and nobody serves."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.bootstrap import House, bootstrap
from bot.cli import main
from bot.messages import Message
from bot.operations.backup import ABOUT, ALWAYS_KEPT, DATABASE, NO_ROOM, back_up, backups, rotate, verified
from bot.operations.home import HomeBusyError, only_one
from bot.operations.restore import restore
from bot.settings import Settings, read_settings
from knowledge.store import Store, StoreError, copy_store, open_store
from knowledge.store.sqlite.database import MIGRATIONS, connect
from tests.knowledge.said import TURN

DAY, NOW = date(2025, 11, 22), datetime(2026, 11, 26, 9, 15, 3, tzinfo=UTC)
GOLDEN = Path(__file__).parents[1] / "channels/questions.txt"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({}, home=str(tmp_path / "home"))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.database) as opened:
        yield opened


def said(store: Store, *names: str) -> int:
    """Records a turn of each conversation; the number of the last."""
    return [store.record(TURN._replace(conversation=name), "{}") for name in names][-1].result(10)


def test_a_backup_of_a_store_in_use_holds_all_that_was_acknowledged_before(settings: Settings, store: Store) -> None:
    stop, acknowledged = threading.Event(), []

    def talk() -> None:
        while not stop.is_set():
            acknowledged.append(said(store, *map(str, range(50))))

    talking = threading.Thread(target=talk)
    talking.start()
    try:
        for _ in range(3):
            before = said(store, "mine")
            made = back_up(settings, NOW)
            assert made.holds.last_turn >= before and verified(made.folder) == made
    finally:
        stop.set()
        talking.join()
    assert copy_store(settings.database, settings.home / "whole.sqlite3").last_turn == acknowledged[-1]


def test_everything_that_was_said_is_there_again_and_goes_on(house: House, settings: Settings) -> None:
    """The drill: copy, wipe, restore; golden questions are answered alike, and talks go on where they stood."""
    golden = GOLDEN.read_text("utf-8").splitlines()
    first = bootstrap(settings)
    settings.secret_file.write_text("s" * 43)
    replies = [first.advisor.reply(Message(f"g{n}", text, DAY, client_id="1")).text for n, text in enumerate(golden)]
    ask(first, "专利质押贷了500万，一年，2024年8月放的款，能贴多少")
    first.close()
    made = back_up(settings, NOW)
    kept = settings.home.parent / "elsewhere"
    shutil.move(made.folder, kept)
    shutil.rmtree(settings.home)

    done = restore(settings, kept, NOW)
    assert done.aside is None and done.backup.holds.last_turn == len(golden) + 1
    assert settings.secret_file.read_text() == "s" * 43
    again = bootstrap(settings)
    try:
        assert [again.store.reply_to(f"g{n}", "1").reply for n in range(len(golden))] == replies
        told = [again.advisor.reply(Message(f"h{n}", text, DAY)).text for n, text in enumerate(golden)]
        assert told == replies
        assert "67,000.00元" in ask(again, "再说一遍")
    finally:
        again.close()


def ask(house: House, text: str) -> str:
    return house.advisor.reply(Message("talk", text, DAY)).text


def test_what_stood_there_is_laid_aside_and_restoring_again_changes_nothing_more(
    settings: Settings, store: Store
) -> None:
    said(store, "a")
    made = back_up(settings, NOW)
    said(store, "b", "c")
    store.close()
    done = restore(settings, made.folder, NOW)
    with open_store(settings.database, create=False) as restored:
        assert [len(restored.turns(name)) for name in "abc"] == [1, 0, 0]
    assert done.aside is not None
    with open_store(done.aside / DATABASE) as old:
        assert [len(old.turns(name)) for name in "abc"] == [1, 1, 1]
    restore(settings, made.folder, NOW + timedelta(seconds=1))
    assert verified(made.folder) == made
    rights = [path.stat().st_mode & 0o077 for path in (*made.folder.iterdir(), made.folder, settings.database)]
    assert not any(rights)


def test_a_service_that_runs_keeps_its_database(settings: Settings, store: Store) -> None:
    made = back_up(settings, NOW)
    before = settings.database.stat().st_ino
    for lock in ("serve.lock", "telegram.lock"):
        with only_one(settings.home / lock, "提供网页问答"), pytest.raises(HomeBusyError, match="先停掉"):
            restore(settings, made.folder, NOW)
    assert settings.database.stat().st_ino == before
    assert [path.name for path in settings.home.iterdir() if path.name.startswith((".restoring", "before"))] == []


@pytest.mark.parametrize("harm", ["byte", "cut", "gone", "lied", "other"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changes(settings: Settings, store: Store, harm: str) -> None:
    number = said(store, "a")
    made = back_up(settings, NOW)
    store.close()
    file = made.folder / DATABASE
    if harm == "byte":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:-4096])
    elif harm == "gone":
        file.unlink()
    elif harm == "lied":
        about = made.folder / ABOUT
        about.write_text(about.read_text().replace(f'"last_turn": {number}', '"last_turn": 99'))
    else:
        (made.folder / ABOUT).write_text("[]")
    with pytest.raises(StoreError, match="备份"):
        restore(settings, made.folder, NOW)
    with open_store(settings.database, create=False) as kept:
        assert len(kept.turns("a")) == 1


def test_a_damaged_database_makes_no_backup(settings: Settings, store: Store) -> None:
    said(store, *map(str, range(200)))
    store.close()
    with settings.database.open("r+b") as file:
        file.seek(settings.database.stat().st_size // 2)
        file.write(b"\xff" * 8192)
    with pytest.raises(StoreError):
        back_up(settings, NOW)
    assert backups(settings.backups) == [] and list(settings.backups.iterdir()) == []


def test_old_backups_go_but_never_the_last_ones(settings: Settings, store: Store) -> None:
    for days in (100, 90, 80, 70, 3, 0):
        back_up(settings, NOW - timedelta(days=days))
    gone = rotate(settings, NOW)
    assert [one.made_at for one in backups(settings.backups)] == [NOW - timedelta(days=n) for n in (0, 3, 70)]
    assert len(gone) == 3 and rotate(settings, NOW + timedelta(days=4000)) == []
    assert len(backups(settings.backups)) == ALWAYS_KEPT


def test_checksums_are_those_of_sha256sum(settings: Settings, store: Store) -> None:
    made = back_up(settings, NOW)
    assert made.folder.name == "2026-11-26-171503"
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=made.folder, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0 and checked.stdout.count(": OK") == 2


def test_without_room_nothing_is_begun(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.operations.backup.SPARE", 2**60)
    with pytest.raises(StoreError, match=NO_ROOM[:5]) as refused:
        back_up(settings, NOW)
    assert refused.value.kind == "full" and "FUDAOYUAN_BACKUP_FOLDER" in str(refused.value)


def test_the_commands_say_what_was_done_and_what_to_do(settings: Settings, store: Store) -> None:
    run, home = CliRunner(), ["--home", str(settings.home)]
    assert "没有备份" in run.invoke(main, ["restore", *home]).output
    said(store, "a")
    made = run.invoke(main, ["backup", *home])
    assert made.exit_code == 0 and "第 1 条对话记录" in made.output and "共有 1 份" in made.output
    [one] = backups(settings.backups)
    assert one.folder.name in run.invoke(main, ["backup", "--list", *home]).output
    with only_one(settings.home / "serve.lock", "提供网页问答"):
        refused = run.invoke(main, ["restore", "--newest", *home])
    assert refused.exit_code == 1 and "没有恢复，什么都没有动" in refused.output
    store.close()
    for words in (["--newest"], [one.folder.name], [str(one.folder)]):
        done = run.invoke(main, ["restore", *words, *home])
        assert done.exit_code == 0 and "恢复好了" in done.output and "before-restore-" in done.output
    missing = run.invoke(main, ["restore", "nowhere", *home])
    assert missing.exit_code == 1 and "backup --list" in missing.output


def test_a_newer_program_s_database_is_not_touched_and_its_backup_not_put_in_force(
    settings: Settings, store: Store
) -> None:
    made = back_up(settings, NOW)
    store.close()
    with closing(connect(settings.database, wait=1)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, 'm99', '')", [MIGRATIONS.name]
        )
    with pytest.raises(StoreError, match="更新版本"):
        back_up(settings, NOW)
    assert restore(settings, made.folder, NOW).backup == made
