"""What is to be sent, in each chat's order and no faster than allowed, until it is sent or a day has passed.

One call at a time: whoever kills the process finds at most one message sent that is not marked so. Only a call that
takes longer than ``patience`` lets the next begin.
"""

import asyncio
import heapq
import itertools
import json
import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from bot.channels.messenger.calls import Caller, CallError, Payload, dumped
from bot.channels.messenger.health import Health
from bot.channels.messenger.timing import Pace
from knowledge.store import Boxes, StoreError, Waiting

log = logging.getLogger("fudaoyuan.messenger")
AT_ONCE = 5  # calls under way when they are slow
LOADED = 2_000  # rows in memory; further ones wait in the outbox
GLOBAL = frozenset({"network", "server", "unauthorized"})


class Sender:
    """Rows of the outbox → calls. ``now``: wall time, for the age of a row; ``emptied``: hears when a row was.

    What a messenger has of its own, a subclass tells: ``_rest``, ``_is_done``, ``_other_way``, ``_is_late``,
    ``_is_message``.
    """

    def __init__(
        self,
        api: Caller,
        outbox: Boxes,
        pace: Pace,
        health: Health,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        emptied: Callable[[], None] = lambda: None,
    ) -> None:
        self._api, self._outbox, self._pace, self._health, self._now = api, outbox, pace, health, now
        self._emptied = emptied
        self._queues: dict[str, deque[Waiting]] = {}
        self._due: list[tuple[float, int, str]] = []
        self._turns = itertools.count()
        self._known: set[int] = set()
        self._next_at: dict[str, float] = {}  # chat → when the next message may go out
        self._free_at = self._paused_until = 0.0
        self._limited: str | None = None  # the chat of the last 429
        self._failures = 0
        self._wake = asyncio.Event()
        self._flying: set[asyncio.Task[None]] = set()
        self._unmarked: dict[int, int | None] = {}
        self._overflow = False  # rows were left in the outbox: until they are loaded, later ones must not pass them

    def put(self, rows: Iterable[Waiting]) -> None:
        """Takes rows over; those it has are not taken twice, those there is no room for wait in the outbox."""
        for row in rows:
            self._overflow = self._overflow or len(self._known) >= LOADED
            if self._overflow or row.id in self._known:
                continue
            self._known.add(row.id)
            queue = self._queues.get(row.chat)
            if queue is None:
                self._queues[row.chat] = deque([row])
                self._schedule(row.chat, self._next_at.get(row.chat, 0.0))
            else:
                queue.append(row)

    def load(self) -> None:
        """Takes over what waits in the outbox, and marks what could not be marked."""
        for call_id, message in list(self._unmarked.items()):
            del self._unmarked[call_id]
            self._outbox.sent(call_id, message)
        self._refill()

    def _refill(self) -> None:
        rows = self._outbox.unsent(LOADED)
        self._overflow = False
        self.put(rows)
        self._overflow = self._overflow or len(rows) == LOADED

    @property
    def idle(self) -> bool:
        return not self._queues and not self._flying

    @property
    def spare(self) -> bool:
        """Whether a call more would keep nobody waiting."""
        return self.idle and self._free_at <= self._time()

    async def run(self) -> None:
        """Sends until cancelled; what is under way is then finished by ``finish``."""
        while True:
            chat = await self._next()
            task = asyncio.create_task(self._deliver(chat))
            self._flying.add(task)
            task.add_done_callback(self._landed)
            await asyncio.wait({task}, timeout=self._pace.patience)
            while len(self._flying) >= AT_ONCE:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)

    async def finish(self, seconds: float) -> None:
        """Waits for the calls under way."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=seconds)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a delivery broke", exc_info=error)

    def _schedule(self, chat: str, at: float) -> None:
        heapq.heappush(self._due, (at, next(self._turns), chat))
        self._wake.set()

    async def _next(self) -> str:
        """The chat whose turn it is, when its time and everybody's has come."""
        while True:
            self._wake.clear()
            if not self._due:
                await self._wake.wait()
                continue
            ready = max(self._due[0][0], self._free_at, self._paused_until)
            if ready <= self._time():
                return heapq.heappop(self._due)[2]
            await self._nap(ready - self._time())

    async def _nap(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _deliver(self, chat: str) -> None:
        queue = self._queues[chat]
        row = queue[0]
        try:
            with self._outbox.hold(row.id) as whose:
                if whose == "ours":
                    await self._make(queue, row)
                elif whose == "over":
                    self._shift(queue, row)
                else:  # what comes after it in this chat must not pass it
                    self._schedule(chat, self._time() + self._pace.first_wait)
        except StoreError as error:  # whether it is ours is not known: later
            self._health.fault("store", str(error))
            self._schedule(chat, self._time() + self._pace.first_wait)

    async def _make(self, queue: deque[Waiting], row: Waiting) -> None:
        """The call, and what comes of it."""
        self._count(row)
        payload = json.loads(row.payload)
        try:
            message = await self._api.make(row, payload)
        except CallError as error:
            await self._failed(queue, row, error)
        else:
            self._failures = 0
            self._health.fine("network", "server", "wait", "unauthorized")
            if rest := self._rest(payload):
                await self._go_on(queue, row, message, dumped(rest))
            else:
                await self._mark(row, message)
                self._shift(queue, row)

    async def _go_on(self, queue: deque[Waiting], row: Waiting, message: int | None, rest: str) -> None:
        """On to the next piece of what is said in several; after a kill only what is left is said."""
        queue[0] = replace(row, payload=rest)
        try:
            await asyncio.wrap_future(self._outbox.begun(row.id, message, rest))
        except StoreError as error:
            self._health.fault("store", str(error))
        self._schedule(row.chat, self._next_at.get(row.chat, 0.0))

    def _count(self, row: Waiting) -> None:
        """A message uses up its share of everybody's second and of its chat's."""
        if self._is_message(row):
            self._free_at = max(self._free_at, self._time()) + 1 / self._pace.per_second
            self._next_at[row.chat] = self._time() + self._pace.chat_gap
        if len(self._next_at) > LOADED:
            now = self._time()
            self._next_at = {chat: at for chat, at in self._next_at.items() if at > now}

    async def _mark(self, row: Waiting, message: int | None) -> None:
        try:
            await asyncio.wrap_future(self._outbox.sent(row.id, message))
            self._emptied()
        except StoreError as error:
            self._unmarked[row.id] = message
            self._health.fault("store", str(error))

    def _shift(self, queue: deque[Waiting], row: Waiting) -> None:
        """On to the chat's next row, at its time."""
        queue.popleft()
        if row.id not in self._unmarked:
            self._known.discard(row.id)
        if queue:
            self._schedule(row.chat, self._next_at.get(row.chat, 0.0))
        else:
            del self._queues[row.chat]
        if self._overflow and len(self._known) < LOADED // 2:
            self._refill()

    async def _failed(self, queue: deque[Waiting], row: Waiting, error: CallError) -> None:
        """Says it otherwise, waits and tries again, or gives up."""
        if self._is_done(error):
            await self._mark(row, None)
            self._shift(queue, row)
        elif (other := await self._other_way(row, error)) is not None:
            queue[0] = other
            self._schedule(row.chat, self._time())
        elif error.kind in ("refused", "blocked") or self._too_old(row):
            await self._give_up(queue, row, error)
        else:
            await self._later(queue, row, error)

    def _rest(self, payload: Payload) -> Payload | None:
        """What is to be said after this piece; None when it is the last."""
        return None

    def _is_message(self, row: Waiting) -> bool:
        """Whether it is a message; an answer to a button is none."""
        return True

    def _is_done(self, error: CallError) -> bool:
        """Whether the call was refused because all is as it should be."""
        return False

    def _is_late(self, error: CallError) -> bool:
        """Whether it was refused because its time was over, which is nobody's fault."""
        return False

    async def _other_way(self, row: Waiting, error: CallError) -> Waiting | None:
        """Another call that says the same, None when there is none."""
        return None

    def _too_old(self, row: Waiting) -> bool:
        return (self._now() - datetime.fromisoformat(row.at)).total_seconds() > self._pace.give_up

    async def _give_up(self, queue: deque[Waiting], row: Waiting, error: CallError) -> None:
        level = logging.INFO if self._is_late(error) or error.kind == "blocked" else logging.ERROR
        name, tries = self._health.name, row.tries + 1
        log.log(level, f"{name} message %s given up after %s tries: %s", row.id, tries, error.words)
        try:
            await asyncio.wrap_future(self._outbox.drop(row.id, error.kind))
            self._emptied()
        except StoreError as unkept:
            self._health.fault("store", str(unkept))
        self._shift(queue, row)

    async def _later(self, queue: deque[Waiting], row: Waiting, error: CallError) -> None:
        self._health.fault(error.kind, error.words)
        queue[0] = replace(row, tries=row.tries + 1)
        self._outbox.tried(row.id)
        self._failures += 1
        wait = self._pace.wait(queue[0].tries, error.wait)
        if error.kind in GLOBAL:
            self._paused_until = self._time() + min(self._pace.wait(self._failures), 5 * self._pace.first_wait)
        elif error.kind == "wait":
            self._limit(row.chat, wait)
        self._schedule(row.chat, self._time() + wait)

    def _limit(self, chat: str, wait: float) -> None:
        """A 429 for one chat delays that chat alone; one for a second chat means that the whole bot is too fast."""
        if self._limited not in (None, chat):
            self._paused_until = self._time() + wait
        self._limited = chat

    def _time(self) -> float:
        return asyncio.get_running_loop().time()
