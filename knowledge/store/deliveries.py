"""What passes through the boxes of a messenger: updates that came, calls to make, and what became of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from knowledge.store.records import Turn

MOST = 20  # answers of a conversation of which it is kept what they were about
KEPT = timedelta(days=7)  # for so long
SECOND = timedelta(seconds=1)  # messengers say when a message was sent in whole seconds
Hold: TypeAlias = Literal["ours", "theirs", "over"]  # whose a call is to make
# Method and arguments of a waiting call → those that say the same in the new chat.
Rewrite = Callable[[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update: the messenger's number for it, the chat whose order it stands in, and the update as JSON.
    ``album``: of the messages it is one part of, "" when it is whole."""

    id: int
    chat: str
    body: str
    album: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A call to make: its method and its arguments as JSON, in the order of ``chat``."""

    chat: str
    method: str
    payload: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An outgoing call that is kept. ``at``: ISO time it was written; ``tries``: calls that failed so far."""

    id: int
    update_id: int
    chat: str
    method: str
    payload: str
    at: str
    tries: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an update. ``turn`` and ``state``: as ``Store.record`` takes them; ``message``: the sender's;
    ``before``: what was remembered before it, kept while it is the conversation's last, to compute it again;
    ``parts``: further updates of the same message, closed with it.
    """

    conversation: str
    calls: Sequence[Outgoing] = ()
    turn: Turn | None = None
    state: str | None = None
    message: int | None = None
    before: str | None = None
    parts: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Album:
    """Messages that are one. ``parts``: those not answered yet; ``done``: the numbers of those that were; ``fixed``:
    the messages those were answered with while nothing had been asked with them."""

    parts: tuple[Incoming, ...]
    fixed: tuple[int, ...]
    done: tuple[int, ...]

    @property
    def begun(self) -> bool:
        """Whether some were answered."""
        return bool(self.done)


@dataclass(frozen=True, slots=True)
class Past:
    """A message answered before. ``before``: None unless it is the last; ``sent``: messages it was answered with."""

    before: str | None
    sent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """``state``: what was remembered after an answer, "" when that is not known any more; ``at``: when it was given."""

    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """``old`` and ``new``: the chat's numbers; ``prefix``: what names of its conversations begin with."""

    old: str
    new: str
    prefix: str

    def name(self, conversation: str) -> str:
        """The conversation's name after the move; somebody who speaks as the chat itself goes on as that."""
        prefix, _, person = conversation.split(":")
        return f"{prefix}:{self.new}:{self.new if person == self.old else person}"


def chat_in(conversation: str) -> str:
    """The chat in a name ``<prefix>:<chat>:<person>``; "" in others."""
    parts = conversation.split(":")
    return parts[1] if len(parts) == 3 else ""


def quoted_answer(rows: Sequence[Sequence[Any]], sent_at: datetime, now: datetime) -> PastAnswer | None:
    """The answer a quoted message belongs to; None when it is the newest, or no answer.

    ``rows``: (state, ISO time, whether the message is part of it) of the conversation, newest first; ``sent_at``: when
    the quoted message was sent: older than what is kept, it is about something that is not known any more.
    """
    for number, (state, at, hit) in enumerate(rows):
        if hit:
            return PastAnswer(state, datetime.fromisoformat(at)) if number else None
    oldest = datetime.fromisoformat(rows[-1][1]) if len(rows) >= MOST else now - KEPT
    return PastAnswer("", sent_at) if sent_at < oldest - SECOND else None
