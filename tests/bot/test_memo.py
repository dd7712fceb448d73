"""What is derived from an object is made once for that object, and goes with it where that is promised."""

import gc
from dataclasses import dataclass

from bot.memo import TEXTS, PerObject, Recalled, WhileItLives, forget_texts, grow_old, per_text
from bot.nlu.clauses import clauses


def test_made_once_for_each_object_and_told_apart_by_identity_not_equality() -> None:
    made: list[list[int]] = []
    lengths = PerObject(lambda one: made.append(one) or len(one))
    first, equal = [1, 2], [1, 2]
    assert (lengths(first), lengths(first), lengths(equal)) == (2, 2, 2)
    assert len(made) == 2 and made[0] is first and made[1] is equal


def test_it_never_holds_more_than_the_most() -> None:
    made: list[object] = []
    same = PerObject(lambda one: made.append(one) or one, most=2)
    objects = [object() for _ in range(3)]
    assert [same(one) for one in [*objects, objects[2], objects[0]]] == [*objects, objects[2], objects[0]]
    assert made == [*objects, objects[0]]


def test_what_is_asked_about_stays_and_what_is_not_is_let_go_when_it_has_grown_old_twice() -> None:
    made: list[object] = []
    same = PerObject(lambda one: made.append(one) or one)
    used, left = object(), object()
    same(used), same(left)
    for _ in range(3):
        grow_old()
        assert same(used) is used
    assert made == [used, left]
    assert same(left) is left and made == [used, left, left]


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


def test_what_was_asked_for_again_stays_and_no_more_than_twice_the_most_is_kept():
    kept: Recalled[int, str] = Recalled(most=10)
    for number in range(100):
        kept.keep(number, str(number))
        assert kept.get(0) == "0"
    known = [number for number in range(100) if kept.get(number)]
    assert 10 <= len(known) <= 20 and 99 in known and 50 not in known
    kept.forget()
    assert kept.get(0) is kept.get(99) is None


def test_what_a_function_made_of_a_text_is_kept_until_texts_are_forgotten():
    made: list[str] = []
    length = per_text(lambda text: made.append(text) or len(text))
    assert [length("一句"), length("一句"), length("两句话")] == [2, 2, 3] and made == ["一句", "两句话"]
    forget_texts()
    assert length("一句") == 2 and made == ["一句", "两句话", "一句"]


def test_no_more_than_so_many_texts_are_kept():
    made: list[str] = []
    length = per_text(lambda text: made.append(text) or len(text))
    for number in range(TEXTS + 1):
        length(str(number))
    length(str(TEXTS)), length("0")
    assert len(made) == TEXTS + 2 and made[-1] == "0"


def test_a_deleted_talk_leaves_no_text_in_mind(house):
    cut = clauses("一句没人会再说的话，没备案")
    assert clauses("一句没人会再说的话，没备案") is cut
    house.advisor.forget("nobody")
    assert clauses("一句没人会再说的话，没备案") is not cut
