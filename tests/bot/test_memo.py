"""What is derived from an object is made once for that object."""

from bot.memo import PerObject


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
