"""Counting reads on a connection of its own, which cannot write."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.store import StoreError
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.said import TURN


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore.open(tmp_path / "s.sqlite3") as opened:
        yield opened


def test_nobody_waits_while_something_is_counted(store):
    """A count that is held open reads on a connection of its own, as a count of millions of rows does for seconds."""
    store.record(TURN._replace(conversation="c", measure="a", day="2025-11-01"), "{}").result()
    with store.counts()._read() as db, ThreadPoolExecutor() as others:
        endless = db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
        assert next(endless) == (1,)
        assert others.submit(store.state_of, "c").result(timeout=30) == "{}"
        assert [one.measure for one in others.submit(store.turns, "c").result(timeout=30)] == ["a"]
        store.record(TURN._replace(conversation="c", measure="b", day="2025-11-01"), "{}").result(timeout=30)
        counted = others.submit(store.counts().measures, "2025-11-01", "2025-11-01")
        assert counted.result(timeout=30) == {"a": 1, "b": 1}
        assert next(endless) == (2,)


def test_what_is_read_for_counting_cannot_write(store):
    with pytest.raises(StoreError), store.counts()._read() as db:
        db.execute("DELETE FROM turns")
