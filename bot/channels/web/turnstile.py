"""A few answers at a time: between them the loop reads, writes and hears of what is stored."""

import asyncio
from collections import deque

AT_ONCE = 128  # answers between two looks at the network, about 90 ms


class Turnstile:
    """Lets ``AT_ONCE`` through in one round of the loop, the others in the next rounds, in the order they came.

    A thousand questions that arrive together would else all be answered before the first of the answers is sent.
    """

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._passed = 0

    async def enter(self) -> None:
        loop = asyncio.get_running_loop()
        if not self._passed:
            loop.call_soon(self._next_round, loop)
        if self._passed < AT_ONCE and not self._waiting:
            self._passed += 1
            return
        turn: asyncio.Future[None] = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _next_round(self, loop: asyncio.AbstractEventLoop) -> None:
        self._passed = 0
        while self._waiting and self._passed < AT_ONCE:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                self._passed += 1
        if self._passed:
            loop.call_soon(self._next_round, loop)
