"""Requests of a platform's that are still open, and the answers they wait for: between the page's thread and our own.

The platform waits five seconds for an answer and posts a message three times at most, five seconds apart. An answer
whose request is gone is therefore kept back for ``GRACE`` seconds, in case the platform comes for it again, unless it
was told that there is nothing to wait for.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future

from knowledge.store import Waiting as Row

GRACE = 20.0  # seconds: three times five, and a little
REMEMBERED = 2_000
Rows = Sequence[Row]


class Waiting:
    """Answers by the number of what they answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[int, list[Future[Rows]]] = {}
        self._held: OrderedDict[int, Rows] = OrderedDict()
        self._released: OrderedDict[int, None] = OrderedDict()
        self._passed: OrderedDict[int, None] = OrderedDict()  # rows that a request has taken

    def ask(self, number: int) -> "Future[Rows]":
        """Resolves to the calls that answer the message, which are then the request's to deliver."""
        future: Future[Rows] = Future()
        with self._lock:
            if number in self._held:
                future.set_result(self._pass(self._held.pop(number)))
            else:
                self._asked.setdefault(number, []).append(future)
        return future

    def leave(self, number: int, future: "Future[Rows]", *, for_good: bool) -> bool:
        """A request waits no longer; False when it has its answer already. ``for_good``: nobody will come again."""
        with self._lock:
            if future.done():
                return False
            asked = self._asked.get(number, [])
            if future in asked:
                asked.remove(future)
            if not asked:
                self._asked.pop(number, None)
            if for_good:
                _note(self._released, number)
            return True

    def offer(self, number: int, rows: Rows) -> Rows:
        """The answer to a message; gives back the calls that are to be sent now."""
        with self._lock:
            asked = self._asked.pop(number, [])
            if asked:
                self._pass(rows)
                for future in asked:
                    future.set_result(rows)
                return ()
            if number in self._released or not rows:
                return rows
            self._held[number] = rows
            return ()

    def hold(self, row: Row) -> bool:
        """Whether this call is not to be sent now: a request has it, or may come for it."""
        with self._lock:
            if row.id in self._passed:
                return True
            if row.update_id in self._released:
                return False
            held = self._held.get(row.update_id, ())
            if row.id not in {one.id for one in held}:
                self._held[row.update_id] = (*held, row)
            return True

    def claim(self, number: int, future: "Future[Rows]", rows: Rows) -> Rows:
        """A request takes the calls that answer its update; none when it has its answer already, or when they are
        sent by now."""
        with self._lock:
            if future.done() or number in self._released or not rows:
                return ()
            self._held.pop(number, None)
            asked = self._asked.pop(number, [])
            self._pass(rows)
            for other in asked:
                other.set_result(rows)
            return rows

    def overdue(self, number: int) -> Rows:
        """The calls that nobody came for; they are to be sent now."""
        with self._lock:
            rows = self._held.pop(number, ())
            if rows:
                _note(self._released, number)
            return rows

    def held(self) -> dict[int, Rows]:
        """What is kept back."""
        with self._lock:
            return dict(self._held)

    def give_back(self, rows: Rows) -> None:
        """A request could not deliver what it took: it is held again."""
        with self._lock:
            for row in rows:
                self._passed.pop(row.id, None)
                self._held[row.update_id] = (*self._held.get(row.update_id, ()), row)

    def _pass(self, rows: Rows) -> Rows:
        for row in rows:
            _note(self._passed, row.id)
        return rows


def _note(noted: "OrderedDict[int, None]", number: int) -> None:
    noted[number] = None
    while len(noted) > REMEMBERED:
        noted.popitem(last=False)
