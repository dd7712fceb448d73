"""Records of a turn: equal and hashed by what they hold, and found by their key."""

from bot.copies import replace
from bot.records import record
from tests.city import shipped_knowledge


@record(frozen=True, slots=True)
class Said:
    words: str
    times: int = 1


def test_records_are_equal_and_hashed_by_what_they_hold() -> None:
    once, again = Said("一"), Said("一")
    assert once == again
    assert len({once, again, Said("一", 2)}) == 2
    assert once != Said("二")


def test_a_changed_copy_leaves_the_record_as_it_was() -> None:
    once = Said("一")
    assert replace(once, times=3) == Said("一", 3)
    assert once == Said("一")
    assert not hasattr(once, "__dict__")


def test_a_measure_finds_its_inputs_and_conditions_by_their_keys() -> None:
    for measure in shipped_knowledge().measures:
        assert [measure.input(one.key) for one in measure.inputs] == list(measure.inputs)
        assert [measure.condition(one.key) for one in measure.conditions] == list(measure.conditions)
        assert measure.input("no such key") is None
        assert measure.condition("no such key") is None


def test_the_sum_of_a_measure_is_the_first_in_yuan_that_there_is_no_result_without() -> None:
    for measure in shipped_knowledge().measures:
        sums = [one.key for one in measure.inputs if one.required and one.unit == "yuan"]
        assert measure.main == (sums[0] if sums else "")
        assert measure.required == {one.key for one in measure.inputs if one.required}
