"""What WeChat posts, into the inbox. A message is known by its MsgId, an event by sender and time: both may be posted
three times, five seconds apart."""

import hashlib
import json
import logging
from typing import Any

from bot.channels.messenger import intake
from bot.channels.wechat.xml import Fields
from bot.settings import Settings
from knowledge.store import Boxes, Incoming, Store

log = logging.getLogger("fudaoyuan.wechat")
BITS = 31  # of the second a message was sent in, and of what tells it from the others of that second
LATER = "later"  # the kind of what is ours to say, put into the inbox to stand in its user's order


def outbox_of(settings: Settings, store: Store) -> Boxes:
    """The boxes of the account whose id is set."""
    return store.outbox(f"wechat:{settings.wechat.app_id}")


class Intake(intake.Intake):
    """Stores what is posted."""

    def __init__(self, outbox: Boxes) -> None:
        super().__init__(outbox, incoming)


def incoming(fields: Any) -> Incoming | None:
    """A posted message as it is kept; None for what is none."""
    number = number_of(fields)
    if number is None:
        log.warning("wechat posted something that is no message (%s)", sorted(fields)[:10])
        return None
    body = json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace").decode()
    return Incoming(number, fields["FromUserName"], body)


def number_of(fields: Fields) -> int | None:
    """The number of a message: the same for each delivery, rising with the time it was sent and, within a second, with
    its MsgId; None for what is no message."""
    sender, at, kind = (fields.get(name, "") for name in ("FromUserName", "CreateTime", "MsgType"))
    if not (0 < len(sender) <= 128 and kind and _is_number(at) and 0 < int(at) < 1 << BITS):
        return None
    message = fields.get("MsgId", "")
    if _is_number(message):
        apart = int(message)
    else:
        apart = int.from_bytes(hashlib.sha256(f"{sender} {at} {message}".encode("utf-8", "replace")).digest()[:8])
    return (int(at) << BITS) | (apart & ((1 << BITS) - 1))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 20
