"""One message → its answer, idempotent: a message sent again with the same client id gets the same answer."""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.advisor import Advisor, Answer
from bot.channels.web.batching import MicroBatcher
from bot.channels.web.futures import ThreadFutures
from bot.channels.web.replay import replayed
from bot.messages import Message, Reply
from bot.operations.recording import kept_id
from bot.records import record
from bot.turns import Outcome
from bot.workers.pool import Pool
from knowledge.store import Store, StoreError, Turn
from knowledge.text.tokens import clean

log = logging.getLogger("fudaoyuan")
REMEMBERED = 2_000
BROUGHT_BACK = 30  # turns of a talk
LONGEST = 1.0  # seconds an answer waits until it is stored

Key = tuple[str, str]


@record(frozen=True, slots=True)
class Given:
    """An answer as a channel shows it; ``said``: its reply, what gives it, or None when it was read back; ``body``: the
    payload as JSON."""

    text: str
    payload: dict[str, Any]
    said: Reply | Callable[[], Reply] | None
    body: str = ""

    @property
    def reply(self) -> Reply | None:
        return self.said() if callable(self.said) else self.said


PendingAnswer = tuple[Given, Future[Any] | None]  # an answer, and the promise that it is stored


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that wait together, by name: those with answers ``made``, and ``new`` ones."""

    names: list[Key | int]
    made: dict[Key | int, PendingAnswer]
    new: dict[Key | int, Message]


class Answering:
    """The advisor behind the web: idempotent by client id, answered only when stored or found not storable."""

    def __init__(self, advisor: Advisor, store: Store) -> None:
        self.advisor, self.store = advisor, store
        self._given: OrderedDict[Key, PendingAnswer] = OrderedDict()
        self._futures = ThreadFutures(LONGEST)
        self._batcher = MicroBatcher(self._answers, self._tell)
        self.pool: Pool | None = None

    async def answer(self, message: Message) -> Given:
        """The answer to ``message``. A store that is slow or fails never costs the reply: it waits for ``LONGEST``."""
        if message.client_id and (before := self._before(_key(message))):
            return await self._kept(*before)
        given, _ = await self._batcher.submit(message)
        return given

    @property
    def waiting(self) -> int:
        """Messages whose turn has not come."""
        return self._batcher.waiting

    def share_with(self, pool: Pool) -> None:
        """From now on workers compute a share of what waits."""
        self.pool, self._batcher.helpers = pool, _Shares(self, pool)

    def _answers(self, messages: Sequence[Message]) -> list[PendingAnswer]:
        """The answers to messages that wait together; one sent again while the first waited gets the same."""
        batch = self.begin(messages)
        return self.end(batch, self.advisor.reply_all([*batch.new.values()]))

    def begin(self, messages: Sequence[Message]) -> "Batch":
        """What of these messages is to be answered, and what has been."""
        names: list[Key | int] = [_key(m) if m.client_id else i for i, m in enumerate(messages)]
        batch = Batch(names, {}, {})
        for name, message in zip(names, messages, strict=True):
            if isinstance(name, tuple) and name in self._given:
                batch.made[name] = self._given[name]
            else:
                batch.new.setdefault(name, message)
        return batch

    def end(self, batch: "Batch", answers: Sequence[Answer]) -> list[PendingAnswer]:
        """The answers to all of them, with those to the new ones."""
        for name, answer in zip(batch.new, answers, strict=True):
            outcome = answer.outcome
            made = Given(outcome.text, outcome.payload, outcome.said, outcome.body), answer.stored
            batch.made[name] = made
            if isinstance(name, tuple):
                self._keep(name, *made)
        return [batch.made[name] for name in batch.names]

    def remembered(self, conversation: str, client_id: str | None) -> Given | None:
        """A recent answer with its reply, to show it again as a card."""
        found = self._given.get((conversation, client_id or ""))
        return found[0] if found else None

    def bring_back(self, turns: Sequence[Turn]) -> None:
        """Remembers the answers of a talk again, where one of them was forgotten, as after a restart."""
        if all((turn.conversation, turn.client_id) in self._given for turn in turns if turn.client_id):
            return
        for turn, reply in replayed(self.advisor.live, turns):
            key = turn.conversation, turn.client_id or ""
            if turn.client_id and key not in self._given:
                self._keep(key, Given(turn.reply, json.loads(turn.payload), reply, turn.payload), None)

    def forget(self, conversation: str) -> None:
        """Drops the remembered answers of a conversation."""
        for key in [key for key in self._given if key[0] == conversation]:
            del self._given[key]

    def _keep(self, key: Key, given: Given, stored: Future[Any] | None) -> None:
        self._given[key] = (given, stored)
        while len(self._given) > REMEMBERED and _is_stored(next(iter(self._given.values()))[1]):
            self._given.popitem(last=False)

    def _before(self, key: Key) -> PendingAnswer | None:
        if key in self._given:
            return self._given[key]
        try:
            turn = self.store.reply_to(*key)
        except StoreError as error:
            log.error("an earlier answer cannot be looked up: %s", error)
            return None
        if turn is None:
            return None
        self.bring_back(self.store.turns(key[0], BROUGHT_BACK))
        return self._given.get(key) or (Given(turn.reply, json.loads(turn.payload), None, turn.payload), None)

    def _tell(self, waiting: asyncio.Future[PendingAnswer], made: PendingAnswer) -> None:
        """As ``_kept``, for an answer just made: who waits is woken once, not first for it and then for the store."""
        stored = made[1]
        if stored is None or self.store.behind:
            waiting.set_result(made)
        else:
            self._futures.tell(waiting, made, stored)

    async def _kept(self, given: Given, stored: Future[Any] | None) -> Given:
        """The answer, once it is stored or has waited long enough: what cannot be written now is written later."""
        if stored is not None and not self.store.behind:
            with suppress(TimeoutError, StoreError):  # the store logs what it loses
                await self._futures.wait(stored)
        return given


class _Shares:
    """Messages that workers answer."""

    def __init__(self, answering: Answering, pool: Pool) -> None:
        self._answering, self._pool = answering, pool

    def room(self, waiting: int) -> int:
        return self._pool.room(waiting)

    def order(self, message: Message) -> Hashable:
        return clean(message.conversation)

    def take(self, messages: Sequence[Message], done: Callable[[Sequence[PendingAnswer] | Exception], None]) -> None:
        answering, batch = self._answering, self._answering.begin(messages)
        handed = answering.advisor.hand_out([*batch.new.values()])

        def back(outcomes: Sequence[Outcome | None]) -> None:
            try:
                made = answering.end(batch, answering.advisor.take_back(handed, outcomes))
            except Exception as error:
                done(error)
            else:
                done(made)

        self._pool.turn(handed, back)


def _is_stored(stored: Future[Any] | None) -> bool:
    """Whether it can be looked up, or never will be."""
    return stored is None or stored.done()


def _key(message: Message) -> Key:
    return clean(message.conversation), kept_id(message.client_id) or ""
