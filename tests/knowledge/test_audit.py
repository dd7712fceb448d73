"""The trail: every line hangs on the one before, and whoever changes one is found."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.audit import is_whole, verify
from knowledge.people import Hand
from knowledge.store import Store, open_store
from knowledge.store.sqlite.database import connect

LINES = 12


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "s.db") as store:
        for number in range(LINES):
            store.trail().append(
                Hand("li", "10.0.0.1", f"2025-11-22T10:00:{number:02}+08:00").note("edit", "x", "1", "2")
            )
    return tmp_path / "s.db"


def opened(path: Path, use: Callable[[Store], object]) -> object:
    with open_store(path) as store:
        return use(store)


def test_an_untouched_trail_is_whole(path: Path) -> None:
    assert opened(path, lambda store: store.trail().broken()) == 0
    assert "12 行" in str(opened(path, lambda store: verify(store.trail())))


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE trail SET after = '3' WHERE number = 5", 5),
        ("UPDATE trail SET who = 'wang' WHERE number = 1", 1),
        ("DELETE FROM trail WHERE number = 7", 7),
        ("UPDATE trail SET hash = hex(randomblob(32)) WHERE number = 12", 12),
        ("INSERT INTO trail SELECT 0, at, who, place, what, thing, before, after, hash FROM trail WHERE number = 1", 1),
    ],
)
def test_whoever_changes_the_table_is_found(path: Path, statement: str, first: int) -> None:
    with closing(connect(path, wait=5)) as connection:
        for name in ("trail_update", "trail_delete"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
    assert opened(path, lambda store: store.trail().broken()) == first
    assert not opened(path, lambda store: is_whole(store.trail()))


def test_a_slip_is_refused_by_the_database_itself(path: Path) -> None:
    with closing(connect(path, wait=5)) as connection, pytest.raises(Exception, match="only added to"):
        connection.execute("DELETE FROM trail")


def test_lines_are_told_newest_first_and_by_person(path: Path) -> None:
    def use(store: Store) -> None:
        store.trail().append(Hand("wang", "终端", "2025-11-22T11:00:00+08:00").note("sign", "y")).result()
        assert [one.note.who for one in store.trail().lines(limit=2)] == ["wang", "li"]
        assert [one.number for one in store.trail().lines(who="wang")] == [LINES + 1]
        assert [one.number for one in store.trail().lines(before=3)] == [2, 1]

    opened(path, use)
