"""The trail: lines are only ever added, each with the hash of the line before it."""

from concurrent.futures import Future
from typing import Any

from knowledge.store.desk import FIRST, Note, Trailed, chained, first_broken
from knowledge.store.sql.connection import DESK, Connection, Read
from knowledge.store.sql.writer import Writer

COLUMNS = "number, at, who, place, what, thing, before, after, hash"
INSERT = f"INSERT INTO trail ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
NEWEST = f"SELECT {COLUMNS} FROM trail ORDER BY number DESC LIMIT 1"


class SqlTrail:
    """Futures resolve after the commit; any method may raise StoreError."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer, self._read = writer, read

    def append(self, note: Note) -> Future[int]:
        """Writes a line more; its number."""
        return self._writer.submit(lambda connection: append(connection, note), about=[DESK])

    def lines(self, *, before: int | None = None, limit: int = 100, who: str = "", what: str = "") -> list[Trailed]:
        """The newest lines first."""
        where, values = ["1 = 1"], list[Any]()
        for column, value in (("number <", before), ("who =", who or None), ("what =", what or None)):
            if value is not None:
                where.append(f"{column} ?")
                values.append(value)
        statement = f"SELECT {COLUMNS} FROM trail WHERE {' AND '.join(where)} ORDER BY number DESC LIMIT ?"
        with self._read() as db:
            return [_line(row) for row in db.execute(statement, [*values, limit]).fetchall()]

    def broken(self) -> int:
        """The number of the first line that was tampered with, 0 for none."""
        with self._read() as db:
            return first_broken(map(_line, db.execute(f"SELECT {COLUMNS} FROM trail ORDER BY number")))

    def last(self) -> Trailed | None:
        """The newest line."""
        with self._read() as db:
            row = db.execute(NEWEST).fetchone()
        return _line(row) if row else None


def append(connection: Connection, note: Note) -> int:
    """Within a transaction: writes a line more, and gives its number."""
    row = connection.execute(NEWEST).fetchone()
    number, before = (row[0] + 1, row[-1]) if row else (1, FIRST)
    line = (number, note.at, note.who, note.where, note.what, note.on, note.before, note.after)
    connection.execute(INSERT, [*line, chained(before, number, note)])
    return int(number)


def _line(row: tuple[Any, ...]) -> Trailed:
    return Trailed(row[0], Note(*row[1:8]), row[8])
