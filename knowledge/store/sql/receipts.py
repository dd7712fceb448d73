"""Sums kept for those who have their address: found by a digest alone, deleted when their days are over."""

from concurrent.futures import Future
from hashlib import sha256

from knowledge.store.sql.connection import Connection, Read
from knowledge.store.sql.writer import Writer


class SqlReceipts:
    """``day`` is the ISO day a receipt was made. Futures resolve after the commit; any method may raise StoreError."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer, self._read = writer, read

    def keep(self, token: str, day: str, content: str) -> Future[None]:
        """Keeps ``content`` under a digest of ``token``: who reads the database learns no address."""

        def work(connection: Connection) -> None:
            connection.execute("INSERT INTO receipts VALUES (?, ?, ?)", [_digest(token), day, content])

        return self._writer.submit(work)

    def find(self, token: str, since: str) -> str | None:
        """What was kept under ``token`` on the day ``since`` or later; None when nothing was."""
        statement = "SELECT content FROM receipts WHERE digest = ? AND day >= ?"
        with self._read() as db:
            row = db.execute(statement, [_digest(token), since]).fetchone()
        return row[0] if row else None

    def sweep(self, before: str) -> Future[int]:
        """Deletes what was made before the day ``before``; resolves to how many there were."""

        def work(connection: Connection) -> int:
            return connection.execute("DELETE FROM receipts WHERE day < ?", [before]).rowcount

        return self._writer.submit(work)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
