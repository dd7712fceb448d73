"""Advisor.reply(Message) → Answer: one turn, recorded, and the one boundary where the unexpected ends."""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from bot.copies import replace
from bot.dialogue.result import TurnResult
from bot.dialogue.side_by_side import Desk, respond_among
from bot.dialogue.state import Recent, State, recall
from bot.messages import Message, Reply, ReplyKind, json_of
from bot.nlu.utterance import LONGEST, Finder, Utterance
from bot.operations.logs import short
from bot.operations.recording import kept_id, kept_text, without_personal_data
from bot.records import record
from bot.replies.build import plain_reply
from bot.replies.render import render
from bot.replies.views import RefusedView
from bot.states import States
from knowledge.records.model import Knowledge
from knowledge.store import Conversations, Turn
from knowledge.text.tokens import clean

log = logging.getLogger("fudaoyuan")
LOOKS = (attrgetter("figures"), attrgetter("intents"))  # what most turns ask of their message
FIRST_LOOKS = (attrgetter("match"), attrgetter("kinds"), *LOOKS, attrgetter("heard"))
Keep = Callable[[Turn, str, Reply], "Future[Any]"]
Heard = Callable[[str, Reply], None]
Beside = Callable[[Message, Utterance, State], Reply | None]


@dataclass(frozen=True, slots=True)
class Live:
    """One published version with its index: swapped whole, so that every answer comes from exactly one.

    ``forget``: drops the texts that are remembered to find their clauses sooner; ``desks``: of several documents, by
    id, what each knows alone.
    """

    knowledge: Knowledge
    matcher: Finder
    forget: Callable[[], None] = lambda: None
    desks: Mapping[str, Desk] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Answer:
    """A reply with its plain text, the contract's object and that as JSON, and the promise that it is stored."""

    reply: Reply
    text: str
    payload: dict[str, Any]
    body: str
    stored: Future[Any] | None


class Advisor:
    """Answers messages from the live knowledge. One conversation is answered in the order of the calls.

    ``kept``: where turns and states are kept, None for nowhere; ``now``: the moment they are kept with; ``states``:
    what is remembered between turns, when it is not this process alone that answers these conversations. ``heard``:
    hears of every reply and of its channel, to count them; must not raise. ``beside``: answers what is asked beside
    the documents, in the middle of anything; what stands stays. ``heed``: a message without the part that is to be
    asked by itself; the reply says so.
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
        self._states, self._recent = states or States(kept), Recent()
        self.heard: Heard = _nobody_counts
        self.beside: Beside = _nothing_beside
        self.heed: Callable[[str], str] = str

    @property
    def live(self) -> Live:
        return self._live

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
        """The turns of messages that wait together, in order, as ``reply`` gives them one by one.

        Each kind of work is done for all of them in a row: taking turns with the others it took half as long again,
        because its code and tables had left the processor's caches.
        """
        with self._states.turns([message.conversation for message in messages]):
            return [answer for part in _apart(messages) for answer in self._replies(part)]

    def restore(self, conversation: str, state: str | None) -> None:
        """From now on the conversation stands at ``state`` ("": at its beginning); None: at what the store has."""
        self._states.restore(conversation, state)

    def forget(self, conversation: str) -> None:
        """Drops what is remembered here; what is stored is the store's to delete."""
        self._states.forget(conversation)
        self._live.forget()
        self._recent.forget()

    def forget_before(self, at: str) -> None:
        """Drops what was last said before the ISO time ``at`` (UTC)."""
        self._recent.forget()
        self._states.forget_before(at)

    def _replies(self, messages: Sequence[Message], keep: Keep | None = None) -> list[Answer]:
        """One turn of each of several conversations."""
        now, live = self.now(), self._live
        heeded = [self.heed(message.text) for message in messages]
        utterance = [
            Utterance.read(text, message.day, live.knowledge, live.matcher)
            for text, message in zip(heeded, messages, strict=True)
        ]
        if len(utterance) > 1 and not live.desks:  # of several documents it is not known yet which is asked
            begins = [not self._states.is_in_mind(message.conversation) for message in messages]
            _look_up([one for one, first in zip(utterance, begins, strict=True) if first], FIRST_LOOKS)
            _look_up([one for one, first in zip(utterance, begins, strict=True) if not first], LOOKS)
        turned = [self._turn(message, one, live.desks, now) for message, one in zip(messages, utterance, strict=True)]
        spoken = [self._speak(message, *one) for message, one in zip(messages, turned, strict=True)]
        at = now.isoformat()
        answers = [self._record(message, *one, at, keep) for message, one in zip(messages, spoken, strict=True)]
        for message, answer in zip(messages, answers, strict=True):
            self.heard(message.channel, answer.reply)
        return answers

    def _turn(
        self, message: Message, utterance: Utterance, desks: Mapping[str, Desk], now: datetime
    ) -> tuple[Reply, State]:
        try:
            recalled = recall(self._states.state_of(message.conversation), now, self._recent)
            turned = self._turned(message, utterance, recalled.state, desks)
            notice = "lost" if recalled.lost else "idle" if recalled.idle and recalled.state.previous else ""
            if not notice and self.heed(message.text) != message.text:
                notice = "remind"
            return replace(turned.reply, version=utterance.knowledge.version, notice=notice), turned.state
        except Exception:
            return _apology(message, utterance.knowledge.version), State()

    def _turned(self, message: Message, utterance: Utterance, state: State, desks: Mapping[str, Desk]) -> TurnResult:
        if message.change is None and (said := self.beside(message, utterance, state)):
            return TurnResult(said, state)
        return respond_among(utterance, state, desks, message.change)

    def _speak(self, message: Message, reply: Reply, state: State) -> tuple[Reply, State, str]:
        try:
            return reply, state, render(reply)
        except Exception:
            sorry = _apology(message, reply.version)
            return sorry, State(), render(sorry)

    def _record(self, message: Message, reply: Reply, state: State, text: str, at: str, keep: Keep | None) -> Answer:
        try:
            return self._recorded(message, reply, state, text, at, keep)
        except Exception:
            sorry = _apology(message, reply.version)
            return self._recorded(message, sorry, State(), render(sorry), at, keep)

    def _recorded(self, message: Message, reply: Reply, state: State, text: str, at: str, keep: Keep | None) -> Answer:
        payload = reply.to_json(clean(message.conversation), text)
        body = json_of(payload)
        turn, dumped = _turn_of(message, reply, payload, body, at), state.dump(at)
        turn, kept = without_personal_data(message.text, turn, dumped)
        if kept is dumped:  # nothing personal is in it
            self._recent.keep(dumped, state, at)
        stored = self._stored(turn, kept, reply, keep)
        self._states.put(message.conversation, kept, stored)
        return Answer(reply, text, payload, body, stored)

    def _stored(self, turn: Turn, dumped: str, reply: Reply, keep: Keep | None) -> Future[Any] | None:
        """Hands the turn and the state to the store; a store that fails must not cost the reply."""
        try:
            return keep(turn, dumped, reply) if keep else self._states.record(turn, dumped)
        except Exception:
            log.exception("a turn is not recorded (%s)", short(turn.conversation))
            return None


def _nobody_counts(channel: str, reply: Reply) -> None:
    """Until somebody does."""


def _nothing_beside(message: Message, utterance: Utterance, state: State) -> Reply | None:
    """Until there is something to ask."""
    return None


def _apart(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Runs in which no conversation has two messages: the second is utterance knowing the answer to the first."""
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


def _look_up(utterance: Sequence[Utterance], looks: Sequence[Callable[[Utterance], object]]) -> None:
    """What most turns will ask of their message, found out beforehand; what fails is met again in its turn."""
    answered = [one for one in utterance if one.readable and len(one.text) <= LONGEST]  # the others are refused unread
    for look in looks:
        for one in answered:
            try:
                look(one)
            except Exception:
                log.debug("a message cannot be looked up", exc_info=True)


def _apology(message: Message, version: int) -> Reply:
    """For what went wrong just now; its number stands in the log."""
    number = message.request or secrets.token_hex(4)
    log.exception("a turn failed, conversation %s", short(message.conversation), extra={"request": number})
    return replace(plain_reply(ReplyKind.REFUSED, RefusedView("failed", number=number)), version=version)


def _turn_of(message: Message, reply: Reply, payload: dict[str, Any], body: str, at: str) -> Turn:
    return Turn(
        conversation=payload["conversation"],
        channel=message.channel,
        day=message.day.isoformat(),
        at=at,
        text=kept_text(message.text),
        kind=reply.kind.value,
        clause=reply.clauses[0].clause if reply.clauses else None,
        measure=reply.measure,
        sure=reply.sure,
        amount=payload["amount_yuan"],
        version=reply.version,
        reply=payload["text"],
        payload=body,
        client_id=kept_id(message.client_id),
        left=kept_text(reply.left),
        reminding=reply.reminding,
    )
