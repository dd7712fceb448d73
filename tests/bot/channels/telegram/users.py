"""What people do in Telegram: they write, edit, reply, press buttons, send albums, post in channels, upgrade groups."""

import asyncio
import itertools
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.bot.channels.telegram.wire import Json, marks_of, people

BOT = {"id": 4242, "is_bot": True, "first_name": "金融辅导员", "username": "fudaoyuan_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
LINKED = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


@dataclass
class Shown:
    """A message of the bot's as the user sees it."""

    id: int
    chat: int
    text: str
    buttons: list[Json] = field(default_factory=list)
    reply_to: int | None = None
    edited: bool = False


class Users:
    """Everything they do becomes an update in ``updates``."""

    def __init__(self) -> None:
        self.updates: deque[Json] = deque()
        self.moved: dict[int, int] = {}
        self._news = asyncio.Event()
        self._numbers, self._messages = itertools.count(1000), itertools.count(1)
        self._said: dict[int, Json] = {}

    def say(self, chat: int, text: str, user: int | None = None, **more: Any) -> int:
        """A text message; its number."""
        return self.send(chat, user, text=text, **marks_of(text), **more)

    def send(self, chat: int, user: int | None = None, **content: Any) -> int:
        """Any message; negative chats are groups."""
        message = {"message_id": next(self._messages), "date": int(time.time()), **people(chat, user), **content}
        self._said[message["message_id"]] = message
        self.put({"message": message})
        return message["message_id"]

    def reply(self, shown: Shown, text: str, user: int | None = None, **more: Any) -> int:
        """A reply to a message of the bot's."""
        quoted = {"message_id": shown.id, "date": int(time.time()), "from": BOT, "text": shown.text}
        quoted |= {"chat": people(shown.chat, user)["chat"], **more.pop("quoted", {})}
        return self.say(shown.chat, text, user, reply_to_message=quoted, **more)

    def album(self, chat: int, captions: list[str], name: str = "album", **more: Any) -> list[int]:
        """Pictures that are one message, each with its caption or ""."""
        return [
            self.send(chat, photo=PHOTO, media_group_id=name, **(_caption(words) if words else {}), **more)
            for words in captions
        ]

    def say_as_group(self, chat: int, text: str, **more: Any) -> int:
        """A message of an administrator who does not show who it is."""
        return self.say(chat, text, **{"from": ANONYMOUS, "sender_chat": people(chat, None)["chat"], **more})

    def post(self, channel: int, text: str, kind: str = "channel_post", **more: Any) -> int:
        """A message in a channel."""
        chat = {"id": channel, "type": "channel", "title": "通知"}
        message = {"message_id": next(self._messages), "date": int(time.time()), "chat": chat, "sender_chat": chat}
        self.put({kind: {**message, "text": text, **marks_of(text), **more}})
        return message["message_id"]

    def forward(self, channel: int, group: int, text: str) -> int:
        """A post of a channel in the group that discusses it, put there by Telegram."""
        chat = {"id": channel, "type": "channel", "title": "通知"}
        return self.say(group, text, **{"from": LINKED, "sender_chat": chat, "is_automatic_forward": True})

    def migrate(self, old: int, new: int, *signs: str) -> None:
        """The group becomes a supergroup; ``signs``: the messages that tell, "to" in the old, "from" in the new."""
        self.moved[old] = new
        for sign in signs:
            here, there = (old, new) if sign == "to" else (new, old)
            self.send(here, 1, **{f"migrate_{sign}_chat_id": there})

    def edit(self, number: int, text: str) -> None:
        """A message sent before now reads ``text``."""
        self._said[number] = {**self._said[number], "text": text, "edit_date": int(time.time())}
        self.put({"edited_message": self._said[number]})

    def press(self, shown: Shown, data: str, user: int | None = None, kind: str = "") -> str:
        """A button under a message of the bot's, with any data; the number of the query."""
        who = people(shown.chat, user)
        chat = {**who["chat"], "type": kind or who["chat"]["type"]}
        message = {"message_id": shown.id, "date": int(time.time()), "chat": chat, "from": BOT, "text": "…"}
        query = f"q{next(self._numbers)}"
        self.put(
            {
                "callback_query": {
                    "id": query,
                    "from": who["from"],
                    "message": message,
                    "chat_instance": "1",
                    "data": data,
                }
            }
        )
        return query

    def put(self, update: Any) -> int:
        """Any update, numbered."""
        number = next(self._numbers)
        self.updates.append({"update_id": number, **update} if isinstance(update, dict) else update)
        self._news.set()
        return number


def _caption(words: str) -> Json:
    marks = marks_of(words)
    return {"caption": words, **({"caption_entities": marks["entities"]} if marks else {})}
