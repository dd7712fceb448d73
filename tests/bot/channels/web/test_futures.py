"""Futures of other threads, awaited: results and errors arrive, a group wakes the loop once, giving up is harmless."""

import asyncio
from concurrent.futures import Future

import pytest

from bot.channels.web.futures import ThreadFutures

LONG = 60.0


async def settled_elsewhere(futures: list[Future[int]]) -> None:
    def settle() -> None:
        for number, future in enumerate(futures):
            future.set_result(number)

    await asyncio.to_thread(settle)


async def test_all_arrive_in_the_end():
    waiting, futures = ThreadFutures(LONG), [Future() for _ in range(200)]
    waits = asyncio.gather(*[waiting.wait(future) for future in futures])
    await asyncio.sleep(0)
    await settled_elsewhere(futures)
    assert await waits == list(range(200))


async def test_what_is_settled_together_wakes_the_loop_once(monkeypatch):
    waiting, futures, woken = ThreadFutures(LONG), [Future() for _ in range(50)], []
    waits = asyncio.gather(*[waiting.wait(future) for future in futures])
    await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "call_soon_threadsafe", woken.append)
    for future in futures:
        future.set_result(1)
    monkeypatch.undo()
    assert len(woken) == 1
    woken[0]()
    assert sum(await waits) == 50


async def test_an_error_arrives_and_one_already_settled_is_not_waited_for():
    waiting, future = ThreadFutures(LONG), Future()
    future.set_exception(ValueError("no"))
    with pytest.raises(ValueError, match="no"):
        await waiting.wait(future)


async def test_who_gives_up_leaves_the_others_waiting():
    waiting, future = ThreadFutures(LONG), Future()
    first, second = (asyncio.ensure_future(waiting.wait(future)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await settled_elsewhere([future])
    assert await second == 0 and first.cancelled()


async def test_what_takes_too_long_is_left_to_finish_by_itself():
    waiting, future = ThreadFutures(0.01), Future()
    with pytest.raises(TimeoutError):
        await waiting.wait(future)
    await settled_elsewhere([future])
    assert await waiting.wait(future) == 0


async def test_each_that_takes_too_long_is_given_up_one_after_the_other():
    waiting, futures, given_up = ThreadFutures(0.01), [Future() for _ in range(3)], []

    async def wait(number: int) -> None:
        await asyncio.sleep(0.002 * number)
        with pytest.raises(TimeoutError):
            await waiting.wait(futures[number])
        given_up.append(number)

    await asyncio.gather(*map(wait, range(3)))
    assert given_up == [0, 1, 2]


async def test_who_is_to_be_told_a_value_is_told_it_once_whatever_became_of_the_future():
    waiting, loop = ThreadFutures(LONG), asyncio.get_running_loop()
    done, failed, results = Future(), Future(), [loop.create_future() for _ in range(3)]
    waiting.tell(results[0], "done", done)
    waiting.tell(results[1], "failed", failed)
    waiting.tell(results[2], "left", done)
    results[2].cancel()
    failed.set_exception(ValueError("no"))
    await settled_elsewhere([done])
    assert await asyncio.gather(*results[:2]) == ["done", "failed"] and results[2].cancelled()
