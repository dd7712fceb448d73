"""Updates into the inbox, however they come: stored under their number before they are acknowledged."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from typing import Any

from knowledge.store import Boxes, Incoming


class Intake:
    """Stores updates. ``incoming``: an update as it is kept, None for what is none (it logs that). Called back, from
    any thread: ``wake`` with new numbers, ``refused`` with what was not stored."""

    def __init__(self, outbox: Boxes, incoming: Callable[[Any], Incoming | None]) -> None:
        self.outbox, self._incoming = outbox, incoming
        self.wake: Callable[[tuple[int, ...]], None] = lambda numbers: None
        self.refused: Callable[[list[Any]], None] = lambda raws: None

    def receive(self, raws: Iterable[Any]) -> "Future[tuple[int, ...]]":
        """Resolves when they are on disk, to the numbers that were new. What is no update is dropped."""
        raws = list(raws)
        updates = [update for raw in raws if (update := self._incoming(raw))]
        taken = self.outbox.take(updates)
        taken.add_done_callback(partial(self._taken, raws))
        return taken

    def _taken(self, raws: list[Any], taken: "Future[tuple[int, ...]]") -> None:
        if taken.exception() is not None:
            self.refused(raws)
        elif taken.result():
            self.wake(taken.result())
