"""The bot as a whole: who it is, its parts, and a stop that loses nothing."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from aiogram.methods import DeleteWebhook, SetMyCommands, SetWebhook

from bot.advisor import Advisor
from bot.channels.telegram.api import HEARD, Api, ApiError
from bot.channels.telegram.chat_queue import Chats
from bot.channels.telegram.commands import bot_commands
from bot.channels.telegram.dispatch import UpdateDispatch
from bot.channels.telegram.emptying import Emptying
from bot.channels.telegram.exchange import ServiceContext
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake
from bot.channels.telegram.notyet import NotYet
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.timing import Pace
from bot.clock import day_of
from bot.operations.home import only_one
from bot.settings import Settings
from knowledge.store import Incoming, Store, StoreError

log = logging.getLogger("fudaoyuan.telegram")
KEPT = timedelta(days=2)  # closed updates and sent messages; Telegram repeats an update for one day
CONNECTIONS = 1  # of Telegram to the webhook: one keeps the order


class Service:
    """One bot over one advisor and store. ``health``: what is wrong; ``intake``: where updates come in."""

    def __init__(
        self,
        settings: Settings,
        advisor: Advisor,
        store: Store,
        intake: Intake,
        health: Health,
        pace: Pace | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings, self._intake, self._health, self._now = settings, intake, health, now
        self._store = store
        self._pace = pace = pace or Pace()
        outbox = intake.outbox
        self._api = Api(settings, pace)
        self._emptying, self._notyet = Emptying(store, pace.empty), NotYet(self._api)
        self._sender = Sender(self._api, outbox, pace, health, now, self._emptying.wish)
        bot_id, sent = self._api.bot.id, self._sender.put
        context = ServiceContext(advisor, store, outbox, bot_id, sent, now, self._notyet.tell, settings.turn_days)
        self._sender.moved = context.move
        self._dispatch = UpdateDispatch(self._api, context, pace, health)
        self._chats = Chats(outbox, self._answered, pace.capacity)
        self._telling: set[asyncio.Task[None]] = set()
        self._poller = Poller(self._api, intake, pace, health)

    async def run(self, stop: asyncio.Event, say: Callable[[str], None] = lambda words: None) -> None:
        """Answers until ``stop``, then finishes what is under way within ``drain`` seconds. Telegram may be down.

        Raises HomeBusyError when another process uses the same data folder, RuntimeError when it broke.
        """
        loop = asyncio.get_running_loop()
        self._intake.wake = lambda numbers: _call(loop, self._chats.wake, numbers)
        self._intake.refused = lambda raws: _call(loop, self._refused, raws)
        with self._alone_at_home():
            parts = (self._sender.run(), self._swept(), self._emptying.run(), self._told_by_others())
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
            raise RuntimeError("Telegram 机器人意外停下，原因见日志。请重启；收到的消息都留着。")

    def _alone_at_home(self) -> AbstractContextManager[object]:
        """Nobody else is the bot over this data folder; over a server it is the store that tells whose turn it is."""
        if self._settings.database_url:
            return nullcontext()
        return only_one(self._settings.home / "telegram.lock", "收发 Telegram 消息")

    async def _told_by_others(self) -> None:
        """Looks for what other processes took in."""
        if not self._settings.database_url:
            await asyncio.Event().wait()
        while True:
            await asyncio.sleep(self._pace.others)
            self._chats.wake((0,))

    async def _answered(self, one: Incoming) -> None:
        await self._dispatch.handle(one)
        self._emptying.wish()  # what was received is deleted

    def _refused(self, raws: list[Any]) -> None:
        task = asyncio.create_task(self._notyet.refused(raws))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _received(self, say: Callable[[str], None]) -> None:
        """Introduces itself, then answers what is in the inbox and what comes."""
        me = await self._insist(self._api.bot.me)
        self._health.fine()
        say(f"Telegram 机器人 @{me.username} 已启动")
        async with asyncio.TaskGroup() as parts:
            for part in (self._chats.run(), self._brought(), self._menu_offered()):
                parts.create_task(part)

    async def _brought(self) -> None:
        """Receives updates: by webhook when the settings have an address for it, else by polling."""
        url = self._settings.telegram.webhook_url
        if not url:
            await self._insist(partial(self._api.call, DeleteWebhook(drop_pending_updates=False)))
            await self._poller.run()
        secret = self._settings.telegram.webhook_secret.reveal()
        hook = SetWebhook(url=url, secret_token=secret, allowed_updates=HEARD, max_connections=CONNECTIONS)
        await self._insist(partial(self._api.call, hook))
        self._health.fine()
        await asyncio.Event().wait()

    async def _menu_offered(self) -> None:
        """The menu of commands is a convenience: nobody waits for it, and a server without it will do."""
        try:
            await self._api.call(SetMyCommands(commands=bot_commands()))
        except ApiError as error:
            log.info("the menu of commands is not set: %s", error.words)

    async def _insist(self, call: Callable[[], Any]) -> Any:
        """What it returns, however long Telegram is down."""
        failures = 0
        while True:
            try:
                return await call()
            except Exception as error:
                failure = error if isinstance(error, ApiError) else self._api.as_api_error(error)
                failures += 1
                self._health.fault(failure.kind, failure.words)
                await asyncio.sleep(self._pace.wait(failures, failure.wait))

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
        await _cancelled(receiving)
        await self._chats.finish(self._pace.drain)
        while not self._sender.idle and asyncio.get_running_loop().time() < until and not sending[0].done():
            await asyncio.sleep(0.02)
        await _cancelled(sending)
        await _cancelled([*self._telling])
        await self._sender.finish(1.0)
        await self._api.close()


async def _cancelled(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for found in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(found, Exception):
            log.error("the bot stopped by itself", exc_info=found)


def _call(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *values: Any) -> None:
    """Into the bot's own loop, from whatever thread; a loop that is closed needs no telling."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call, *values)
