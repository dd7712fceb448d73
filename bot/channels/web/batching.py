"""Micro-batches: a few answers at a time, so that between two batches the loop reads, writes and hears of the store."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")
A_contra = TypeVar("A_contra", contravariant=True)
B_co = TypeVar("B_co", covariant=True)
Tell = Callable[[asyncio.Future[B], B], None]
AT_ONCE = 64  # items of one batch: about 35 ms of answering
BESIDE = 16  # while others work too: what they have done, and what they could do next, must not wait for long


class Helpers(Protocol[A_contra, B_co]):
    """Others who work off a share of what waits, while the loop goes on."""

    def room(self, waiting: int) -> int:
        """How many of so many that wait are taken now."""

    def take(self, items: Sequence[A_contra], done: Callable[[Sequence[B_co] | Exception], None]) -> None:
        """Begins to work them off; ``done`` is called once, later, in the loop, with the results in their order."""

    def order(self, item: A_contra) -> Hashable:
        """Items of one order are worked off one after the other."""


class MicroBatcher(Generic[A, B]):
    """Works off what is submitted in batches of up to ``AT_ONCE``, one batch a round of the event loop, first come
    first served; with ``helpers``, these take shares of it.

    ``work`` gives the results of a batch, in its order. Without batches a thousand questions that arrive together
    would all be answered before the first answer is sent. ``tell``: gives one who waits his result, now or later.
    """

    def __init__(self, work: Callable[[Sequence[A]], Sequence[B]], tell: "Tell[B]" = asyncio.Future.set_result) -> None:
        self._work, self._give = work, tell
        self.helpers: Helpers[A, B] | None = None
        self._waiting: deque[tuple[A, asyncio.Future[B]]] = deque()
        self._away: dict[Hashable, deque[tuple[A, asyncio.Future[B]]]] = {}  # by order of what is away, what must wait
        self._running = False

    @property
    def waiting(self) -> int:
        """Items whose turn has not come."""
        return len(self._waiting) + sum(map(len, self._away.values()))

    async def submit(self, item: A) -> B:
        """The result for ``item``. Raises what ``work`` raises."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[B] = loop.create_future()
        self._waiting.append((item, result))
        self._wake(loop)
        return await result

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._running:
            self._running = True
            loop.call_soon(self._next_batch, loop)

    def _next_batch(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.helpers:
            self._share(self.helpers, loop)
        batch = self._taken(BESIDE if self._away else AT_ONCE)
        self._running = bool(batch)
        if not batch:
            return
        loop.call_soon(self._next_batch, loop)
        try:
            made: Sequence[B] | Exception = self._work([item for item, _ in batch])
        except Exception as error:
            made = error
        self._tell(batch, made)

    def _taken(self, most: int, *, apart: bool = False) -> list[tuple[A, asyncio.Future[B]]]:
        """The next that nobody works off; what must wait for something that is away is put aside. ``apart``: they go
        away, no two of one order."""
        batch: list[tuple[A, asyncio.Future[B]]] = []
        while self._waiting and len(batch) < most:
            one = self._waiting.popleft()
            if one[1].done():  # cancelled while waiting
                continue
            order = self.helpers.order(one[0]) if self.helpers and (apart or self._away) else None
            if order in self._away:
                self._away[order].append(one)
                continue
            if apart:
                self._away[order] = deque()
            batch.append(one)
        return batch

    def _share(self, helpers: Helpers[A, B], loop: asyncio.AbstractEventLoop) -> None:
        """Hands out as much as is taken."""
        while (room := helpers.room(len(self._waiting))) and (batch := self._taken(room, apart=True)):
            self._hand_out(helpers, batch, loop)

    def _hand_out(
        self, helpers: Helpers[A, B], batch: Sequence[tuple[A, asyncio.Future[B]]], loop: asyncio.AbstractEventLoop
    ) -> None:
        def done(made: Sequence[B] | Exception) -> None:
            self._tell(batch, made)
            behind = [one for item, _ in batch for one in self._away.pop(helpers.order(item))]
            self._waiting.extendleft(reversed(behind))  # they came before those who wait
            self._wake(loop)

        try:
            helpers.take([item for item, _ in batch], done)
        except Exception as error:
            done(error)

    def _tell(self, batch: Sequence[tuple[A, asyncio.Future[B]]], made: Sequence[B] | Exception) -> None:
        """Tells those who still wait."""
        if isinstance(made, Exception):
            for _, result in batch:
                if not result.done():
                    result.set_exception(made)
            return
        for (_, result), value in zip(batch, made, strict=True):
            if not result.done():
                self._give(result, value)
