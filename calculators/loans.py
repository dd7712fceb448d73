"""From inputs to loans: each part of ``case.items`` is one, what it lacks of dates and rates stands in ``inputs``."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators import checks
from calculators.core import MONTH_ONLY, BadInputError, Case, Inputs, MissingInputError
from calculators.lpr import Asked, Rate, choose
from calculators.spans import Term, after, before, between

START = ("start", f"start{MONTH_ONLY}")
TERM = ("term", "days")


@dataclass(frozen=True, slots=True)
class Loan:
    """Yuan, the yuan of the part that alone may count (None: not said), the term, the days, and the LPR that counts."""

    principal: Decimal
    part: Decimal | None
    term: Term
    start: date | None
    end: date | None
    rate: Rate


def loans(case: Case) -> tuple[Loan, ...]:
    """Every loan of the case; without items the inputs are the one loan.

    Raises MissingInputError (base, term), BadInputError, NoRate, and CalculatorError when the parts do not add up
    to ``base``.
    """
    if not case.items:
        return (_loan(case, case.inputs),)
    checks.total(case, "base")
    return tuple(_loan(case, _shared(case, item)) for item in case.items)


def _shared(case: Case, item: Inputs) -> Inputs:
    """The item with what it lacks of the common inputs; a sum is never common, a day and its precision go together."""
    own_start = "start" in item
    own_term = any(key in item for key in TERM) or (own_start and "end" in item)
    held_back = {"base", "part"}
    held_back |= set(START) if own_start else set()
    held_back |= {*TERM, "end"} if own_term else set()
    common = {key: value for key, value in case.inputs.items() if key not in held_back}
    return {**common, **_spread_part(case, item), **item}


def _spread_part(case: Case, item: Inputs) -> Inputs:
    """One part said for all loans is spread over them by their size."""
    whole = checks.maybe_yuan(case.inputs, "part")
    if whole is None or any("part" in other for other in case.items):
        return {}
    principal = checks.total(case, "base")
    if whole > principal:
        raise BadInputError("part", whole, f"at most the loans' {principal} yuan")
    return {"part": checks.some_yuan(item, "base") * whole / principal}


def _loan(case: Case, inputs: Inputs) -> Loan:
    principal = checks.some_yuan(inputs, "base")
    start, end = checks.day(inputs, "start"), checks.day(inputs, "end")
    if start and end and end < start:
        raise BadInputError("end", end, f"a day on or after the start, {start}")
    term = _term(inputs, start, end)
    rate = choose(_asked(inputs, term, start, end), case.series, case.day)
    due = end or (after(start, term) if start else None)
    return Loan(principal, _part(inputs, principal), term, start, due, rate)


def _asked(inputs: Inputs, term: Term, start: date | None, end: date | None) -> Asked:
    return Asked(
        term,
        start,
        month_only=inputs.get(f"start{MONTH_ONLY}") is True,
        contract=checks.day(inputs, "contract"),
        quoted=checks.some_ratio(inputs, "quoted"),
        reckoned=before(end, term) if start is None and end else None,
    )


def _term(inputs: Inputs, start: date | None, end: date | None) -> Term:
    """As said, else from ``start`` to ``end``; a loan of which neither is known has no term, and none is made up."""
    said = checks.term(inputs)
    if said is not None:
        return said
    if start is None or end is None:
        raise MissingInputError("term")
    if start == end:
        raise BadInputError("end", end, f"a day after the start, {start}")
    return between(start, end)


def _part(inputs: Inputs, principal: Decimal) -> Decimal | None:
    share = checks.maybe_yuan(inputs, "part")
    if share is not None and not 0 < share <= principal:
        raise BadInputError("part", share, f"more than 0, at most the loan's {principal} yuan")
    return share
