"""One message out of the inbox → its answer in the outbox: words, speech, events, and what is none of these."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from bot.channels.common_limit import CommonCounts
from bot.channels.messenger.dispatch import BaseDispatch
from bot.channels.messenger.flood import CommonFlood
from bot.channels.messenger.health import Health
from bot.channels.messenger.talk import BaseTalk
from bot.channels.messenger.timing import Pace
from bot.channels.messenger.words import CHECKUP, PERSON
from bot.channels.wechat.exchange import ServiceContext, Talk
from bot.channels.wechat.inbox import LATER
from bot.channels.wechat.xml import Fields
from bot.clock import day_of
from knowledge.store import Answered, Incoming, StoreError

MEDIA = {
    "image": "image",
    "voice": "voice",
    "video": "video",
    "shortvideo": "video",
    "location": "location",
    "link": "link",
    "file": "file",
}
ASK, CHECK, STAFF = "ask", "checkup", "person"  # keys of the menu
SCANNED = "qrscene_"  # before what was scanned, when that made somebody a follower


class Dispatch(BaseDispatch):
    """``context``: what all talks share; ``counts``: what all processes count together."""

    def __init__(self, context: ServiceContext, pace: Pace, health: Health, counts: CommonCounts | None = None) -> None:
        super().__init__(context, pace, health)
        self._context = context
        self._flood = CommonFlood(pace.user_limit, counts, health.name, lambda: context.now().timestamp())

    def talk(self, number: int, fields: Fields) -> Talk:
        """The talk that a message belongs to; its day is that in China when it was sent."""
        at = datetime.fromtimestamp(int(fields["CreateTime"]), UTC)
        return Talk(self._context, number, fields["FromUserName"], day_of(at))

    async def _answer(self, one: Incoming) -> None:
        fields = _fields(one.body)
        if fields is None:
            await asyncio.wrap_future(self._context.outbox.answer(one.id, Answered(f"wx:{one.chat}")))
            self._context.answered(one.id, ())
            return
        talk = self.talk(one.id, fields)
        try:
            await self._heard(talk, fields)
            await talk.close()
        except StoreError:
            self._context.advisor.restore(talk.conversation, None)
            raise
        except Exception:
            await self._apologised(talk)

    async def _heard(self, talk: Talk, fields: Fields) -> None:
        kind = fields["MsgType"].lower()
        if kind == LATER:
            await talk.tell(fields.get("Content", ""))
        elif kind == "event":
            await self._happened(talk, fields)
        elif verdict := await self._flood.judge(fields["FromUserName"], float(fields["CreateTime"])):
            await talk.flooded(verdict, self._pace.user_limit)
        elif words := fields.get("Content" if kind == "text" else "Recognition", ""):
            await talk.hear(words)
        else:
            await talk.say("media", shown=f"[{kind}]", kind=MEDIA.get(kind, "other"))

    async def _happened(self, talk: Talk, fields: Fields) -> None:
        event, key = fields.get("Event", "").lower(), fields.get("EventKey", "")
        if event == "subscribe":
            await talk.welcome(key.removeprefix(SCANNED)[:64], shown="[关注]")
        elif event == "scan":
            await talk.welcome(key[:64], shown="[扫码]")
        elif event == "click":
            await self._pressed(talk, key)

    async def _pressed(self, talk: Talk, key: str) -> None:
        """An entry of the menu."""
        if key == CHECK:
            await talk.hear(CHECKUP)
        elif key == STAFF:
            await talk.hear(PERSON)
        else:
            await talk.say("welcome", shown="问一问")

    async def _sorry(self, talk: BaseTalk, number: str) -> None:
        assert isinstance(talk, Talk)
        await talk.say("apology", number=number)


def _fields(body: str) -> Fields | None:
    """The message as it was kept; None for what cannot be one."""
    try:
        fields: Any = json.loads(body)
        int(fields["CreateTime"]), fields["FromUserName"], fields["MsgType"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return fields if all(isinstance(value, str) for value in fields.values()) else None
