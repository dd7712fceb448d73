"""What is derived from an object that never changes is computed once for it."""

import weakref
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, ParamSpec, Self, TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
P = ParamSpec("P")
MOST = 4096
TEXTS = 512  # that each function of a text has in mind: some dozen pieces of what is answered at once

_of_texts: list[Callable[[], None]] = []
_of_objects: "weakref.WeakSet[PerObject[Any, Any]]" = weakref.WeakSet()


def per_text(make: Callable[P, B]) -> Callable[P, B]:
    """``make``, of a text and what else can be hashed, with what it made of the last texts kept: many steps of a turn
    look at the same message, and at the last one again. What it makes must not be changed; see ``forget_texts``."""
    kept = lru_cache(maxsize=TEXTS)(make)
    _of_texts.append(kept.cache_clear)
    return kept  # type: ignore[return-value]  # the same but for the types of its arguments


def forget_texts() -> None:
    """Drops every text that a function has in mind."""
    for forget in _of_texts:
        forget()


def grow_old() -> None:
    """To be called where other records come: what nobody has asked about between this call and the next is dropped, so
    that versions which are answered from no longer are not kept for good."""
    for one in list(_of_objects):
        one.grow_old()


class Once(Generic[B]):
    """A method as an attribute, called when it is first asked for: ``functools.cached_property`` without the lock that
    Python 3.11 takes for each. For objects of one thread."""

    def __init__(self, make: Callable[[Any], B]) -> None:
        self._make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, one: None, owner: type) -> Self: ...

    @overload
    def __get__(self, one: object, owner: type) -> B: ...

    def __get__(self, one: object | None, owner: type) -> Self | B:
        if one is None:
            return self
        made = one.__dict__[self._name] = self._make(one)
        return made


class PerObject(Generic[A, B]):
    """``make`` called once for each object that never changes (a record, a tuple of phrases).

    Told apart by identity: hashing a long record costs more than what is looked up. Each object is kept beside what
    was made of it, so that its identity cannot pass to another, until it has grown old twice without being asked about.
    """

    def __init__(self, make: Callable[[A], B], most: int = MOST) -> None:
        self._make, self._most = make, most
        self._made: dict[int, tuple[A, B]] = {}
        self._old: dict[int, tuple[A, B]] = {}
        _of_objects.add(self)

    def __call__(self, one: A) -> B:
        known = self._made.get(id(one))
        return known[1] if known else self._add(one)

    def _add(self, one: A) -> B:
        if len(self._made) >= self._most:
            self._made.clear()
        known = self._old.get(id(one))
        self._made[id(one)] = known = known or (one, self._make(one))
        return known[1]

    def grow_old(self) -> None:
        """Drops what was not asked about since this was called last."""
        self._old, self._made = self._made, {}


class WhileItLives(Generic[A, B]):
    """``make`` called once for each object that never changes, and what was made of it forgotten with it."""

    def __init__(self, make: Callable[[A], B]) -> None:
        self._make = make
        self._made: dict[int, tuple[weakref.ref[A], B]] = {}

    def __call__(self, one: A) -> B:
        known = self._made.get(id(one))
        if known is not None and known[0]() is one:
            return known[1]
        made, key = self._make(one), id(one)
        self._made[key] = weakref.ref(one, lambda _: self._made.pop(key, None)), made
        return made


class Recalled(Generic[A, B]):
    """What was found out by key, for keys that come again: those of the last ``most`` to twice ``most`` different ones.

    Two dictionaries in turn, because threads may use it at once: the older one goes when the newer one is full.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.forget()

    def forget(self) -> None:
        self._newer: dict[A, B] = {}
        self._older: dict[A, B] = {}

    def get(self, key: A) -> B | None:
        known = self._newer.get(key)
        if known is None and (known := self._older.get(key)) is not None:
            self.keep(key, known)
        return known

    def keep(self, key: A, found: B) -> None:
        if len(self._newer) >= self._most:
            self._newer, self._older = {}, self._newer
        self._newer[key] = found
