"""Changed copies of frozen dataclasses."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def replace(one: T, **changes: Any) -> T:
    """As ``dataclasses.replace``, which looks at every field anew for each copy: a turn makes a dozen of them."""
    kind: Any = type(one)
    names, values_of = _fields_of(kind)
    if not changes.keys() <= names.keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(changes.keys() - names.keys())}")
    values = [*values_of(one)]
    for name, value in changes.items():
        values[names[name]] = value
    changed: T = kind(*values)
    return changed


@cache
def _fields_of(kind: Any) -> tuple[dict[str, int], Callable[[Any], tuple[Any, ...]]]:
    """Field that its constructor takes → its place, and what reads all of them."""
    names = [one.name for one in fields(kind) if one.init]
    read = attrgetter(*names)
    return {name: place for place, name in enumerate(names)}, read if len(names) > 1 else lambda one: (read(one),)
