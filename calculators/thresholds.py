"""Conditions that are figures: is it within the limit, and how far off. A limit met to the last decimal is met."""

from decimal import Decimal, localcontext
from typing import NamedTuple

from calculators.core import EXACT, BadInputError
from calculators.spans import ONE_YEAR, YEAR, Term
from calculators.wording import PERCENT_PLACES, measured, percent, places, plain


class Distance(NamedTuple):
    """Whether a figure keeps to its limit, and the distance in words."""

    met: bool
    words: str


def rate_at_most(rate: Decimal, limit: Decimal, name: str) -> Distance:
    """``rate`` and ``limit`` are ratios per year; equal is met. 费率0.6%，要求不超过0.5%，高出0.1个百分点."""
    _finite(name, rate)
    words = f"{name}{percent(rate)}，要求不超过{percent(limit)}"
    if rate <= limit:
        return Distance(True, f"{words}，符合")
    return Distance(False, f"{words}，高出{_points(rate, limit)}")


def amount_at_least(amount: Decimal, threshold: Decimal, name: str, unit: str = "yuan") -> Distance:
    """``amount`` and ``threshold`` in ``unit``; equal is met. 「直接融资96万元，差4万元」 for the name 「直接融资」."""
    _finite(name, amount)
    if amount >= threshold:
        return Distance(True, f"{name}{measured(amount, unit)}，达到{measured(threshold, unit)}")
    return Distance(False, f"{name}{measured(amount, unit)}，差{measured(threshold - amount, unit)}")


def at_most(value: Decimal, limit: Decimal, name: str, unit: str) -> Distance:
    """Both in ``unit``; equal is met. 贷款期限3年6个月，要求不超过3年，超出6个月."""
    if unit == "ratio":
        return rate_at_most(value, limit, name)
    _finite(name, value)
    words = f"{name}{measured(value, unit)}，要求不超过{measured(limit, unit)}"
    if value <= limit:
        return Distance(True, f"{words}，符合")
    return Distance(False, f"{words}，超出{measured(value - limit, unit)}")


def at_least(value: Decimal, threshold: Decimal, name: str, unit: str) -> Distance:
    """Both in ``unit``; equal is met. 研发占比3%，要求至少5%，差2个百分点."""
    if unit != "ratio" or value >= threshold:
        return amount_at_least(value, threshold, name, unit)
    _finite(name, value)
    words = f"{name}{percent(value)}，要求至少{percent(threshold)}"
    return Distance(False, f"{words}，差{apart(value, threshold, unit)}")


def apart(value: Decimal, limit: Decimal, unit: str) -> str:
    """How far the two are from each other: 4万元, 6个月, 12人, 0.1个百分点."""
    return _points(value, limit) if unit == "ratio" else measured(abs(value - limit), unit)


def annual_fee_rate(fee_paid: Decimal, guarantee: Decimal, term: Term = ONE_YEAR) -> Decimal:
    """The whole fee (yuan) over the amount (yuan) and the years; one year if unsaid. A ratio per year.

    Raises BadInputError (roles base, term, fee_paid) for a negative fee, or a guarantee or term of nothing.
    """
    for key, value in (("base", guarantee), ("term", term.counted)):
        if not value.is_finite() or value <= 0:
            raise BadInputError(key, value, "more than 0")
    _finite("fee_paid", fee_paid)
    with localcontext(EXACT):
        return fee_paid * YEAR / (guarantee * term.counted)


def _finite(name: str, value: Decimal) -> None:
    if not value.is_finite() or value < 0:
        raise BadInputError(name, value, "0 or more")


def _points(rate: Decimal, limit: Decimal) -> str:
    with localcontext(EXACT):
        points = abs(rate - limit) * 100
        if places(points) <= 4:
            return f"{plain(points)}个百分点"
        shown = points.quantize(PERCENT_PLACES)
    return f"约{plain(shown)}个百分点" if shown else "不到0.0001个百分点"
