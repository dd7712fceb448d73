"""The ten measures once more in fractions, written from the clauses and not from the code under test."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

LPR = [  # percent × 100: from, one year, five years and above
    ((2019, 8, 20), 425, 485),
    ((2019, 9, 20), 420, 485),
    ((2019, 11, 20), 415, 480),
    ((2020, 2, 20), 405, 475),
    ((2020, 4, 20), 385, 465),
    ((2021, 12, 20), 380, 465),
    ((2022, 1, 20), 370, 460),
    ((2022, 5, 20), 370, 445),
    ((2022, 8, 22), 365, 430),
    ((2023, 6, 20), 355, 420),
    ((2023, 8, 21), 345, 420),
    ((2024, 2, 20), 345, 395),
    ((2024, 7, 22), 335, 385),
    ((2024, 10, 21), 310, 360),
    ((2025, 5, 20), 300, 350),
]


def fen(yuan: Fraction) -> Decimal:
    """Half up to the fen, in whole numbers only: for sums that are not negative."""
    count = (yuan.numerator * 200 + yuan.denominator) // (yuan.denominator * 2)
    return Decimal(count) / 100


def lpr(day: date, months: int, days: int = 0) -> Fraction:
    long = months + Fraction(days, 30) > 60
    rates = [five if long else one for since, one, five in LPR if date(*since) <= day]
    return Fraction(rates[-1], 10_000)


def duration(months: int, days: int = 0) -> Fraction:
    """Years."""
    return Fraction(months, 12) + Fraction(days, 360)


def patent_raw(principal: Decimal, rate: Fraction, months: int, days: int = 0) -> Fraction:
    return Fraction(principal) * rate * Fraction(2, 5) * duration(months, days)


def patent(raw: Fraction, prior: Decimal = Decimal(0)) -> Fraction:
    return max(Fraction(0), min(raw, 100_000 - Fraction(prior)))


def patent_by_year(raw: Fraction, months: int, days: int = 0, prior: Decimal = Decimal(0)) -> Fraction:
    """Walks year by year: each takes its part of the sum, cut at its own 100,000."""
    left, total, room = duration(months, days), Fraction(0), max(Fraction(0), 100_000 - Fraction(prior))
    per_year = raw / left
    while left > 0:
        total += min(per_year * min(left, Fraction(1)), room)
        left, room = left - 1, Fraction(100_000)
    return total


def first_set(policies: Sequence[tuple[Decimal, Decimal]], prior: Decimal = Decimal(0)) -> Fraction:
    """(premium, insured) each."""
    counted = [min(Fraction(premium), Fraction(insured) * 3 / 100) for premium, insured in policies]
    return max(Fraction(0), min(sum(counted, Fraction(0)) / 5, 1_000_000 - Fraction(prior)))


def first_set_by_rate(premium: Decimal, rate: Decimal) -> Fraction:
    counted = Fraction(premium) * min(Fraction(1), Fraction(3, 100) / Fraction(rate))
    return min(counted / 5, Fraction(1_000_000))


def guarantee(amount: Decimal) -> Fraction:
    return Fraction(amount) / 500
