"""What was said, and what counselors wrote down, is kept for as many days as the settings say: swept at the start and
then daily, beside the answers."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.bootstrap import House
from bot.clock import BEIJING, day_of
from bot.kit.over import KINDS, counted, over
from bot.operations.background import Background
from knowledge.store import PAUSE, Entry, Note, Rest, StoreError, Swept, rest

log = logging.getLogger("fudaoyuan")
EVERY = 86_400.0  # seconds
BY_ITSELF = "程序"  # who deletes, in the trail
SOON = 600.0  # seconds after a sweep that failed or was not to be


def utc_now() -> datetime:
    return datetime.now(UTC)


def sweep_old(house: House, now: datetime, rest: Rest = rest) -> Swept:
    """Empties what was said before the days kept, in the store and in mind. Raises StoreError."""
    before = (now.astimezone(UTC) - timedelta(days=house.settings.turn_days)).isoformat()
    house.advisor.forget_before(before)
    return house.store.sweep(before, rest=rest)


def sweep_visits(house: House, now: datetime, rest: Rest = rest) -> int:
    """Deletes visits, what was passed on and votes whose days are over, and writes a line of the trail; how many.
    Raises StoreError."""
    before = day_of(now) - timedelta(days=house.settings.visit_days)
    gone: list[Entry] = []

    def chosen(entries: Sequence[Entry]) -> list[Entry]:
        gone.extend(over(entries, before))
        return gone

    count = house.store.sweep_ledger(KINDS, chosen, rest=rest)
    if count:
        at = now.astimezone(BEIJING).isoformat(timespec="seconds")
        told = f"{counted(gone)}，满 {house.settings.visit_days} 天"
        house.store.trail().append(Note(at, BY_ITSELF, BY_ITSELF, "erase", "到期的记录", after=told)).result()
    return count


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
            swept = sweep_old(self._house, self._now(), self._go_on)
            visits = sweep_visits(self._house, self._now(), self._go_on)
            reminders = self._house.store.reminders().sweep(day_of(self._now()).isoformat()).result()
        except StoreError as error:
            log.warning("what was said long ago is not swept: %s", error)
            return False
        if any(swept):
            log.info("%s turns emptied and %s states deleted, their days are over", *swept)
        if visits or reminders:
            log.info("%s entries of counselors and %s reminders deleted, their days are over", visits, reminders)
        return True

    def _go_on(self) -> bool:
        return not self._stop.wait(PAUSE)
