"""What 企业微信 brings, into the inbox: numbered as it arrives, since its own ids rise with nothing.

Its id of a message is kept as the album the message belongs to: copies of one message are one, also after a restart.
"""

import itertools
import json
import logging
import threading
import time
from collections import OrderedDict
from typing import Any, NamedTuple, TypeGuard
from urllib.parse import unquote

from bot.channels.messenger import intake
from bot.channels.messenger.waiting import GRACE
from bot.settings import Settings
from knowledge.store import Boxes, Incoming, Store

log = logging.getLogger("fudaoyuan.wecom")
LONGEST_ID = 256
REMEMBERED = 10_000
GROUP = "group"
PREFIX = "wecom"


class Place(NamedTuple):
    """``chat``: where an answer goes, a person's id or a group's; ``person``: who speaks."""

    chat: str
    person: str
    group: bool

    @property
    def conversation(self) -> str:
        return f"{PREFIX}:{_name(self.chat)}:{_name(self.person)}" if self.group else f"{PREFIX}:{_name(self.person)}"


def outbox_of(settings: Settings, store: Store) -> Boxes:
    """The boxes of the bot that is set up."""
    return store.outbox(f"wecom:{account_of(settings)}")


def account_of(settings: Settings) -> str:
    """What this bot's updates are told apart by: that of the callback has no id but the one in its messages."""
    return settings.wecom.bot_id or "callback"


def place_of(body: Any) -> Place | None:
    """Where and by whom a message was said; None for what is none."""
    sender = body.get("from") if isinstance(body, dict) else None
    person = sender.get("userid") if isinstance(sender, dict) else None
    if not isinstance(body, dict) or not _is_id(person):
        return None
    group = body.get("chattype") == GROUP
    chat = body.get("chatid") if group else person
    return Place(chat, person, group) if _is_id(chat) else None


class Intake(intake.Intake):
    """Stores what is brought: ``{"req": the platform's number of the request, "body": the message}``."""

    def __init__(self, outbox: Boxes) -> None:
        super().__init__(outbox, self._incoming_of)
        self._lock = threading.Lock()
        self._numbers: OrderedDict[str, int] = OrderedDict()
        self._counter = itertools.count()

    def number_of(self, raw: Any) -> int | None:
        """The number of a message, the same for each copy; None for what is none, or was answered long ago by another
        process. Raises ``StoreError``."""
        body = raw.get("body") if isinstance(raw, dict) else None
        place = place_of(body)
        name = body.get("msgid") if isinstance(body, dict) else None
        if place is None or not _is_id(name):
            return None
        with self._lock:
            if name not in self._numbers:
                album = self.outbox.album(place.conversation, name)
                if album.begun and not album.parts:
                    done = album.done[0]  # its answer may be written and not marked yet
                    return done if _is_recent(done) or self.outbox.given(done) else None
                self._numbers[name] = album.parts[0].id if album.parts else self._next()
                while len(self._numbers) > REMEMBERED:
                    self._numbers.popitem(last=False)
            return self._numbers[name]

    def _incoming_of(self, raw: Any) -> Incoming | None:
        number = self.number_of(raw)
        place = place_of(raw.get("body")) if isinstance(raw, dict) else None
        if number is None or place is None:
            log.warning("wecom brought something that is no new message (%s)", type(raw).__name__)
            return None
        try:
            text = json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace").decode()
        except (RecursionError, ValueError):
            log.warning("wecom brought a message that is nested too deeply")
            return None
        return Incoming(number, place.conversation, text, str(raw["body"].get("msgid", "")))

    def _next(self) -> int:
        """Rises with the time: 20 bits for the messages of a millisecond."""
        return (int(time.time() * 1000) << 20) | (next(self._counter) & 0xFFFFF)


def _is_recent(number: int) -> bool:
    """Whether the message came so short a time ago that the platform may still post it again."""
    return time.time() * 1000 - (number >> 20) < 1000 * GRACE


def place_in(conversation: str) -> Place:
    """The place that a conversation's name tells of."""
    parts = [unquote(part) for part in conversation.split(":")[1:]]
    return Place(parts[0], parts[-1], len(parts) == 2)


def _is_id(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isprintable()


def _name(text: str) -> str:
    """An id as a part of a name, whose parts a colon divides."""
    return text.replace("%", "%25").replace(":", "%3A")
