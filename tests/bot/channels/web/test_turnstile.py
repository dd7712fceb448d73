import asyncio

from bot.channels.web.turnstile import AT_ONCE, Turnstile


async def test_those_who_come_together_pass_in_order_a_few_in_each_round() -> None:
    turnstile, passed, rounds = Turnstile(), [], []

    async def one(number: int) -> None:
        await turnstile.enter()
        passed.append(number)

    tasks = [asyncio.create_task(one(number)) for number in range(3 * AT_ONCE)]
    while len(passed) < len(tasks):
        rounds.append(len(passed))
        await asyncio.sleep(0)
    assert passed == list(range(3 * AT_ONCE))
    steps = [later - earlier for earlier, later in zip(rounds, [*rounds[1:], len(passed)], strict=True)]
    assert max(steps) == AT_ONCE and sum(step > 0 for step in steps) == 3


async def test_who_leaves_while_waiting_takes_no_place() -> None:
    turnstile = Turnstile()
    tasks = [asyncio.create_task(turnstile.enter()) for _ in range(AT_ONCE + 2)]
    await asyncio.sleep(0)
    assert not tasks[-1].done()
    tasks[-2].cancel()
    await asyncio.wait_for(tasks[-1], 5)
    assert tasks[-2].cancelled()


async def test_who_comes_alone_never_waits() -> None:
    turnstile = Turnstile()
    for _ in range(3):
        await asyncio.wait_for(turnstile.enter(), 5)
        await asyncio.sleep(0)
