"""Updates out of the inbox, each chat in its order, chats beside each other; what is done is forgotten."""

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable

from knowledge.store import Boxes, Incoming, StoreError

log = logging.getLogger("fudaoyuan.messenger")
Handle = Callable[[Incoming], Awaitable[None]]
FIRST = -1


class Chats:
    """A lock per chat that leaves nothing behind: a task lives as long as its chat has updates."""

    def __init__(self, outbox: Boxes, handle: Handle, capacity: int) -> None:
        self._outbox, self._handle, self._capacity = outbox, handle, capacity
        self._queues: dict[str, list[tuple[int, Incoming]]] = {}
        self._known: set[int] = set()
        self._last = FIRST
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._wake.set()

    def wake(self, numbers: tuple[int, ...] = ()) -> None:
        """There are new updates; loading restarts from a number lower than those loaded."""
        self._last = min([self._last, *(number - 1 for number in numbers)])
        self._wake.set()

    @property
    def idle(self) -> bool:
        return not self._tasks and not self._wake.is_set()

    async def run(self) -> None:
        """Loads unanswered updates up to the capacity, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                self._load()
            except StoreError as error:
                log.error("the inbox cannot be read: %s", error)
                await asyncio.sleep(1)
                self._wake.set()

    def _load(self) -> None:
        free = self._capacity - len(self._known)
        if self._known and free < self._capacity // 4:
            return  # one query for many updates, not one for each
        found = self._outbox.unanswered(free, self._last)
        for one in found:
            self._last = one.id
            if one.id not in self._known:
                self._put(one)
        if len(found) == free:
            self._wake.set()

    def _put(self, one: Incoming) -> None:
        self._known.add(one.id)
        if one.chat in self._queues:
            heapq.heappush(self._queues[one.chat], (one.id, one))
            return
        self._queues[one.chat] = [(one.id, one)]
        task = asyncio.create_task(self._work(one.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, chat: str) -> None:
        queue = self._queues[chat]
        while queue:
            number, one = heapq.heappop(queue)
            try:
                await self._handle(one)
            except Exception:
                log.exception("update %s is left in the inbox until the next start", number)
            finally:
                self._known.discard(number)
                self._wake.set()
            # The advisor computes without pause: others' messages are let in between.
            await asyncio.sleep(0)
        del self._queues[chat]

    async def finish(self, seconds: float) -> None:
        """Waits for what is loaded; what is not done then is done after the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
