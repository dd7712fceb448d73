"""A promise that only says from how much to how much: in yuan, or in percent of something."""

from decimal import Decimal

from calculators import checks
from calculators.core import Case, Figure, Needed, Result, Step, backwards, formula, to_fen
from calculators.declared import Example, Given, Part
from calculators.wording import money, percent

OPEN = "具体给多少怎么定，文件没写，算不出具体数"


@formula(
    "range_only",
    "只写了从多少到多少：给出范围，算不出具体数",
    figures={"least": Part("最少多少（钱或比例）", ("yuan", "ratio")), "most": Part("最多多少", ("yuan", "ratio"))},
    inputs={"base": Part("按它的百分之几给（写的是比例才要）", required=False)},
    texts={"open": ()},
    example=Example(
        "对重点项目给予50-200万元的贷款贴息补助。",
        (Given("least", "500000", "yuan", "50-200万元"), Given("most", "2000000", "yuan", "50-200万元")),
    ),
)
def range_only(case: Case) -> Result:
    """No amount: from ``least`` to ``most`` yuan, or that share of ``base`` yuan. Raises MissingInputError,
    BadInputError."""
    low, high = case.figure("least"), case.figure("most")
    if high.unit == "yuan":
        sums, words = (low.value, high.value), ""
    else:
        base = checks.yuan(case.inputs, "base")
        sums = (to_fen(base * low.value), to_fen(base * high.value))
        words = f"{case.label('base')}{money(base)}的{percent(low.value)}到{percent(high.value)}："
    words += f"从{money(sums[0])}到{money(sums[1])}，这是范围，不是能拿到的数"
    steps, notes = _steps(words, low, high), (case.text("open", OPEN),)
    return Result(None, "ceiling", steps, notes=notes, ceiling=sums[1], least=sums[0])


def _steps(words: str, low: Figure, high: Figure) -> tuple[Step, ...]:
    more = () if low.quote == high.quote else (Step(words, quote=low.quote),)
    return (*more, Step(words, quote=high.quote))


@backwards("range_only")
def nothing_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """There is no rule to go backwards by: the text says only from how much to how much."""
    high = case.figure("most")
    return Needed(None, (Step(case.text("open", OPEN), quote=high.quote),))
