"""Whether a store that is in use is still well: it can be written, its file is the same, its tables can be read."""

import os
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from time import monotonic

from knowledge.records.model import StoreError
from knowledge.store.interface import Change
from knowledge.store.sql.connection import Connection
from knowledge.store.sql.writer import Writer
from knowledge.store.sqlite.database import check_tables, connect
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import SENTENCES, explained

PATIENCE = 1.0  # seconds of trouble after which what is written comes later
HEADER = 100  # bytes
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"


class SqlitePulse:
    """Asked by whoever watches a store, from one thread; no method waits for the writer."""

    def __init__(self, path: Path, writer: Writer, now: Callable[[], datetime]) -> None:
        self._path, self._writer, self._now = path, writer, now
        self._file = self._identity()
        self._cut: tuple[int, int] | None = None

    def beat(self) -> Future[None]:
        """Writes the time. What comes of it also shows in ``written_at`` and ``trouble``."""
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        statement = "INSERT INTO meta VALUES ('heartbeat', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

        def work(connection: Connection) -> None:
            connection.execute(statement, [at])

        return self._writer.submit(work)

    @property
    def written_at(self) -> float:
        """``time.monotonic()`` of the last commit; minus infinity before the first."""
        return self._writer.writing.done_at

    @property
    def trouble(self) -> StoreError | None:
        """Why nothing can be written at this moment; None when the last try succeeded."""
        return _store_error(self._writer.writing.trouble)

    @property
    def damage(self) -> StoreError | None:
        """What said, while something was written, that the database is damaged."""
        return _store_error(self._writer.writing.damage)

    @property
    def unrecorded(self) -> StoreError | None:
        """What cost the last turn that was to be kept, and does not pass by itself; None when the last was kept."""
        return _store_error(self._writer.writing.unrecorded)

    @property
    def waiting(self) -> int:
        """How much is still to be written."""
        return self._writer.waiting

    @property
    def behind(self) -> bool:
        writing = self._writer.writing
        return writing.trouble is not None and monotonic() - writing.since > PATIENCE

    def change(self) -> Change | None:
        """Whether the file has gone or another stands in its place since it was opened. Raises ``StoreError``."""
        with explained(self._path):
            found = self._identity()
        if self._file is None:  # opened later than the store was made
            self._file = found
        if found == self._file:
            return None
        return "replaced" if found else "deleted"

    def read(self) -> None:
        """Looks at the file's length, then into every table on a connection of its own. Raises ``StoreError`` when the
        file was cut, or a table is missing or cannot be read."""
        with explained(self._path):
            self._check_length()
        with explained(self._path), closing(connect(self._path, wait=PATIENCE)) as connection:
            check_tables(connection, self._path)
            for (table,) in connection.execute(TABLES).fetchall():
                connection.execute(f'SELECT * FROM "{table}" NOT INDEXED LIMIT 1').fetchone()

    def _check_length(self) -> None:
        """Before a new connection: SQLite takes a file of no length for a new one and throws its log away."""
        with self._path.open("rb") as file:
            length, wanted = os.fstat(file.fileno()).st_size, _length_in(file.read(HEADER))
        before, self._cut = self._cut, (length, wanted) if length < wanted else None
        # While the log is copied into the file its first page is there before the last: it is cut when it stays short.
        if length == 0 or (self._cut and self._cut == before):
            raise StoreError(SENTENCES[sqlite3.SQLITE_CORRUPT].format(path=self._path), "damaged")

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return (status.st_dev, status.st_ino) if S_ISREG(status.st_mode) else None


def _length_in(header: bytes) -> int:
    """The bytes a database has by its header (page size at 16, 1 standing for 65,536; number of pages at 28)."""
    size = int.from_bytes(header[16:18]) if len(header) == HEADER else 0
    return (65_536 if size == 1 else size) * int.from_bytes(header[28:32])


def _store_error(error: BaseException | None) -> StoreError | None:
    return error if isinstance(error, StoreError) else StoreError(str(error)) if error else None
