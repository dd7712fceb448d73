"""What goes over the wire: a call's values, a message's sender and marks, and the checks Telegram makes of a text."""

import json
from typing import Any

from aiohttp import web

from tests.bot.channels.telegram.entities import EntityError, read_html, units

LONGEST, LONGEST_DATA, MOST_BUTTONS = 4096, 64, 100
Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818  # it is what a server answers
    """An error answer: HTTP status, description, parameters."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


async def form_of(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


def people(chat: int, user: int | None) -> Json:
    sender = {"id": user or abs(chat), "is_bot": False, "first_name": "王会计", "language_code": "en"}
    if chat < 0:
        return {"chat": {"id": chat, "type": "supergroup", "title": "企业群"}, "from": sender}
    return {"chat": {"id": chat, "type": "private", "first_name": "王会计"}, "from": sender}


def marks_of(text: str) -> Json:
    """Commands and mentions as Telegram marks them."""
    found, at = [], 0
    for word in text.split(" "):
        kind = "bot_command" if word.startswith("/") else "mention" if word.startswith("@") else ""
        if kind:
            found.append({"type": kind, "offset": units(text[:at]), "length": units(word)})
        at += len(word) + 1
    return {"entities": found} if found else {}


def checked_text(values: Json, longest: int = LONGEST) -> str:
    try:
        text = read_html(values["text"]) if values.get("parse_mode") == "HTML" else values.get("text", "").strip()
    except EntityError as error:
        raise Refusal(400, f"Bad Request: {error}") from None
    if not text:
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > longest:
        raise Refusal(400, "Bad Request: message is too long")
    return text


def checked_buttons(values: Json) -> list[Json]:
    rows = json.loads(values.get("reply_markup") or "{}").get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    for button in buttons:
        if not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button["text"]:
            raise Refusal(400, "Bad Request: BUTTON_TEXT_INVALID")
    if len(buttons) > MOST_BUTTONS:
        raise Refusal(400, "Bad Request: too many buttons")
    return buttons
