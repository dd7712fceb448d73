"""What a formula says of itself, in Chinese for those who write records: its roles, and an example of a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Each: TypeAlias = Literal["", "option", "band", "kind"]  # of a choice, of an amount, of what is counted


@dataclass(frozen=True, slots=True)
class Part:
    """What plays a role in a formula: ``means``, in Chinese for those who write records; the ``units`` it can have.

    ``required``: there is no sum without it. ``beside``: roles of figures with one of which it is required.
    ``either``: other roles, one of which can stand in for it. ``each``: what there may be several of, one for each
    (EACH); ``alone``: it may also be a single one.
    """

    means: str
    units: tuple[str, ...] = ("yuan",)
    required: bool = True
    beside: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    each: Each = ""
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Open:
    """What documents may leave open and the formula then says so: ``means``, the question in Chinese; ``values``: what
    a document may settle it to, and what each means. Without values its own words are told and nothing else changes."""

    means: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a document settles what the formula leaves open: the ``value``, and its words, letter for letter."""

    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Given:
    """A figure of an example: its role, and of which option or band; value, unit, and the words that set it."""

    role: str
    value: str
    unit: str
    quote: str
    of: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An input of an example: its role, what it is called, its unit, and a value; of a choice the options' names.
    ``words``: what people say beside it, but for its name."""

    role: str
    label: str
    unit: str
    value: str
    of: str = ""
    options: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as documents write it, and the record it makes; its figures stand in it letter for letter."""

    sentence: str
    figures: tuple[Given, ...]
    inputs: tuple[Said, ...] = ()
    ways: Mapping[str, str] = field(default_factory=dict)
