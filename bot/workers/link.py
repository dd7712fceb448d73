"""The serving side of one worker: what it is asked, and what comes back, in the event loop."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.advisor import Handed
from bot.messages import Reply
from bot.turns import Live, Outcome
from bot.workers.frames import Frames, framed
from bot.workers.packing import Packing

# Seconds until a worker is taken to hang: on a machine that does much else, one that does not may take several; one
# that computes without end ends by itself
PATIENCE = {"turn": 15.0, "forget": 15.0, "load": 300.0}
Back = Callable[[Any], None]


class Link(asyncio.Protocol):
    """Over one pipe. ``live``: the version it answers from, None while it loads one; ``gone``: is set when it has
    ended, or hangs and is to be ended; ``has``: the messages it has. What was asked of it then comes back as None."""

    def __init__(self) -> None:
        self.live: Live | None = None
        self.gone = asyncio.Event()
        self.has = 0
        self._packing: Packing | None = None
        self._frames = Frames()
        self._asked: deque[tuple[str, Back]] = deque()
        self._since = 0.0  # when what is asked first became first

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        for message in self._frames.feed(data):
            self._since = time.monotonic()
            self._asked.popleft()[1](message)

    def connection_lost(self, error: Exception | None) -> None:
        self.live = None
        self.gone.set()
        while self._asked:
            self._asked.popleft()[1](None)

    def hangs(self) -> bool:
        """Whether it has been at one thing for too long."""
        return bool(self._asked) and time.monotonic() - self._since > PATIENCE[self._asked[0][0]]

    def end(self) -> None:
        """Asks nothing of it any more."""
        self._transport.abort()

    async def load(self, live: Live, files: Mapping[str, str], packing: Packing, digest: str) -> str:
        """Has it answer from another version; "" when it does, else why not."""
        self.live = None
        loaded: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._ask(partial(_arrive, loaded), "load", files, live.knowledge.version)
        message = await loaded
        if message is None:
            return "it ended"
        what, found = message
        if what == "loaded" and found == digest:
            self.live, self._packing = live, packing
            return ""
        return "it knows other records" if what == "loaded" else str(found)

    async def forget(self) -> None:
        """Has it drop every text it remembers; done when it has, or has ended."""
        forgotten: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._ask(partial(_arrive, forgotten), "forget")
        await forgotten

    def turn(self, handed: Handed, back: Callable[[list[Outcome | None]], None]) -> None:
        """Has it compute these turns by the version it knows."""
        packing, count = self._packing, len(handed.asked)
        assert packing

        def arrived(message: Any) -> None:
            self.has -= count
            back(_outcomes(message, packing) if message else [None] * count)

        self.has += count
        self._ask(arrived, "turn", handed.asked, handed.now)

    def _ask(self, back: Back, what: str, *rest: object) -> None:
        if self.gone.is_set():
            asyncio.get_running_loop().call_soon(back, None)
            return
        if not self._asked:
            self._since = time.monotonic()
        self._asked.append((what, back))
        self._transport.write(framed((what, *rest)))


def _arrive(waiting: "asyncio.Future[Any]", message: Any) -> None:
    if not waiting.done():  # nobody waits any more
        waiting.set_result(message)


def _outcomes(message: Any, packing: Packing) -> list[Outcome | None]:
    _, rows, packed = message
    replies = _Replies(packing, packed)
    return [row and Outcome(replies.at(place), *row) for place, row in enumerate(rows)]


class _Replies:
    """The replies of one share: read when the first of them is needed, which that to a program never is."""

    def __init__(self, packing: Packing, packed: bytes) -> None:
        self._packing, self._packed = packing, packed
        self._read: list[Reply] = []

    def at(self, place: int) -> Callable[[], Reply]:
        def read() -> Reply:
            self._read = self._read or self._packing.unpack(self._packed)
            return self._read[place]

        return read
