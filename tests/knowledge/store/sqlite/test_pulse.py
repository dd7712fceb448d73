"""A file in use: whether it is the same, can be read, is damaged; and one that opens later."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from knowledge.store import Store, StoreError, open_later, open_store
from knowledge.store.sqlite.database import connect
from tests.knowledge import said

TURN = said.TURN._replace(conversation="c")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "x.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path, wait=0.05) as opened:
        yield opened


def rooted(path: Path, table: str) -> int:
    """The first byte of a table's root page."""
    with closing(connect(path, wait=1)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        [page] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchone()
        return (page - 1) * 4_096


def destroy(path: Path, table: str) -> None:
    at = rooted(path, table)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xff" * 4_096)


def test_a_file_that_goes_or_is_replaced_is_seen(path, store):
    assert store.pulse().change() is None
    path.rename(path.with_name("away"))
    assert store.pulse().change() == "deleted"
    path.write_bytes(b"")
    assert store.pulse().change() == "replaced"
    path.with_name("away").replace(path)
    assert store.pulse().change() is None


def test_a_destroyed_table_is_seen_by_reading_and_by_writing(path, store):
    store.record(TURN, "{}").result()
    store.pulse().read()
    destroy(path, "turns")
    with pytest.raises(StoreError, match="已损坏") as caught:
        store.pulse().read()
    assert caught.value.kind == "damaged"
    assert "已损坏" in str(store.record(TURN, "{}").exception())
    store.pulse().beat().result()
    assert store.pulse().damage and store.pulse().damage.kind == "damaged"


def test_a_file_shorter_than_its_header_says_is_seen_at_the_second_look(path, store):
    for _ in range(50):
        store.record(TURN, "{}").result()
    assert store.empty_log()
    store.record(TURN, "{}").result()  # a log that is not empty hides from SQLite that the file is short
    store.pulse().read()
    os.truncate(path, path.stat().st_size - 4_096)
    with pytest.raises(StoreError, match="已损坏"):
        [store.pulse().read() for _ in range(2)]


def test_a_start_without_a_table_is_refused(path, store):
    with closing(connect(path, wait=1)) as other:
        other.execute("DROP TABLE turns")
    with pytest.raises(StoreError, match=f"少了表（turns）：{path}"):
        store.pulse().read()
    store.close()
    with pytest.raises(StoreError, match="少了表"):
        open_store(path)


def test_what_is_lost_to_damage_stands_in_the_log_once(path, store, caplog):
    store.record(TURN, "{}").result()
    destroy(path, "turns")
    assert all(store.record(TURN, "{}").exception() for _ in range(20))
    assert len([record for record in caplog.records if "not recorded" in record.getMessage()]) == 1


def test_a_check_stops_when_it_is_told_to(store):
    for recorded in [store.record(TURN, None) for _ in range(5_000)]:
        recorded.result()
    with pytest.raises(StoreError, match="interrupted"):
        store.health(lambda: True)
    assert store.health(lambda: False)["check"] == "ok"


def test_a_store_that_opens_later_keeps_what_waits(path):
    path.parent.mkdir()
    path.mkdir()  # nothing can be opened there
    with open_later(path, wait=0.05) as store:
        recorded = store.record(TURN, "{}")
        with pytest.raises(StoreError, match="现在只答不记"):
            store.state_of("c")
        assert store.pulse().beat().exception() and not recorded.done() and store.pulse().change() in (None, "deleted")
        path.rmdir()
        assert recorded.result() == 1
        assert (store.state_of("c"), store.pulse().change()) == ("{}", None)
    with open_store(path, create=False) as store:
        assert len(store.turns("c")) == 1


def test_it_is_behind_only_while_nothing_can_be_written(path, store, monkeypatch):
    monkeypatch.setattr("knowledge.store.sqlite.pulse.PATIENCE", 0.01)
    assert not store.behind
    with closing(connect(path, wait=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        recorded = store.record(TURN, None)
        until = threading.Event()
        for _ in range(200):
            if store.behind:
                until.set()
                break
            sleep(0.01)
        assert until.is_set()
    recorded.result()
    assert not store.behind
