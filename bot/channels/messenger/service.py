"""A messenger as a whole: what is in the inbox is answered, what is in the outbox sent, and a stop loses nothing."""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any

from bot.channels.common_limit import CommonCounts
from bot.channels.messenger.chat_queue import Chats, Handle
from bot.channels.messenger.emptying import Emptying
from bot.channels.messenger.health import Health
from bot.channels.messenger.intake import Intake
from bot.channels.messenger.sending import Sender
from bot.channels.messenger.timing import Pace
from bot.clock import BEIJING, day_of
from bot.kit.reminding import told
from bot.operations.home import only_one
from bot.settings import Settings
from knowledge.records.model import Knowledge
from knowledge.store import Incoming, Outgoing, Store, StoreError

log = logging.getLogger("fudaoyuan.messenger")
DAYTIME = range(9, 21)  # hours in which people are reminded
REMINDERS = 200  # at a time
KEPT = timedelta(days=2)  # closed updates and sent messages; messengers repeat an update for one day at most


class MessengerService(ABC):
    """One account over one store. ``shown``: what the messenger is called; its lock bears the name of ``health``."""

    shown: str
    channel: str  # what its turns are kept under
    pushes = True  # whether people can be written to who did not just write

    def __init__(
        self,
        settings: Settings,
        store: Store,
        intake: Intake,
        health: Health,
        pace: Pace,
        now: Callable[[], datetime],
        knowledge: Callable[[], Knowledge],
    ) -> None:
        self._settings, self._store, self._intake, self._health = settings, store, intake, health
        self._knowledge = knowledge
        self._pace, self._now = pace, now
        self._emptying = Emptying(store, pace.empty)
        tallies = store.tallies()
        self._counts = CommonCounts(tallies, time.monotonic) if tallies is not None else None

    def _parts(self, sender: Sender, handle: Handle) -> None:
        """Takes over what sends and what answers: both need what this class has made."""
        self._sender, self._handle = sender, handle
        self._chats = Chats(self._intake.outbox, self._answered, self._pace.capacity)

    @abstractmethod
    async def _received(self, say: Callable[[str], None]) -> None:
        """Receives updates and answers them, until cancelled."""

    @abstractmethod
    async def _closed(self) -> None:
        """Ends what stands to the server, once all is said."""

    @abstractmethod
    def _calls_that_tell(self, conversation: str, words: str) -> Sequence[Outgoing]:
        """The calls that say something in a conversation, unasked."""

    def _reaches(self, conversation: str) -> bool:
        """Whether the messenger takes a message for it just now. Raises ``StoreError``."""
        return True

    @abstractmethod
    def _refused(self, raws: list[Any]) -> None:
        """Hears of updates that could not be stored."""

    async def run(self, stop: asyncio.Event, say: Callable[[str], None] = lambda words: None) -> None:
        """Answers until ``stop``, then finishes what is under way within ``drain`` seconds. The server may be down.

        Raises HomeBusyError when another process uses the same data folder, RuntimeError when it broke.
        """
        loop = asyncio.get_running_loop()
        self._intake.wake = lambda numbers: _call(loop, self._chats.wake, numbers)
        self._intake.refused = lambda raws: _call(loop, self._refused, raws)
        with self._alone_at_home():
            parts = (
                *(self._sender.run(), self._swept(), self._emptying.run()),
                *(self._told_by_others(), self._reminded(), self._counted()),
            )
            sending = [asyncio.create_task(part) for part in parts]
            receiving = [asyncio.create_task(self._received(say))]
            try:
                stopping = asyncio.create_task(stop.wait())
                await asyncio.wait({stopping, *sending, *receiving}, return_when=asyncio.FIRST_COMPLETED)
                stopping.cancel()
            finally:
                self._intake.wake = lambda numbers: None
                self._intake.refused = lambda raws: None
                await self._stopped(receiving, sending)
        if not stop.is_set():
            raise RuntimeError(f"{self.shown} 机器人意外停下，原因见日志。请重启；收到的消息都留着。")

    def _alone_at_home(self) -> AbstractContextManager[object]:
        """Nobody else is the bot over this data folder; over a server it is the store that keeps processes apart."""
        if self._settings.database_url:
            return nullcontext()
        return only_one(self._settings.home / f"{self._health.name}.lock", f"收发 {self.shown} 消息")

    async def _told_by_others(self) -> None:
        """Looks for what other processes took in."""
        if not self._settings.database_url:
            await asyncio.Event().wait()
        while True:
            await asyncio.sleep(self._pace.others)
            self._chats.wake((0,))

    async def _reminded(self) -> None:
        """Tells in the daytime what people wanted to be reminded of; of several processes one does."""
        if not self.pushes:
            await asyncio.Event().wait()
        while True:
            try:
                if await asyncio.to_thread(self._store.is_chosen, f"reminders in {self.channel}"):
                    await self._remind()
            except StoreError as error:
                self._health.fault("store", str(error))
            await asyncio.sleep(self._pace.sweep)

    async def _remind(self) -> None:
        now = self._now().astimezone(BEIJING)
        if now.hour not in DAYTIME:
            return
        today = now.date()
        for one in await asyncio.to_thread(self._store.reminders().due, self.channel, today.isoformat(), REMINDERS):
            if await asyncio.to_thread(self._reaches, one.conversation):
                calls = self._calls_that_tell(one.conversation, told(one, self._knowledge(), today))
                kept = await asyncio.wrap_future(self._intake.outbox.tell(one, calls))
                self._sender.put(kept)
            elif one.due < today.isoformat():
                await asyncio.wrap_future(self._store.reminders().miss(one.number))
                log.info("%s reminder %s is not told: nobody came", self._health.name, one.number)

    async def _counted(self) -> None:
        """Counts together with other processes."""
        if self._counts is None:
            await asyncio.Event().wait()
        else:
            await self._counts.run()

    async def _answered(self, one: Incoming) -> None:
        await self._handle(one)
        self._emptying.wish()  # what was received is deleted

    async def _swept(self) -> None:
        """Unsent rows at the start and every minute; old ones are deleted while the clock can be believed."""
        while True:
            try:
                self._sender.load()
                if await asyncio.wrap_future(self._store.may_sweep(day_of(self._now()))):
                    await asyncio.wrap_future(self._intake.outbox.sweep(self._now() - KEPT))
            except StoreError as error:
                self._health.fault("store", str(error))
            await asyncio.sleep(self._pace.sweep)

    async def _stopped(self, receiving: list[asyncio.Task[None]], sending: list[asyncio.Task[None]]) -> None:
        """No more updates; those loaded are answered, what is written is sent as far as there is time."""
        until = asyncio.get_running_loop().time() + self._pace.drain
        await cancelled(receiving)
        await self._chats.finish(self._pace.drain)
        while not self._sender.idle and asyncio.get_running_loop().time() < until and not sending[0].done():
            await asyncio.sleep(0.02)
        await cancelled(sending)
        await self._sender.finish(1.0)
        await self._closed()


async def cancelled(tasks: list[asyncio.Task[None]]) -> None:
    """Ends tasks; what broke one of them is logged."""
    for task in tasks:
        task.cancel()
    for found in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(found, Exception):
            log.error("the bot stopped by itself", exc_info=found)


def _call(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *values: Any) -> None:
    """Into the bot's own loop, from whatever thread; a loop that is closed needs no telling."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call, *values)
