"""What a store can do, whatever engine it stands on. Above this nobody knows a connection, a row or a statement.

Any thread may call. A method that returns a ``Future`` never waits and never raises: the future resolves when what was
to be done is committed, or to a ``StoreError``. Every other method may raise ``StoreError``, whose ``kind`` says what
is wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import date, datetime
from types import TracebackType
from typing import Literal, Protocol, Self

from knowledge.records.model import StoreError
from knowledge.store.deliveries import (
    Album,
    Answered,
    Hold,
    Incoming,
    Move,
    Outgoing,
    Past,
    PastAnswer,
    Rewrite,
    Waiting,
)
from knowledge.store.desk import DeskSession, Draft, DraftFile, Failures, Note, Person, Trailed
from knowledge.store.records import Entry, Listed, Question, Reminder, Turn, Version, Wanted
from knowledge.store.sweeping import BATCH, Rest, Swept, rest

GRACE = 60.0  # seconds after a forgetting in which what comes late is forgotten as well
WITHIN = 60.0  # seconds in which what was asked counts
Change = Literal["deleted", "replaced"]
Over = Callable[[Sequence[Entry]], Sequence[Entry]]


class Shelf(Protocol):
    """Where versions of the knowledge are read."""

    def versions(self) -> tuple[Version, ...]:
        """All versions, oldest first."""
        ...

    def files_of(self, number: int) -> dict[str, str]:
        """Path → text of version ``number``, sorted by path. Raises ``StoreError`` when there is none."""
        ...


class Versions(Shelf, Protocol):
    """Versions of the knowledge, of which at most one is published. Publishing waits until it is committed."""

    def published(self) -> Version | None:
        """The version answers are given from; None in a new store."""
        ...

    def announced(self) -> Version | None:
        """The published version as far as this process has heard: asked often, and half a minute late at most."""
        ...

    def publish(
        self,
        files: Mapping[str, str],
        *,
        author: str,
        note: str,
        shipped: str | None = None,
        trail: Note | None = None,
        was: int | None = None,
    ) -> Version:
        """Makes ``files`` the published version, in one transaction; the former becomes "superseded".

        ``trail``: the line of the trail that goes with it; ``was``: the number of the version that must be published
        just now, else ``StoreError`` of kind "changed".

        The shipped folder that is published already (same digest, same ``shipped``) is not published again.
        Raises ``KnowledgeError`` for a name or text no file can have, ``StoreError`` when nothing was published.
        """
        ...

    def save_draft(self, files: Mapping[str, str], *, author: str, note: str, shipped: str | None = None) -> Version:
        """Keeps ``files`` as a draft; the shipped folder that is a draft already is not drafted again."""
        ...


class Conversations(Protocol):
    """Every message with its reply, and what each conversation remembers after its last one."""

    def record(self, turn: Turn, state: str | None) -> Future[int]:
        """Keeps the turn and what its conversation remembers (None: nothing) together; resolves to the turn's number.

        A turn whose ``client_id`` its conversation has already is not kept again: the number is the first one's and
        the state stays. The next message of the conversation must wait for the future, or it reads the old state.
        What cannot be written now (a lock, a full disk) waits and is written, in order, as soon as it can be.
        """
        ...

    def state_of(self, conversation: str) -> str | None:
        """What was last remembered of the conversation; None when nothing is. Asked before every answer."""
        ...

    def turns(self, conversation: str, limit: int = 50) -> tuple[Turn, ...]:
        """The last ``limit`` turns of the conversation, oldest first."""
        ...

    def reply_to(self, conversation: str, client_id: str) -> Turn | None:
        """The turn that answered this message of the sender's; None when it was not answered yet."""
        ...

    def forget(self, conversation: str) -> Future[None]:
        """Deletes what was said, answered and remembered, and who said it; kinds, clauses and days stay to count.

        What ``record`` is given of the conversation meanwhile and for ``GRACE`` seconds is kept as forgotten too: it
        was on its way when somebody wanted it gone.
        """
        ...


class Talks(Protocol):
    """Conversations that several processes answer: one of them at a time."""

    def together(self, conversations: Sequence[str]) -> AbstractContextManager[Mapping[str, str]]:
        """Within the block nobody else, in any process, answers these; conversation → what it remembers, as far as
        there is something. What this thread records meanwhile is committed together when the block ends, or waits as
        ``record`` says. Raises ``StoreError`` when the block cannot begin."""
        ...


class Tallies(Protocol):
    """How often each name was counted within the last minute, by all processes together."""

    def settle(self, counts: Mapping[str, int]) -> Mapping[str, Sequence[tuple[float, int]]]:
        """Adds what this process has counted, where a number below 0 takes back; waits for it. Of each name of
        ``counts`` what all have counted: (seconds for which it still counts, how many), a few seconds too long rather
        than too short. A name is kept as a digest, for two minutes at most. Raises ``StoreError``."""
        ...


class Boxes(Protocol):
    """What a messenger delivered (the inbox) and what it still has to deliver (the outbox), of one channel, in the
    same transactions as the turns. Contents are emptied as soon as they are no longer needed."""

    def take(self, updates: Sequence[Incoming]) -> Future[tuple[int, ...]]:
        """Keeps updates; resolves to the numbers of those that were not known."""
        ...

    def unanswered(self, limit: int, after: int = -1) -> tuple[Incoming, ...]:
        """Updates kept but not answered, in the messenger's order, with numbers above ``after``."""
        ...

    def album(self, chat: str, album: str) -> Album:
        """What has come of an album so far."""
        ...

    def answer(self, update_id: int, answered: Answered) -> Future[tuple[Waiting, ...]]:
        """Keeps turn, state and calls and closes the update, all in one transaction; resolves to the calls.

        An update that is closed already stays as it is, and there are no calls.
        """
        ...

    def forget(
        self, update_id: int, conversation: str, nobody: str, calls: Sequence[Outgoing]
    ) -> Future[tuple[Waiting, ...]]:
        """Deletes what was said, remembered, received and is to be sent in the conversation, and who said it.

        The calls of this update are kept, and resolved to: they tell the person that it is done.
        """
        ...

    def tell(self, reminder: Reminder, calls: Sequence[Outgoing]) -> Future[tuple[Waiting, ...]]:
        """Keeps the calls that tell somebody what he wanted to be reminded of, and closes the reminder, together;
        resolves to no calls when it was told by somebody else, cancelled or forgotten meanwhile."""
        ...

    def unsent(self, limit: int, after: int = 0) -> tuple[Waiting, ...]:
        """Calls neither made nor given up, oldest first, with ids above ``after``."""
        ...

    def hold(self, call_id: int) -> AbstractContextManager[Hold]:
        """Within the block nobody else, in any process, makes the call, when it is "ours"; else it is "theirs" as long
        as somebody else has it in hand, or "over". Raises ``StoreError`` when that cannot be found out."""
        ...

    def sent(self, call_id: int, message: int | None) -> Future[None]:
        """The call was made, and made this message; what it said is emptied."""
        ...

    def handed(self, call_id: int) -> Future[None]:
        """The call was made in the very request it answers. What it said is kept until ``sent`` says that nobody will
        come for it again, or the next ``sweep``."""
        ...

    def given(self, update_id: int) -> str:
        """The arguments of the call that was handed to who brought this update, "" for none."""
        ...

    def begun(self, call_id: int, message: int | None, rest: str) -> Future[None]:
        """A part of what the call says was sent in this message; its arguments from now on are ``rest``."""
        ...

    def tried(self, call_id: int) -> Future[None]:
        """The call failed and will be made again."""
        ...

    def drop(self, call_id: int, why: str) -> Future[None]:
        """The call is given up."""
        ...

    def past(self, conversation: str, message: int) -> Past | None:
        """How this message of the sender's was answered; None when it was not, or is forgotten."""
        ...

    def about(self, conversation: str, message: int, sent_at: datetime) -> PastAnswer | None:
        """The older answer that this message, sent then, is part of; None when it is the newest, or no answer."""
        ...

    def move(self, move: Move, rewrite: Rewrite) -> Future[tuple[str, ...]]:
        """A chat goes on under a new number, with all that is kept of it; resolves to the names that changed."""
        ...

    def moved_to(self, chat: str) -> str:
        """The number under which a chat goes on; its own when it has not moved."""
        ...

    def counts(self) -> dict[str, int]:
        """``unanswered`` updates and ``unsent`` calls."""
        ...

    def sweep(self, before: datetime) -> Future[None]:
        """Deletes what was closed and sent before this time; what still waits stays."""
        ...


class Receipts(Protocol):
    """Sums kept for those who have their address. ``day`` is the ISO day a receipt was made."""

    def keep(self, token: str, day: str, content: str) -> Future[None]:
        """Keeps ``content`` under a digest of ``token``: who reads the database learns no address."""
        ...

    def find(self, token: str, since: str) -> str | None:
        """What was kept under ``token`` on the day ``since`` or later; None when nothing was."""
        ...

    def sweep(self, before: str) -> Future[int]:
        """Deletes what was made before the day ``before``; resolves to how many there were."""
        ...


class Questions(Protocol):
    """Questions that people left for staff, kept in the same transaction as the turn that left them, and deleted with
    the words of its conversation."""

    def open(self) -> tuple[Question, ...]:
        """Those that nobody has seen to, oldest first."""
        ...

    def call_back(self, conversation: str, phone: str) -> Future[bool]:
        """Keeps where to call back about the newest open question of a conversation, until it is closed; resolves to
        False when there is none."""
        ...

    def close(self, number: int) -> Future[bool]:
        """Staff have seen to it; where to call back is deleted. Resolves False when there is no such open question."""
        ...


class Reminders(Protocol):
    """What people want to be told of on a day, kept in the same transaction as the turn that asks for it, and deleted
    with the words of its conversation. One is told by ``Boxes.tell``."""

    def of(self, conversation: str) -> tuple[Reminder, ...]:
        """Those of a conversation that are not told yet, by their day."""
        ...

    def due(self, channel: str, day: str, limit: int) -> tuple[Reminder, ...]:
        """Those of a channel that are to be told on this ISO day or were before, and are not."""
        ...

    def miss(self, number: int) -> Future[bool]:
        """Its day is over and nobody could be told; resolves to False when it was closed meanwhile."""
        ...

    def sweep(self, before: str) -> Future[int]:
        """Deletes those that were due before this ISO day; resolves to how many there were."""
        ...


class Ledger(Protocol):
    """What counselors and staff write down, by kind and name. Nothing is changed in place: each change is a revision
    more."""

    def put(
        self, kind: str, name: str, data: str, *, at: str, author: str, note: Note | None = None, was: int | None = None
    ) -> Future[Entry]:
        """Keeps a revision more; ``name`` "" is a new one with the next number as its name. ``note``: what the trail
        says of it, in the same transaction; ``was``: the newest revision the author has seen, else ``StoreError`` of
        kind "changed"."""
        ...

    def latest(self, kind: str) -> tuple[Entry, ...]:
        """The newest revision of each, in the order in which they were begun."""
        ...

    def history(self, kind: str, name: str) -> tuple[Entry, ...]:
        """Every revision, oldest first; none where there is no such name."""
        ...

    def erase(self, kind: str, name: str) -> Future[int]:
        """Deletes every revision; resolves to how many there were."""
        ...


class Trail(Protocol):
    """Everything that was done at the desk, a line each, none of which is ever changed."""

    def append(self, note: Note) -> Future[int]:
        """Writes a line more; resolves to its number."""
        ...

    def lines(self, *, before: int | None = None, limit: int = 100, who: str = "", what: str = "") -> list[Trailed]:
        """The newest lines first, those below number ``before``; ``who``, ``what``: only theirs."""
        ...

    def broken(self) -> int:
        """Reads all of it; the number of the first line that was tampered with, 0 for none."""
        ...

    def last(self) -> Trailed | None:
        """The newest line."""
        ...


class People(Protocol):
    """Who works at the desk, and who is logged in. What changes an account writes a line of the trail with it."""

    def everybody(self) -> tuple[Person, ...]:
        """All accounts, the closed ones too, by name."""
        ...

    def find(self, name: str) -> Person | None: ...

    def secret_of(self, name: str) -> str:
        """The hash of the password; "" where there is no such account."""
        ...

    def put(self, person: Person, note: Note, *, secret: str | None = None, new: bool = False) -> Future[bool]:
        """Keeps the account; ``secret``: the hash of a new password. Where role, county, state, id in 企业微信 or
        password change, all its sessions end. Resolves to False, with nothing kept, when a ``new`` name is there
        already, or a name that is not new is not."""
        ...

    def begin(self, session: DeskSession, note: Note) -> Future[None]:
        """Somebody has logged in."""
        ...

    def session(self, digest: str) -> DeskSession | None: ...

    def seen(self, digest: str, at: str) -> Future[None]:
        """The session was used."""
        ...

    def end(self, digest: str, note: Note | None = None) -> Future[None]:
        """The session counts no longer."""
        ...

    def failures(self, key: str) -> Failures: ...

    def failed(self, key: str, at: str, *, anew: bool) -> Future[Failures]:
        """One wrong password more; ``anew``: the first of a new count."""
        ...

    def forgive(self, key: str) -> Future[None]:
        """The count is over."""
        ...


class Drafts(Protocol):
    """Changes to the knowledge that are prepared by some and approved by others."""

    def all(self) -> tuple[Draft, ...]:
        """Every draft, newest first."""
        ...

    def find(self, number: int) -> Draft | None: ...

    def begin(self, title: str, author: str, base: int, note: Note) -> Future[Draft]: ...

    def files(self, number: int) -> tuple[DraftFile, ...]:
        """The files it changes, by path."""
        ...

    def hands(self, number: int) -> frozenset[str]:
        """Everybody who changed anything in it."""
        ...

    def write(
        self, number: int, files: Mapping[str, str | None], note: Note, *, was: Mapping[str, str | None] | None = None
    ) -> Future[Draft]:
        """Changes files of an open draft; None removes one. ``was``: what the author saw of them, as sha256: where
        somebody was quicker it is a ``StoreError`` of kind "changed". Of kind "state" when the draft is not open."""
        ...

    def move(self, draft: Draft, was: str, note: Note) -> Future[Draft]:
        """Keeps the draft's new state, unless it is no longer ``was``: ``StoreError`` of kind "state"."""
        ...

    def rebase(self, number: int, base: int, files: Mapping[str, str | None], note: Note) -> Future[Draft]:
        """The draft stands on another version from now on, with these files changed."""
        ...

    def publish(self, draft: Draft, files: Mapping[str, str], was: str, note: Note, *, words: str) -> Future[Version]:
        """Puts ``files`` in force as a new version, which says ``words``, and closes the draft, together; unless the
        draft is no longer in state ``was``, or the published version is no longer the draft's base."""
        ...


class Events(Protocol):
    """Which conversations were begun at an event, and what was said in them."""

    def join(self, event: str, conversation: str, at: str) -> Future[None]:
        """The conversation belongs to the event; a second time changes nothing."""
        ...

    def visitors(self, event: str) -> int:
        """How many conversations were begun, whether anything was said or not."""
        ...

    def said(self, event: str) -> tuple[Turn, ...]:
        """Every turn of the event's conversations, oldest first; of what was forgotten the words are gone."""
        ...

    def left(self, event: str) -> tuple[Question, ...]:
        """The open questions that its conversations left for staff."""
        ...

    def queue(self, event: str, texts: Sequence[str], *, day: str, at: str) -> Future[int]:
        """Puts what nobody could answer among the questions for staff; resolves to how many."""
        ...


class Statistics(Protocol):
    """What was asked, to be counted. Nobody's answer waits for the counting."""

    def measures(self, since: str, until: str) -> dict[str, int]:
        """Measure → turns about it on the ISO days ``since`` … ``until``."""
        ...

    def kinds(self, since: str) -> dict[tuple[str, bool], int]:
        """(kind, sure) → turns kept since the ISO time ``since`` (UTC)."""

    def listed(self, wanted: Wanted) -> tuple[Listed, ...]:
        """The turns that are asked for, newest first, each with its number."""
        ...

    def count(self, wanted: Wanted) -> int:
        """How many there are, whatever page is asked for."""
        ...

    def turns(self, since: str, until: str) -> tuple[Turn, ...]:
        """Every turn of the ISO days ``since`` … ``until``, oldest first; of what was forgotten the words are gone."""
        ...


class Days(Protocol):
    """The days a store has seen pass, and what goes when its days are over."""

    def may_sweep(self, today: date) -> Future[bool]:
        """Whether what is too old ``today`` may be deleted; to be asked in every round, also for the counting.

        Today is believed when it is the last believed day or its neighbour, and else, after a week switched off or
        with a wrong clock, when the program has run for ``seen_days.CONFIRMED`` seconds with it.
        """
        ...

    def make_room(self) -> None:
        """What is said in the coming weeks has its place; to be asked once a day by one process."""
        ...

    def sweep(self, before: str, *, batch: int = BATCH, rest: Rest = rest) -> Swept:
        """Empties the turns from before the ISO time ``before`` (UTC) as ``forget`` does it, deletes states as old.

        Waits until it is done, ``batch`` rows at a time, so that those who write wait for one batch at most. ``rest``
        is called after each and may end it. What was emptied until an error stays so.
        """
        ...

    def sweep_ledger(self, kinds: Sequence[str], over: Over, *, rest: Rest = rest) -> int:
        """Deletes entries of the ledger whose time is over, with all they were; how many. ``over``: those of the newest
        revisions of these kinds that go; one that somebody changes meanwhile stays.

        On a connection of its own, as ``sweep``, and as long as that takes.
        """
        ...


class Pulse(Protocol):
    """Whether a store in use is still well. Asked by whoever watches it, from one thread; nothing waits for writing."""

    def beat(self) -> Future[None]:
        """Writes the time. What comes of it also shows in ``written_at`` and ``trouble``."""
        ...

    @property
    def written_at(self) -> float:
        """``time.monotonic()`` of the last commit; minus infinity before the first."""
        ...

    @property
    def trouble(self) -> StoreError | None:
        """Why nothing can be written at this moment; None when the last try succeeded."""
        ...

    @property
    def damage(self) -> StoreError | None:
        """What said, while something was written, that the database is damaged."""
        ...

    @property
    def unrecorded(self) -> StoreError | None:
        """What cost the last turn that was to be kept, and does not pass by itself; None when the last was kept."""
        ...

    @property
    def waiting(self) -> int:
        """How much is still to be written."""
        ...

    def change(self) -> Change | None:
        """Whether the database has gone or another stands in its place since it was opened."""
        ...

    def read(self) -> None:
        """Looks into every table. Raises ``StoreError`` when one is missing or cannot be read, or the file was cut."""
        ...


class Store(Versions, Conversations, Days, Protocol):
    """One database, opened by ``open_store``; closed when its ``with`` block ends."""

    def outbox(self, channel: str) -> Boxes:
        """The boxes of one channel, in the same database and the same transactions."""
        ...

    def receipts(self) -> Receipts: ...

    def questions(self) -> Questions: ...

    def reminders(self) -> Reminders: ...

    def ledger(self) -> Ledger: ...

    def events(self) -> Events: ...

    def trail(self) -> Trail: ...

    def people(self) -> People: ...

    def drafts(self) -> Drafts: ...

    def counts(self) -> Statistics: ...

    def pulse(self) -> Pulse: ...

    def talks(self) -> Talks | None:
        """How conversations are answered that other processes answer too; None when this process alone does."""
        ...

    def tallies(self) -> Tallies | None:
        """Where several processes count together; None when this process counts alone."""
        ...

    def is_chosen(self, duty: str) -> bool:
        """Whether it is this process that sees to what one process alone must do; asked each time anew."""
        ...

    @property
    def behind(self) -> bool:
        """Whether what is to be written has been waiting for a while, so that nobody need wait for it."""
        ...

    def empty_log(self) -> bool:
        """Makes sure that what was deleted is in no log of the engine's either; False when it cannot be just now."""
        ...

    def health(self, stop: Callable[[], bool] = lambda: False) -> dict[str, str | int]:
        """``check``: "ok", or what is damaged; ``bytes``: size; and what else the engine says of itself.

        Reads everything, and nobody waits for it. Raises ``StoreError`` also when ``stop`` turns true meanwhile.
        """
        ...

    def close(self) -> None:
        """Writes what waits, as long as the store may wait, and closes it. A second call does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
