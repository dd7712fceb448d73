"""The row of the LPR: which one, why, and what is said when it is not certain."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.core import CalculatorError, SeriesRow
from calculators.lpr import Asked, NoRate, Rate, choose, row_on, tenor
from calculators.spans import Term
from tests.calculators import oracle
from tests.calculators.tables import SERIES

TODAY = date(2025, 6, 1)
YEAR = Term(Decimal(12))


def ask(start: date | None = None, *, today: date = TODAY, **more: object) -> Rate:
    asked = Asked(more.pop("term", YEAR), start, **more)  # type: ignore[arg-type]
    return choose(asked, SERIES, today)


def chosen(start: str, months: int = 12) -> str:
    return str(ask(date.fromisoformat(start), term=Term(Decimal(months))).value)


@pytest.mark.parametrize(
    ("start", "one_year", "five_year"),
    [
        ("2019-08-20", "0.0425", "0.0485"),
        ("2019-09-19", "0.0425", "0.0485"),
        ("2019-09-20", "0.0420", "0.0485"),
        ("2019-11-19", "0.0420", "0.0485"),
        ("2019-11-20", "0.0415", "0.0480"),
        ("2020-02-19", "0.0415", "0.0480"),
        ("2020-02-20", "0.0405", "0.0475"),
        ("2020-04-19", "0.0405", "0.0475"),
        ("2020-04-20", "0.0385", "0.0465"),
        ("2021-12-19", "0.0385", "0.0465"),
        ("2021-12-20", "0.0380", "0.0465"),
        ("2022-01-19", "0.0380", "0.0465"),
        ("2022-01-20", "0.0370", "0.0460"),
        ("2022-05-19", "0.0370", "0.0460"),
        ("2022-05-20", "0.0370", "0.0445"),
        ("2022-08-21", "0.0370", "0.0445"),
        ("2022-08-22", "0.0365", "0.0430"),
        ("2023-06-19", "0.0365", "0.0430"),
        ("2023-06-20", "0.0355", "0.0420"),
        ("2023-08-20", "0.0355", "0.0420"),
        ("2023-08-21", "0.0345", "0.0420"),
        ("2024-02-19", "0.0345", "0.0420"),
        ("2024-02-20", "0.0345", "0.0395"),
        ("2024-07-21", "0.0345", "0.0395"),
        ("2024-07-22", "0.0335", "0.0385"),
        ("2024-10-20", "0.0335", "0.0385"),
        ("2024-10-21", "0.0310", "0.0360"),
        ("2025-05-19", "0.0310", "0.0360"),
        ("2025-05-20", "0.0300", "0.0350"),
    ],
)
def test_both_sides_of_every_move(start: str, one_year: str, five_year: str) -> None:
    assert (chosen(start), chosen(start, 61)) == (one_year, five_year)


@given(st.dates(date(2019, 8, 20), TODAY), st.integers(1, 120), st.integers(0, 29))
def test_the_row_agrees_with_the_oracle(start: date, months: int, days: int) -> None:
    rate = ask(start, term=Term(Decimal(months), Decimal(days)))
    assert Decimal(rate.value) == Decimal(oracle.lpr(start, months, days).numerator) / Decimal(
        oracle.lpr(start, months, days).denominator
    )


@given(st.dates(date(2019, 8, 20), date(2030, 1, 1)))
def test_the_row_in_force_began_and_no_later_one_had(day: date) -> None:
    row = row_on(SERIES, day)
    assert row is not None
    assert row.since <= day
    assert all(other.since > day for other in SERIES if other.since > row.since)


@given(st.dates(date(1990, 1, 1), date(2019, 8, 19)))
def test_before_the_first_row_there_is_none(day: date) -> None:
    assert row_on(SERIES, day) is None
    with pytest.raises(NoRate, match=str(day)) as caught:
        ask(day)
    assert (caught.value.day, caught.value.first) == (day, date(2019, 8, 20))


def test_no_rate_is_a_calculator_error() -> None:
    assert issubclass(NoRate, CalculatorError)


def test_an_empty_series_has_no_rate() -> None:
    with pytest.raises(NoRate, match="None") as caught:
        choose(Asked(YEAR), (), TODAY)
    assert (caught.value.day, caught.value.first) == (None, None)


def test_a_quoted_rate_needs_no_series() -> None:
    rate = choose(Asked(YEAR, quoted=Decimal("0.031")), (), TODAY)
    assert (rate.value, rate.assumed, rate.source) == (Decimal("0.031"), False, "您说的LPR")


@pytest.mark.parametrize(("months", "days", "name"), [(60, 0, "1年期"), (60, 1, "5年期以上"), (61, 0, "5年期以上")])
def test_the_tenor(months: int, days: int, name: str) -> None:
    assert tenor(Term(Decimal(months), Decimal(days))) == name


def test_only_exactly_sixty_months_shows_the_other_tenor() -> None:
    terms = (Term(Decimal(59), Decimal(29)), Term(Decimal(60)), Term(Decimal(60), Decimal(1)))
    kinds = [[other.kind for other in ask(date(2024, 8, 10), term=term).others] for term in terms]
    assert kinds == [[], ["tenor"], []]


MOVED = {row.since.replace(day=1): row for row in SERIES[1:]}


@pytest.mark.parametrize("month", sorted(MOVED), ids=str)
def test_every_month_in_which_a_row_moved(month: date) -> None:
    before = row_on(SERIES, month)
    assert before is not None
    for term, name in ((YEAR, "one_year"), (Term(Decimal(61)), "five_year")):
        rate = ask(month, month_only=True, term=term)
        old, new = getattr(before, name), getattr(MOVED[month], name)
        assert rate.value == old
        assert [other.value for other in rate.others] == ([new] if new != old else [])
        assert any("变过" in note for note in rate.notes) is (new != old)


@given(st.dates(date(2019, 9, 1), TODAY).map(lambda day: day.replace(day=1)))
def test_a_quiet_month_has_no_other_reading(month: date) -> None:
    if month not in MOVED:
        assert ask(month, month_only=True).others == ()


@given(st.dates(date(2019, 8, 20), TODAY))
def test_a_full_date_never_has_another_reading(start: date) -> None:
    assert ask(start).others == ()


@given(st.dates(TODAY + timedelta(days=1), date(2030, 1, 1)))
def test_a_start_after_today_is_an_assumption(start: date) -> None:
    rate = ask(start)
    assert rate.assumed
    assert rate.value == Decimal("0.0300")
    assert "还没到" in rate.why


@given(st.dates(date(2019, 8, 20), TODAY))
def test_a_start_that_has_come_is_none(start: date) -> None:
    assert not ask(start).assumed


@given(st.dates(date(2025, 5, 20), date(2027, 1, 1)))
def test_stale_without_a_day_from_the_36th_day_on(today: date) -> None:
    notes = ask(today=today).notes
    assert any("可能又有新的" in note for note in notes) is (today > date(2025, 6, 24))


@given(st.dates(date(2025, 5, 20), date(2026, 12, 31)))
def test_stale_with_a_day_from_the_next_publication_on(start: date) -> None:
    notes = ask(start, today=date(2027, 1, 1)).notes
    assert any("可能又有新的" in note for note in notes) is (start >= date(2025, 6, 20))


@given(st.dates(date(2019, 8, 20), date(2025, 5, 19)))
def test_a_row_that_was_followed_is_never_stale(start: date) -> None:
    assert not any("可能又有新的" in note for note in ask(start, today=date(2027, 1, 1)).notes)


def test_the_newest_row_of_a_past_day_is_not_stale_when_the_next_is_known() -> None:
    rate = ask(today=date(2024, 10, 1))
    assert (rate.value, rate.notes) == (Decimal("0.0335"), ())


def test_a_row_published_late_in_the_month_is_followed_on_the_twentieth() -> None:
    series = (SeriesRow(date(2024, 7, 22), Decimal("0.0335"), Decimal("0.0385")),)
    for start, said in ((date(2024, 8, 19), False), (date(2024, 8, 20), True)):
        notes = choose(Asked(YEAR, start), series, date(2024, 12, 1)).notes
        assert bool(notes) is said


def test_december_is_followed_by_january() -> None:
    series = (SeriesRow(date(2021, 12, 20), Decimal("0.0380"), Decimal("0.0465")),)
    for start, said in ((date(2022, 1, 19), False), (date(2022, 1, 20), True)):
        assert bool(choose(Asked(YEAR, start), series, date(2022, 3, 1)).notes) is said


@pytest.mark.parametrize(
    ("quoted", "named"), [("0.0335", False), ("0.03350", False), ("0.031", True), ("0.0385", True)]
)
def test_a_differing_quote_is_named(quoted: str, named: bool) -> None:
    rate = ask(date(2024, 8, 10), quoted=Decimal(quoted))
    assert rate.value == Decimal("0.0335")
    assert any("您说的LPR" in note for note in rate.notes) is named


@pytest.mark.parametrize(
    ("contract", "other"),
    [(date(2024, 7, 21), ["0.0345"]), (date(2024, 7, 22), []), (date(2019, 1, 1), []), (date(2030, 1, 1), ["0.0300"])],
)
def test_the_day_of_signing(contract: date, other: list[str]) -> None:
    rate = ask(date(2024, 8, 10), contract=contract)
    assert [str(one.value) for one in rate.others] == other
    assert any("太早" in note for note in rate.notes) is (contract.year == 2019)


@pytest.mark.parametrize(
    ("begun", "others"),
    [("2025-03-01", ["0.031"]), ("2025-06-01", []), ("2026-03-01", []), ("1990-01-01", [])],
)
def test_a_day_reckoned_from_the_due_day_offers_its_rate(begun: str, others: list[str]) -> None:
    """The newest row is taken all the same: the day of payment was not told."""
    rate = choose(Asked(Term(Decimal(12)), reckoned=date.fromisoformat(begun)), SERIES, date(2025, 11, 22))
    assert rate.assumed and rate.value == Decimal("0.03")
    assert [one.value for one in rate.others if one.kind == "due"] == [Decimal(one) for one in others]
