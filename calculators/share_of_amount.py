"""A share of one sum: so many percent of a bad principal, of what another level pays, of what was spent."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import caps, checks, thresholds
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
from calculators.declared import Example, Given, Part, Said
from calculators.wording import money, percent

FIGURES = {
    "share": Part("给百分之几", ("ratio",)),
    "threshold": Part("金额要达到多少才给", required=False),
    "base_cap": Part("金额最多按多少算", required=False),
    "floor": Part("算出来不足多少的，也给这么多", required=False),
    "cap": caps.CAP,
}
INPUTS = {
    "base": Part("按它的百分之几给"),
    "recovered": Part("后来收回的部分", required=False),
    "before_recovery": Part("收回之前是多少", required=False),
    "prior": caps.PRIOR,
}
ONLY_AT_MOST = "文件只写了上限，实际给多少没写"
SAID = (Said("base", "实际支付的利息", "yuan", "2000000"),)


@formula(
    "share_of_amount",
    "按比例给：一笔金额的百分之几，可以有门槛、保底和封顶",
    figures=FIGURES,
    inputs=INPUTS,
    example=Example(
        "按照企业实际支付利息的40%给予贴息，单个企业每年最高贴息50万元。",
        (
            Given("share", "0.4", "ratio", "企业实际支付利息的40%"),
            Given("cap", "500000", "yuan", "单个企业每年最高贴息50万元", label="单个企业每年最高"),
        ),
        SAID,
    ),
)
def share_of_amount(case: Case) -> Result:
    """``base`` yuan × ``share`` ratio, exact; 0 is legal.

    Nothing below the ``threshold``; of the base no more than ``base_cap`` counts; at least ``floor``, at most ``cap``
    yuan less ``prior``. ``recovered`` yuan of the base came back, or it was ``before_recovery`` yuan: the sum before is
    the other reading. Raises MissingInputError, BadInputError, and CalculatorError when the parts do not add up.
    """
    return _share(case, "exact")


@formula(
    "share_at_most",
    "最多给百分之几：文件写的是「不高于」「最高」，可以有门槛、保底和封顶",
    figures=FIGURES,
    inputs=INPUTS,
    example=Example(
        "给予不高于检测费用50%的补贴，每家企业最高20万元。",
        (
            Given("share", "0.5", "ratio", "不高于检测费用50%的补贴"),
            Given("cap", "200000", "yuan", "每家企业最高20万元", label="每家企业最高"),
        ),
        (Said("base", "检测费用", "yuan", "300000"),),
    ),
)
def share_at_most(case: Case) -> Result:
    """The same where the text says 最高 or 不高于: a ceiling. Raises the same."""
    return _share(case, "at_most")


def _share(case: Case, bound: Bound) -> Result:
    base, share = checks.total(case, "base"), case.figure("share")
    begins = tuple(_threshold(case, base))
    if begins and base < case.figure("threshold").value:
        return Result(to_fen(Decimal(0)), "exact", (*_added(case, base), *begins))
    counted = _counted(case, base)
    tail = "，这是上限" if bound == "at_most" else ""
    words = f"{case.label('base')}{money(counted)} × {percent(share.value)} ＝ {money(to_fen(counted * share.value))}"
    raw, lifted = _lifted(case, counted * share.value)
    amount, bound, closing = caps.limited(case, raw, bound)
    amount = to_fen(amount)
    readings = others(amount, *_before_recovery(case, base, share.value))
    steps = (*_added(case, base), *begins, *_counts(case, base), Step(words + tail, quote=share.quote), *lifted)
    return Result(amount, bound, (*steps, *closing), readings, notes=tuple(_notes(case, bound, readings)))


def _threshold(case: Case, base: Decimal) -> Iterator[Step]:
    if least := case.maybe("threshold"):
        yield Step(thresholds.amount_at_least(base, least.value, case.label("base")).words, quote=least.quote)


def _counted(case: Case, base: Decimal) -> Decimal:
    most = case.maybe("base_cap")
    return min(base, most.value) if most else base


def _counts(case: Case, base: Decimal) -> Iterator[Step]:
    most = case.maybe("base_cap")
    if most and base > most.value:
        yield Step(f"{case.label('base')}{money(base)}，最多按{money(most.value)}算", quote=most.quote)


def _lifted(case: Case, raw: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
    floor = case.maybe("floor")
    if floor is None or raw >= floor.value:
        return raw, ()
    return floor.value, (Step(f"不到{money(floor.value)}，按{money(floor.value)}给", quote=floor.quote),)


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
    raw, _ = _lifted(case, _counted(case, whole) * share)
    yield Reading(caps.limited(case, raw, "exact")[0], f"按收回之前的{case.label('base')}{money(whole)}算")


def _notes(case: Case, bound: Bound, readings: tuple[Reading, ...]) -> Iterator[str]:
    if bound == "at_most":
        yield ONLY_AT_MOST
    if readings:
        yield f"{case.label('base')}算收回之前的还是之后的，文件没写，先按现在还没收回的算"


@backwards("share_of_amount", "share_at_most")
def base_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """``target`` yuan ÷ ``share``: what the base must be; at least the ``threshold``. Raises as the formula."""
    if role != "base":
        return None
    share, cap, floor = case.figure("share"), case.maybe("cap"), case.maybe("floor")
    least, most = case.maybe("threshold"), case.maybe("base_cap")
    if cap and (out_of_reach := caps.beyond(target, cap, caps.received(case), caps.named(case))):
        return out_of_reach
    base = target / share.value
    if most and base > most.value:
        words = f"{case.label('base')}最多按{money(most.value)}算，× {percent(share.value)}"
        return Needed(None, (Step(words, quote=most.quote),), most.value * share.value)
    words = f"{money(target)} ÷ {percent(share.value)} ＝ {money(base)}"
    steps = (Step(words, quote=share.quote),)
    if floor and target <= floor.value:
        return Needed(least.value if least else Decimal(0), (Step(f"至少{money(floor.value)}", quote=floor.quote),))
    if least and base < least.value:
        return Needed(least.value, (*steps, Step(f"要达到{money(least.value)}才给", quote=least.quote)))
    return Needed(base, steps, caps.room(cap, caps.received(case)) if cap else None)
