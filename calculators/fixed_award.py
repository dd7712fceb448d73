"""A fixed sum: so much, whoever fits; or so much when what was raised, spent or counted reaches so much."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks, thresholds
from calculators.core import Case, Needed, Reading, Result, Step, backwards, formula, others, to_fen
from calculators.declared import Example, Given, Open, Part
from calculators.wording import measured, money

USUAL = "定额"
ADDED, SINGLE = "added", "single"


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
    opens={"several": Open("几笔能不能加起来算", {ADDED: "几笔加起来算", SINGLE: "要有单独一笔达到"})},
)
def fixed_award(case: Case) -> Result:
    """``award`` yuan; with a ``threshold`` when ``base`` reaches it (「含」), else 0; exact.

    Several sums (``case.items``) are added; when none reaches the threshold by itself, 0 is the other reading, unless
    the document settles ``several``: one that wants a single sum has the largest alone looked at.
    Raises MissingInputError, BadInputError.
    """
    award, threshold = case.figure("award"), case.maybe("threshold")
    given = Step(f"{case.called('award', USUAL)}{money(award.value)}", quote=award.quote)
    if threshold is None:
        return Result(to_fen(award.value), "exact", (given,))
    parts = _parts(case)
    single = len(parts) > 1 and case.settled("several", SINGLE)
    raised, name = (max(parts), f"最大的一笔{case.label('base')}") if single else (_reached(case), case.label("base"))
    met, words = thresholds.amount_at_least(raised, threshold.value, name, case.unit("base"))
    amount = to_fen(award.value if met else Decimal(0))
    steps = [*_settled(case, parts), Step(f"{'' if single else _added(parts, raised)}{words}", quote=threshold.quote)]
    if not met:
        return Result(amount, "exact", tuple(steps))
    steps.append(given)
    if len(parts) < 2 or max(parts) >= threshold.value or "several" in case.written:
        return Result(amount, "exact", tuple(steps))
    other = Reading(Decimal(0), f"要单笔达到{money(threshold.value)}才算的话，一笔也没到")
    note = f"几笔{case.label('base')}能不能加起来算，文件没写，先加起来算"
    return Result(amount, "exact", tuple(steps), others(amount, other), notes=(note,))


def _settled(case: Case, parts: list[Decimal]) -> Iterator[Step]:
    """What the document says of several sums, where several were told of."""
    if len(parts) > 1 and (said := case.written.get("several")):
        words = "要看单独一笔" if said.value == SINGLE else "几笔加起来算"
        yield Step(f"{len(parts)}笔{case.label('base')}：{words}", quote=said.quote)


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
