"""Inputs that cannot be computed with are named and never repaired."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from calculators import checks
from calculators.core import BadInputError, CalculatorError, Case, Inputs, MissingInputError, Value
from calculators.spans import Term

KEY = "x"
ALL: dict[str, Callable[[Inputs, str], Decimal | None]] = {
    "number": checks.number,
    "maybe_yuan": checks.maybe_yuan,
    "yuan": checks.yuan,
    "some_yuan": checks.some_yuan,
    "ratio": checks.ratio,
    "some_ratio": checks.some_ratio,
    "months": checks.months,
}
LARGEST = {
    "maybe_yuan": "1000000000000",
    "yuan": "1000000000000",
    "some_yuan": "1000000000000",
    "ratio": "1",
    "some_ratio": "1",
    "months": "1200",
}


@pytest.mark.parametrize("check", ALL)
@pytest.mark.parametrize("bad", ["-1", "-0.01", "NaN", "sNaN", "Infinity", "-Infinity", "1E-200"])
def test_no_check_takes_what_is_no_figure(check: str, bad: str) -> None:
    with pytest.raises(BadInputError, match="'x'") as caught:
        ALL[check]({KEY: Decimal(bad)}, KEY)
    assert caught.value.key == KEY


@pytest.mark.parametrize("check", ALL)
@pytest.mark.parametrize("bad", ["500万", True, date(2024, 1, 1)])
def test_no_check_takes_another_type(check: str, bad: Value) -> None:
    with pytest.raises(BadInputError, match="a finite Decimal"):
        ALL[check]({KEY: bad}, KEY)


@pytest.mark.parametrize("check", sorted(set(ALL) - {"yuan", "some_yuan"}))
def test_unknown_is_none(check: str) -> None:
    assert ALL[check]({}, KEY) is None


@pytest.mark.parametrize("check", ["yuan", "some_yuan"])
def test_what_is_needed_is_asked_for(check: str) -> None:
    with pytest.raises(MissingInputError) as caught:
        ALL[check]({}, KEY)
    assert caught.value.key == KEY


@pytest.mark.parametrize("check", LARGEST)
def test_the_largest_passes_and_anything_above_fails(check: str) -> None:
    largest = Decimal(LARGEST[check])
    assert ALL[check]({KEY: largest}, KEY) == largest
    with pytest.raises(BadInputError):
        ALL[check]({KEY: largest + Decimal("0.000001")}, KEY)


@pytest.mark.parametrize("check", ["number", "maybe_yuan", "yuan", "ratio", "months"])
def test_zero_where_it_is_legal(check: str) -> None:
    assert ALL[check]({KEY: Decimal(0)}, KEY) == 0


@pytest.mark.parametrize("check", ["some_yuan", "some_ratio"])
def test_zero_where_it_is_a_slip(check: str) -> None:
    with pytest.raises(BadInputError):
        ALL[check]({KEY: Decimal("0.00")}, KEY)


def test_days() -> None:
    assert checks.day({KEY: date(2024, 1, 1)}, KEY) == date(2024, 1, 1)
    assert checks.day({}, KEY) is None
    with pytest.raises(BadInputError, match="a date"):
        checks.day({KEY: "2024-01-01"}, KEY)


def case(inputs: Inputs, *items: Inputs) -> Case:
    return Case({}, inputs, date(2025, 6, 1), items)


ONE, TWO, THREE = ({KEY: Decimal(number)} for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (case(THREE), 3),
        (case(THREE, ONE, TWO), 3),
        (case({}, ONE, TWO), 3),
        (case(THREE, ONE, {}), 3),
        (case(THREE, {}, {}), 3),
    ],
)
def test_the_whole_and_its_parts(said: Case, wanted: int) -> None:
    assert checks.total(said, KEY) == wanted


def test_parts_that_do_not_add_up_are_loud() -> None:
    with pytest.raises(CalculatorError, match="add up to 3, but inputs say 2"):
        checks.total(case(TWO, ONE, TWO), KEY)


def test_neither_whole_nor_parts() -> None:
    with pytest.raises(MissingInputError):
        checks.total(case({}, {}), KEY)


def test_parts_that_are_too_much_together() -> None:
    most = {KEY: checks.MOST_YUAN}
    with pytest.raises(BadInputError):
        checks.total(case({}, most, most), KEY)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, None),
        ({"term": "12"}, ("12", "0")),
        ({"days": "90"}, ("0", "90")),
        ({"term": "6", "days": "15"}, ("6", "15")),
        ({"term": "0", "days": "15"}, ("0", "15")),
        ({"term": "1200"}, ("1200", "0")),
    ],
)
def test_a_term(said: dict[str, str], wanted: tuple[str, str] | None) -> None:
    term = Term(*map(Decimal, wanted)) if wanted else None
    assert checks.term({key: Decimal(text) for key, text in said.items()}) == term


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"term": "0"}, "term"),
        ({"term": "0", "days": "0"}, "days"),
        ({"term": "-1"}, "term"),
        ({"days": "-1"}, "days"),
        ({"term": "1201"}, "term"),
        ({"days": "36001"}, "days"),
        ({"term": "1200", "days": "1"}, "days"),
    ],
)
def test_a_term_that_is_none(said: dict[str, str], key: str) -> None:
    with pytest.raises(BadInputError) as caught:
        checks.term({name: Decimal(text) for name, text in said.items()})
    assert caught.value.key == key
