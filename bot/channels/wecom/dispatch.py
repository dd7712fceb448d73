"""One message out of the inbox → its answer in the outbox: words, speech, pressed cards, and what is none of these."""

import asyncio
import json
import re
from typing import Any

from bot.channels.common_limit import CommonCounts
from bot.channels.messenger.dispatch import BaseDispatch
from bot.channels.messenger.flood import CommonFlood
from bot.channels.messenger.health import Health
from bot.channels.messenger.talk import BaseTalk
from bot.channels.messenger.timing import Pace
from bot.channels.wecom.cards import DONE, pressed
from bot.channels.wecom.exchange import ServiceContext, Talk
from bot.channels.wecom.inbox import Place, place_of
from bot.clock import day_of
from knowledge.store import Answered, Incoming, StoreError

MENTION = re.compile(r"(?:^|(?<=\s))@\S+\s?")
MEDIA = {"image": "image", "voice": "voice", "file": "file", "video": "video", "mixed": "image", "link": "link"}
LATER = "later"  # the kind of what is ours to say, put into the inbox to stand in its user's order


class Dispatch(BaseDispatch):
    """``context``: what all talks share; ``counts``: what all processes count together."""

    def __init__(self, context: ServiceContext, pace: Pace, health: Health, counts: CommonCounts | None = None) -> None:
        super().__init__(context, pace, health)
        self._context = context
        self._flood = CommonFlood(pace.user_limit, counts, health.name, lambda: context.now().timestamp())

    async def _answer(self, one: Incoming) -> None:
        raw = _read(one.body)
        place = place_of(raw.get("body"))
        if place is None:
            await asyncio.wrap_future(self._context.outbox.answer(one.id, Answered(one.chat)))
            self._context.answered(one.id, ())
            return
        body = raw["body"]
        talk = Talk(
            self._context, one.id, place, day_of(self._context.now()), _text(raw, "req"), _text(body, "response_url")
        )
        try:
            await self._heard(talk, place, body)
            await talk.close()
        except StoreError:
            self._context.advisor.restore(talk.conversation, None)
            raise
        except Exception:
            await self._apologised(talk)

    async def _heard(self, talk: Talk, place: Place, body: dict[str, Any]) -> None:
        kind = _text(body, "msgtype")
        if kind == LATER:
            await talk.tell(words_in(body, LATER))
        elif kind == "event":
            await self._happened(talk, body.get("event"))
        elif kind == "stream":
            return  # the platform asks how far an answer is: ours are whole
        elif verdict := await self._flood.judge(place.person, self._context.now().timestamp()):
            await talk.flooded(verdict, self._pace.user_limit)
        elif words := said_in(body, group=place.group):
            await talk.ask(words, quoted_in(body))
        else:
            await talk.say("media", shown=f"[{kind}]", kind=MEDIA.get(kind, "other"))

    async def _happened(self, talk: Talk, event: Any) -> None:
        kind = event.get("eventtype") if isinstance(event, dict) else None
        if kind == "enter_chat":
            await talk.entered()
        elif kind == "template_card_event":
            key, task = pressed(event)
            if task and key != DONE:
                await talk.pressed(key, task)

    async def _sorry(self, talk: BaseTalk, number: str) -> None:
        assert isinstance(talk, Talk)
        await talk.say("apology", number=number)


def said_in(body: dict[str, Any], *, group: bool) -> str:
    """The sender's words: typed, spoken, or beside pictures; in a group without the names of those mentioned."""
    kind = _text(body, "msgtype")
    text = words_in(body, kind) if kind in ("text", "voice") else ""
    if kind == "mixed":
        text = "\n".join(words_in(item, "text") for item in _items(body.get("mixed"))).strip()
    return MENTION.sub("", text).strip() if group else text.strip()


def quoted_in(body: dict[str, Any]) -> str:
    """The words that the message is said to, "" for none."""
    quote = body.get("quote")
    if not isinstance(quote, dict):
        return ""
    kind = _text(quote, "msgtype")
    if kind == "mixed":
        return "\n".join(words_in(item, "text") for item in _items(quote.get("mixed"))).strip()
    return words_in(quote, kind)


def words_in(body: dict[str, Any], kind: str) -> str:
    part = body.get(kind)
    return _text(part, "content") if isinstance(part, dict) else ""


def _items(mixed: Any) -> list[dict[str, Any]]:
    found = mixed.get("msg_item") if isinstance(mixed, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(values: dict[str, Any], name: str) -> str:
    found = values.get(name)
    return found if isinstance(found, str) else ""


def _read(text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}
