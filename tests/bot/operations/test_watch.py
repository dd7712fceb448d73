"""What a watched store tells: each fault is found, said once in the log with its remedy, and over when it is."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message
from bot.operations.home import Held, HomeBusyError, only_one
from bot.operations.readiness import REMEDIES, Readiness
from bot.operations.watch import Watch
from bot.settings import read_settings
from knowledge.store import open_store
from knowledge.store.sqlite.database import connect
from tests.disks import WAYS, disk

DAY = date(2025, 11, 22)


@contextmanager
def watched(house: House, home: Path, lock: Held | None = None, **seconds: float) -> Iterator[House]:
    """The live version over a store of its own, watched at short intervals."""
    settings = read_settings({}, home=str(home))
    with open_store(settings.database, wait=0.05) as store:
        own = House(settings, store, Advisor(house.advisor.live, store))
        with Watch(own, lock, **{"every": 0.01, "beat": 0.01, "fresh": 60.0, **seconds}):
            yield own


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def kinds(house: House) -> set[str]:
    return {reason.kind for reason in house.readiness.reasons()}


def ask(house: House, name: str, text: str = "鲁科保省里补了8万") -> str:
    return house.advisor.reply(Message(name, text, DAY)).text


def destroy(path: Path, table: str) -> None:
    with closing(connect(path, wait=1)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        [page] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4_096)
        file.write(b"\xff" * 4_096)


def test_it_is_ready_from_the_start_and_writes_by_itself(house, tmp_path):
    with watched(house, tmp_path) as own:
        assert kinds(own) == set()
        first = own.store.pulse().written_at
        until(lambda: own.store.pulse().written_at > first)
        assert own.readiness.report(7) == {"status": "ready", "version": 7, "reasons": []}


def test_a_lock_is_told_when_nothing_was_written_for_long_and_is_over_by_itself(house, tmp_path):
    with watched(house, tmp_path, fresh=0.3) as own:
        with closing(connect(own.settings.database, wait=1)) as other:
            other.execute("BEGIN IMMEDIATE")
            until(lambda: "locked" in kinds(own))
            assert "市级补贴" in ask(own, "locked")
        until(lambda: not kinds(own))
        until(lambda: len(own.store.turns("locked")) == 1)


@pytest.mark.parametrize("way", WAYS)
def test_a_full_disk_is_told_answers_go_on_and_are_written_when_there_is_space(house, tmp_path, way, caplog):
    with disk(tmp_path / "disk", way) as small, watched(house, small.folder / "home") as own:
        small.fill()
        until(lambda: kinds(own) & {"full", "disk"})
        texts = ["专利质押贷了500万", "一年", "2024年8月放的款"]
        for text in texts:
            ask(own, "full", text)
        assert own.store.turns("full") == ()
        small.free()
        until(lambda: len(own.store.turns("full")) == 3)
        until(lambda: not kinds(own))
        assert [turn.text for turn in own.store.turns("full")] == texts
        assert "6.7万元" in own.store.turns("full")[2].reply.replace(" ", "")
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(said) == 1 and "请" in said[0]


def test_a_deleted_file_is_told_until_it_is_back(house, tmp_path):
    with watched(house, tmp_path) as own:
        path = own.settings.database
        path.rename(tmp_path / "away")
        until(lambda: "deleted" in kinds(own))
        assert "市级补贴" in ask(own, "deleted")
        path.write_bytes(b"another")
        until(lambda: "replaced" in kinds(own))
        (tmp_path / "away").replace(path)
        until(lambda: not kinds(own))


def test_a_destroyed_table_is_told_and_costs_no_answer_and_one_line(house, tmp_path, caplog):
    with watched(house, tmp_path, check=10**6) as own:
        ask(own, "before")
        until(lambda: own.store.turns("before"))
        destroy(own.settings.database, "turns")
        until(lambda: "damaged" in kinds(own))
        assert all("市级补贴" in ask(own, f"damaged-{n}") for n in range(20))
    lines = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len([line for line in lines if "not ready (damaged)" in line]) == 1
    assert len([line for line in lines if "not recorded" in line]) <= 1 and len(lines) <= 2


def test_a_file_cut_to_nothing_is_told_though_it_is_still_the_same_file(house, tmp_path, caplog):
    with watched(house, tmp_path, check=10**6) as own:
        os.truncate(own.settings.database, 0)
        until(lambda: "damaged" in kinds(own))
        assert "市级补贴" in ask(own, "cut")
    assert len([record for record in caplog.records if "not ready (damaged)" in record.getMessage()]) == 1


def test_a_table_somebody_dropped_is_told_though_nothing_is_said(house, tmp_path):
    with watched(house, tmp_path, check=10**6) as own:
        with closing(connect(own.settings.database, wait=1)) as other:
            other.execute("DROP TABLE turns")
        until(lambda: "damaged" in kinds(own))


def test_a_turn_that_cannot_be_recorded_is_told_until_one_is_recorded(house, tmp_path):
    with watched(house, tmp_path) as own:
        with closing(connect(own.settings.database, wait=1)) as other:
            other.execute("CREATE TRIGGER no BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'no'); END")
            ask(own, "lost")
            until(lambda: "unrecorded" in kinds(own))
            time.sleep(0.1)
            assert "unrecorded" in kinds(own), "heartbeats are no records"
            other.execute("DROP TRIGGER no")
        ask(own, "kept")
        until(lambda: not kinds(own))
        assert (own.store.turns("lost"), len(own.store.turns("kept"))) == ((), 1)


def test_a_lock_file_somebody_deleted_is_back_and_another_process_beside_is_told(house, tmp_path):
    path = tmp_path / "serve.lock"
    with only_one(path, "提供网页问答") as lock, watched(house, tmp_path, lock=lock) as own:
        path.unlink()
        until(path.exists)
        assert kinds(own) == set()
        with suppress(HomeBusyError):  # quicker than the watch, or not: the next look has made it again
            path.unlink()
            with only_one(path, "提供网页问答"):
                until(lambda: "shared" in kinds(own))
        until(lambda: not kinds(own) and path.exists())


def test_damage_where_nobody_reads_is_found_by_the_check(house, tmp_path):
    with open_store(tmp_path / "fudaoyuan.sqlite3") as store:
        many = [Advisor(house.advisor.live, store).reply(Message(f"m-{n}", "新三板", DAY)).stored for n in range(99)]
        assert all(stored.result() for stored in many)
    with (tmp_path / "fudaoyuan.sqlite3").open("r+b") as file:
        file.seek(-4_096 * 12, 2)
        file.write(b"\xff" * 4_096 * 8)
    with watched(house, tmp_path) as own:
        until(lambda: "damaged" in kinds(own))


def test_a_watch_that_stops_looking_is_not_ready():
    seconds = 0.0
    board = Readiness(now=lambda: datetime(2026, 1, 1, tzinfo=UTC), clock=lambda: seconds)
    board.vouch(60)
    assert board.reasons() == ()
    seconds = 61.0
    [reason] = board.reasons()
    assert (reason.kind, reason.sentence, reason.since) == ("stale", REMEDIES["stale"], "2026-01-01T00:00:00+00:00")


def test_a_fault_is_logged_once_until_it_is_another(caplog):
    board = Readiness()
    for sentence in ("一", "一", "二", "二"):
        board.found("version", "why", sentence)
    board.over("version")
    assert len(caplog.records) == 3 and board.reasons() == ()


@pytest.mark.parametrize("kind", REMEDIES)
def test_every_reason_says_what_to_do_and_names_no_path(kind):
    assert "请" in REMEDIES[kind] and "{" not in REMEDIES[kind] and "/" not in REMEDIES[kind]
