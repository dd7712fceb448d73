"""One update being answered: what is said, in which chat, written together with the state in one transaction."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from bot.advisor import Advisor
from bot.channels.telegram.api import Payload, dumped
from bot.channels.telegram.html import split, words_of
from bot.channels.telegram.keyboard import Rows, keyboard
from bot.channels.telegram.markup import html_of, page
from bot.channels.telegram.otherwise import rewritten
from bot.clock import day_of
from bot.dialogue.state import State, recall
from bot.messages import Message as Asked
from bot.messages import Reply
from bot.operations.recording import kept_text
from bot.replies.phrasebook import Phrasebook, phrasebook_of
from knowledge.records.model import Knowledge
from knowledge.store import Answered, Boxes, Move, Outgoing, Store, StoreError, Turn, Waiting

PRIVATE = "private"
PREFIX = "tg"


async def _untold(update_id: int, chat: int, thread: int | None) -> None:
    """Nobody is there who could tell."""


@dataclass
class ServiceContext:
    """What all talks of one bot share. ``sent``: called with every row that is to be sent; ``notyet``: tells, for an
    update in a chat and its thread, that nothing is deleted yet; ``days``: what was said is kept."""

    advisor: Advisor
    store: Store
    outbox: Boxes
    bot_id: int
    sent: Callable[[tuple[Waiting, ...]], None]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    notyet: Callable[[int, int, int | None], Awaitable[None]] = _untold
    days: int = 180

    @property
    def knowledge(self) -> Knowledge:
        return self.advisor.live.knowledge

    @property
    def book(self) -> Phrasebook:
        """How the facts of the live version are said."""
        return phrasebook_of(self.knowledge)

    def state_of(self, conversation: str) -> State:
        """Where the conversation stands; at its beginning after half an idle hour."""
        return recall(self.store.state_of(conversation), self.now()).state

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


class Talk:
    """Answers one update, once. Every way to answer ends it; ``close`` ends one that needs no answer. ``parts``: of the
    same message, further updates; ``instead``: a message of the bot's whose place the answer takes.

    Raises ``StoreError`` when nothing could be kept: the update then still stands in the inbox.
    """

    def __init__(
        self,
        context: ServiceContext,
        update_id: int,
        place: Place,
        parts: Sequence[int] = (),
        instead: int | None = None,
    ) -> None:
        self.context, self.place = context, place
        self._update_id, self._parts, self._instead = update_id, parts, instead
        self._calls: list[Outgoing] = []
        self.closed = False

    async def ask(
        self, text: str, *, message: int | None = None, edited: bool = False, shown: str | None = None
    ) -> None:
        """What the advisor answers. ``message``: number of the sender's message; ``edited``: it is said anew, so the
        talk goes back to before it when it was the last; ``shown``: recorded as what was said."""
        conversation, advisor = self.place.conversation, self.context.advisor
        past = self.context.outbox.past(conversation, message) if edited and message else None
        again = past.before if past else None
        back = again if again is not None else self._back()
        before = self.context.store.state_of(conversation) or "" if back is None else back
        if back is not None:
            advisor.restore(conversation, back)
        target = past.sent[0] if past and again is not None and len(past.sent) == 1 else self._instead
        kept: list[Future[tuple[Waiting, ...]]] = []

        def keep(turn: Turn, state: str, reply: Reply) -> "Future[tuple[Waiting, ...]]":
            turn = turn if shown is None else turn._replace(text=kept_text(shown))
            calls = [*self._calls, *self._reply(reply, turn.reply, state, target, edited and past is not None)]
            answered = Answered(conversation, calls, turn, state, message, before, self._parts)
            kept.append(self.context.outbox.answer(self._update_id, answered))
            return kept[0]

        client_id = f"{self.context.bot_id}:{self._update_id}"
        advisor.reply(Asked(conversation, text, self.place.day, "telegram", client_id), keep)
        await self._kept(kept[0])

    async def begin(self, label: str, target: str, shown: str) -> None:
        """Takes up a measure ("measure:id") or a clause ("clause:policy/id") as if it had just been chosen."""
        state = self.context.state_of(self.place.conversation)
        offered = replace(state, choices=((label, target),), at=self.context.now().isoformat())
        self.context.advisor.restore(self.place.conversation, offered.dump())
        await self.ask("1", shown=shown)

    async def say(self, name: str, buttons: Rows | None = None, *, shown: str = "", **context: Any) -> None:
        """A fixed text; with ``shown`` it is recorded as the answer to that."""
        html = page(name, site=self.context.knowledge.site, **context)
        turn = self._turn(shown, words_of(html)) if shown else None
        state = self.context.store.state_of(self.place.conversation) if turn else None
        calls = [*self._calls, *self._messages(html, buttons)]
        await self._kept(self.context.outbox.answer(self._update_id, self._answered(calls, turn, state)))

    def toast(self, query_id: str, text: str = "") -> None:
        """Answers a pressed button; goes out with what else is said, or with ``close``."""
        payload = {"id": query_id, "text": text}
        self._calls.append(Outgoing(str(self.place.chat), "answerCallbackQuery", dumped(payload)))

    async def forget(self) -> None:
        """Deletes what was said in this conversation, and says so; told at once when the store fails, and tried again
        as every update is."""
        conversation = self.place.conversation
        calls = [*self._calls, *self._messages(page("deleted"), None)]
        nobody = f"forgotten-{secrets.token_hex(8)}"
        try:
            await self._kept(self.context.outbox.forget(self._update_id, conversation, nobody, calls))
        except StoreError:
            await self.context.notyet(self._update_id, self.place.chat, self.place.thread)
            raise
        self.context.advisor.forget(conversation)

    async def close(self) -> None:
        """The update needs no answer, or none but a toast."""
        if not self.closed:
            await self._kept(self.context.outbox.answer(self._update_id, self._answered(self._calls, None, None)))

    def _answered(self, calls: Sequence[Outgoing], turn: Turn | None, state: str | None) -> Answered:
        return Answered(self.place.conversation, tuple(calls), turn, state, parts=self._parts)

    def _back(self) -> str | None:
        """The state that a reply to an older answer leads back to."""
        return self.context.quoted(self.place.conversation, self.place.quoted) if self.place.quoted else None

    async def _kept(self, future: "Future[tuple[Waiting, ...]]") -> None:
        rows = await asyncio.wrap_future(future)
        self.closed = True
        self.context.sent(rows)

    def _reply(self, reply: Reply, text: str, state: str, target: int | None, edited: bool) -> list[Outgoing]:
        html = html_of(reply, text, edited=edited)
        then = recall(state, self.context.now()).state
        # A button is pressed by a person: nobody could answer for the chat in whose name was asked.
        buttons = None if self.place.unnamed else keyboard(reply, then, self.context.knowledge, self.context.book)
        return self._messages(html, buttons, target)

    def _messages(self, html: str, buttons: Rows | None, target: int | None = None) -> list[Outgoing]:
        """The calls that say it: in pieces when it is long, the buttons under the last; ``target``: edited instead."""
        pieces = split(html)
        calls = []
        for number, piece in enumerate(pieces):
            payload: Payload = {"chat": self.place.chat, "html": piece, "thread": self.place.thread}
            if number == 0:
                payload["reply_to"] = self.place.reply_to
            if number == len(pieces) - 1:
                payload["keyboard"] = buttons or None
            method = "editMessageText" if target and len(pieces) == 1 else "sendMessage"
            calls.append(Outgoing(str(self.place.chat), method, dumped({**payload, "edit": target})))
        return calls

    def _turn(self, said: str, reply: str) -> Turn:
        return Turn(
            conversation=self.place.conversation,
            channel="telegram",
            day=self.place.day.isoformat(),
            at=self.context.now().isoformat(),
            text=kept_text(said),
            kind="smalltalk",
            clause=None,
            measure=None,
            sure=True,
            amount=None,
            version=self.context.knowledge.version,
            reply=reply,
            payload="{}",
            client_id=f"{self.context.bot_id}:{self._update_id}",
        )
