"""The day as the store has seen it pass: what is old may be deleted only when today's date can be believed.

One start with the clock at 2030 would else delete everything that is kept for so many days.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from typing import NamedTuple

from knowledge.store.sqlite.database import sqlite3
from knowledge.store.sqlite.writer import Writer

STEP = 1  # days between two looks at a clock that goes as it should
CONFIRMED = 24 * 3600.0  # seconds of running, over any number of starts, after which a day that jumped is believed
SEEN = "SELECT day, doubted, seconds FROM seen_days"
SEE = (
    "INSERT INTO seen_days VALUES (1, ?, ?, ?)"
    " ON CONFLICT (one) DO UPDATE SET day = excluded.day, doubted = excluded.doubted, seconds = excluded.seconds"
)


class Seen(NamedTuple):
    """``day``: the last one believed, ISO, None before the first; ``doubted``: one that does not follow from it, and
    for how many ``seconds`` the program has run while days went on from that one."""

    day: str | None = None
    doubted: str | None = None
    seconds: float = 0.0


class Days:
    """The days of one store. ``time``: seconds that pass whatever the clock on the wall says."""

    def __init__(self, writer: Writer, time: Callable[[], float]) -> None:
        self._writer, self._time = writer, time
        self._looked = time()

    def may_sweep(self, today: date) -> Future[bool]:
        """Whether what is too old ``today`` may be deleted; to be asked in every round, also for the counting.

        Today is believed when it is the last believed day or its neighbour, and else, after a week switched off or
        with a wrong clock, when the program has run for ``CONFIRMED`` seconds with it. Raises StoreError.
        """

        def work(connection: sqlite3.Connection) -> bool:
            now = self._time()
            ran, self._looked = now - self._looked, now
            before = Seen(*(connection.execute(SEEN).fetchone() or ()))
            after = seen(before, today, ran)
            if after != before:
                connection.execute(SEE, after)
            return after.doubted is None

        return self._writer.submit(work)


def seen(before: Seen, today: date, ran: float) -> Seen:
    """What is known of the days after one more look, ``ran`` seconds after the last."""
    if _follows(before.day, today):
        return Seen(max(before.day or "", today.isoformat()))
    if not _follows(before.doubted, today):
        return Seen(before.day, today.isoformat())
    seconds = before.seconds + ran
    return Seen(today.isoformat()) if seconds >= CONFIRMED else Seen(before.day, today.isoformat(), seconds)


def _follows(day: str | None, today: date) -> bool:
    return day is not None and abs((today - date.fromisoformat(day)).days) <= STEP
