"""The bot in 企业微信 as a whole: over the long connection, or by callback."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.advisor import Advisor
from bot.channels.carry import Carrying
from bot.channels.desk_entry import DeskEntry
from bot.channels.messenger.later import LaterService, Told
from bot.channels.messenger.passive import PassiveAnswers
from bot.channels.messenger.timing import Pace
from bot.channels.messenger.waiting import GRACE, Waiting
from bot.channels.wecom.callback import Callback
from bot.channels.wecom.connection import Connection
from bot.channels.wecom.dispatch import LATER, Dispatch
from bot.channels.wecom.exchange import SEND, ServiceContext, call, markdown
from bot.channels.wecom.health import Health
from bot.channels.wecom.inbox import Intake, account_of, place_in
from bot.channels.wecom.markup import plain
from bot.channels.wecom.sending import ALLOWED, Sender, SocketCaller, UrlCaller
from bot.settings import Settings
from knowledge.store import Outgoing, Store, StoreError

# The platform takes 30 messages a minute in one chat, and an answer besides each message
PACE = replace(Pace(), chat_gap=0.1)


class Service(LaterService):
    """One bot over one advisor and store. ``callback``: what is mounted where the platform posts to us, else None;
    ``allowed``: how addresses to answer to begin."""

    shown = "企业微信"
    channel = "wecom"

    def __init__(
        self,
        settings: Settings,
        advisor: Advisor,
        store: Store,
        intake: Intake,
        health: Health,
        pace: Pace = PACE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        grace: float = GRACE,
        allowed: tuple[str, ...] = ALLOWED,
    ) -> None:
        super().__init__(settings, store, intake, health, pace, now, lambda: advisor.live.knowledge)
        connects, carrying = settings.wecom.connects, Carrying(settings, store, now)
        self.pushes = connects
        self._waiting = waiting = Waiting()
        self._url = UrlCaller(pace, allowed)
        self._connection = Connection(settings.wecom, pace, health, self._brought)
        caller = SocketCaller(self._connection) if connects else self._url
        sender = Sender(caller, intake.outbox, pace, health, now, self._emptying.wish)
        sender.waiting, sender.grace = None if connects else waiting, grace
        context = ServiceContext(
            advisor,
            store,
            intake.outbox,
            account_of(settings),
            sender.put,
            now,
            settings.turn_days,
            link=carrying.link,
            home=carrying.home,
            resumed=carrying.resumed,
            answered=sender.answered,
            pushes=connects,
            entry=DeskEntry(settings, store, now),
        )
        self._held = sender
        self._parts(sender, Dispatch(context, pace, health, self._counts).handle)
        answers = PassiveAnswers(intake, health, waiting, sender.left_over)
        self.callback = None if connects else Callback(settings, intake, health, answers)

    async def _received(self, say: Callable[[str], None]) -> None:
        told = False

        def connected() -> None:
            nonlocal told
            if not told:
                say("企业微信机器人已连上")
            told = True

        parts = [self._chats.run(), self._looked()]
        if self.callback is None:
            parts.append(self._connection.run(connected))
        else:
            say(f"企业微信机器人已接上：{self._settings.wecom.path}")
            parts.append(self._held.overdue(self._waiting))
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part)

    async def _brought(self, raw: dict[str, Any]) -> None:
        """Keeps a message, however long that takes: the platform does not bring it twice."""
        failures = 0
        while True:
            try:
                await asyncio.shield(asyncio.wrap_future(self._intake.receive([raw])))
                return
            except StoreError as error:
                failures += 1
                self._health.fault("store", str(error))
                await asyncio.sleep(self._pace.wait(failures))

    def _calls_that_tell(self, conversation: str, words: str) -> Sequence[Outgoing]:
        return [call(place_in(conversation), SEND, markdown(plain(words)))]

    def _update_of(self, told: Told) -> Any:
        place = place_in(told.conversation)
        body = {"msgid": f"{told.name} {told.conversation}", "from": {"userid": place.person}, "msgtype": LATER}
        where = {"chattype": "group", "chatid": place.chat} if place.group else {}
        return {"req": "", "body": {**body, **where, LATER: {"content": told.words}}}

    def _refused(self, raws: list[Any]) -> None:
        """They are brought again, or were not acknowledged."""

    async def _closed(self) -> None:
        await self._url.close()
