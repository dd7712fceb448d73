"""Micro-batches: a few answers at a time, so that between two batches the loop reads, writes and hears of the store."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")
AT_ONCE = 64  # items of one batch: about 35 ms of answering


class MicroBatcher(Generic[A, B]):
    """Works off what is submitted in batches of up to ``AT_ONCE``, one batch a round of the event loop, first come
    first served.

    ``work`` gives the results of a batch, in its order. Without batches a thousand questions that arrive together
    would all be answered before the first answer is sent.
    """

    def __init__(self, work: Callable[[Sequence[A]], Sequence[B]]) -> None:
        self._work = work
        self._waiting: deque[tuple[A, asyncio.Future[B]]] = deque()
        self._running = False

    @property
    def waiting(self) -> int:
        """Items whose turn has not come."""
        return len(self._waiting)

    async def submit(self, item: A) -> B:
        """The result for ``item``. Raises what ``work`` raises."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[B] = loop.create_future()
        self._waiting.append((item, result))
        if not self._running:
            self._running = True
            loop.call_soon(self._next_batch, loop)
        return await result

    def _next_batch(self, loop: asyncio.AbstractEventLoop) -> None:
        batch: list[tuple[A, asyncio.Future[B]]] = []
        while self._waiting and len(batch) < AT_ONCE:
            item, result = self._waiting.popleft()
            if not result.done():  # cancelled while waiting
                batch.append((item, result))
        self._running = bool(batch)
        if not batch:
            return
        loop.call_soon(self._next_batch, loop)
        try:
            made = self._work([item for item, _ in batch])
        except Exception as error:
            for _, result in batch:
                result.set_exception(error)
            return
        for (_, result), value in zip(batch, made, strict=True):
            result.set_result(value)
