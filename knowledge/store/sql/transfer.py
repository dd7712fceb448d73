"""All that one database keeps, into another, whatever the engines: in batches, each of which is kept or not.

The target notes after each batch where it stands, so that a move that was broken off goes on from there; as long as
the note is there the database is no store. What was read and what was written are compared by counts and checksums.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from knowledge.records.model import StoreError
from knowledge.store.sql.connection import Connection, Dialect

BATCH = 1_000  # rows, of which turns are 3 kB each
NOTE = "moving"  # the table of the note
# Each table with what its rows are told apart by; those that others refer to first.
TABLES = {
    "texts": ("sha256",),
    "versions": ("number",),
    "version_files": ("version", "path"),
    "conversations": ("conversation",),
    "turns": ("id",),
    "inbox": ("channel", "id"),
    "outbox": ("id",),
    "receipts": ("digest",),
    "past_answers": ("channel", "update_id"),
    "moved_chats": ("channel", "old"),
    "seen_days": ("one",),
    "questions": ("number",),
    "reminders": ("number",),
    "ledger": ("kind", "name", "revision"),
    "event_talks": ("event", "conversation"),
    "people": ("name",),
    "desk_sessions": ("digest",),
    "login_failures": ("key",),
    "trail": ("number",),
    "drafts": ("number",),
    "draft_files": ("draft", "path"),
    "draft_hands": ("draft", "by"),
    "meta": ("key",),
}
IDENTITY = "SELECT value FROM meta WHERE key = 'identity'"
UNFINISHED = "{name} 里的资料搬到一半。请再运行一次原来那条 fudaoyuan move，会接着搬；不要了就删掉这个库。"
FULL = "{name} 里已经有东西（{table}），不能搬进去，免得两份混在一起。请换一个空的。"
OTHER_SOURCE = "{name} 里搬到一半的是另一个库的资料。请用原来那个库接着搬，或换一个空的。"
UNLIKE = (
    "搬过去的和原来的不一样：{table} 原来 {want:,} 行，现在 {have:,} 行{sums}。"
    "请删掉新库重搬一次；还是这样就告诉维护人员。"
)

Tell = Callable[[int, int], None]  # rows done, and of how many


@dataclass(frozen=True, slots=True)
class Side:
    """One database of a move. ``columns``: of a table, none where there is no such table; ``insert``: keeps rows of a
    table with these columns, within a transaction; ``finish``: makes numbers go on from those that were moved."""

    name: str
    connection: Connection
    dialect: Dialect
    columns: Callable[[str], Sequence[str]]
    insert: Callable[[str, Sequence[str], Sequence[Sequence[Any]]], None]
    finish: Callable[[], None]


class Sum(NamedTuple):
    """How many rows, and the sum of their digests, in whatever order."""

    rows: int = 0
    digest: int = 0

    def with_rows(self, rows: Sequence[Sequence[Any]]) -> "Sum":
        return Sum(self.rows + len(rows), (self.digest + sum(map(_digest, rows))) % (1 << 128))


@dataclass
class Move:
    """``tell`` hears of every batch; ``batch``: rows of one."""

    source: Side
    target: Side
    tell: Tell
    batch: int
    _done: int = field(default=0, init=False)

    def run(self) -> dict[str, Sum]:
        """Moves everything, or the rest; what is in each table now. Raises ``StoreError`` or the engines' errors."""
        self._begin()
        total = sum(self._count(table) for table in TABLES)
        moved = {table: self._move(table, total) for table in TABLES}
        self._compare(moved, total)
        self.target.finish()
        self._write(f"DROP TABLE {NOTE}")
        return moved

    def _begin(self) -> None:
        """An empty target gets the note; one that has it already must be of the same source."""
        [identity] = self.source.connection.execute(IDENTITY).fetchone()
        if self.target.columns(NOTE):
            [noted] = self.target.connection.execute(f"SELECT last FROM {NOTE} WHERE name = ''").fetchone()
            if noted != identity:
                raise StoreError(OTHER_SOURCE.format(name=self.target.name))
            return
        for table in TABLES:
            if table != "meta" and self.target.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                raise StoreError(FULL.format(name=self.target.name, table=table))
        self.target.dialect.begin(self.target.connection, ())
        columns = "name TEXT PRIMARY KEY, last TEXT NOT NULL, done BIGINT NOT NULL, digest TEXT NOT NULL"
        self.target.connection.execute(f"CREATE TABLE {NOTE} ({columns})")
        self.target.connection.execute(f"INSERT INTO {NOTE} VALUES ('', ?, 0, '0')", [identity])
        self.target.connection.execute("DELETE FROM meta")
        self.target.connection.execute("COMMIT")

    def _count(self, table: str) -> int:
        return int(self.source.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _move(self, table: str, total: int) -> Sum:
        columns = self._columns(table)
        statement = f"SELECT last, done, digest FROM {NOTE} WHERE name = ?"
        last, rows, digest = self.target.connection.execute(statement, [table]).fetchone() or ("null", 0, "0")
        moved = Sum(rows, int(digest))
        for part in read(self.source.connection, table, columns, json.loads(last), self.batch):
            moved = moved.with_rows(part)
            self._keep(table, columns, part, moved)
            self._done += len(part)
            self.tell(self._done + rows, total)
        return moved

    def _keep(self, table: str, columns: Sequence[str], part: Sequence[Sequence[Any]], moved: Sum) -> None:
        """A batch and where it ends, in one transaction."""
        key = json.dumps([part[-1][columns.index(name)] for name in TABLES[table]])
        connection = self.target.connection
        self.target.dialect.begin(connection, ())
        try:
            self.target.insert(table, columns, part)
            connection.execute(
                f"INSERT INTO {NOTE} VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                " last = excluded.last, done = excluded.done, digest = excluded.digest",
                [table, key, moved.rows, str(moved.digest)],
            )
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _columns(self, table: str) -> list[str]:
        here, there = sorted(self.source.columns(table)), sorted(self.target.columns(table))
        if here != there:
            raise StoreError(f"两边的表 {table} 不一样。请把程序升级到同一版再搬。")
        return here

    def _compare(self, moved: dict[str, Sum], total: int) -> None:
        """Reads back all that was written."""
        for table, want in moved.items():
            have = Sum()
            for part in read(self.target.connection, table, self._columns(table), None, self.batch):
                have = have.with_rows(part)
            if have != want or self._count(table) != want.rows:
                sums = "" if have.rows != want.rows else "，内容不同"
                raise StoreError(UNLIKE.format(table=table, want=self._count(table), have=have.rows, sums=sums))
        self.tell(total, total)

    def _write(self, statement: str) -> None:
        self.target.dialect.begin(self.target.connection, ())
        self.target.connection.execute(statement)
        self.target.connection.execute("COMMIT")


def read(
    connection: Connection, table: str, columns: Sequence[str], after: Sequence[Any] | None, batch: int
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows behind the key ``after``, ``batch`` at a time: no more of them is ever in memory."""
    names, keys = ", ".join(map(_quoted, columns)), ", ".join(map(_quoted, TABLES[table]))
    marks = ", ".join("?" * len(TABLES[table]))
    places = [columns.index(name) for name in TABLES[table]]
    while True:
        where = f"WHERE ({keys}) > ({marks})" if after is not None else ""
        statement = f"SELECT {names} FROM {table} {where} ORDER BY {keys} LIMIT {batch}"
        rows = connection.execute(statement, after or ()).fetchall()
        if rows:
            yield rows
        if len(rows) < batch:
            return
        after = [rows[-1][place] for place in places]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _digest(row: Sequence[Any]) -> int:
    """The same for the same values, whatever the engine: what is yes or no there is 1 or 0 here."""
    values = [int(value) if isinstance(value, bool) else value for value in row]
    return int.from_bytes(blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).digest())
