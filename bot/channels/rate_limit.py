"""How often and how fast one may ask: so many messages in any sixty seconds, and a pause between two of them."""

from array import array
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from typing import Generic, NamedTuple, TypeVar

from knowledge.store import WITHIN

K = TypeVar("K")
WINDOW = WITHIN
REMEMBERED = 50_000  # keys
STEP = 1.0  # seconds whose messages are counted together
LONGEST = 1.0  # seconds that somebody in a hurry is kept waiting; a request that waits holds a connection


class RateVerdict(NamedTuple):
    """``left``: messages still free in this minute; ``wait``: whole seconds until one more is, 0 when allowed."""

    limit: int
    left: int
    wait: int

    @property
    def allowed(self) -> bool:
        """Whether the message may be answered."""
        return self.wait == 0


class Window:
    """The messages of one key in the last minute: when a step began and how many came in it, at most sixty steps."""

    __slots__ = ("began", "counts", "last", "total")

    def __init__(self) -> None:
        self.began, self.counts, self.total, self.last = array("d"), array("L"), 0, 0.0

    def add(self, now: float) -> None:
        """Counts one message at ``now`` (seconds)."""
        if self.began and now - self.began[-1] < STEP:
            self.counts[-1] += 1
        else:
            self.began.append(now)
            self.counts.append(1)
        self.total, self.last = self.total + 1, now

    def drop(self, now: float) -> None:
        """Forgets steps that began a minute or longer before ``now``."""
        while self.began and self.began[0] <= now - WINDOW:
            self.began.pop(0)
            self.total -= self.counts.pop(0)


class RateLimit(Generic[K]):
    """A sliding window: at most ``limit`` messages a minute for each key. Times are seconds, of whatever clock the
    caller has. A key is forgotten after so many seconds of ``silence``, and of more than fifty thousand keys the one
    silent longest."""

    def __init__(self, limit: int, silence: float = WINDOW) -> None:
        self._limit, self._silence = limit, silence
        self._seen: OrderedDict[K, Window] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    @property
    def limit(self) -> int:
        return self._limit

    @limit.setter
    def limit(self, limit: int) -> None:
        self._limit = limit

    def look(self, key: K, now: float) -> RateVerdict:
        """Whether one more message is allowed; it is not counted yet."""
        window = self._seen.get(key)
        if window is None:
            return RateVerdict(self._limit, self._limit, 0)
        window.drop(now)
        left = self._limit - window.total
        wait = max(1, ceil(window.began[0] + WINDOW - now)) if left <= 0 else 0
        return RateVerdict(self._limit, max(left, 0), wait)

    def count(self, key: K, now: float) -> None:
        """Counts one message."""
        window = self._seen.get(key)
        if window is None:
            window = self._seen[key] = Window()
        window.add(now)
        self._seen.move_to_end(key)
        self._forget(now)

    def _forget(self, now: float) -> None:
        while len(self._seen) > REMEMBERED or next(iter(self._seen.values())).last <= now - self._silence:
            self._seen.popitem(last=False)


class LeakyBucket:
    """A second's worth at once, then one after the other at ``rate`` a second for each key: a hundred connections of
    one visitor take no more of the time than this, whatever they are answered."""

    def __init__(self, rate: float, now: Callable[[], float]) -> None:
        self._step, self._now = 1 / rate, now
        self._due: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._due)

    def wait(self, key: str) -> float:
        """Seconds until the turn of one more; ``LONGEST`` when the queue is too long, and this one is to be refused."""
        now = self._now()
        due = max(self._due.get(key, 0.0), now - 1) + self._step
        if due - now >= LONGEST:
            return LONGEST
        self._due[key] = due
        self._due.move_to_end(key)
        while len(self._due) > REMEMBERED or next(iter(self._due.values())) < now - 1:
            self._due.popitem(last=False)
        return max(0.0, due - now)
