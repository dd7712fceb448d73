"""Whether a store that is in use is still well: it can be written, its file is the same, its tables can be read."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from time import monotonic
from typing import Literal

from knowledge.records.model import StoreError
from knowledge.store.sqlite.database import connect
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import explained
from knowledge.store.sqlite.writer import Writer

PATIENCE = 1.0  # seconds of trouble after which what is written comes later
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"
Change = Literal["deleted", "replaced"]


class Pulse:
    """Asked by whoever watches a store, from one thread; no method waits for the writer."""

    def __init__(self, path: Path, writer: Writer, now: Callable[[], datetime]) -> None:
        self._path, self._writer, self._now = path, writer, now
        self._file = self._identity()

    def beat(self) -> Future[None]:
        """Writes the time. What comes of it also shows in ``written_at`` and ``trouble``."""
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        statement = "INSERT INTO meta VALUES ('heartbeat', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

        def work(connection: sqlite3.Connection) -> None:
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
        """Looks into every table on a connection of its own. Raises ``StoreError`` when one cannot be read."""
        with explained(self._path), closing(connect(self._path, wait=PATIENCE)) as connection:
            for (table,) in connection.execute(TABLES).fetchall():
                connection.execute(f'SELECT * FROM "{table}" NOT INDEXED LIMIT 1').fetchone()

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return (status.st_dev, status.st_ino) if S_ISREG(status.st_mode) else None


def _store_error(error: BaseException | None) -> StoreError | None:
    return error if isinstance(error, StoreError) else StoreError(str(error)) if error else None
