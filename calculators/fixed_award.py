"""A fixed sum: so much, whoever fits; or so much when what was raised, spent or counted reaches so much."""

from decimal import Decimal

from calculators import checks, thresholds
from calculators.core import Case, Needed, Reading, Result, Step, backwards, formula, others, to_fen
from calculators.declared import Example, Given, Part
from calculators.wording import measured, money

USUAL = "定额"


@formula(
    "fixed_award",
    "定额：符合条件就给这么多，可以有金额或数量的门槛",
    figures={
        "award": Part("给多少"),
        "threshold": Part("要达到多少才给", ("yuan", "ratio", "months", "count"), required=False),
    },
    inputs={"base": Part("和门槛比的数", ("yuan", "ratio", "months", "count", "usd"), beside=("threshold",))},
    example=Example(
        "对新认定的高新技术企业，给予一次性奖励10万元。",
        (Given("award", "100000", "yuan", "给予一次性奖励10万元", label="一次性奖励"),),
    ),
)
def fixed_award(case: Case) -> Result:
    """``award`` yuan; with a ``threshold`` when ``base`` reaches it (「含」), else 0; exact.

    Several sums (``case.items``) are added; when none reaches the threshold by itself, 0 is the other reading.
    Raises MissingInputError, BadInputError.
    """
    award, threshold = case.figure("award"), case.maybe("threshold")
    given = Step(f"{case.called('award', USUAL)}{money(award.value)}", quote=award.quote)
    if threshold is None:
        return Result(to_fen(award.value), "exact", (given,))
    raised, parts = _reached(case), _parts(case)
    met, words = thresholds.amount_at_least(raised, threshold.value, case.label("base"), case.unit("base"))
    amount = to_fen(award.value if met else Decimal(0))
    steps = [Step(f"{_added(parts, raised)}{words}", quote=threshold.quote)]
    if not met:
        return Result(amount, "exact", tuple(steps))
    steps.append(given)
    if len(parts) < 2 or max(parts) >= threshold.value:
        return Result(amount, "exact", tuple(steps))
    other = Reading(Decimal(0), f"要单笔达到{money(threshold.value)}才算的话，一笔也没到")
    note = f"几笔{case.label('base')}能不能加起来算，文件没写，先加起来算"
    return Result(amount, "exact", tuple(steps), others(amount, other), notes=(note,))


def _reached(case: Case) -> Decimal:
    return checks.total(case, "base") if case.unit("base") == "yuan" else checks.amount(case.inputs, "base")


def _parts(case: Case) -> list[Decimal]:
    return [part for item in case.items if (part := checks.maybe_yuan(item, "base")) is not None]


def _added(parts: list[Decimal], raised: Decimal) -> str:
    if len(parts) < 2:
        return ""
    return f"{' ＋ '.join(money(part) for part in parts)} ＝ {money(raised)}；"


@backwards("fixed_award")
def base_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """The ``threshold`` for whatever is not above the fixed ``award``; nothing brings more."""
    award, threshold = case.figure("award"), case.maybe("threshold")
    if role != "base" or threshold is None:
        return None
    if target > award.value:
        words = f"{case.called('award', USUAL)}{money(award.value)}，{case.label('base')}再多也是这个数"
        return Needed(None, (Step(words, quote=award.quote),), award.value)
    least = measured(threshold.value, case.unit("base"))
    words = f"{case.label('base')}达到{least}（含）就给{money(award.value)}"
    return Needed(threshold.value, (Step(words, quote=threshold.quote),), award.value)
