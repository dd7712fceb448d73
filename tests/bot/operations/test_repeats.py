"""Of equal lines the first of a minute is written, the others are counted; a storm takes no more than its share."""

from bot.operations.repeats import MINUTE, Repeats


class Time:
    at = 100.0

    def __call__(self) -> float:
        return self.at


def test_the_first_of_a_minute_is_written_and_the_others_counted():
    time = Time()
    repeats = Repeats(time)
    assert [repeats.is_first("a", "line a") for _ in range(313)] == [True] + [False] * 312
    assert repeats.is_first("b", "line b")
    time.at += MINUTE - 0.1
    assert repeats.over() == []
    time.at += 0.1
    assert repeats.over() == [("line a", 312)]
    assert repeats.is_first("a", "line a") and not repeats.waiting


def test_lines_of_too_many_kinds_are_counted_together():
    time = Time()
    repeats = Repeats(time, kinds=3)
    assert [repeats.is_first(number, f"line {number}") for number in range(1_000)] == [True] * 3 + [False] * 997
    assert repeats.waiting and len(repeats._counted) == 3
    time.at += MINUTE
    assert repeats.over() == [("", 997)]
    assert repeats.is_first(4, "line 4") and not repeats.waiting


def test_at_the_end_everything_is_told():
    repeats = Repeats(Time())
    for _ in range(3):
        repeats.is_first("a", "line a")
    assert repeats.over() == [] and repeats.over(everything=True) == [("line a", 2)]
    assert repeats.over(everything=True) == []
