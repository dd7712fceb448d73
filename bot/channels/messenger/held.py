"""What is to be sent by a call: nothing that a request of the platform's has taken, or may still come for."""

import asyncio
from collections.abc import Iterable, Sequence

from bot.channels.messenger import sending
from bot.channels.messenger.waiting import GRACE, Waiting
from knowledge.store import Waiting as Row

EVERY = 1.0  # seconds between two looks at what is kept back


class HeldSender(sending.Sender):
    """``waiting``: where the requests stand, None where no answer goes out in one; ``grace``: seconds an answer is kept
    back for them."""

    waiting: Waiting | None = None
    grace: float = GRACE
    _loop: asyncio.AbstractEventLoop | None = None

    def put(self, rows: Iterable[Row]) -> None:
        super().put([row for row in rows if not (self.waiting and self.waiting.hold(row))])

    def answered(self, number: int, rows: Sequence[Row]) -> None:
        """The answer to a message: its request takes the first call, the others are sent; those of a message whose
        request is gone are kept back."""
        super().put(self.waiting.offer(number, rows) if self.waiting else rows)

    async def overdue(self, waiting: Waiting) -> None:
        """Sends what nobody came for in time, until cancelled."""
        self._loop = asyncio.get_running_loop()
        seen: dict[int, float] = {}
        while True:
            now = asyncio.get_running_loop().time()
            held = waiting.held()
            seen = {number: seen.get(number, now) for number in held}
            for number, since in seen.items():
                if now - since >= self.grace:
                    super().put(waiting.overdue(number))
            await asyncio.sleep(min(EVERY, self.grace / 4))

    def left_over(self, rows: Sequence[Row]) -> None:
        """Calls that a request has left over, from its thread; what comes after the end is sent at the next start."""
        if rows and self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(super().put, rows)
