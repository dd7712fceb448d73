"""What was said long ago is emptied as forgetting does it: kinds, clauses and days stay to count, no word stays."""

import secrets
from contextlib import closing
from pathlib import Path
from time import sleep
from typing import NamedTuple

from knowledge.log import empty_log
from knowledge.migrations import connect, explained, sqlite3

BATCH = 100  # rows of one transaction, a few milliseconds
PAUSE = 0.02  # seconds between two, in which others write
WAIT = 5.0  # seconds for another writer

EMPTIED = "text = '', reply = '', payload = '{}', amount = NULL, client_id = NULL"
SAID = "(text <> '' OR reply <> '' OR payload <> '{}' OR client_id IS NOT NULL)"
TURNS = f"SELECT id, conversation FROM turns WHERE id > ? AND id < ? AND at < ? AND {SAID} ORDER BY id LIMIT ?"
# A state that cannot be read tells no time, and nobody can go on from it.
SINCE = "CASE WHEN json_valid(state) THEN coalesce(json_extract(state, '$.at'), '') ELSE '' END"
STATES = f"SELECT rowid FROM conversations WHERE rowid > ? AND {SINCE} < ? ORDER BY rowid LIMIT ?"


class Swept(NamedTuple):
    """How many turns were emptied, how many states deleted."""

    turns: int
    states: int


def sweep(path: Path, before: str, *, batch: int = BATCH, pause: float = PAUSE, wait: float = WAIT) -> Swept:
    """Empties the turns of the database ``path`` from before the ISO time ``before`` (UTC), deletes states as old.

    On a connection of its own, ``batch`` rows at a time: nobody waits longer for the lock than for one batch. Raises
    StoreError when the database fails; what was emptied until then is.
    """
    with explained(path), closing(connect(path, wait=wait)) as connection:
        swept = Swept(_sweep_turns(connection, before, batch, pause), _sweep_states(connection, before, batch, pause))
    if any(swept):
        empty_log(path)
    return swept


def _sweep_turns(connection: sqlite3.Connection, before: str, batch: int, pause: float) -> int:
    last, until, count = 0, _first_since(connection, before), 0
    nobody: dict[str, str] = {}  # one name per conversation: how many there were still counts
    while rows := connection.execute(TURNS, [last, until, before, batch]).fetchall():
        values = [[nobody.setdefault(said, f"forgotten-{secrets.token_hex(8)}"), row] for row, said in rows]
        _write(connection, f"UPDATE turns SET conversation = ?, {EMPTIED} WHERE id = ?", values)
        last, count = rows[-1][0], count + len(rows)
        sleep(pause)
    return count


def _first_since(connection: sqlite3.Connection, before: str) -> int:
    """A number that all turns from before ``before`` are below, found by halving: turns are numbered as they come.

    Reading them all for their times would be reading gigabytes each day. Where a clock was set back, some are a day
    or so late.
    """
    low, high = 0, connection.execute("SELECT coalesce(max(id), 0) + 1 FROM turns").fetchone()[0]
    while low < high:
        middle = (low + high) // 2
        found = connection.execute("SELECT id, at FROM turns WHERE id >= ? ORDER BY id LIMIT 1", [middle]).fetchone()
        if found is None or found[1] >= before:
            high = middle
        else:
            low = found[0] + 1
    return int(low)


def _sweep_states(connection: sqlite3.Connection, before: str, batch: int, pause: float) -> int:
    last = count = 0
    while rows := connection.execute(STATES, [last, before, batch]).fetchall():
        # Asked again: somebody may have gone on talking since.
        values = [[row, before] for (row,) in rows]
        count += _write(connection, f"DELETE FROM conversations WHERE rowid = ? AND {SINCE} < ?", values)
        last = rows[-1][0]
        sleep(pause)
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
