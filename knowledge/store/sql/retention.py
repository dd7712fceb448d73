"""What was said long ago is emptied as forgetting does it: kinds, clauses and days stay to count, no word stays."""

import secrets
from collections.abc import Iterator, Sequence

from knowledge.store.interface import Over
from knowledge.store.records import Entry
from knowledge.store.sql.connection import DESK, Connection, Dialect
from knowledge.store.sql.ledger import LATEST
from knowledge.store.sweeping import Rest, Swept

WINDOW = 1_000  # turns that are looked at together
TOGETHER = 100  # entries of the ledger that go in one transaction
GONE = """
    DELETE FROM ledger WHERE kind = ? AND name = ?
        AND (SELECT max(revision) FROM ledger WHERE kind = ? AND name = ?) = ?"""

EMPTIED = "text = '', reply = '', payload = '{}', amount = NULL, client_id = NULL"
SAID = "(text <> '' OR reply <> '' OR payload <> '{}' OR client_id IS NOT NULL)"
TURNS = f"SELECT id, conversation FROM turns WHERE id > ? AND id < ? AND at < ? AND {SAID} ORDER BY id LIMIT ?"
FIRST = "SELECT at FROM turns WHERE id >= ? ORDER BY id LIMIT 1"
LAST = "SELECT at FROM turns WHERE id < ? ORDER BY id DESC LIMIT 1"


class Sweep:
    """One sweep on a connection of its own, ``batch`` rows a transaction; ``rest`` is called after each and may end it.
    ``before``: the ISO time (UTC) before which nothing stays."""

    def __init__(self, connection: Connection, dialect: Dialect, before: str, batch: int, rest: Rest) -> None:
        self._connection, self._dialect, self._before = connection, dialect, before
        self._batch, self._rest = batch, rest

    def run(self) -> tuple[Swept, int]:
        """What was swept, and how many questions went. What is emptied until an error stays so."""
        swept = Swept(self._turns(), self._states())
        return swept, self._write("DELETE FROM questions WHERE at < ?", [[self._before]])

    def _turns(self) -> int:
        count, nobody = 0, _Nobody()
        for start, end in self._old_windows():
            last = start - 1
            while rows := self._connection.execute(TURNS, [last, end, self._before, self._batch]).fetchall():
                values = [[nobody[conversation], row] for row, conversation in rows]
                self._write(f"UPDATE turns SET conversation = ?, {EMPTIED} WHERE id = ?", values)
                last, count = rows[-1][0], count + len(rows)
                if not self._rest():
                    return count
        return count

    def _old_windows(self) -> Iterator[tuple[int, int]]:
        """Runs of numbers whose first or last turn is from before: turns are numbered as they come, and reading all of
        them for their times would be reading gigabytes each day."""
        ends = "SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM turns"
        [low, high] = self._connection.execute(ends).fetchone()
        for start in range(low, high + 1, WINDOW):
            end = start + WINDOW
            [first] = self._connection.execute(FIRST, [start]).fetchone()
            [last] = self._connection.execute(LAST, [end]).fetchone()
            if min(first, last) < self._before:
                yield start, end

    def _states(self) -> int:
        # A state that cannot be read tells no time, and nobody can go on from it.
        old = f"{self._dialect.said_at} < ?"
        states = (
            f"SELECT conversation FROM conversations WHERE conversation > ? AND {old} ORDER BY conversation LIMIT ?"
        )
        last, count = "", 0
        while rows := self._connection.execute(states, [last, self._before, self._batch]).fetchall():
            # Asked again: somebody may have gone on talking since.
            values = [[name, self._before] for (name,) in rows]
            count += self._write(f"DELETE FROM conversations WHERE conversation = ? AND {old}", values)
            last = rows[-1][0]
            if not self._rest():
                break
        return count

    def _write(self, statement: str, values: list[list[object]]) -> int:
        """One transaction; how many rows it changed."""
        self._dialect.begin(self._connection, ())
        try:
            count = self._connection.executemany(statement, values).rowcount
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        return int(count)


class LedgerSweep:
    """As ``Sweep``, of the entries that ``over`` chooses."""

    def __init__(self, connection: Connection, dialect: Dialect, kinds: Sequence[str], over: Over, rest: Rest) -> None:
        self._connection, self._dialect, self._kinds = connection, dialect, kinds
        self._over, self._rest = over, rest

    def run(self) -> int:
        """How many entries went. What is deleted until an error stays so."""
        found = [Entry(*row) for kind in self._kinds for row in self._connection.execute(LATEST, [kind]).fetchall()]
        gone = list(self._over(found))
        count = 0
        for start in range(0, len(gone), TOGETHER):
            count += self._delete(gone[start : start + TOGETHER])
            if not self._rest():
                break
        return count

    def _delete(self, entries: Sequence[Entry]) -> int:
        self._dialect.begin(self._connection, (DESK,))
        try:
            counts = [self._connection.execute(GONE, self._values(one)).rowcount for one in entries]
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        return sum(1 for count in counts if count)

    def _values(self, one: Entry) -> list[object]:
        return [one.kind, one.name, one.kind, one.name, one.revision]


class _Nobody(dict[str, str]):
    """One name for each conversation: how many there were still counts."""

    def __missing__(self, conversation: str) -> str:
        self[conversation] = made = f"forgotten-{secrets.token_hex(8)}"
        return made
