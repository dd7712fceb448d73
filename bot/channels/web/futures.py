"""Futures of other threads, awaited in the event loop: those finished together wake the loop once."""

import asyncio
from collections import deque
from concurrent.futures import Future
from functools import partial
from threading import Lock
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Waiter(NamedTuple):
    """Who waits, what he is told, and until when (seconds of the loop) he waits at most."""

    result: asyncio.Future[Any]
    value: object
    until: float

    def wake(self) -> None:
        if not self.result.done():
            self.result.set_result(self.value)


class ThreadFutures:
    """Waits for futures of other threads, all in one loop, for at most ``longest`` seconds each.

    ``asyncio.wrap_future`` writes to the loop's socket for each future, and each write releases the GIL: of a
    hundred futures finished together the last was seen after a hundred such pauses. One timer looks after all that
    wait: one for each was a dozen calls for an answer.
    """

    def __init__(self, longest: float) -> None:
        self._longest, self._lock = longest, Lock()
        self._arrived: list[Waiter] = []
        self._waiting: deque[Waiter] = deque()  # in the order of their ``until``, with some that were woken since
        self._watched = False

    async def wait(self, future: Future[T]) -> T:
        """The future's result, or its error. Raises TimeoutError when it takes too long.

        Who stops waiting leaves the future as it is.
        """
        if not future.done():
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.tell(waiter, None, future)
            await waiter
        return future.result(0)

    def tell(self, result: asyncio.Future[T], value: T, after: Future[Any]) -> None:
        """Gives ``result`` this value once ``after`` is done, well or badly, or has taken too long."""
        loop = result.get_loop()
        waiter = Waiter(result, value, loop.time() + self._longest)
        self._waiting.append(waiter)
        if not self._watched:
            self._watched = True
            loop.call_at(waiter.until, self._give_up, loop)
        after.add_done_callback(partial(self._arrive, loop, waiter))

    def _arrive(self, loop: asyncio.AbstractEventLoop, waiter: Waiter, _: Future[Any]) -> None:
        if loop.is_closed():
            return
        with self._lock:
            first = not self._arrived
            self._arrived.append(waiter)
        if first:
            loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        with self._lock:
            arrived, self._arrived = self._arrived, []
        for waiter in arrived:
            waiter.wake()
        while self._waiting and self._waiting[0].result.done():
            self._waiting.popleft()

    def _give_up(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wakes who has waited too long, and looks again when the next one will have."""
        while self._waiting and (self._waiting[0].result.done() or self._waiting[0].until <= loop.time()):
            self._waiting.popleft().wake()
        self._watched = bool(self._waiting)
        if self._watched:
            loop.call_at(self._waiting[0].until, self._give_up, loop)
