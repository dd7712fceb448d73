"""The bot as a whole: who it is and how updates come."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiogram.methods import DeleteWebhook, SetMyCommands, SetWebhook

from bot.advisor import Advisor
from bot.channels.messenger.calls import CallError
from bot.channels.messenger.service import MessengerService, cancelled
from bot.channels.messenger.timing import Pace
from bot.channels.telegram.api import HEARD, Api
from bot.channels.telegram.commands import bot_commands
from bot.channels.telegram.dispatch import UpdateDispatch
from bot.channels.telegram.exchange import ServiceContext, place_in, said_in
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake
from bot.channels.telegram.markup import page
from bot.channels.telegram.notyet import NotYet
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sending import Sender
from bot.clock import day_of
from bot.settings import Settings
from knowledge.store import Outgoing, Store

log = logging.getLogger("fudaoyuan.telegram")
CONNECTIONS = 1  # of Telegram to the webhook: one keeps the order


class Service(MessengerService):
    """One bot over one advisor and store. ``health``: what is wrong; ``intake``: where updates come in."""

    shown, channel = "Telegram", "telegram"

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
        pace = pace or Pace()
        super().__init__(settings, store, intake, health, pace, now, lambda: advisor.live.knowledge)
        self._api = Api(settings, pace)
        self._notyet = NotYet(self._api)
        sender = Sender(self._api, intake.outbox, pace, health, now, self._emptying.wish)
        self._context = context = ServiceContext(
            advisor,
            store,
            intake.outbox,
            self._api.bot.id,
            sender.put,
            now,
            days=settings.turn_days,
            notyet=self._notyet.tell,
        )
        sender.moved = context.move
        self._parts(sender, UpdateDispatch(self._api, context, pace, health).handle)
        self._telling: set[asyncio.Task[None]] = set()
        self._poller = Poller(self._api, intake, pace, health)

    def _calls_that_tell(self, conversation: str, words: str) -> Sequence[Outgoing]:
        place = self._context.home(place_in(conversation, day_of(self._now())))
        return said_in(place, page("told", words=words), None)

    def _refused(self, raws: list[Any]) -> None:
        task = asyncio.create_task(self._notyet.refused(raws))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _closed(self) -> None:
        await cancelled([*self._telling])
        await self._api.close()

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
        except CallError as error:
            log.info("the menu of commands is not set: %s", error.words)

    async def _insist(self, call: Callable[[], Any]) -> Any:
        """What it returns, however long Telegram is down."""
        failures = 0
        while True:
            try:
                return await call()
            except Exception as error:
                failure = error if isinstance(error, CallError) else self._api.as_api_error(error)
                failures += 1
                self._health.fault(failure.kind, failure.words)
                await asyncio.sleep(self._pace.wait(failures, failure.wait))
