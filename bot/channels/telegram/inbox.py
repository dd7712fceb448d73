"""Updates into the inbox, from polling or webhook: stored under their number before they are acknowledged.

Knows nothing of aiogram, so that the web page can take a webhook without loading it.
"""

import json
import logging
from typing import Any

from bot.channels.messenger import intake
from bot.settings import Settings
from knowledge.store import Boxes, Incoming, Store

log = logging.getLogger("fudaoyuan.telegram")
LARGEST = 2**62
MESSAGES = ("message", "channel_post", "edited_message", "edited_channel_post")


def outbox_of(settings: Settings, store: Store) -> Boxes:
    """The boxes of the bot whose token is set: numbers of updates are each bot's own."""
    return store.outbox(f"telegram:{settings.telegram.bot_token.reveal().partition(':')[0]}")


class Intake(intake.Intake):
    """Stores updates of Telegram's."""

    def __init__(self, outbox: Boxes) -> None:
        super().__init__(outbox, incoming)


def incoming(raw: Any) -> Incoming | None:
    """An update as it is kept; None for what is none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < LARGEST:
        log.warning("telegram sent something that is no update (%s)", type(raw).__name__)
        return None
    try:
        body = json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace").decode()
    except RecursionError:
        log.warning("telegram update %s is nested too deeply", number)
        return None
    return Incoming(number, chat_of(raw), body, album_of(raw))


def chat_of(raw: dict[str, Any]) -> str:
    """The chat in whose order an update is handled, "" for none. A move comes before the messages of the new chat."""
    for kind in MESSAGES:
        if isinstance(event := raw.get(kind), dict):
            new = event.get("migrate_to_chat_id")
            return _number({"id": new} if new else event.get("chat"))
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    return _number(message.get("chat")) if isinstance(message, dict) else ""


def album_of(raw: dict[str, Any]) -> str:
    """The album a new message is one part of; "" when it is whole."""
    for kind in MESSAGES[:2]:
        if isinstance(event := raw.get(kind), dict):
            album = event.get("media_group_id")
            return album.encode("utf-8", "replace").decode() if isinstance(album, str) else ""
    return ""


def _number(chat: Any) -> str:
    number = chat.get("id") if isinstance(chat, dict) else None
    return str(number) if isinstance(number, int) else ""
