"""Turns computed: messages and where their talks stand in, replies and the states after them out.

Nothing is read or kept but what was told lately, so that another process which knows the same version computes the
same. The advisor reads the states before, and keeps what came of it after.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
from knowledge.records.model import Knowledge
from knowledge.store import Turn
from knowledge.text.tokens import clean

log = logging.getLogger("fudaoyuan")
LOOKS = (attrgetter("figures"), attrgetter("intents"))  # what most turns ask of their message
FIRST_LOOKS = (attrgetter("match"), attrgetter("kinds"), *LOOKS, attrgetter("heard"))
Beside = Callable[[Message, Utterance, State], Reply | None]
Apology = Callable[[Message, int], Reply]


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
class Asked:
    """A message and where its talk stands. ``state``: as it was kept, None for a new talk; ``begins``: nothing of the
    talk was in mind."""

    message: Message
    state: str | None
    begins: bool


@record(frozen=True, slots=True)
class Outcome:
    """What came of one message. ``said``: its reply, or what gives it; ``payload``: the contract's object, ``body``:
    that as JSON; ``turn`` and ``state``: what is to be kept."""

    said: Reply | Callable[[], Reply]
    text: str
    payload: dict[str, Any]
    body: str
    turn: Turn
    state: str

    @property
    def reply(self) -> Reply:
        return self.said if isinstance(self.said, Reply) else self.said()


class Turns:
    """Computes turns, one of each of several talks at a time; never raises but for a message that cannot be read.

    ``beside``: answers what is asked beside the documents, in the middle of anything; what stands stays. ``heed``: a
    message without the part that is to be asked by itself; the reply says so. ``sorry``: the reply to a message at
    which something went wrong.
    """

    def __init__(self) -> None:
        self._recent = Recent()
        self.beside: Beside = _nothing_beside
        self.heed: Callable[[str], str] = str
        self.sorry: Apology = apology

    def forget(self) -> None:
        """Drops the states that need not be read back."""
        self._recent.forget()

    def outcomes(self, asked: Sequence[Asked], live: Live, now: datetime) -> list[Outcome]:
        """Each kind of work is done for all of them in a row: taking turns with the others it took half as long again,
        because its code and tables had left the processor's caches."""
        utterance = [
            Utterance.read(self.heed(one.message.text), one.message.day, live.knowledge, live.matcher) for one in asked
        ]
        if len(utterance) > 1 and not live.desks:  # of several documents it is not known yet which is asked
            _look_up([said for said, one in zip(utterance, asked, strict=True) if one.begins], FIRST_LOOKS)
            _look_up([said for said, one in zip(utterance, asked, strict=True) if not one.begins], LOOKS)
        turned = [self._turn(one, said, live.desks, now) for one, said in zip(asked, utterance, strict=True)]
        spoken = [self._speak(one.message, *turn) for one, turn in zip(asked, turned, strict=True)]
        at = now.isoformat()
        return [self._written(one.message, *said, at) for one, said in zip(asked, spoken, strict=True)]

    def _turn(
        self, asked: Asked, utterance: Utterance, desks: Mapping[str, Desk], now: datetime
    ) -> tuple[Reply, State]:
        message = asked.message
        try:
            recalled = recall(asked.state, now, self._recent)
            turned = self._turned(message, utterance, recalled.state, desks)
            notice = "lost" if recalled.lost else "idle" if recalled.idle and recalled.state.previous else ""
            if not notice and self.heed(message.text) != message.text:
                notice = "remind"
            return replace(turned.reply, version=utterance.knowledge.version, notice=notice), turned.state
        except Exception:
            return self.sorry(message, utterance.knowledge.version), State()

    def _turned(self, message: Message, utterance: Utterance, state: State, desks: Mapping[str, Desk]) -> TurnResult:
        if message.change is None and (said := self.beside(message, utterance, state)):
            return TurnResult(said, state)
        return respond_among(utterance, state, desks, message.change)

    def _speak(self, message: Message, reply: Reply, state: State) -> tuple[Reply, State, str]:
        try:
            return reply, state, render(reply)
        except Exception:
            sorry = self.sorry(message, reply.version)
            return sorry, State(), render(sorry)

    def _written(self, message: Message, reply: Reply, state: State, text: str, at: str) -> Outcome:
        try:
            return self._outcome(message, reply, state, text, at)
        except Exception:
            sorry = self.sorry(message, reply.version)
            return self._outcome(message, sorry, State(), render(sorry), at)

    def _outcome(self, message: Message, reply: Reply, state: State, text: str, at: str) -> Outcome:
        payload = reply.to_json(clean(message.conversation), text)
        body = json_of(payload)
        turn, dumped = _turn_of(message, reply, payload, body, at), state.dump(at)
        turn, kept = without_personal_data(message.text, turn, dumped)
        if kept is dumped:  # nothing personal is in it
            self._recent.keep(dumped, state, at)
        return Outcome(reply, text, payload, body, turn, kept)


def _nothing_beside(message: Message, utterance: Utterance, state: State) -> Reply | None:
    """Until there is something to ask."""
    return None


def _look_up(utterance: Sequence[Utterance], looks: Sequence[Callable[[Utterance], object]]) -> None:
    """What most turns will ask of their message, found out beforehand; what fails is met again in its turn."""
    answered = [one for one in utterance if one.readable and len(one.text) <= LONGEST]  # the others are refused unread
    for look in looks:
        for one in answered:
            try:
                look(one)
            except Exception:
                log.debug("a message cannot be looked up", exc_info=True)


def apology(message: Message, version: int) -> Reply:
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
