"""How often one may ask: so many messages in any sixty seconds."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

WINDOW = 60.0
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Verdict:
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
        """What ``take`` would say, without counting."""
        times = self._times(key)
        left = self._limit - len(times)
        wait = 0 if left > 0 else max(1, ceil(times[0] + WINDOW - self._now()))
        return Verdict(self._limit, max(left, 0), wait)

    def take(self, key: str) -> Verdict:
        """Counts one message when it is allowed."""
        verdict = self.look(key)
        if not verdict.allowed:
            return verdict
        self._seen.setdefault(key, deque()).append(self._now())
        self._seen.move_to_end(key)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return Verdict(self._limit, verdict.left - 1, 0)

    def _times(self, key: str) -> deque[float]:
        times = self._seen.get(key, deque())
        while times and times[0] <= self._now() - WINDOW:
            times.popleft()
        return times
