"""A share of what is more than before: of the growth, of the growth over a rate, or of what exceeds a fixed base."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import caps, checks
from calculators.core import Case, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.wording import money, percent

NOTHING = Decimal(0)


def objects(case: Case) -> Iterator[str]:
    """What cannot be worked out from the inputs there are, or two bases at once."""
    fixed, rates = case.maybe("over"), case.maybe("over_rate") or case.maybe("growth")
    if fixed and rates:
        yield "over（超过一个定数）和 over_rate、growth（超过上年的百分之几）不能一起写"
    if fixed and "now" not in case.units:
        yield '写了 over，要有一个 role = "now" 的 input'
    if rates and not {"now", "before"} <= set(case.units):
        yield '写了 over_rate 或 growth，要有 role = "now" 和 role = "before" 两个 input'


@formula(
    "share_of_increment",
    "按增加的部分给：比上年（或比一个定数）多出来的百分之几",
    figures={
        "share": Part("给增加部分的百分之几", ("ratio",)),
        "over_rate": Part("增长百分之几以内的不算", ("ratio",), required=False),
        "growth": Part("增长要达到百分之几才给", ("ratio",), required=False),
        "over": Part("现在的金额超过多少的部分才算（一个定数）", required=False),
        "free": Part("增加额超过多少的部分才算", required=False),
        "cap": caps.CAP,
    },
    inputs={
        "now": Part("现在的金额", either=("increase",)),
        "before": Part("上年（基数）的金额", either=("increase",), required=False),
        "increase": Part("直接说的增加额", required=False),
        "prior": caps.PRIOR,
    },
    objects=objects,
    example=Example(
        "年度地方贡献较上一年度增长超过8%的增长部分，给予50%奖励，最高300万元。",
        (
            Given("over_rate", "0.08", "ratio", "增长超过8%的增长部分"),
            Given("share", "0.5", "ratio", "给予50%奖励"),
            Given("cap", "3000000", "yuan", "最高300万元"),
        ),
        (
            Said("now", "今年的地方贡献", "yuan", "12000000", words=("今年", "本年", "现在", "达到")),
            Said("before", "去年的地方贡献", "yuan", "10000000", words=("去年", "上年", "上一年", "原来", "基数")),
        ),
    ),
)
def share_of_increment(case: Case) -> Result:
    """``share`` of what ``now`` is over ``before``, over before × (1 + ``over_rate``), or over the fixed ``over``;
    ``increase`` yuan said outright stand in for both; ``free`` yuan of it do not count.

    Nothing below a growth of ``growth``; at most ``cap`` less ``prior``. Raises MissingInputError, BadInputError.
    """
    share = case.figure("share")
    more, steps, met = _without_free(case, *_increment(case))
    if not met or not more:
        return Result(to_fen(NOTHING), "exact", steps)
    raw = more * share.value
    words = f"{money(to_fen(more))} × {percent(share.value)} ＝ {money(to_fen(raw))}"
    amount, bound, closing = caps.limited(case, raw, "exact")
    return Result(to_fen(amount), bound, (*steps, Step(words, quote=share.quote), *closing))


def _without_free(
    case: Case, more: Decimal, steps: tuple[Step, ...], met: bool
) -> tuple[Decimal, tuple[Step, ...], bool]:
    free = case.maybe("free")
    if free is None:
        return more, steps, met
    rest = max(more - free.value, NOTHING)
    words = f"增加额超过{money(free.value)}的是{money(rest)}"
    return rest, (*steps, Step(words, quote=free.quote)), met


def _increment(case: Case) -> tuple[Decimal, tuple[Step, ...], bool]:
    """Yuan that count, how they come about, and whether the growth is enough."""
    fixed, increase = case.maybe("over"), checks.maybe_yuan(case.inputs, "increase")
    if fixed:
        now = checks.yuan(case.inputs, "now")
        more = max(now - fixed.value, NOTHING)
        words = f"{case.label('now')}{money(now)}，超过{money(fixed.value)}的是{money(more)}"
        return more, (Step(words, quote=fixed.quote),), True
    if increase is not None and not (case.maybe("over_rate") or case.maybe("growth")):
        return increase, (Step(f"{case.label('increase')}{money(increase)}"),), True
    now, before = checks.yuan(case.inputs, "now"), checks.yuan(case.inputs, "before")
    more = max(now - before, NOTHING)
    words = f"{case.label('now')}{money(now)} － {case.label('before')}{money(before)} ＝ {money(more)}"
    steps = [Step(words if now >= before else f"{case.label('now')}{money(now)}，没有超过{money(before)}")]
    needed, free = case.maybe("growth"), case.maybe("over_rate")
    met = needed is None or now >= before * (1 + needed.value)
    if needed:
        words = f"增长{'达到了' if met else '没到'}{percent(needed.value)}"
        steps.append(Step(words, quote=needed.quote))
    if free and more:
        allowed = before * free.value
        rest = max(more - allowed, NOTHING)
        words = f"{percent(free.value)}以内的{money(to_fen(allowed))}不算，剩{money(to_fen(rest))}"
        steps.append(Step(words, quote=free.quote))
        more = rest
    return more, tuple(steps), met
