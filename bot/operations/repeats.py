"""Deduplicates log lines: of equal ones in a minute the first is written, the others are counted."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import monotonic

MINUTE = 60.0
KINDS = 200  # of line remembered, and the lines written, in a minute: what a storm may take of memory and disk


@dataclass(slots=True)
class Counted:
    """``head``: the first line; ``more``: how many came after it ``until`` then, in seconds."""

    head: str
    until: float
    more: int = 0


class Repeats:
    """Lines by what makes them equal, of the last minute; ``time`` in seconds."""

    def __init__(self, time: Callable[[], float] = monotonic, kinds: int = KINDS) -> None:
        self._time, self._kinds = time, kinds
        self._counted: OrderedDict[Hashable, Counted] = OrderedDict()
        self._unsaid = 0
        self._until = 0.0

    @property
    def waiting(self) -> bool:
        """Whether something is counted that was not written yet."""
        return bool(self._unsaid or any(one.more for one in self._counted.values()))

    def is_first(self, key: Hashable, head: str) -> bool:
        """Whether a line is to be written; if not, it is counted. To be asked after ``over``."""
        if known := self._counted.get(key):
            known.more += 1
            return False
        now = self._time()
        if len(self._counted) >= self._kinds:
            self._unsaid += 1
            self._until = self._until or now + MINUTE
            return False
        self._counted[key] = Counted(head, now + MINUTE)
        return True

    def over(self, *, everything: bool = False) -> list[tuple[str, int]]:
        """(first line, how many more there were) of the lines whose minute is over; "" for those of no kept kind."""
        now, told = self._time(), []
        while self._counted and (everything or next(iter(self._counted.values())).until <= now):
            _, one = self._counted.popitem(last=False)
            told += [(one.head, one.more)] if one.more else []
        if self._unsaid and (everything or self._until <= now):
            told.append(("", self._unsaid))
            self._unsaid, self._until = 0, 0.0
        return told
