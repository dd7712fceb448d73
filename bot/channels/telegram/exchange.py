"""One update being answered: what is said, in which chat, written together with the state in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from bot.channels.messenger.calls import Payload, dumped
from bot.channels.messenger.talk import BaseTalk, TalkContext
from bot.channels.telegram.html import split, words_of
from bot.channels.telegram.keyboard import Rows, keyboard
from bot.channels.telegram.markup import html_of, page
from bot.channels.telegram.otherwise import rewritten
from bot.clock import day_of
from bot.dialogue.state import recall
from bot.messages import Reply
from knowledge.store import Move, Outgoing, StoreError

PRIVATE = "private"
PREFIX = "tg"


async def _untold(update_id: int, chat: int, thread: int | None) -> None:
    """Nobody is there who could tell."""


@dataclass
class ServiceContext(TalkContext):
    """What all talks of one bot share; ``account``: the bot's number. ``notyet``: tells, for an update in a chat and
    its thread, that nothing is deleted yet."""

    notyet: Callable[[int, int, int | None], Awaitable[None]] = _untold

    def quoted(self, conversation: str, quoted: "Quoted") -> str | None:
        """Where the conversation stood after an older answer, as of now; None when it is the newest, or no answer."""
        past = self.outbox.about(conversation, quoted.message, quoted.at)
        if past is None:
            return None
        then = recall(past.state, past.at).state
        left = self.state_of(conversation).on(then.topic).frames
        return replace(then, frames=left).dump(self.now().isoformat())

    async def move(self, old: int, new: int) -> None:
        """A group goes on under a new number, with all talks in it. Raises ``StoreError``."""
        moving = self.outbox.move(Move(str(old), str(new), PREFIX), rewritten(new))
        for conversation in await asyncio.wrap_future(moving):
            self.advisor.restore(conversation, None)

    def home(self, place: "Place") -> "Place":
        """The place as it is called now: a group that became a supergroup has another number, and so its messages."""
        new = int(self.outbox.moved_to(str(place.chat))) if place.group else place.chat
        if new == place.chat:
            return place
        user = new if place.user == place.chat else place.user
        return replace(place, chat=new, user=user, thread=None, reply_to=None)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message of the bot's that somebody replies to, and when it was sent."""

    message: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where and to whom an answer goes. ``reply_to``: the message answered, named in groups; ``day``: of the sender;
    ``unnamed``: the sender speaks as a group or a channel, whose number is then ``user``; ``quoted``: what it replies
    to."""

    chat: int
    user: int
    group: bool
    day: date
    thread: int | None = None
    reply_to: int | None = None
    unnamed: bool = False
    quoted: Quoted | None = None

    @property
    def conversation(self) -> str:
        return f"{PREFIX}:{self.chat}:{self.user}" if self.group else f"{PREFIX}:{self.chat}"


def is_reply_to(bot_id: int, message: Message) -> bool:
    """Whether it replies to a message of the bot's."""
    answered = message.reply_to_message
    return bool(answered and answered.from_user and answered.from_user.id == bot_id)


def place_of(message: Message, bot_id: int) -> Place:
    """The place of a message; its day is that in China when it was sent, whatever clock the phone shows."""
    group = message.chat.type != PRIVATE
    sender = message.sender_chat or message.from_user or message.chat
    answered = message.reply_to_message if is_reply_to(bot_id, message) else None
    said_at = message.date
    if message.edit_date:
        said_at = datetime.fromtimestamp(message.edit_date, UTC)
    return Place(
        chat=message.chat.id,
        user=sender.id,
        group=group,
        day=day_of(said_at),
        thread=message.message_thread_id if message.is_topic_message else None,
        reply_to=message.message_id if group else None,
        unnamed=message.sender_chat is not None or message.from_user is None,
        quoted=Quoted(answered.message_id, answered.date) if answered else None,
    )


def place_of_press(query: CallbackQuery, now: datetime) -> Place | None:
    """The place of a pressed button; None when its message is gone."""
    if query.message is None:
        return None
    chat, user = query.message.chat, query.from_user
    thread = None
    if isinstance(query.message, Message) and query.message.is_topic_message:
        thread = query.message.message_thread_id
    return Place(chat.id, user.id, chat.type != PRIVATE, day_of(now), thread)


def place_in(conversation: str, day: date) -> Place:
    """The place that a conversation's name tells of."""
    chat, _, user = conversation.removeprefix(f"{PREFIX}:").partition(":")
    return Place(int(chat), int(user or chat), bool(user), day)


class Talk(BaseTalk):
    """Answers one update in a chat of Telegram's. ``instead``: a message of the bot's whose place the answer takes."""

    channel = "telegram"

    def __init__(
        self,
        context: ServiceContext,
        update_id: int,
        place: Place,
        parts: Sequence[int] = (),
        instead: int | None = None,
    ) -> None:
        super().__init__(context, update_id, place.conversation, place.day, parts)
        self.context, self.place, self._instead = context, place, instead

    async def ask(
        self, text: str, *, message: int | None = None, edited: bool = False, shown: str | None = None
    ) -> None:
        """What the advisor answers. ``message``: number of the sender's message; ``edited``: it is said anew, so the
        talk goes back to before it when it was the last; ``shown``: recorded as what was said."""
        self._go_home()
        past = self.context.outbox.past(self.conversation, message) if edited and message else None
        again = past.before if past else None
        back = again if again is not None else self._back()
        target = past.sent[0] if past and again is not None and len(past.sent) == 1 else self._instead

        def speak(reply: Reply, words: str, state: str) -> list[Outgoing]:
            return self._reply(reply, words, state, target, edited and past is not None)

        await self._turn_taken(text, speak, back=back, message=message, shown=shown)

    async def begin(self, label: str, target: str, shown: str) -> None:
        self._go_home()
        await super().begin(label, target, shown)

    def _go_home(self) -> None:
        """The chat may have moved, and its talk with it, since the update was taken up."""
        self.place = self.context.home(self.place)
        self.conversation = self.place.conversation

    async def say(self, name: str, buttons: Rows | None = None, *, shown: str = "", **context: Any) -> None:
        """A fixed text; with ``shown`` it is recorded as the answer to that."""
        html = page(name, site=self.context.knowledge.site, **context)
        await self._told(words_of(html), self._messages(html, buttons), shown)

    def toast(self, query_id: str, text: str = "") -> None:
        """Answers a pressed button; goes out with what else is said, or with ``close``."""
        payload = {"id": query_id, "text": text}
        self._calls.append(Outgoing(str(self.place.chat), "answerCallbackQuery", dumped(payload)))

    async def forget(self) -> None:
        """Deletes what was said in this conversation, and says so; told at once when the store fails, and tried again
        as every update is."""
        try:
            await self._forgotten(self._messages(page("deleted"), None))
        except StoreError:
            await self.context.notyet(self._update_id, self.place.chat, self.place.thread)
            raise

    def _back(self) -> str | None:
        """The state that a reply to an older answer leads back to."""
        return self.context.quoted(self.conversation, self.place.quoted) if self.place.quoted else None

    def _said(self, reply: Reply, text: str, state: str) -> list[Outgoing]:
        return self._reply(reply, text, state, self._instead, False)

    def _reply(self, reply: Reply, text: str, state: str, target: int | None, edited: bool) -> list[Outgoing]:
        html = html_of(reply, text, edited=edited)
        then = recall(state, self.context.now()).state
        # A button is pressed by a person: nobody could answer for the chat in whose name was asked.
        buttons = None if self.place.unnamed else keyboard(reply, then, self.context.knowledge, self.context.book)
        return self._messages(html, buttons, target)

    def _messages(self, html: str, buttons: Rows | None, target: int | None = None) -> list[Outgoing]:
        """The calls that say it; ``target``: edited instead."""
        return said_in(self.place, html, buttons, target)


def said_in(place: Place, html: str, buttons: Rows | None, target: int | None = None) -> list[Outgoing]:
    """The calls that say it there: in pieces when it is long, the buttons under the last; ``target``: edited."""
    pieces = split(html)
    calls = []
    for number, piece in enumerate(pieces):
        payload: Payload = {"chat": place.chat, "html": piece, "thread": place.thread}
        if number == 0:
            payload["reply_to"] = place.reply_to
        if number == len(pieces) - 1:
            payload["keyboard"] = buttons or None
        method = "editMessageText" if target and len(pieces) == 1 else "sendMessage"
        calls.append(Outgoing(str(place.chat), method, dumped({**payload, "edit": target})))
    return calls
