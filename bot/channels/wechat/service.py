"""The 公众号 as a whole: what was posted is answered, what nobody came for is sent."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.advisor import Advisor
from bot.channels.carry import Carrying
from bot.channels.messenger.calls import dumped
from bot.channels.messenger.held import HeldSender
from bot.channels.messenger.later import WITHIN, LaterService, Told
from bot.channels.messenger.passive import PassiveAnswers
from bot.channels.messenger.timing import Pace
from bot.channels.messenger.waiting import GRACE, Waiting
from bot.channels.wechat.api import Api
from bot.channels.wechat.callback import Callback
from bot.channels.wechat.dispatch import Dispatch
from bot.channels.wechat.exchange import PREFIX, SEND, ServiceContext
from bot.channels.wechat.health import Health
from bot.channels.wechat.inbox import LATER, Intake
from bot.channels.wechat.texts import fitted
from bot.operations.recording import kept_id
from bot.settings import Settings
from knowledge.store import Outgoing, Store

# WeChat takes no message to somebody who has not come for 48 hours
PACE = replace(Pace(), chat_gap=0.2, give_up=48 * 3600.0)


class Service(LaterService):
    """One account over one advisor and store."""

    shown = "公众号"
    channel = "wechat"

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
    ) -> None:
        super().__init__(settings, store, intake, health, pace, now, lambda: advisor.live.knowledge)
        self.pushes = bool(settings.wechat.app_secret)
        self._waiting = waiting = Waiting()
        self._api = Api(settings, pace, health)
        sender = HeldSender(self._api, intake.outbox, pace, health, now, self._emptying.wish)
        sender.waiting, sender.grace = waiting, grace
        carrying = Carrying(settings, store, now)
        context = ServiceContext(
            advisor,
            store,
            intake.outbox,
            settings.wechat.app_id,
            sender.put,
            now,
            settings.turn_days,
            link=carrying.link,
            home=carrying.home,
            resumed=carrying.resumed,
            answered=sender.answered,
        )
        self._dispatch, self._held = Dispatch(context, pace, health, self._counts), sender
        self._parts(sender, self._dispatch.handle)
        answers = PassiveAnswers(intake, health, waiting, sender.left_over)
        self.callback = Callback(settings, health, answers, self._recalled)

    def _recalled(self, number: int, sender: str) -> str:
        """What was answered to a message before; "" when it is not answered, or cannot be looked up."""
        talk = self._dispatch.talk(number, {"CreateTime": "0", "FromUserName": sender})
        turn = self._store.reply_to(talk.conversation, kept_id(talk.client_id) or "")
        return talk.said_again(turn.reply) if turn else ""

    async def _received(self, say: Callable[[str], None]) -> None:
        say(f"公众号已接上：{self._settings.wechat.path}")
        async with asyncio.TaskGroup() as parts:
            for part in (self._chats.run(), self._held.overdue(self._waiting), self._looked()):
                parts.create_task(part)

    def _calls_that_tell(self, conversation: str, words: str) -> Sequence[Outgoing]:
        follower = conversation.removeprefix(f"{PREFIX}:")
        return [Outgoing(follower, SEND, dumped({"text": text})) for text in fitted(words, lambda: "")]

    def _reaches(self, conversation: str) -> bool:
        """WeChat takes nothing for somebody who has not come within two days."""
        turns = self._store.turns(conversation, 1)
        return bool(turns) and self._now() - datetime.fromisoformat(turns[-1].at) < WITHIN

    def _update_of(self, told: Told) -> Any:
        return {
            "FromUserName": told.conversation.removeprefix(f"{PREFIX}:"),
            "ToUserName": "",
            "CreateTime": str(int(told.at.timestamp())),
            "MsgType": LATER,
            "MsgId": told.name,
            "Content": told.words,
        }

    def _refused(self, raws: list[Any]) -> None:
        """WeChat posts them again: it got no answer."""

    async def _closed(self) -> None:
        await self._api.close()
