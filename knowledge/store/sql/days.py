"""The days a store has seen, as its row in the database."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date

from knowledge.store.seen_days import Seen, seen
from knowledge.store.sql.connection import DAYS, Connection
from knowledge.store.sql.writer import Writer

SEEN = "SELECT day, doubted, seconds FROM seen_days"
SEE = (
    "INSERT INTO seen_days VALUES (1, ?, ?, ?)"
    " ON CONFLICT (one) DO UPDATE SET day = excluded.day, doubted = excluded.doubted, seconds = excluded.seconds"
)


class SqlDays:
    """The days of one store. ``time``: seconds that pass whatever the clock on the wall says."""

    def __init__(self, writer: Writer, time: Callable[[], float]) -> None:
        self._writer, self._time = writer, time
        self._looked = time()

    def may_sweep(self, today: date) -> Future[bool]:
        """As ``Days.may_sweep``."""

        def work(connection: Connection) -> bool:
            now = self._time()
            ran, self._looked = now - self._looked, now
            before = Seen(*(connection.execute(SEEN).fetchone() or ()))
            after = seen(before, today, ran)
            if after != before:
                connection.execute(SEE, after)
            return after.doubted is None

        return self._writer.submit(work, about=[DAYS])
