"""What every engine keeps, apart from any: versions of the knowledge, and turns with what is remembered after them."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Status = Literal["published", "superseded", "draft"]


@dataclass(frozen=True, slots=True)
class Version:
    """One whole set of data files. ``created_at``: ISO, UTC. ``shipped``: digest of the package's folder it was
    taken from, None when it did not come from there; equal to ``digest`` while nobody has changed anything."""

    number: int
    status: Status
    author: str
    note: str
    created_at: str
    shipped: str | None
    digest: str


class Reminder(NamedTuple):
    """What somebody wants to be told of. ``number``: 0 until it is kept; ``kind``: what is due, one of
    ``bot.kit.reminders``; ``due``: the ISO day it is due; ``day``: the ISO day it is to be told; ``words``: the
    person's own, masked, "" where the kind says it; ``measure``: the key of that it is about, "" for none."""

    number: int
    conversation: str
    channel: str
    kind: str
    due: str
    day: str
    words: str
    measure: str
    at: str


class Reminding(NamedTuple):
    """What a turn changes of the reminders of its conversation: those that are new, and the numbers of those that are
    cancelled."""

    made: tuple[Reminder, ...] = ()
    cancelled: tuple[int, ...] = ()


class Turn(NamedTuple):
    """One message and its reply. ``day``: ISO date the answer is for; ``at``: ISO time; ``amount``: yuan as text;
    ``version``: of the knowledge; ``payload``: the machine answer as JSON; ``client_id``: the sender's message id;
    ``left``: the question that is left for staff with it, "" for none; ``reminding``: what it changes of the reminders,
    None for nothing."""

    conversation: str
    channel: str
    day: str
    at: str
    text: str
    kind: str
    clause: str | None
    measure: str | None
    sure: bool
    amount: str | None
    version: int
    reply: str
    payload: str
    client_id: str | None
    left: str = ""
    reminding: Reminding | None = None


class Listed(NamedTuple):
    """A turn with its number in the store."""

    number: int
    turn: Turn


class Wanted(NamedTuple):
    """Which turns: of the ISO days ``since`` … ``until``, with ``text`` in what was said or answered; "" and None for
    whatever it is. ``numbers``: only these; ``limit`` of them after the first ``skip``."""

    since: str
    until: str
    text: str = ""
    channel: str = ""
    kinds: tuple[str, ...] = ()
    clause: str = ""
    sure: bool | None = None
    numbers: tuple[int, ...] | None = None
    limit: int = 50
    skip: int = 0


class Question(NamedTuple):
    """A question left for staff. ``day``: ISO date; ``state``: "open", or "done" once staff have seen to it; ``phone``:
    where to call back, "" where none was left."""

    number: int
    day: str
    channel: str
    text: str
    state: str
    phone: str = ""


class Copied(NamedTuple):
    """What a whole copy of a store holds: the store's ``identity``, the number and ISO time of its last turn (0, "":
    none), the published version's number (0: none), and its size in bytes."""

    identity: str
    last_turn: int
    last_at: str
    version: int
    bytes: int


class Entry(NamedTuple):
    """What a counselor wrote down, as one revision of it: ``data`` as JSON; ``at``: ISO time; ``author``: who."""

    kind: str
    name: str
    revision: int
    at: str
    author: str
    data: str


Said = tuple[Turn, str | None]  # a turn, and what its conversation remembers after it (None: nothing)
