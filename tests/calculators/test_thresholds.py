"""Conditions that are figures: met to the last decimal, and the distance in words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.core import BadInputError
from calculators.spans import ONE_YEAR, Term
from calculators.thresholds import amount_at_least, annual_fee_rate, at_least, at_most, rate_at_most

LIMIT, MILLION = Decimal("0.005"), Decimal(1_000_000)


@pytest.mark.parametrize(
    ("rate", "met", "words"),
    [
        ("0.005", True, "费率0.5%，要求不超过0.5%，符合"),
        ("0.0050", True, "费率0.5%，要求不超过0.5%，符合"),
        ("0.0015", True, "费率0.15%，要求不超过0.5%，符合"),
        ("0", True, "费率0%，要求不超过0.5%，符合"),
        ("0.006", False, "费率0.6%，要求不超过0.5%，高出0.1个百分点"),
        ("0.0051", False, "费率0.51%，要求不超过0.5%，高出0.01个百分点"),
        ("0.05", False, "费率5%，要求不超过0.5%，高出4.5个百分点"),
        ("0.015", False, "费率1.5%，要求不超过0.5%，高出1个百分点"),
        ("0.00666666666666", False, "费率约0.6667%，要求不超过0.5%，高出约0.1667个百分点"),
        ("0.005001", False, "费率0.5001%，要求不超过0.5%，高出0.0001个百分点"),
        ("0.0050001", False, "费率约0.5%，要求不超过0.5%，高出不到0.0001个百分点"),
        ("0.00500000001", False, "费率约0.5%，要求不超过0.5%，高出不到0.0001个百分点"),
    ],
)
def test_a_rate_and_its_limit(rate: str, met: bool, words: str) -> None:
    assert rate_at_most(Decimal(rate), LIMIT, "费率") == (met, words)


@pytest.mark.parametrize(
    ("amount", "met", "words"),
    [
        ("1000000", True, "直接融资100万元，达到100万元"),
        ("1000000.00", True, "直接融资100万元，达到100万元"),
        ("50000000", True, "直接融资5000万元，达到100万元"),
        ("960000", False, "直接融资96万元，差4万元"),
        ("999999.99", False, "直接融资999,999.99元，差0.01元"),
        ("999900", False, "直接融资99.99万元，差100元"),
        ("0", False, "直接融资0元，差100万元"),
    ],
)
def test_a_sum_and_its_threshold(amount: str, met: bool, words: str) -> None:
    assert amount_at_least(Decimal(amount), MILLION, "直接融资") == (met, words)


def test_another_name_stands_in_the_words() -> None:
    assert rate_at_most(Decimal("0.006"), LIMIT, "担保费率").words.startswith("担保费率0.6%")
    assert amount_at_least(MILLION, MILLION, "两笔融资").words.startswith("两笔融资100万元")


@pytest.mark.parametrize(
    ("value", "limit", "unit", "most", "least"),
    [
        ("42", "36", "months", "期限3年6个月，要求不超过3年，超出6个月", "期限3年6个月，达到3年"),
        ("36", "36", "months", "期限3年，要求不超过3年，符合", "期限3年，达到3年"),
        ("42", "50", "人", "期限42人，要求不超过50人，符合", "期限42人，差8人"),
        ("0.03", "0.05", "ratio", "期限3%，要求不超过5%，符合", "期限3%，要求至少5%，差2个百分点"),
        ("3000000", "2000000", "yuan", "期限300万元，要求不超过200万元，超出100万元", "期限300万元，达到200万元"),
    ],
)
def test_a_limit_is_said_in_its_unit(value: str, limit: str, unit: str, most: str, least: str) -> None:
    told = (Decimal(value), Decimal(limit), "期限", unit)
    assert at_most(*told) == (Decimal(value) <= Decimal(limit), most)
    assert at_least(*told) == (Decimal(value) >= Decimal(limit), least)


def test_a_distance_unpacks() -> None:
    met, words = amount_at_least(MILLION, MILLION, "直接融资")
    assert met
    assert words


@pytest.mark.parametrize(
    ("paid", "guarantee", "months", "rate"),
    [
        ("25000", "5000000", None, "0.005"),
        ("25000", "5000000", "12", "0.005"),
        ("50000", "5000000", "24", "0.005"),
        ("30000", "2000000", "36", "0.005"),
        ("12000", "5000000", "6", "0.0048"),
        ("0", "5000000", None, "0"),
        ("0.005", "1", None, "0.005"),
    ],
)
def test_the_annual_rate_of_a_fee(paid: str, guarantee: str, months: str | None, rate: str) -> None:
    term = Term(Decimal(months)) if months else ONE_YEAR
    assert annual_fee_rate(Decimal(paid), Decimal(guarantee), term) == Decimal(rate)


@given(st.integers(1, 10**9), st.integers(1, 120))
def test_a_fee_of_half_a_percent_a_year_meets_the_limit(guarantee: int, months: int) -> None:
    paid = Fraction(guarantee) * Fraction(5, 1000) * Fraction(months, 12)
    if paid.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100):
        exact = Decimal(paid.numerator) / Decimal(paid.denominator)
        assert rate_at_most(annual_fee_rate(exact, Decimal(guarantee), Term(Decimal(months))), LIMIT, "费率").met
        above = annual_fee_rate(exact + Decimal("0.01"), Decimal(guarantee), Term(Decimal(months)))
        assert not rate_at_most(above, LIMIT, "费率").met


@pytest.mark.parametrize(
    ("paid", "guarantee", "months", "key"),
    [
        ("1", "0", None, "base"),
        ("1", "-5", None, "base"),
        ("1", "NaN", None, "base"),
        ("1", "5", "0", "term"),
        ("1", "5", "-12", "term"),
        ("-1", "5", None, "fee_paid"),
        ("Infinity", "5", None, "fee_paid"),
    ],
)
def test_what_cannot_be_divided_is_named(paid: str, guarantee: str, months: str | None, key: str) -> None:
    with pytest.raises(BadInputError) as caught:
        annual_fee_rate(Decimal(paid), Decimal(guarantee), Term(Decimal(months)) if months else ONE_YEAR)
    assert caught.value.key == key


@pytest.mark.parametrize("bad", ["-0.001", "NaN", "Infinity"])
def test_a_figure_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(BadInputError, match="费率"):
        rate_at_most(Decimal(bad), LIMIT, "费率")
    with pytest.raises(BadInputError, match="直接融资"):
        amount_at_least(Decimal(bad), MILLION, "直接融资")
