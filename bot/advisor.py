"""Advisor.reply(Message) → Answer: one turn, recorded, and the one boundary where the unexpected ends."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

from bot.dialogue.state import LOST
from bot.messages import Message, Reply
from bot.operations.logs import short
from bot.records import record
from bot.states import States
from bot.turns import Asked, Beside, Live, Outcome, Turns
from knowledge.store import Conversations, Turn
from knowledge.text.tokens import clean

__all__ = ["Advisor", "Answer", "Handed", "Live"]

log = logging.getLogger("fudaoyuan")
Keep = Callable[[Turn, str, Reply], "Future[Any]"]
Heard = Callable[[Turn], None]


@record(frozen=True, slots=True)
class Answer:
    """What came of a message, and the promise that it is stored."""

    outcome: Outcome
    stored: Future[Any] | None

    @property
    def reply(self) -> Reply:
        return self.outcome.reply

    @property
    def text(self) -> str:
        """The reply as plain text."""
        return self.outcome.text

    @property
    def payload(self) -> dict[str, Any]:
        """The contract's object."""
        return self.outcome.payload

    @property
    def body(self) -> str:
        """The contract's object as JSON."""
        return self.outcome.body


@record(frozen=True, slots=True)
class Handed:
    """Messages of several talks that are handed to somebody else to compute: by which version and at which moment they
    are answered. ``marks``: tells of each whether its talk still stands where it did."""

    asked: tuple[Asked, ...]
    marks: tuple[object, ...]
    live: Live
    now: datetime


class Advisor:
    """Answers messages from the live knowledge. One conversation is answered in the order of the calls.

    ``kept``: where turns and states are kept, None for nowhere; ``now``: the moment they are kept with; ``states``:
    what is remembered between turns, when it is not this process alone that answers these conversations. ``heard``:
    hears of every turn, to count them; must not raise. ``forgets``: hears that what is remembered of what was said
    is dropped; from any thread, must not raise. ``beside``, ``heed``: those of the turns (see ``Turns``).
    """

    def __init__(
        self,
        live: Live,
        kept: Conversations | None,
        now: Callable[[], datetime] | None = None,
        states: States | None = None,
    ) -> None:
        self._live = live
        self.now = now or (lambda: datetime.now(UTC))
        self._states, self._turns = states or States(kept), Turns()
        self.heard: Heard = _nobody_counts
        self.forgets: Callable[[], None] = lambda: None

    @property
    def live(self) -> Live:
        return self._live

    @property
    def beside(self) -> Beside:
        return self._turns.beside

    @beside.setter
    def beside(self, beside: Beside) -> None:
        self._turns.beside = beside

    @property
    def heed(self) -> Callable[[str], str]:
        return self._turns.heed

    @heed.setter
    def heed(self, heed: Callable[[str], str]) -> None:
        self._turns.heed = heed

    def swap(self, live: Live) -> None:
        """Puts another version in force; turns already under way end with the one they began with."""
        self._live = live

    def reply(self, message: Message, keep: Keep | None = None) -> Answer:
        """One turn. Never raises: what goes wrong becomes an apology with a number that stands in the log.

        ``keep`` records turn and state in the store's place, with what else belongs into the same transaction.
        """
        with self._states.turns([message.conversation]):
            return self._replies([message], keep)[0]

    def reply_all(self, messages: Sequence[Message]) -> list[Answer]:
        """The turns of messages that wait together, in order, as ``reply`` gives them one by one."""
        with self._states.turns([message.conversation for message in messages]):
            return [answer for part in _apart(messages) for answer in self._replies(part)]

    def hand_out(self, messages: Sequence[Message]) -> Handed:
        """What somebody else needs to compute the turns of these messages, no two of one conversation."""
        with self._states.turns([message.conversation for message in messages]):
            marks = [self._states.mark(message.conversation) for message in messages]
            return Handed(tuple(map(self._asked, messages)), tuple(marks), self._live, self.now())

    def take_back(self, handed: Handed, outcomes: Sequence[Outcome | None]) -> list[Answer]:
        """The answers to what was handed out, recorded. What nobody computed (None) is computed here, and so is a turn
        whose talk went on or was forgotten meanwhile."""
        messages = [one.message for one in handed.asked]
        with self._states.turns([message.conversation for message in messages]):
            made = [
                outcome if self._states.is_unmoved(one.message.conversation, mark) else None
                for one, mark, outcome in zip(handed.asked, handed.marks, outcomes, strict=True)
            ]
            missing = [message for message, outcome in zip(messages, made, strict=True) if outcome is None]
            rest = iter(self._replies(missing) if missing else ())
            return [
                self._recorded(message, outcome) if outcome else next(rest)
                for message, outcome in zip(messages, made, strict=True)
            ]

    def restore(self, conversation: str, state: str | None) -> None:
        """From now on the conversation stands at ``state`` ("": at its beginning); None: at what the store has."""
        self._states.restore(conversation, state)

    def forget(self, conversation: str) -> None:
        """Drops what is remembered here; what is stored is the store's to delete."""
        self._states.forget(conversation)
        self._live.forget()
        self._turns.forget()
        self.forgets()

    def forget_before(self, at: str) -> None:
        """Drops what was last said before the ISO time ``at`` (UTC)."""
        self._turns.forget()
        self._states.forget_before(at)
        self.forgets()

    def _replies(self, messages: Sequence[Message], keep: Keep | None = None) -> list[Answer]:
        """One turn of each of several conversations."""
        now, live = self.now(), self._live
        outcomes = self._turns.outcomes([self._asked(message) for message in messages], live, now)
        return [self._recorded(message, one, keep) for message, one in zip(messages, outcomes, strict=True)]

    def _asked(self, message: Message) -> Asked:
        begins = not self._states.is_in_mind(message.conversation)
        try:
            return Asked(message, self._states.state_of(message.conversation), begins)
        except Exception:
            log.exception("what a conversation remembers cannot be read (%s)", short(message.conversation))
            return Asked(message, LOST, begins)

    def _recorded(self, message: Message, outcome: Outcome, keep: Keep | None = None) -> Answer:
        stored = self._stored(outcome, keep)
        self._states.put(message.conversation, outcome.state, stored)
        self.heard(outcome.turn)
        return Answer(outcome, stored)

    def _stored(self, outcome: Outcome, keep: Keep | None) -> Future[Any] | None:
        """Hands the turn and the state to the store; a store that fails must not cost the reply."""
        turn, state = outcome.turn, outcome.state
        try:
            return keep(turn, state, outcome.reply) if keep else self._states.record(turn, state)
        except Exception:
            log.exception("a turn is not recorded (%s)", short(turn.conversation))
            return None


def _nobody_counts(turn: Turn) -> None:
    """Until somebody does."""


def _apart(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Runs in which no conversation has two messages: the second is read knowing the answer to the first."""
    part: list[Message] = []
    names: set[str] = set()
    for message in messages:
        if (name := clean(message.conversation)) in names:
            yield part
            part, names = [], set()
        part.append(message)
        names.add(name)
    if part:
        yield part
