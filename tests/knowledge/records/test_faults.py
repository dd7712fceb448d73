"""Faults collected: each once, in the order found, one line each; a single one is itself."""

import pytest

from knowledge.records.faults import DataError, Faults
from knowledge.records.schema import Entry, read_toml

FILES = {"a.toml": 'id = 1\nday = "gestern"\nrate = 0.4\n[[row]]\nid = "x"\nextra = "y"\n'}


def test_without_a_collector_the_first_fault_is_raised():
    with pytest.raises(DataError, match=r"^a\.toml：id：应当是文字，现在是 1。"):
        read_toml(FILES, "a.toml").text("id")


def test_with_a_collector_reading_goes_on_and_every_fault_has_a_line():
    faults = Faults()
    entry = read_toml(FILES, "a.toml", faults)
    assert (entry.text("id"), entry.decimal("rate"), entry.texts("names", ...)) == ("", 0, ())
    entry.day("day")
    entry.choice("kind", ("one", "two"))
    for row in entry.tables("row"):
        row.text("id")
        row.done()
        assert not row.sound
    entry.done()
    entry.text("id")
    with pytest.raises(DataError) as caught:
        faults.done()
    lines = str(caught.value).splitlines()
    keys = ["id", "rate", "names", "day", "kind", "row 第1个（x） extra"]
    assert [line.split("：")[1] for line in lines] == keys
    assert (caught.value.file, caught.value.key, len(caught.value.faults)) == ("a.toml", "id", 6)


def test_an_attempt_that_fails_is_noted_with_all_its_faults_and_something_else_taken():
    faults = Faults()
    two = DataError.of([DataError("a", "x", "falsch", "richtig"), DataError("b", "y", "falsch", "richtig")])

    def fail() -> int:
        raise two

    assert (faults.attempt(fail, 7), faults.attempt(lambda: 8, 7)) == (7, 8)
    assert [fault.file for fault in faults] == ["a", "b"] and bool(faults)


def test_nothing_wrong_raises_nothing_and_one_fault_is_raised_as_it_is():
    Faults().done()
    faults, one = Faults(), DataError("a", "x", "falsch", "richtig")
    faults.note(one)
    faults.note(DataError("a", "x", "falsch", "richtig"))
    with pytest.raises(DataError) as caught:
        faults.done()
    assert caught.value is one


def test_a_pattern_that_cannot_be_read_is_a_fault():
    with pytest.raises(DataError, match="when：这个正则式读不懂"):
        Entry("a.toml", "", {"when": "(("}).pattern("when")
