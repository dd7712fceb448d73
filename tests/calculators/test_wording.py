"""Numbers as a shop owner reads them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.wording import money, on, percent, places, plain, term, years


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "0元"),
        ("0.00", "0元"),
        ("0.5", "0.5元"),
        ("1234.5", "1234.5元"),
        ("9999.99", "9999.99元"),
        ("10000", "1万元"),
        ("67000.00", "6.7万元"),
        ("12345", "1.2345万元"),
        ("29033.33", "29,033.33元"),
        ("5000000", "500万元"),
        ("5E+6", "500万元"),
        ("99999999", "9999.9999万元"),
        ("100000000", "1亿元"),
        ("200000000", "2亿元"),
        ("123450000", "1.2345亿元"),
        ("123456000", "12345.6万元"),
        ("123456789", "12345.6789万元"),
        ("123456789.5", "123,456,789.5元"),
        ("1000000000000", "10000亿元"),
        ("333333.333333", "约333,333.33元"),
        ("0.004", "约0元"),
    ],
)
def test_money(amount: str, words: str) -> None:
    assert money(Decimal(amount)) == words


@given(st.integers(0, 10**14))
def test_money_is_exact(fen: int) -> None:
    words = money(Decimal(fen) / 100).removesuffix("元").replace(",", "")
    unit = {"万": 10**4, "亿": 10**8}.get(words[-1], 1)
    assert Decimal(words.rstrip("万亿")) * unit == Decimal(fen) / 100


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        ("0.0335", "3.35%"),
        ("0.03", "3%"),
        ("0.40", "40%"),
        ("0.002", "0.2%"),
        ("1", "100%"),
        ("0", "0%"),
        ("0.000001", "0.0001%"),
        ("0.0000001", "约0%"),
        ("0.333333333", "约33.3333%"),
    ],
)
def test_percent(ratio: str, words: str) -> None:
    assert percent(Decimal(ratio)) == words


@pytest.mark.parametrize(
    ("months", "days", "words", "keyed"),
    [
        ("12", "0", "1年", "1年"),
        ("36", "0", "3年", "3年"),
        ("18", "0", "1年6个月", "18÷12年"),
        ("6", "0", "6个月", "6÷12年"),
        ("6", "15", "6个月15天", "（6÷12＋15÷360）年"),
        ("12", "1", "1年1天", "（12÷12＋1÷360）年"),
        ("0", "90", "90天", "90÷360年"),
        ("1.5", "0", "1.5个月", "1.5÷12年"),
        ("0", "0", "0个月", "0年"),
    ],
)
def test_terms(months: str, days: str, words: str, keyed: str) -> None:
    assert term(Decimal(months), Decimal(days)) == words
    assert years(Decimal(months), Decimal(days)) == keyed


@pytest.mark.parametrize(
    ("value", "text", "count"),
    [("3.10", "3.1", 1), ("3.00", "3", 0), ("100", "100", 0), ("1E+2", "100", 0), ("0.050", "0.05", 2)],
)
def test_plain_and_places(value: str, text: str, count: int) -> None:
    assert (plain(Decimal(value)), places(Decimal(value))) == (text, count)


def test_a_day() -> None:
    assert on(date(2024, 7, 2)) == "2024年7月2日"
