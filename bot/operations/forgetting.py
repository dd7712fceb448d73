"""Deletion that lasts: recorded first, then done, retried until it is, and no copy left in the write-ahead log."""

import logging
from concurrent.futures import Future
from pathlib import Path

from knowledge.store import Store, StoreError
from knowledge.store.todo import Todo

log = logging.getLogger("fudaoyuan")
FILE = "forget.todo"  # in the data folder
PATIENCE = 10.0  # seconds for one try


class Forgetting:
    """The conversations of one store that somebody wants forgotten. Waits for files and locks: not for an event loop.

    ``home``: the folder of the file that outlives the process.
    """

    def __init__(self, store: Store, home: Path) -> None:
        self._store, self._todo = store, Todo(home / FILE)
        self._wished: set[str] = set()  # also what the file could not take

    def prepare(self) -> None:
        """Takes the room for wishes; without it they last as long as the process."""
        try:
            self._todo.prepare()
        except OSError as error:
            log.warning("there is no room to keep what is to be forgotten: %s", error)

    def wish(self, conversation: str) -> bool:
        """Keeps the wish; whether it outlives the process."""
        self._wished.add(conversation)
        try:
            self._todo.add(conversation)
            return True
        except OSError as error:
            log.warning("a wish to be forgotten is not on disk: %s", error)
            return False

    def delete(self, conversation: str) -> Future[None]:
        """Deletes what the store has of the conversation; the future raises StoreError."""
        return self._store.forget(conversation)

    def wishes(self) -> tuple[str, ...]:
        """All that is still to be done, also of an earlier process."""
        try:
            return tuple(dict.fromkeys([*self._todo.names(), *self._wished]))
        except OSError as error:
            log.warning("what is to be forgotten cannot be read: %s", error)
            return tuple(self._wished)

    def again(self) -> bool:
        """Does all that is wished for, and empties the database's log; False when something is left to do."""
        wishes = self.wishes()
        try:
            for conversation in wishes:
                self.delete(conversation).result(PATIENCE)
            if wishes and not self._store.empty_log():
                return False
            return self._crossed_out(wishes)
        except (StoreError, TimeoutError) as error:
            log.warning("%s conversations are not deleted yet: %s", len(wishes), error)
            return False

    def _crossed_out(self, wishes: tuple[str, ...]) -> bool:
        self._wished.difference_update(wishes)
        try:
            self._todo.done(*wishes)
        except OSError as error:
            if wishes:
                log.warning("what is forgotten cannot be crossed out: %s", error)
        return True
