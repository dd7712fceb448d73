"""How often one may ask: so many messages in any sixty seconds."""

from collections import OrderedDict, deque
from collections.abc import Callable
from math import ceil
from typing import NamedTuple

WINDOW = 60.0
REMEMBERED = 50_000


class Verdict(NamedTuple):
    """``left``: messages still free in this minute; ``wait``: whole seconds until one more is, 0 when allowed."""

    limit: int
    left: int
    wait: int

    @property
    def allowed(self) -> bool:
        return self.wait == 0


class Limit:
    """At most ``limit`` messages a minute for each key; keys not heard of for long are forgotten."""

    def __init__(self, limit: int, now: Callable[[], float]) -> None:
        self._limit, self._now = limit, now
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def look(self, key: str) -> Verdict:
        """Whether one more message is allowed; it is not counted yet."""
        now, times = self._now(), self._seen.get(key)
        while times and times[0] <= now - WINDOW:
            times.popleft()
        left = self._limit - len(times or ())
        return Verdict(self._limit, max(left, 0), max(1, ceil(times[0] + WINDOW - now)) if times and left <= 0 else 0)

    def count(self, key: str) -> None:
        """Counts one message."""
        self._seen.setdefault(key, deque()).append(self._now())
        self._seen.move_to_end(key)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
