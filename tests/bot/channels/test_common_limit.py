"""Limits that hold for all processes together, without a server: whoever is asked, and whatever the store does."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import pytest

from bot.channels import common_limit
from bot.channels.common_limit import CommonCounts, CommonLimit
from bot.channels.rate_limit import REMEMBERED
from knowledge.store import StoreError
from tests.bot.channels.web.test_guard import Clock

LIMIT = 20
KEPT = 65.0  # seconds


class Told:
    """What processes tell one another, in memory. ``trips``: how often they did; ``away``: they cannot."""

    def __init__(self, clock: Clock) -> None:
        self.counted: dict[str, list[tuple[float, int]]] = {}
        self.clock, self.trips, self.away = clock, 0, False

    def settle(self, counts: Mapping[str, int]) -> dict[str, Sequence[tuple[float, int]]]:
        self.trips += 1
        if self.away:
            raise StoreError("连不上", "away")
        now = self.clock()
        for name, number in counts.items():
            self.counted.setdefault(name, []).append((now + KEPT, number))
        return {name: [(until - now, n) for until, n in self.counted[name] if until > now] for name in counts}

    def total(self, name: str) -> int:
        return sum(number for until, number in self.counted.get(name, ()) if until > self.clock())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told(clock: Clock) -> Told:
    return Told(clock)


class Process:
    """One of those that answer the same people."""

    def __init__(self, told: Told, limit: int = LIMIT) -> None:
        self.counts, self.clock = CommonCounts(told, told.clock), told.clock
        self.limit = CommonLimit(limit, self.counts, "session")

    async def says(self, key: str = "a") -> bool:
        """Whether the message is let through."""
        if not self.limit.look(key, self.clock()).allowed:
            return False
        await self.counts.ask({self.limit.of(key): self.limit.limit})
        allowed = self.limit.look(key, self.clock()).allowed
        if allowed:
            self.limit.count(key, self.clock())
        return allowed


@asynccontextmanager
async def running(*processes: Process) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one.counts.run()) for one in processes]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.mark.parametrize("many", [1, 2, 3])
async def test_a_limit_holds_whichever_process_is_asked(told: Told, many: int) -> None:
    processes = [Process(told) for _ in range(many)]
    async with running(*processes):
        allowed = [await processes[number % many].says() for number in range(60)]
        assert allowed == [True] * LIMIT + [False] * (60 - LIMIT)
        assert await processes[0].says("b"), "somebody else"


async def test_many_at_once_over_two_processes_are_let_through_as_many_as_the_limit(told: Told) -> None:
    processes = [Process(told), Process(told)]
    async with running(*processes):
        for one in processes:  # what each gives out before it has heard of the other
            for _ in range(2):
                assert await one.says()
        allowed = await asyncio.gather(*(processes[number % 2].says() for number in range(80)))
        assert LIMIT <= 4 + sum(allowed) <= LIMIT + LIMIT // 8


async def test_who_goes_to_another_process_gets_an_eighth_more_at_most(told: Told) -> None:
    first, second = Process(told), Process(told)
    async with running(first, second):
        assert sum([await first.says() for _ in range(60)]) == LIMIT
        assert sum([await second.says() for _ in range(60)]) <= LIMIT // 8


async def test_after_a_minute_there_is_room_again_and_the_wait_was_told(told: Told, clock: Clock) -> None:
    first, second = Process(told), Process(told)
    async with running(first, second):
        for number in range(LIMIT):
            assert await (first, second)[number % 2].says()
        assert not await first.says()
        verdict = first.limit.look("a", clock())
        assert not verdict.allowed and verdict.left == 0 and verdict.wait in range(60, 66)
        clock.at += verdict.wait
        assert await first.says() and await second.says()


async def test_who_asks_on_is_told_here_and_the_store_has_no_trouble_with_him(told: Told) -> None:
    process = Process(told)
    async with running(process):
        for _ in range(LIMIT):
            assert await process.says()
        trips = told.trips
        for _ in range(500):
            assert not await process.says()
        assert told.trips <= trips + 1


async def test_who_is_far_from_the_limit_waits_for_nobody(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_limit, "EVERY", 0.02)
    process = Process(told, 1_000)
    async with running(process):
        for _ in range(100):
            assert await process.says()
        assert told.trips == 0, "no message went to the store"
        async with asyncio.timeout(30):
            while told.total("session\0a") < 100:
                await asyncio.sleep(0.01)
        trips = told.trips
        await asyncio.sleep(0.1)
        assert told.trips == trips, "nothing new, nothing to tell"


async def test_what_was_counted_and_then_refused_is_taken_back(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_limit, "EVERY", 0.02)
    process = Process(told)
    name = process.limit.of("a")
    async with running(process):
        for _ in range(15):
            process.limit.count("a", process.clock())
        for _ in range(3):
            await process.counts.ask({name: LIMIT})  # and nobody counts it: refused for something else
        async with asyncio.timeout(30):
            while told.total(name) != 15:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert told.total(name) == 15


async def test_while_the_store_is_away_each_counts_for_itself(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_limit, "EVERY", 0.02)
    told.away = True
    processes = [Process(told), Process(told)]
    async with running(*processes):
        for one in processes:
            assert [await one.says() for _ in range(30)] == [True] * LIMIT + [False] * 10
        trips = told.trips
        while told.trips < trips + 2:  # what was counted meanwhile is told once, and not heard
            processes[0].limit.count("b", told.clock())
            await asyncio.sleep(0.01)
        told.away = False
        told.clock.at += 61
        assert [await processes[number % 2].says() for number in range(30)].count(True) in range(LIMIT, LIMIT + 3)


async def test_a_store_that_hangs_costs_half_a_second_and_no_message(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common_limit, "PATIENCE", 0.02)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def hang(self: CommonCounts, thread: object) -> None:
        begun.set()
        await go_on.wait()

    monkeypatch.setattr(CommonCounts, "_settle", hang)
    process = Process(told, 3)
    async with running(process):
        assert [await process.says() for _ in range(5)] == [True] * 3 + [False] * 2
        assert begun.is_set()


async def test_what_is_kept_of_names_is_bounded_and_the_silent_are_forgotten(
    told: Told, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common_limit, "EVERY", 0.02)
    process = Process(told, 10**6)
    for number in range(REMEMBERED + 500):
        process.limit.count(f"n{number}", clock())
    async with asyncio.timeout(30), running(process):
        while len(process.counts) != REMEMBERED:
            await asyncio.sleep(0.01)
        clock.at += 100
        while len(process.counts):
            await asyncio.sleep(0.01)
