"""A cache keyed by object identity: what is derived from a record is computed once for each record."""

from collections.abc import Callable
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")
MOST = 4096


class PerObject(Generic[A, B]):
    """``make`` called once for each object that never changes (a record, a tuple of phrases).

    Told apart by identity: hashing a long record costs more than what is looked up. Each object is kept beside what
    was made of it, so that its identity cannot pass to another.
    """

    def __init__(self, make: Callable[[A], B], most: int = MOST) -> None:
        self._make, self._most = make, most
        self._made: dict[int, tuple[A, B]] = {}

    def __call__(self, one: A) -> B:
        known = self._made.get(id(one))
        return known[1] if known else self._add(one)

    def _add(self, one: A) -> B:
        if len(self._made) >= self._most:
            self._made.clear()
        made = self._make(one)
        self._made[id(one)] = one, made
        return made
