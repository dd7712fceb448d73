"""Changed copies of frozen dataclasses: as those of the standard library, with the same refusal."""

import dataclasses
from dataclasses import dataclass, field

import pytest

from bot.copies import replace
from bot.dialogue.state import State


@dataclass(frozen=True, slots=True)
class Pair:
    left: int
    right: int = 2
    sum: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sum", self.left + self.right)


@dataclass(frozen=True, slots=True)
class Single:
    only: tuple[int, ...]


def test_a_copy_has_the_changes_and_what_follows_from_them() -> None:
    first = Pair(1)
    assert replace(first, right=5) == Pair(1, 5) and replace(first, right=5).sum == 6
    assert (first.right, first.sum) == (2, 3)
    assert replace(Single((1, 2))) == Single((1, 2)) and replace(Single((1, 2)), only=(3,)) == Single((3,))


def test_it_is_the_standard_library_s_copy() -> None:
    state = State(asked="term_months", said=("一", "二"))
    assert replace(state, unit="万", said=()) == dataclasses.replace(state, unit="万", said=())


def test_what_the_class_does_not_take_is_refused() -> None:
    with pytest.raises(TypeError, match="Pair has no middle"):
        replace(Pair(1), middle=3)
    with pytest.raises(TypeError, match="Pair has no sum"):
        replace(Pair(1), sum=3)
