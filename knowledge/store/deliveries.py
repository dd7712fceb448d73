"""What passes through the boxes of a messenger: updates that came, calls to make, and what became of both."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.store.sqlite.turns import Turn


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
    """Messages that are one. ``parts``: those not answered yet; ``begun``: whether others were; ``fixed``: the messages
    those were answered with while nothing had been asked with them."""

    parts: tuple[Incoming, ...]
    begun: bool
    fixed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A message answered before. ``before``: None unless it is the last; ``sent``: messages it was answered with."""

    before: str | None
    sent: tuple[int, ...]
