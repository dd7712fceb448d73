"""Advisor.reply(Message) → Answer: one turn, recorded, and the one boundary where the unexpected ends."""

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Protocol

from bot.conversations import State, recall
from bot.dialogue import respond
from bot.hearing import Finder, Heard, as_heard
from bot.messages import Message, Reply, ReplyKind, json_of
from bot.render import render
from bot.replies import plain_reply
from knowledge.model import Knowledge
from knowledge.store import StoreError, Turn
from knowledge.words import clean

log = logging.getLogger("fudaoyuan")
REMEMBERED = 10_000
Keep = Callable[[Turn, str, Reply], "Future[Any]"]


class Recorder(Protocol):
    """Where turns and states are kept; ``Store`` is one."""

    def record(self, turn: Turn, state: str | None) -> Future[int]: ...
    def state_of(self, conversation: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Live:
    """One published version with its index: swapped whole, so that every answer comes from exactly one."""

    knowledge: Knowledge
    matcher: Finder


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply with its plain text, the contract's object and that as JSON, and the promise that it is stored."""

    reply: Reply
    text: str
    payload: dict[str, Any]
    body: str
    stored: Future[Any] | None


class Advisor:
    """Answers messages from the live knowledge. One conversation is answered in the order of the calls."""

    def __init__(self, live: Live, recorder: Recorder | None, now: Callable[[], datetime] | None = None) -> None:
        self._live = live
        self._recorder = recorder
        self._now = now or (lambda: datetime.now(UTC))
        self._states: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    @property
    def live(self) -> Live:
        return self._live

    def swap(self, live: Live) -> None:
        """Puts another version in force; turns already under way end with the one they began with."""
        self._live = live

    def reply(self, message: Message, keep: Keep | None = None) -> Answer:
        """One turn. Never raises: what goes wrong becomes an apology with a number that stands in the log.

        ``keep`` records turn and state in the recorder's place, with what else belongs into the same transaction.
        """
        with self._lock:
            now = self._now()
            reply, state, text = self._turn(message, now)
            payload = reply.to_json(clean(message.conversation), text)
            body = json_of(payload)
            at = now.isoformat()
            dumped = state.dump(at)
            self._remember(message.conversation, dumped)
            stored = self._stored(_record(message, reply, payload, body, at), dumped, reply, keep)
            return Answer(reply, text, payload, body, stored)

    def foresee(self, texts: Sequence[str]) -> None:
        """Finds out what several messages, about to be answered, are about; one alone is best looked at when it is."""
        match = self._live.matcher.match
        for text in texts if len(texts) > 1 else ():
            match(as_heard(text))

    def restore(self, conversation: str, state: str | None) -> None:
        """From now on the conversation stands at ``state`` ("": at its beginning); None: at what the recorder has."""
        with self._lock:
            self._states.pop(conversation, None)
            if state is not None:
                self._states[conversation] = state

    def forget(self, conversation: str) -> None:
        """Drops what is remembered here; what is stored is the store's to delete."""
        with self._lock:
            self._states.pop(conversation, None)

    def _turn(self, message: Message, now: datetime) -> tuple[Reply, State, str]:
        live = self._live
        try:
            recalled = recall(self._state_of(message.conversation), now)
            heard = Heard.hear(message.text, message.day, live.knowledge, live.matcher)
            turned = respond(heard, recalled.state)
            notice = "lost" if recalled.lost else "idle" if recalled.idle and recalled.state.previous else ""
            view = {**turned.reply.view, "notice": notice}
            reply = replace(turned.reply, version=live.knowledge.version, view=view)
            return reply, turned.state, render(reply)
        except Exception:
            number = secrets.token_hex(4)
            log.exception("turn %s failed, conversation %r", number, message.conversation)
            apology = plain_reply(ReplyKind.REFUSED, reason="failed", number=number)
            reply = replace(apology, version=live.knowledge.version)
            return reply, State(), render(reply)

    def _state_of(self, conversation: str) -> str | None:
        if conversation in self._states:
            return self._states[conversation]
        try:
            return self._recorder.state_of(conversation) if self._recorder else None
        except StoreError:
            log.exception("state of %r cannot be read", conversation)
            return None

    def _remember(self, conversation: str, dumped: str) -> None:
        self._states[conversation] = dumped
        self._states.move_to_end(conversation)
        if len(self._states) > REMEMBERED:
            self._states.popitem(last=False)

    def _stored(self, turn: Turn, dumped: str, reply: Reply, keep: Keep | None) -> Future[Any] | None:
        """Hands the turn and the state to the store; a store that fails must not cost the reply."""
        try:
            if keep:
                return keep(turn, dumped, reply)
            return self._recorder.record(turn, dumped) if self._recorder else None
        except (StoreError, RuntimeError, ValueError):
            log.exception("turn of %r is not recorded", turn.conversation)
            return None


def _record(message: Message, reply: Reply, payload: dict[str, Any], body: str, at: str) -> Turn:
    return Turn(
        conversation=payload["conversation"],
        channel=message.channel,
        day=message.day.isoformat(),
        at=at,
        text=clean(message.text)[:500],
        kind=reply.kind.value,
        clause=reply.clauses[0].clause if reply.clauses else None,
        measure=reply.measure,
        sure=reply.sure,
        amount=payload["amount_yuan"],
        version=reply.version,
        reply=payload["text"],
        payload=body,
        client_id=message.client_id,
    )
