"""What was said long ago is emptied as forgetting does it: kinds, clauses and days stay to count, no word stays."""

import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from knowledge.store.sqlite.database import connect
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import explained
from knowledge.store.sqlite.log import empty_log
from knowledge.store.sweeping import BATCH, Rest, Swept, rest

WINDOW = 1_000  # turns that are looked at together

EMPTIED = "text = '', reply = '', payload = '{}', amount = NULL, client_id = NULL"
SAID = "(text <> '' OR reply <> '' OR payload <> '{}' OR client_id IS NOT NULL)"
TURNS = f"SELECT id, conversation FROM turns WHERE id > ? AND id < ? AND at < ? AND {SAID} ORDER BY id LIMIT ?"
FIRST = "SELECT at FROM turns WHERE id >= ? ORDER BY id LIMIT 1"
LAST = "SELECT at FROM turns WHERE id < ? ORDER BY id DESC LIMIT 1"
# A state that cannot be read tells no time, and nobody can go on from it.
SINCE = "CASE WHEN json_valid(state) THEN coalesce(json_extract(state, '$.at'), '') ELSE '' END"
STATES = f"SELECT rowid FROM conversations WHERE rowid > ? AND {SINCE} < ? ORDER BY rowid LIMIT ?"


def sweep(path: Path, before: str, *, wait: float, batch: int = BATCH, rest: Rest = rest) -> Swept:
    """Empties the turns of the database ``path`` from before the ISO time ``before`` (UTC), deletes states as old.

    On a connection of its own, ``batch`` rows at a time: nobody waits longer for the lock than for one batch. ``rest``
    is called after each and may end it. Raises StoreError when the database fails; what was emptied until then is.
    """
    with explained(path), closing(connect(path, wait=wait)) as connection:
        swept = Swept(_sweep_turns(connection, before, batch, rest), _sweep_states(connection, before, batch, rest))
        questions = _write(connection, "DELETE FROM questions WHERE at < ?", [[before]])
    if any(swept) or questions:
        empty_log(path)
    return swept


def _sweep_turns(connection: sqlite3.Connection, before: str, batch: int, rest: Rest) -> int:
    count, nobody = 0, _Nobody()
    for start, end in _old_windows(connection, before):
        last = start - 1
        while rows := connection.execute(TURNS, [last, end, before, batch]).fetchall():
            values = [[nobody[conversation], row] for row, conversation in rows]
            _write(connection, f"UPDATE turns SET conversation = ?, {EMPTIED} WHERE id = ?", values)
            last, count = rows[-1][0], count + len(rows)
            if not rest():
                return count
    return count


class _Nobody(dict[str, str]):
    """One name for each conversation: how many there were still counts."""

    def __missing__(self, conversation: str) -> str:
        self[conversation] = made = f"forgotten-{secrets.token_hex(8)}"
        return made


def _old_windows(connection: sqlite3.Connection, before: str) -> Iterator[tuple[int, int]]:
    """Runs of numbers whose first or last turn is from before ``before``: turns are numbered as they come, and reading
    all of them for their times would be reading gigabytes each day."""
    [low, high] = connection.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM turns").fetchone()
    for start in range(low, high + 1, WINDOW):
        end = start + WINDOW
        [first] = connection.execute(FIRST, [start]).fetchone()
        [last] = connection.execute(LAST, [end]).fetchone()
        if min(first, last) < before:
            yield start, end


def _sweep_states(connection: sqlite3.Connection, before: str, batch: int, rest: Rest) -> int:
    last = count = 0
    while rows := connection.execute(STATES, [last, before, batch]).fetchall():
        # Asked again: somebody may have gone on talking since.
        values = [[row, before] for (row,) in rows]
        count += _write(connection, f"DELETE FROM conversations WHERE rowid = ? AND {SINCE} < ?", values)
        last = rows[-1][0]
        if not rest():
            break
    return count


def _write(connection: sqlite3.Connection, statement: str, values: list[list[object]]) -> int:
    """One transaction; how many rows it changed."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        count = connection.executemany(statement, values).rowcount
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return int(count)
