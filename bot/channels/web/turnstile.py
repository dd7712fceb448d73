"""A few answers at a time: between them the loop reads, writes and hears of what is stored."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

AT_ONCE = 64  # answers between two looks at the network, about 35 ms


class Turnstile:
    """Lets up to ``AT_ONCE`` through in one round of the loop, the others in the next rounds, in the order they came.

    A thousand questions that arrive together would else all be answered before the first of the answers is sent.
    ``before`` is given what those bring who go through together: one kind of work done for all of them in a row takes
    a fifth less time than all of it for one after another.
    """

    def __init__(self, before: Callable[[Sequence[str]], object]) -> None:
        self._before = before
        self._waiting: deque[tuple[str, asyncio.Future[None]]] = deque()
        self._turning = False

    async def enter(self, brings: str) -> None:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._waiting.append((brings, turn))
        if not self._turning:
            self._turning = True
            loop.call_soon(self._next_round, loop)
        await turn

    def _next_round(self, loop: asyncio.AbstractEventLoop) -> None:
        group: list[tuple[str, asyncio.Future[None]]] = []
        while self._waiting and len(group) < AT_ONCE:
            brings, turn = self._waiting.popleft()
            if not turn.done():
                group.append((brings, turn))
        self._turning = bool(group)
        if not group:
            return
        loop.call_soon(self._next_round, loop)
        try:
            self._before([brings for brings, _ in group])
        finally:
            for _, turn in group:
                turn.set_result(None)
