"""A fixed sum from a threshold on: so much when what was raised or spent reaches so much."""

from decimal import Decimal

from calculators import checks, thresholds
from calculators.core import Case, Needed, Reading, Result, Step, backwards, formula, others, to_fen
from calculators.wording import money


@formula("threshold_award", figures=("award", "threshold"), inputs=("base",))
def threshold_award(case: Case) -> Result:
    """``award`` yuan when ``base`` yuan ≥ ``threshold`` (「含」), else 0; exact.

    Several sums (``case.items``) are added; when none reaches the threshold by itself, 0 is the other reading.
    Raises MissingInputError, BadInputError.
    """
    award, threshold = case.figure("award"), case.figure("threshold")
    raised, parts = checks.total(case, "base"), _parts(case)
    met, words = thresholds.amount_at_least(raised, threshold.value, case.label("base"))
    amount = to_fen(award.value if met else Decimal(0))
    steps = [Step(f"{_added(parts, raised)}{words}", quote=threshold.quote)]
    if not met:
        return Result(amount, "exact", tuple(steps))
    steps.append(Step(f"定额补助{money(award.value)}", quote=award.quote))
    if len(parts) < 2 or max(parts) >= threshold.value:
        return Result(amount, "exact", tuple(steps))
    other = Reading(Decimal(0), f"要单笔达到{money(threshold.value)}才算的话，一笔也没到")
    note = f"几笔{case.label('base')}能不能加起来算，文件没写，先加起来算"
    return Result(amount, "exact", tuple(steps), others(amount, other), notes=(note,))


def _parts(case: Case) -> list[Decimal]:
    return [part for item in case.items if (part := checks.maybe_yuan(item, "base")) is not None]


def _added(parts: list[Decimal], raised: Decimal) -> str:
    if len(parts) < 2:
        return ""
    return f"{' ＋ '.join(money(part) for part in parts)} ＝ {money(raised)}；"


@backwards("threshold_award")
def base_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """The ``threshold`` for whatever is not above the fixed ``award``; nothing brings more."""
    award, threshold = case.figure("award"), case.figure("threshold")
    if role != "base":
        return None
    if target > award.value:
        words = f"定额补助{money(award.value)}，{case.label('base')}再多也是这个数"
        return Needed(None, (Step(words, quote=award.quote),), award.value)
    words = f"{case.label('base')}达到{money(threshold.value)}（含）就给{money(award.value)}"
    return Needed(threshold.value, (Step(words, quote=threshold.quote),), award.value)
