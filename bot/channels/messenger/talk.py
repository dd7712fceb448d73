"""One update being answered: what is said and where the talk stands then, written together in one transaction."""

import asyncio
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar

from bot.advisor import Advisor
from bot.dialogue.state import State, recall
from bot.messages import Message as Asked
from bot.messages import Reply
from bot.operations.recording import kept_text
from bot.replies.phrasebook import Phrasebook, phrasebook_of
from knowledge.records.model import Knowledge
from knowledge.store import Answered, Boxes, Outgoing, Store, Turn, Waiting

# A reply, its words and the state after it → the calls that say it
Speak = Callable[[Reply, str, str], Sequence[Outgoing]]


@dataclass
class TalkContext:
    """What all talks of one account share. ``account``: what the numbers of its updates are told apart by; ``sent``:
    called with every row that is to be sent; ``days``: what was said is kept."""

    advisor: Advisor
    store: Store
    outbox: Boxes
    account: int | str
    sent: Callable[[tuple[Waiting, ...]], None]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
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


class BaseTalk(ABC):
    """Answers one update, once. Every way to answer ends it; ``close`` ends one that needs no answer. ``parts``: of the
    same message, further updates.

    Raises ``StoreError`` when nothing could be kept: the update then still stands in the inbox.
    """

    channel: ClassVar[str]

    def __init__(self, context: TalkContext, update_id: int, conversation: str, day: date, parts: Sequence[int] = ()):
        self._shared, self.conversation, self._day = context, conversation, day
        self._update_id, self._parts = update_id, parts
        self._calls: list[Outgoing] = []
        self.closed = False

    @property
    def client_id(self) -> str:
        return f"{self._shared.account}:{self._update_id}"

    @abstractmethod
    def _said(self, reply: Reply, text: str, state: str) -> Sequence[Outgoing]:
        """The calls that say a reply."""

    async def _turn_taken(
        self,
        text: str,
        speak: Speak | None = None,
        *,
        back: str | None = None,
        message: int | None = None,
        shown: str | None = None,
    ) -> None:
        """One turn of the advisor. ``back``: the state it goes back to first; ``message``: number of the sender's
        message; ``shown``: recorded as what was said."""
        advisor, speak = self._shared.advisor, speak or self._said
        before = self._shared.store.state_of(self.conversation) or "" if back is None else back
        if back is not None:
            advisor.restore(self.conversation, back)
        kept: list[Future[tuple[Waiting, ...]]] = []

        def keep(turn: Turn, state: str, reply: Reply) -> "Future[tuple[Waiting, ...]]":
            turn = turn if shown is None else turn._replace(text=kept_text(shown))
            calls = [*self._calls, *speak(reply, turn.reply, state)]
            answered = Answered(self.conversation, calls, turn, state, message, before, self._parts)
            kept.append(self._shared.outbox.answer(self._update_id, answered))
            return kept[0]

        advisor.reply(Asked(self.conversation, text, self._day, self.channel, self.client_id), keep)
        await self._kept(kept[0])

    async def begin(self, label: str, target: str, shown: str) -> None:
        """Takes up a measure ("measure:id") or a clause ("clause:policy/id") as if it had just been chosen."""
        state = self._shared.state_of(self.conversation)
        offered = replace(state, choices=((label, target),), at=self._shared.now().isoformat())
        self._shared.advisor.restore(self.conversation, offered.dump())
        await self._turn_taken("1", shown=shown)

    async def _told(self, words: str, calls: Sequence[Outgoing], shown: str = "") -> None:
        """A fixed text; with ``shown`` its ``words`` are recorded as the answer to that."""
        turn = self._turn(shown, words) if shown else None
        state = self._shared.store.state_of(self.conversation) if turn else None
        answered = self._answered([*self._calls, *calls], turn, state)
        await self._kept(self._shared.outbox.answer(self._update_id, answered))

    async def _forgotten(self, calls: Sequence[Outgoing]) -> None:
        """Deletes what was said in this conversation, and says so."""
        nobody = f"forgotten-{secrets.token_hex(8)}"
        calls = [*self._calls, *calls]
        await self._kept(self._shared.outbox.forget(self._update_id, self.conversation, nobody, calls))
        self._shared.advisor.forget(self.conversation)

    async def close(self) -> None:
        """The update needs no answer, or none but what was noted."""
        if not self.closed:
            await self._kept(self._shared.outbox.answer(self._update_id, self._answered(self._calls, None, None)))

    def _answered(self, calls: Sequence[Outgoing], turn: Turn | None, state: str | None) -> Answered:
        return Answered(self.conversation, tuple(calls), turn, state, parts=self._parts)

    async def _kept(self, future: "Future[tuple[Waiting, ...]]") -> None:
        rows = await asyncio.wrap_future(future)
        self.closed = True
        self._delivered(rows)

    def _delivered(self, rows: Sequence[Waiting]) -> None:
        """What is done with the calls once they are kept."""
        self._shared.sent(tuple(rows))

    def _turn(self, said: str, reply: str) -> Turn:
        return Turn(
            conversation=self.conversation,
            channel=self.channel,
            day=self._day.isoformat(),
            at=self._shared.now().isoformat(),
            text=kept_text(said),
            kind="smalltalk",
            clause=None,
            measure=None,
            sure=True,
            amount=None,
            version=self._shared.knowledge.version,
            reply=reply,
            payload="{}",
            client_id=self.client_id,
        )
