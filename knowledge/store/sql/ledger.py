"""What counselors write down: one table, a row for each revision."""

from concurrent.futures import Future

from knowledge.records.model import StoreError
from knowledge.store.desk import Note
from knowledge.store.records import Entry
from knowledge.store.sql.connection import DESK, Connection, Read
from knowledge.store.sql.trail import append
from knowledge.store.sql.writer import Writer

QUICKER = "您打开以后，别人改过这一条，这一次没有存。请看看别人改成了什么，再存一次。"
COLUMNS = ", ".join(Entry._fields)
INSERT = f"INSERT INTO ledger ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
NEXT_NAME = """
    SELECT coalesce(max(CAST(name AS BIGINT)), 0) + 1 FROM ledger
    WHERE kind = ? AND name <> '' AND ltrim(name, '0123456789') = ''"""
NEXT_REVISION = "SELECT coalesce(max(revision), 0) + 1 FROM ledger WHERE kind = ? AND name = ?"
LATEST = f"""
    SELECT {COLUMNS} FROM ledger AS one WHERE kind = ? AND revision =
        (SELECT max(revision) FROM ledger WHERE kind = one.kind AND name = one.name)
    ORDER BY (SELECT at FROM ledger WHERE kind = one.kind AND name = one.name AND revision = 1), length(name), name"""
HISTORY = f"SELECT {COLUMNS} FROM ledger WHERE kind = ? AND name = ? ORDER BY revision"


class SqlLedger:
    """Futures resolve after the commit; any method may raise StoreError."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer, self._read = writer, read

    def put(
        self, kind: str, name: str, data: str, *, at: str, author: str, note: Note | None = None, was: int | None = None
    ) -> Future[Entry]:
        """Keeps a revision more; ``name`` "" is a new one with the next number as its name."""

        def work(connection: Connection) -> Entry:
            own = name or str(connection.execute(NEXT_NAME, [kind]).fetchone()[0])
            [revision] = connection.execute(NEXT_REVISION, [kind, own]).fetchone()
            if was is not None and revision != was + 1:
                raise StoreError(QUICKER, "changed")
            entry = Entry(kind, own, revision, at, author, data)
            connection.execute(INSERT, entry)
            if note:
                append(connection, note)
            return entry

        return self._writer.submit(work, about=[DESK])

    def latest(self, kind: str) -> tuple[Entry, ...]:
        """The newest revision of each, in the order in which they were begun."""
        with self._read() as db:
            return tuple(Entry(*row) for row in db.execute(LATEST, [kind]).fetchall())

    def history(self, kind: str, name: str) -> tuple[Entry, ...]:
        """Every revision, oldest first."""
        with self._read() as db:
            return tuple(Entry(*row) for row in db.execute(HISTORY, [kind, name]).fetchall())

    def erase(self, kind: str, name: str) -> Future[int]:
        """Deletes every revision; resolves to how many there were."""
        statement = "DELETE FROM ledger WHERE kind = ? AND name = ?"
        return self._writer.submit(lambda connection: connection.execute(statement, [kind, name]).rowcount)
