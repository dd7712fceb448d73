"""Futures of other threads, awaited in the event loop: those finished together wake the loop once."""

import asyncio
from concurrent.futures import Future
from functools import partial
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class ThreadFutures:
    """Waits for futures of other threads, all in one loop.

    ``asyncio.wrap_future`` writes to the loop's socket for each future, and each write releases the GIL: of a
    hundred futures finished together the last was seen after a hundred such pauses.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._arrived: list[asyncio.Future[None]] = []

    async def wait(self, future: Future[T], seconds: float) -> T:
        """The future's result, or its error. Raises TimeoutError when it takes longer than so many ``seconds``.

        Who stops waiting leaves the future as it is.
        """
        if not future.done():
            loop = asyncio.get_running_loop()
            waiter: asyncio.Future[None] = loop.create_future()
            future.add_done_callback(partial(self._arrive, loop, waiter))
            late = loop.call_later(seconds, _wake, waiter)  # a task for each that waits would cost more
            try:
                await waiter
            finally:
                late.cancel()
        return future.result(0)

    def _arrive(self, loop: asyncio.AbstractEventLoop, waiter: asyncio.Future[None], _: Future[Any]) -> None:
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
            _wake(waiter)


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
