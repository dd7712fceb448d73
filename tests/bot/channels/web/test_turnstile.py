import asyncio

from bot.channels.web.turnstile import AT_ONCE, Turnstile


async def test_those_who_come_together_pass_in_order_a_few_in_each_round() -> None:
    groups: list[list[str]] = []
    turnstile, passed, rounds = Turnstile(groups.append), [], []

    async def one(number: int) -> None:
        await turnstile.enter(str(number))
        passed.append(number)

    tasks = [asyncio.create_task(one(number)) for number in range(3 * AT_ONCE)]
    while len(passed) < len(tasks):
        rounds.append(len(passed))
        await asyncio.sleep(0)
    assert passed == list(range(3 * AT_ONCE))
    steps = [later - earlier for earlier, later in zip(rounds, [*rounds[1:], len(passed)], strict=True)]
    assert max(steps) == AT_ONCE and sum(step > 0 for step in steps) == 3
    assert [len(group) for group in groups] == [AT_ONCE] * 3
    assert [int(brought) for group in groups for brought in group] == passed


async def test_who_leaves_while_waiting_takes_no_place() -> None:
    groups: list[list[str]] = []
    turnstile = Turnstile(groups.append)
    tasks = [asyncio.create_task(turnstile.enter("")) for _ in range(AT_ONCE + 2)]
    await asyncio.sleep(0)
    assert not tasks[-1].done()
    tasks[-2].cancel()
    await asyncio.wait_for(tasks[-1], 5)
    assert tasks[-2].cancelled()
    assert [len(group) for group in groups] == [AT_ONCE, 1]


async def test_who_comes_alone_never_waits() -> None:
    turnstile = Turnstile(lambda brought: None)
    for _ in range(3):
        await asyncio.wait_for(turnstile.enter(""), 5)
        await asyncio.sleep(0)


async def test_all_pass_though_the_work_before_fails() -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context["exception"]))

    def fails(brought: object) -> None:
        raise MemoryError(brought)

    turnstile = Turnstile(fails)
    await asyncio.wait_for(asyncio.gather(turnstile.enter("a"), turnstile.enter("b")), 5)
    await asyncio.wait_for(turnstile.enter("c"), 5)
    assert [str(error) for error in told] == ["['a', 'b']", "['c']"]
