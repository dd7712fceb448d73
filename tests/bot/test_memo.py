"""What is made once of an object is found by its identity, and goes with it where that is promised."""

import gc
from dataclasses import dataclass

from bot.memo import WhileItLives


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Thing:
    words: dict[str, str]  # not hashable


def test_it_is_made_once_for_each_object_and_again_for_an_equal_one():
    made: list[Thing] = []
    once = WhileItLives(lambda one: made.append(one) or len(made))
    first, equal = Thing({"a": "b"}), Thing({"a": "b"})
    assert [once(first), once(first), once(equal), once(first)] == [1, 1, 2, 1]


def test_what_was_made_is_forgotten_with_its_object():
    once = WhileItLives(lambda one: dict(one.words))
    for number in range(100):
        assert once(Thing({"n": str(number)})) == {"n": str(number)}  # many of them at one address
    gc.collect()
    assert once._made == {}
