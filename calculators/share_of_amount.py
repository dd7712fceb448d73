"""A share of one sum: so many percent of a bad principal, of what another level pays, of what was spent."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks
from calculators.core import (
    BadInputError,
    Bound,
    Case,
    Needed,
    Reading,
    Result,
    Step,
    backwards,
    formula,
    others,
    to_fen,
)
from calculators.wording import money, percent

FIGURES, INPUTS = ("share",), ("base",)
RECOVERY = ("recovered", "before_recovery")


@formula("share_of_amount", figures=FIGURES, inputs=INPUTS, also=RECOVERY)
def share_of_amount(case: Case) -> Result:
    """``base`` yuan × ``share`` ratio, exact; 0 is legal.

    ``recovered`` yuan of the base came back, or it was ``before_recovery`` yuan: the sum before is the other reading.
    Raises MissingInputError, BadInputError, and CalculatorError when the parts do not add up.
    """
    return _share(case, "exact")


@formula("share_at_most", figures=FIGURES, inputs=INPUTS, also=RECOVERY)
def share_at_most(case: Case) -> Result:
    """The same where the text says 最高 or 不高于: a ceiling. Raises the same."""
    return _share(case, "at_most")


def _share(case: Case, bound: Bound) -> Result:
    base, share = checks.total(case, "base"), case.figure("share")
    amount = to_fen(base * share.value)
    tail = "，这是上限" if bound == "at_most" else ""
    words = f"{case.label('base')}{money(base)} × {percent(share.value)} ＝ {money(amount)}{tail}"
    readings = others(amount, *_before_recovery(case, base, share.value))
    steps = (*_added(case, base), Step(words, quote=share.quote))
    return Result(amount, bound, steps, readings, notes=tuple(_notes(case, bound, readings)))


def _added(case: Case, base: Decimal) -> Iterator[Step]:
    parts = [part for item in case.items if (part := checks.maybe_yuan(item, "base")) is not None]
    if len(parts) > 1:
        yield Step(f"{case.label('base')}合计：{' ＋ '.join(money(part) for part in parts)} ＝ {money(base)}")


def _before_recovery(case: Case, base: Decimal, share: Decimal) -> Iterator[Reading]:
    """What is still there counts; the sum before money came back is the other reading."""
    recovered = checks.maybe_yuan(case.inputs, "recovered")
    before = checks.maybe_yuan(case.inputs, "before_recovery")
    if recovered is None and before is None:
        return
    whole = before if before is not None else base + (recovered or Decimal(0))
    if whole < base:
        raise BadInputError("before_recovery", whole, f"at least what is left of it, {base} yuan")
    yield Reading(whole * share, f"按收回之前的{case.label('base')}{money(whole)}算")


def _notes(case: Case, bound: Bound, readings: tuple[Reading, ...]) -> Iterator[str]:
    if bound == "at_most":
        yield "文件只写了上限，实际给多少没写"
    if readings:
        yield f"{case.label('base')}算收回之前的还是之后的，文件没写，先按现在还没收回的算"


@backwards("share_of_amount", "share_at_most")
def base_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """``target`` yuan ÷ ``share``: what the base must be."""
    share = case.figure("share")
    base = target / share.value
    words = f"{money(target)} ÷ {percent(share.value)} ＝ {money(base)}"
    return Needed(base, (Step(words, quote=share.quote),)) if role == "base" else None
