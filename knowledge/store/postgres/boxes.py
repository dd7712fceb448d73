"""The boxes of a messenger whose calls several processes might make."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime

import psycopg

from knowledge.store.deliveries import Hold
from knowledge.store.postgres.connection import Link
from knowledge.store.postgres.locks import BEGIN, key_of
from knowledge.store.sql.connection import Read
from knowledge.store.sql.outbox import SqlBoxes
from knowledge.store.sql.writer import Writer

# The row itself stays free: what becomes of the call is written to it meanwhile.
TRY = "SELECT pg_try_advisory_xact_lock(?)"
WAITS = "SELECT 1 FROM outbox WHERE id = ? AND sent_at IS NULL AND failed IS NULL"


class PostgresBoxes(SqlBoxes):
    """``lend``: a connection for a while; ``identity``: of the database."""

    def __init__(
        self,
        writer: Writer,
        read: Read,
        now: Callable[[], datetime],
        channel: str,
        lend: Callable[[], AbstractContextManager[Link]],
        identity: str,
    ) -> None:
        super().__init__(writer, read, now, channel)
        self._lend, self._identity = lend, identity

    def hold(self, call_id: int) -> AbstractContextManager[Hold]:
        """As ``Boxes.hold``: whoever was the bot until just now may still have it in hand."""
        return self._hold(call_id)

    @contextmanager
    def _hold(self, call_id: int) -> Iterator[Hold]:
        with self._lend() as link:
            link.execute(BEGIN)
            try:
                [ours] = link.execute(TRY, [key_of(self._identity, f"call\0{call_id}")]).fetchone()
                if not ours:
                    yield "theirs"
                else:
                    yield "ours" if link.execute(WAITS, [call_id]).fetchone() else "over"
            finally:
                with suppress(psycopg.Error):
                    link.execute("ROLLBACK")
