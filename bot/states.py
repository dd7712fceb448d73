"""Where each conversation stands between its turns: what was said last is in mind, the rest is asked of the store.

The advisor asks ``States`` and keeps nothing of conversations itself, so that an engine which several processes share
can bring its own: one that reads every state afresh and whose ``turns`` is a lock these processes share.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Lock
from typing import Any

from bot.dialogue.state import LOST, at_of
from knowledge.store import Conversations, Store, StoreError, Talks, Turn

log = logging.getLogger("fudaoyuan")
REMEMBERED = 10_000  # conversations


class States:
    """The states of the conversations of one store, for the one process that answers them. Any thread may call.

    One lock for all conversations. A turn must read the state its conversation's last turn left, and ``forget`` and
    ``restore`` must not be undone by a turn that was under way: both need a lock for as long as a turn is computed.
    A lock for each conversation would let no two turns go on at once, as the interpreter computes one at a time, and
    a batch would have to take dozens of them in an order all agree on.
    """

    def __init__(self, kept: Conversations | None) -> None:
        self._kept = kept
        self._states: OrderedDict[str, str] = OrderedDict()
        self._unstored: OrderedDict[str, Future[Any]] = OrderedDict()  # of those still to be stored, the promise
        self._marks: dict[str, object] = {}  # of those that somebody else computes a turn of
        self._lock = Lock()

    def turns(self, conversations: Sequence[str]) -> AbstractContextManager[Any]:
        """Within the block nobody else answers these conversations; ``state_of`` and ``put`` belong there."""
        return self._lock

    def is_in_mind(self, conversation: str) -> bool:
        """Whether the conversation is known without asking the store: it went on a short time ago."""
        return conversation in self._states

    def state_of(self, conversation: str) -> str | None:
        """What is remembered of the conversation; None when nothing is, or when the store cannot be read."""
        if conversation in self._states:
            return self._states[conversation]
        try:
            return self._kept.state_of(conversation) if self._kept else None
        except StoreError as error:
            log.error("what a conversation remembers cannot be read: %s", error)
            return None

    def mark(self, conversation: str) -> object:
        """Notes where the conversation stands, while somebody else computes its next turn; see ``is_unmoved``."""
        mark = self._marks[conversation] = object()
        return mark

    def is_unmoved(self, conversation: str, mark: object) -> bool:
        """Whether the conversation has stood still since it was marked; the mark is taken away."""
        return self._marks.pop(conversation, None) is mark

    def record(self, turn: Turn, state: str) -> Future[int] | None:
        """Hands a turn and the state after it to the store; None when there is none. Raises what the store raises."""
        return self._kept.record(turn, state) if self._kept else None

    def put(self, conversation: str, state: str, stored: Future[Any] | None) -> None:
        """From now on the conversation stands at ``state``. ``stored``: the promise that the store has it; until then
        it is read here alone, and so not dropped, however many there are."""
        self._states[conversation] = state
        self._states.move_to_end(conversation)
        self._unstored.pop(conversation, None)
        self._marks.pop(conversation, None)
        if stored is not None:
            self._unstored[conversation] = stored
        # A promise kept is let go: ten thousand of them are a hundred thousand objects out of the processor's caches
        while self._unstored and next(iter(self._unstored.values())).done():
            self._unstored.popitem(last=False)
        while len(self._states) > REMEMBERED and self._is_stored(oldest := next(iter(self._states))):
            self._drop(oldest)

    def restore(self, conversation: str, state: str | None) -> None:
        """From now on the conversation stands at ``state`` ("": at its beginning); None: at what the store has, as
        when its chat has moved."""
        with self._lock:
            self._drop(conversation)
            if state is not None:
                self._states[conversation] = state

    def forget(self, conversation: str) -> None:
        """Drops what is in mind; what is stored is the store's to delete."""
        with self._lock:
            self._drop(conversation)

    def forget_before(self, at: str) -> None:
        """Drops what was last said before the ISO time ``at`` (UTC)."""
        with self._lock:
            for conversation in [name for name, state in self._states.items() if at_of(state) < at]:
                self._drop(conversation)

    def _drop(self, conversation: str) -> None:
        self._marks.pop(conversation, None)
        self._states.pop(conversation, None)
        self._unstored.pop(conversation, None)

    def _is_stored(self, conversation: str) -> bool:
        stored = self._unstored.get(conversation)
        return stored is None or stored.done()


class SharedStates(States):
    """The states of conversations that several processes answer: each turn asks the store, under its lock.

    What is in mind counts only while the store cannot be asked, and for what it has not written yet.
    """

    def __init__(self, kept: Conversations, talks: Talks) -> None:
        super().__init__(kept)
        self._talks = talks
        self._found: dict[str, str] | None = None  # what the store has of those who are being answered
        self._restored: dict[str, str] = {}
        self._late: dict[str, Future[Any]] = {}  # turns that are still to be written, and must be before the next

    def turns(self, conversations: Sequence[str]) -> AbstractContextManager[Any]:
        """As ``States.turns``, whichever process answers."""
        return self._turns(conversations)

    @contextmanager
    def _turns(self, conversations: Sequence[str]) -> Iterator[None]:
        with ExitStack() as held:
            found = None if self._wait_for(conversations) else self._begun(held, conversations)
            with self._lock:
                self._found = found
                try:
                    yield
                finally:
                    self._found = None
        self._note_late(conversations)

    def _begun(self, held: ExitStack, conversations: Sequence[str]) -> dict[str, str] | None:
        """What the store has of these, in its block that is begun; None when it cannot begin now."""
        try:
            return dict(held.enter_context(self._talks.together(conversations)))
        except StoreError as error:
            log.error("answered without what is kept: %s", error)
            return None

    def _wait_for(self, conversations: Sequence[str]) -> bool:
        """Whether something of these is still to be written: what comes now must be written behind it."""
        self._late = {name: stored for name, stored in self._late.items() if not stored.done()}
        return any(name in self._late for name in conversations)

    def _note_late(self, conversations: Sequence[str]) -> None:
        for name in conversations:
            stored = self._unstored.get(name)
            if stored is not None and not stored.done():
                self._late[name] = stored

    def state_of(self, conversation: str) -> str | None:
        """What is remembered of the conversation; ``LOST`` when something may be, and cannot be read."""
        if conversation in self._restored:
            return self._restored[conversation]
        if self._found is not None:
            return self._found.get(conversation)
        if conversation in self._states or self._kept is None:
            return self._states.get(conversation)
        try:
            return self._kept.state_of(conversation)
        except StoreError:
            return LOST

    def put(self, conversation: str, state: str, stored: Future[Any] | None) -> None:
        """As ``States.put``; the next message of the same batch goes on from it."""
        self._restored.pop(conversation, None)
        if self._found is not None:
            self._found[conversation] = state
        super().put(conversation, state, stored)

    def restore(self, conversation: str, state: str | None) -> None:
        """As ``States.restore``, for the next turn that is answered here."""
        with self._lock:
            self._drop(conversation)
            if state is not None:
                self._restored[conversation] = state

    def _drop(self, conversation: str) -> None:
        self._restored.pop(conversation, None)
        super()._drop(conversation)


def states_of(store: Store) -> States:
    """What is remembered between the turns kept in ``store``, as it is answered by one process or by several."""
    talks = store.talks()
    return SharedStates(store, talks) if talks else States(store)
