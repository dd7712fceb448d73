import asyncio
from collections.abc import Callable, Sequence

import pytest

from bot.channels.web.batching import AT_ONCE, MicroBatcher


class Work:
    """Doubles what it is given and remembers in which groups."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    def __call__(self, brought: Sequence[int]) -> list[int]:
        self.groups.append([*brought])
        return [2 * number for number in brought]


async def test_those_who_come_together_pass_in_order_a_few_in_each_round() -> None:
    work, passed, rounds = Work(), [], []
    batcher = MicroBatcher(work)

    async def one(number: int) -> None:
        assert await batcher.submit(number) == 2 * number
        passed.append(number)

    tasks = [asyncio.create_task(one(number)) for number in range(3 * AT_ONCE)]
    while len(passed) < len(tasks):
        rounds.append(len(passed))
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert passed == list(range(3 * AT_ONCE))
    steps = [later - earlier for earlier, later in zip(rounds, [*rounds[1:], len(passed)], strict=True)]
    assert max(steps) == AT_ONCE and sum(step > 0 for step in steps) == 3
    assert [len(group) for group in work.groups] == [AT_ONCE] * 3


async def test_who_leaves_while_waiting_takes_no_place() -> None:
    work = Work()
    batcher = MicroBatcher(work)
    tasks = [asyncio.create_task(batcher.submit(number)) for number in range(AT_ONCE + 2)]
    await asyncio.sleep(0)
    assert not tasks[-1].done()
    tasks[-2].cancel()
    await asyncio.wait_for(tasks[-1], 5)
    assert tasks[-2].cancelled()
    assert work.groups == [[*range(AT_ONCE)], [AT_ONCE + 1]]


async def test_who_comes_alone_waits_for_one_round_only() -> None:
    batcher = MicroBatcher(Work())
    for _ in range(3):
        task = asyncio.create_task(batcher.submit(1))
        for _ in range(3):  # the task begins, the round turns, the task goes on
            await asyncio.sleep(0)
        assert task.done()
        await asyncio.sleep(0)


async def test_work_that_fails_is_told_to_those_it_was_for() -> None:
    def fails(brought: Sequence[int]) -> list[int]:
        if 1 in brought:
            raise MemoryError(str(brought))
        return [*brought]

    batcher = MicroBatcher(fails)
    both = await asyncio.wait_for(asyncio.gather(batcher.submit(1), batcher.submit(2), return_exceptions=True), 5)
    assert [str(error) for error in both] == ["[1, 2]", "[1, 2]"]
    assert await asyncio.wait_for(batcher.submit(3), 5) == 3
    with pytest.raises(MemoryError):
        await batcher.submit(1)


class Helping:
    """Takes up to ``most`` at a time and works when it is told to. Items of one tens are of one order."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, list[list[int]]()
        self.waiting: list[Callable[[Sequence[int] | Exception], None]] = []

    def room(self, waiting: int) -> int:
        return 0 if self.waiting else min(self.most, waiting)

    def order(self, item: int) -> int:
        return item // 10

    def take(self, items: Sequence[int], done: Callable[[Sequence[int] | Exception], None]) -> None:
        self.taken.append([*items])
        self.waiting.append(done)

    def work(self, error: Exception | None = None) -> None:
        self.waiting.pop()(error or [2 * number for number in self.taken[-1]])


async def turned(rounds: int = 4) -> None:
    for _ in range(rounds):
        await asyncio.sleep(0)


async def test_helpers_take_a_share_and_what_must_wait_for_it_waits() -> None:
    work, helping, passed = Work(), Helping(2), []
    batcher: MicroBatcher[int, int] = MicroBatcher(work)
    batcher.helpers = helping

    async def one(number: int) -> None:
        assert await batcher.submit(number) == 2 * number
        passed.append(number)

    tasks = [asyncio.create_task(one(number)) for number in (11, 12, 21, 31, 32, 13)]
    await turned()
    assert helping.taken == [[11, 21]] and work.groups == [[31, 32]] and passed == [31, 32]
    assert batcher.waiting == 2
    helping.work()
    await turned()
    assert passed == [31, 32, 11, 21] and helping.taken == [[11, 21], [12]] and work.groups == [[31, 32]]
    helping.work()
    await turned()
    helping.work()
    await asyncio.wait_for(asyncio.gather(*tasks), 5)
    assert passed[-2:] == [12, 13] and batcher.waiting == 0


async def test_what_helpers_fail_at_is_told_and_nothing_waits_for_it_any_more() -> None:
    helping = Helping(1)
    batcher: MicroBatcher[int, int] = MicroBatcher(Work())
    batcher.helpers = helping
    tasks = [asyncio.create_task(batcher.submit(number)) for number in (11, 12)]
    await turned()
    tasks[0].cancel()
    await turned()
    helping.work(MemoryError())
    await turned()
    helping.work(MemoryError("twice"))
    found = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)
    assert isinstance(found[0], asyncio.CancelledError) and str(found[1]) == "twice"
    helping.take = refuses  # type: ignore[method-assign]
    with pytest.raises(ValueError, match="none"):
        await asyncio.wait_for(batcher.submit(13), 5)


def refuses(items: Sequence[int], done: Callable[[Sequence[int] | Exception], None]) -> None:
    raise ValueError("none of these")
