"""Whether the database that several processes share is still well: it can be written, is the same, and can be read."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from time import monotonic

from knowledge.records.model import StoreError
from knowledge.store.interface import Change
from knowledge.store.postgres.connection import Link
from knowledge.store.postgres.schema import check_tables, table_names
from knowledge.store.sql.connection import Connection
from knowledge.store.sql.writer import Writer

PATIENCE = 1.0  # seconds of trouble after which what is written comes later
BEAT = "INSERT INTO meta VALUES ('heartbeat', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
IDENTITY = "SELECT value FROM meta WHERE key = 'identity'"


class PostgresPulse:
    """Asked by whoever watches a store, from one thread; no method waits for the writer. ``lend``: a connection."""

    def __init__(
        self,
        writer: Writer,
        lend: Callable[[], AbstractContextManager[Link]],
        now: Callable[[], datetime],
        identity: str,
        name: str,
    ) -> None:
        self._writer, self._lend, self._now = writer, lend, now
        self._identity, self._name = identity, name

    def beat(self) -> Future[None]:
        """Writes the time. What comes of it also shows in ``written_at`` and ``trouble``."""
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")

        def work(connection: Connection) -> None:
            connection.execute(BEAT, [at])

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
        """Whether another database stands at the address. Raises ``StoreError``."""
        with self._lend() as link:
            row = link.execute(IDENTITY).fetchone()
        return None if row and row[0] == self._identity else "replaced"

    def read(self) -> None:
        """Looks into every table. Raises ``StoreError`` when one is missing or cannot be read."""
        with self._lend() as link:
            check_tables(link, self._name)
            for table in table_names():
                link.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()


def _store_error(error: BaseException | None) -> StoreError | None:
    return error if isinstance(error, StoreError) else StoreError(str(error)) if error else None
