"""What was said is kept for as many days as the settings say: swept at the start and then daily, beside the answers."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.bootstrap import House
from bot.clock import day_of
from bot.operations.background import Background
from knowledge.store import PAUSE, Rest, StoreError, Swept, rest

log = logging.getLogger("fudaoyuan")
EVERY = 86_400.0  # seconds
SOON = 600.0  # seconds after a sweep that failed or was not to be


def utc_now() -> datetime:
    return datetime.now(UTC)


def sweep_old(house: House, now: datetime, rest: Rest = rest) -> Swept:
    """Empties what was said before the days kept, in the store and in mind. Raises StoreError."""
    before = (now.astimezone(UTC) - timedelta(days=house.settings.turn_days)).isoformat()
    house.advisor.forget_before(before)
    return house.store.sweep(before, rest=rest)


class Retention(Background):
    """Sweeps in a thread of its own while its block runs.

    ``may_sweep``: asked before each sweep; False when the clock cannot be trusted, and nothing is deleted. The store
    answers when nobody else is named.
    """

    def __init__(
        self,
        house: House,
        may_sweep: Callable[[], bool] | None = None,
        now: Callable[[], datetime] = utc_now,
        every: float = EVERY,
    ) -> None:
        self._house, self._now, self._every = house, now, every
        self._may_sweep = may_sweep or self._store_believes_the_day
        super().__init__("retention")

    def _run(self) -> None:
        swept = self._swept()
        while not self._stop.wait(self._every if swept else min(SOON, self._every)):
            swept = self._swept()

    def _store_believes_the_day(self) -> bool:
        if not self._house.store.is_chosen("retention"):
            return False
        self._house.store.make_room()
        return self._house.store.may_sweep(day_of(self._now())).result()

    def _swept(self) -> bool:
        try:
            if not self._may_sweep():
                return False
            swept = sweep_old(self._house, self._now(), lambda: not self._stop.wait(PAUSE))
        except StoreError as error:
            log.warning("what was said long ago is not swept: %s", error)
            return False
        if any(swept):
            log.info("%s turns emptied and %s states deleted, their days are over", *swept)
        return True
