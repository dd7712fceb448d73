"""Limits that hold for all processes together, where several answer the same people.

Each process counts for itself, tells the store once a second what it has counted and hears what all have. Who is far
from his limit never waits for that. Who comes near it is counted at the store before he is answered, so that it makes
no difference how many processes he asks. While the store is away each process goes by what it has counted itself.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import ceil
from typing import NamedTuple

from bot.channels.rate_limit import REMEMBERED, WINDOW, RateLimit, RateVerdict
from knowledge.store import StoreError, Tallies

log = logging.getLogger("fudaoyuan")
EVERY = 1.0  # seconds between two settlements with the store
# A process counts so much of what is left of a limit without asking: an eighth. So even a person whose messages go to a
# process that has not heard of him yet gets no more than an eighth beyond his limit from it.
PART = 8
PATIENCE = 0.5  # seconds a message waits for the store; then it is counted here alone
LATER = 1.0  # seconds after a settlement that failed in which nobody waits for one


class Tally:
    """One name. ``told``: (until when it counts, how many) as the store said last; ``new``: counted here since."""

    __slots__ = ("new", "told")

    def __init__(self) -> None:
        self.told: Sequence[tuple[float, int]] = ()
        self.new = 0

    def total(self, now: float) -> int:
        """What all have counted, as far as is known here."""
        return sum(count for until, count in self.told if until > now)

    def wait(self, over: int, now: float) -> float:
        """Seconds until so many more than the limit have gone."""
        for until, count in sorted(self.told):
            over -= count if until > now else 0
            if over < 0:
                return until - now
        return WINDOW


class Wanted(NamedTuple):
    """Somebody who waits until these names are counted once more."""

    names: Sequence[str]
    done: asyncio.Future[None]


class CommonCounts:
    """What all processes have counted by name. ``clock``: seconds."""

    def __init__(self, tallies: Tallies, clock: Callable[[], float]) -> None:
        self._tallies, self._clock = tallies, clock
        self._seen: OrderedDict[str, Tally] = OrderedDict()
        self._changed: set[str] = set()
        self._wanted: list[Wanted] = []
        self._wake: asyncio.Event | None = None  # there while ``run`` does its work
        self._off_until = float("-inf")

    def __len__(self) -> int:
        return len(self._seen)

    def look(self, name: str, limit: int) -> RateVerdict:
        """Whether one more is allowed, by what is known here."""
        tally, now = self._seen.get(name), self._clock()
        if tally is None:
            return RateVerdict(limit, limit, 0)
        left = limit - tally.total(now) - tally.new
        wait = max(1, ceil(tally.wait(-left, now))) if left <= 0 else 0
        return RateVerdict(limit, max(left, 0), wait)

    def count(self, name: str, number: int = 1) -> None:
        """Counts one."""
        self._of(name).new += number
        self._changed.add(name)

    async def ask(self, wanted: Mapping[str, int]) -> None:
        """Before a message that counts for these names, each with its limit: near a limit it is counted at the store
        first, so that ``look`` and ``count`` say afterwards what holds for all. Waits ``PATIENCE`` at most."""
        names = [name for name, limit in wanted.items() if self._is_near(name, limit)]
        if not names or self._wake is None or self._clock() < self._off_until:
            return
        done = asyncio.get_running_loop().create_future()
        self._wanted.append(Wanted(names, done))
        self._wake.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(done, PATIENCE)

    async def run(self) -> None:
        """Settles with the store until it is cancelled."""
        self._wake = wake = asyncio.Event()
        thread = ThreadPoolExecutor(1, "common-limits")
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(EVERY):
                        await wake.wait()
                wake.clear()
                await self._settle(thread)
        finally:
            self._wake = None
            thread.shutdown(wait=False)

    async def _settle(self, thread: ThreadPoolExecutor) -> None:
        wanted, self._wanted = self._wanted, []
        counts = self._to_tell(wanted)
        if counts:
            try:
                settling = asyncio.get_running_loop().run_in_executor(thread, self._tallies.settle, counts)
                self._hear(counts, await settling)
            except Exception as error:
                if not isinstance(error, StoreError):  # of which whoever watches the store tells
                    log.exception("the common limits are not settled")
                self._off_until = self._clock() + LATER
                self._take_back(wanted)
        for one in wanted:
            if not one.done.done():
                one.done.set_result(None)
        self._forget()

    def _to_tell(self, wanted: Sequence[Wanted]) -> dict[str, int]:
        """What was counted here since the last time, which is told once: what the store does not get it never gets."""
        told = {name: self._seen[name].new for name in self._changed if name in self._seen}
        for name in told:
            self._seen[name].new = 0
        self._changed.clear()
        for one in wanted:
            for name in one.names:
                told[name] = told.get(name, 0) + 1
                self.count(name, -1)  # it is counted again when the message is let through, and else taken back
        return {name: number for name, number in told.items() if number}

    def _take_back(self, wanted: Sequence[Wanted]) -> None:
        """Nothing was counted at the store."""
        for one in wanted:
            for name in one.names:
                self.count(name)

    def _hear(self, counts: Mapping[str, int], found: Mapping[str, Sequence[tuple[float, int]]]) -> None:
        now = self._clock()
        for name in counts:
            self._of(name).told = [(now + left, count) for left, count in found.get(name, ())]

    def _is_near(self, name: str, limit: int) -> bool:
        tally = self._seen.get(name)
        known, new = (tally.total(self._clock()), tally.new) if tally else (0, 0)
        return known + (new + 1) * PART > limit

    def _of(self, name: str) -> Tally:
        tally = self._seen.setdefault(name, Tally())
        self._seen.move_to_end(name)
        return tally

    def _forget(self) -> None:
        """Who was silent longest, where there are too many, and who was silent so long that nothing counts."""
        now = self._clock()
        while self._seen:
            name, tally = next(iter(self._seen.items()))
            if len(self._seen) <= REMEMBERED and (tally.new or tally.total(now)):
                return
            del self._seen[name]
            self._changed.discard(name)


class CommonLimit(RateLimit[str]):
    """At most ``limit`` messages a minute for each key, in all processes together. ``name``: of this limit."""

    def __init__(self, limit: int, counts: CommonCounts, name: str) -> None:
        super().__init__(limit)
        self._counts, self._name = counts, name

    def look(self, key: str, now: float) -> RateVerdict:
        """Of what was counted here within the minute, and of what all have counted: the tighter."""
        here, all_of_them = super().look(key, now), self._counts.look(self.of(key), self.limit)
        return max(here, all_of_them, key=lambda one: (one.wait, -one.left))

    def count(self, key: str, now: float) -> None:
        """Counts one message."""
        super().count(key, now)
        self._counts.count(self.of(key))

    def of(self, key: str) -> str:
        """What the key is called where all limits count together."""
        return f"{self._name}\0{key}"
