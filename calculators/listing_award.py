"""A share of what a listed firm raised, and a fixed sum more for the innovation layer."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks
from calculators.core import BadInputError, Case, MissingInputError, Reading, Result, Step, formula, others, to_fen
from calculators.wording import money, percent

BASE, INNOVATION = "base", "innovation"


@formula("listing_award")
def listing_award(case: Case) -> Result:
    """``raise_yuan`` × 1%, exact; ``tier`` innovation 500,000 more, an estimate. Source: clause 2.3.

    A raise of 0 is legal. Unless ``was_base`` is True the 500,000 alone is the other reading. Raises MissingInputError
    (tier, raise_yuan), BadInputError.
    """
    tier, raised, share = _tier(case), checks.total(case, "raise_yuan"), case.figure("share")
    part = raised * share.value
    step = Step(f"融资额{money(raised)} × {percent(share.value)} ＝ {money(to_fen(part))}", quote=share.quote)
    if tier == BASE:
        return Result(to_fen(part), "exact", (step,), notes=tuple(_notes(case, part)))
    bonus = case.figure("bonus")
    amount = to_fen(part + bonus.value)
    more = Step(f"{money(to_fen(part))} ＋ 创新层{money(bonus.value)} ＝ {money(amount)}", quote=bonus.quote)
    readings = others(amount, *_bonus_alone(case, bonus.value))
    notes = (*_notes(case, part), *_order(readings))
    return Result(amount, "estimate", (step, more), readings, notes=notes)


def _tier(case: Case) -> str:
    tier = case.inputs.get("tier")
    if tier is None:
        raise MissingInputError("tier")
    if tier not in (BASE, INNOVATION):
        raise BadInputError("tier", tier, f"{BASE} or {INNOVATION}")
    return str(tier)


def _bonus_alone(case: Case, bonus: Decimal) -> Iterator[Reading]:
    if case.inputs.get("was_base") is not True:
        yield Reading(bonus, f"没在基础层待过的话，可能只有这{money(bonus)}")


def _order(readings: tuple[Reading, ...]) -> Iterator[str]:
    if readings:
        yield "文件写的是「再补助」，没在基础层待过的公司有没有前面那1%，文件没写"


def _notes(case: Case, part: Decimal) -> Iterator[str]:
    if part:
        yield "融资额算哪一段时间的，文件没写"
    if "bonus" in case.figures and part > case.figure("bonus").value:
        yield "按融资额算的这部分文件没写封顶，数大的更要先问清楚"
