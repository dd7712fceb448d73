"""Inputs that can be computed with: finite, not negative, not absurd. A bad one is named, never repaired."""

from datetime import date
from decimal import Decimal

from calculators.core import BadInputError, CalculatorError, Case, Inputs, MissingInputError
from calculators.spans import Term

MOST_YUAN = Decimal(10) ** 12
MOST_MONTHS = Decimal(1200)
FINEST = -100  # decimals beyond this are not a figure anybody said


def number(inputs: Inputs, key: str) -> Decimal | None:
    """The finite, non-negative Decimal under ``key``; absent is None; anything else is BadInputError."""
    value = inputs.get(key)
    if value is None:
        return None
    if not isinstance(value, Decimal) or not value.is_finite():
        raise BadInputError(key, value, "a finite Decimal")
    if value < 0:
        raise BadInputError(key, value, "0 or more")
    if value and value.adjusted() < FINEST:
        raise BadInputError(key, value, f"at most {-FINEST} decimals")
    return value


def maybe_yuan(inputs: Inputs, key: str) -> Decimal | None:
    """Yuan from 0 to 1e12, or None when unknown. Raises BadInputError."""
    value = number(inputs, key)
    if value is not None and value > MOST_YUAN:
        raise BadInputError(key, value, f"at most {MOST_YUAN:f} yuan")
    return value


def yuan(inputs: Inputs, key: str) -> Decimal:
    """Yuan from 0 to 1e12. Raises MissingInputError, BadInputError."""
    value = maybe_yuan(inputs, key)
    if value is None:
        raise MissingInputError(key)
    return value


def amount(inputs: Inputs, key: str) -> Decimal:
    """Whatever is measured, 0 or more: yuan, a rate, months, a count. Raises MissingInputError, BadInputError."""
    value = maybe_yuan(inputs, key)
    if value is None:
        raise MissingInputError(key)
    return value


def whole(inputs: Inputs, key: str) -> Decimal:
    """A count of things that come whole, 0 or more. Raises MissingInputError, BadInputError."""
    value = amount(inputs, key)
    if value != value.to_integral_value():
        raise BadInputError(key, value, "a whole number")
    return value


def some_yuan(inputs: Inputs, key: str) -> Decimal:
    """Yuan above 0, up to 1e12: a loan, a premium, a guarantee of nothing is a slip. Raises as ``yuan``."""
    value = yuan(inputs, key)
    if not value:
        raise BadInputError(key, value, "more than 0 yuan")
    return value


def ratio(inputs: Inputs, key: str) -> Decimal | None:
    """A rate from 0 to 1 (100%), or None when unknown. Raises BadInputError."""
    value = number(inputs, key)
    if value is not None and value > 1:
        raise BadInputError(key, value, "a ratio, at most 1")
    return value


def some_ratio(inputs: Inputs, key: str) -> Decimal | None:
    """A rate above 0, up to 1, or None when unknown. Raises BadInputError."""
    value = ratio(inputs, key)
    if value is not None and not value:
        raise BadInputError(key, value, "a ratio above 0")
    return value


def months(inputs: Inputs, key: str = "term") -> Decimal | None:
    """Months up to a hundred years, or None when unknown. Raises BadInputError."""
    value = number(inputs, key)
    if value is not None and value > MOST_MONTHS:
        raise BadInputError(key, value, f"at most {MOST_MONTHS} months")
    return value


def term(inputs: Inputs) -> Term | None:
    """The roles ``term`` (months) and ``days`` as one term above nothing; neither is None. Raises BadInputError."""
    said, odd = months(inputs), number(inputs, "days")
    if said is None and odd is None:
        return None
    length = Term(said or Decimal(0), odd or Decimal(0))
    if length.longer_than(int(MOST_MONTHS)):
        raise BadInputError("days", odd, f"a term of at most {MOST_MONTHS} months")
    if not length.counted:
        raise BadInputError("term" if odd is None else "days", length.counted, "a term above nothing")
    return length


def day(inputs: Inputs, key: str) -> date | None:
    """A day, or None when unknown. Raises BadInputError for anything else."""
    value = inputs.get(key)
    if value is not None and not isinstance(value, date):
        raise BadInputError(key, value, "a date")
    return value


def total(case: Case, key: str) -> Decimal:
    """What stands in ``inputs``, or the parts added up where only they were said; both must agree.

    Raises MissingInputError, BadInputError, and CalculatorError when the parts add up to something else.
    """
    parts = [part for part in (maybe_yuan(item, key) for item in case.items) if part is not None]
    if not parts:
        return yuan(case.inputs, key)
    whole = maybe_yuan(case.inputs, key)
    if whole is not None and len(parts) == len(case.items) and sum(parts) != whole:
        raise CalculatorError(f"items of {key!r} add up to {sum(parts)}, but inputs say {whole}")
    return whole if whole is not None else yuan({key: sum(parts, Decimal(0))}, key)
