"""A few answers at a time: between them the loop reads, writes and hears of what is stored."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")
AT_ONCE = 64  # answers between two looks at the network, about 35 ms


class Turnstile(Generic[A, B]):
    """Lets up to ``AT_ONCE`` through in one round of the loop, the others in the next rounds, in the order they came.

    ``work`` makes of what they bring, in order, what each takes along. A thousand questions that arrive together would
    else all be answered before the first of the answers is sent.
    """

    def __init__(self, work: Callable[[Sequence[A]], Sequence[B]]) -> None:
        self._work = work
        self._waiting: deque[tuple[A, asyncio.Future[B]]] = deque()
        self._turning = False

    async def enter(self, brings: A) -> B:
        """Raises what ``work`` raises."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[B] = loop.create_future()
        self._waiting.append((brings, turn))
        if not self._turning:
            self._turning = True
            loop.call_soon(self._next_round, loop)
        return await turn

    def _next_round(self, loop: asyncio.AbstractEventLoop) -> None:
        group: list[tuple[A, asyncio.Future[B]]] = []
        while self._waiting and len(group) < AT_ONCE:
            brings, turn = self._waiting.popleft()
            if not turn.done():  # who left while waiting takes no place
                group.append((brings, turn))
        self._turning = bool(group)
        if not group:
            return
        loop.call_soon(self._next_round, loop)
        try:
            made = self._work([brings for brings, _ in group])
        except Exception as error:
            for _, turn in group:
                turn.set_exception(error)
            return
        for (_, turn), takes in zip(group, made, strict=True):
            turn.set_result(takes)
