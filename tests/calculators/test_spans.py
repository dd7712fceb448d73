"""Months and days between two dates, the years of a loan, and the end of a term."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.spans import Term, add_months, after, before, between, month_end

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
terms = st.builds(Term, st.integers(0, 1200).map(Decimal), st.integers(0, 400).map(Decimal))


@pytest.mark.parametrize(
    ("start", "end", "months", "odd"),
    [
        ("2024-08-10", "2025-02-25", 6, 15),
        ("2024-08-10", "2025-08-10", 12, 0),
        ("2024-08-10", "2025-08-09", 11, 30),
        ("2024-08-10", "2024-08-10", 0, 0),
        ("2024-08-10", "2024-08-11", 0, 1),
        ("2024-08-31", "2025-02-28", 6, 0),
        ("2024-01-31", "2024-02-29", 1, 0),
        ("2024-01-31", "2024-03-01", 1, 1),
        ("2024-02-29", "2025-02-28", 12, 0),
        ("2023-12-15", "2024-01-14", 0, 30),
        ("2024-12-31", "2025-12-31", 12, 0),
        ("2025-05-20", "2028-12-31", 43, 11),
    ],
)
def test_between(start: str, end: str, months: int, odd: int) -> None:
    assert between(date.fromisoformat(start), date.fromisoformat(end)) == Term(Decimal(months), Decimal(odd))


@given(days, days)
def test_between_leads_back_to_the_end(one: date, two: date) -> None:
    start, end = sorted((one, two))
    term = between(start, end)
    assert after(start, term) == end
    assert 0 <= term.days <= 30


@given(days, st.integers(0, 600))
def test_whole_months_there_and_back(start: date, months: int) -> None:
    term = between(start, add_months(start, months))
    assert (term.months, term.days) == (months, 0)


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        ("2024-08-31", 1, "2024-09-30"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-12-01", 1, "2025-01-01"),
        ("2024-12-20", 12, "2025-12-20"),
        ("2024-03-15", 0, "2024-03-15"),
        ("9999-12-01", 1, "9999-12-31"),
        ("9000-01-01", 1200 * 12, "9999-12-31"),
    ],
)
def test_add_months(day: str, months: int, wanted: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(wanted)


@pytest.mark.parametrize(
    ("day", "wanted"), [("2024-02-10", "2024-02-29"), ("2025-02-01", "2025-02-28"), ("2024-12-31", "2024-12-31")]
)
def test_month_end(day: str, wanted: str) -> None:
    assert month_end(date.fromisoformat(day)) == date.fromisoformat(wanted)


def test_half_a_month_is_fifteen_days() -> None:
    assert after(date(2024, 8, 10), Term(Decimal("1.5"))) == date(2024, 9, 25)
    assert Term(Decimal("0.5")).counted == Term(Decimal(0), Decimal(15)).counted


def test_an_end_past_the_calendar_is_its_last_day() -> None:
    assert after(date(9999, 12, 30), Term(Decimal(0), Decimal(400))) == date.max


@given(terms)
def test_counted_is_months_by_12_and_days_by_360(term: Term) -> None:
    assert Fraction(term.counted) / 360 == Fraction(term.months) / 12 + Fraction(term.days) / 360


@given(terms)
def test_the_years_of_a_loan_add_up(term: Term) -> None:
    years = term.loan_years()
    assert sum(years) == term.counted
    assert all(year == 360 for year in years[:-1])
    assert all(0 < year <= 360 for year in years)


@pytest.mark.parametrize(
    ("months", "odd", "years"),
    [
        (6, 0, [180]),
        (12, 0, [360]),
        (12, 1, [360, 1]),
        (18, 0, [360, 180]),
        (36, 0, [360, 360, 360]),
        (0, 365, [360, 5]),
    ],
)
def test_loan_years(months: int, odd: int, years: list[int]) -> None:
    assert list(Term(Decimal(months), Decimal(odd)).loan_years()) == years


@pytest.mark.parametrize(("months", "odd", "longer"), [(12, 0, False), (12, 1, True), (11, 30, False), (11, 31, True)])
def test_longer_than_a_year(months: int, odd: int, longer: bool) -> None:
    assert Term(Decimal(months), Decimal(odd)).longer_than(12) is longer


@pytest.mark.parametrize(
    ("end", "months", "days", "begun"),
    [
        ("2026-03-01", "12", "0", "2025-03-01"),
        ("2025-02-28", "6", "0", "2024-08-28"),
        ("2026-03-16", "11", "15", "2025-04-01"),
        ("2026-03-16", "11.5", "0", "2025-04-01"),
        ("2026-03-01", "30000", "0", "0001-01-01"),
    ],
)
def test_a_loan_began_so_long_before_its_end(end: str, months: str, days: str, begun: str) -> None:
    assert before(date.fromisoformat(end), Term(Decimal(months), Decimal(days))) == date.fromisoformat(begun)
