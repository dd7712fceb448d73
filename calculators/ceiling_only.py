"""A promise without a formula: the text gives the most there can be, and no way to compute a sum."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks
from calculators.core import Case, Figure, Needed, Result, Step, backwards, formula
from calculators.declared import Example, Given, Part
from calculators.wording import money


@formula(
    "ceiling_only",
    "只写了最高多少：算不出具体数",
    figures={"ceiling": Part("最高多少")},
    inputs={
        "base": Part("和它有关的金额，只复述不参与计算", required=False),
        "prior": Part("已经领过的", required=False),
    },
    texts={"open": ()},
    example=Example("给予最高200万元的综合支持。", (Given("ceiling", "2000000", "yuan", "最高200万元"),)),
)
def ceiling_only(case: Case) -> Result:
    """No amount, only ``ceiling`` yuan. ``base`` yuan are echoed, never computed with.

    What was received already (``prior`` yuan) is named with the rest of the ceiling. The text ``open`` says what the
    document leaves open. Raises BadInputError.
    """
    ceiling = case.figure("ceiling")
    step = Step(f"最高{money(ceiling.value)}，这是上限，不是能拿到的数", quote=ceiling.quote)
    return Result(None, "ceiling", (step,), notes=tuple(_notes(case, ceiling)), ceiling=ceiling.value)


def _notes(case: Case, ceiling: Figure) -> Iterator[str]:
    base = checks.maybe_yuan(case.inputs, "base")
    said = f"{case.label('base')}{money(base)}记下了。" if base is not None else ""
    yield said + case.text("open", "具体给多少怎么算，文件没写，算不出具体数")
    prior = checks.maybe_yuan(case.inputs, "prior")
    if prior:
        rest = max(ceiling.value - prior, Decimal(0))
        yield f"已经拿了{money(prior)}，最高还剩{money(rest)}" if rest else f"已经拿了{money(prior)}，到上限了"


@backwards("ceiling_only")
def nothing_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """There is no rule to go backwards by: the text says only how much there can be at most."""
    ceiling = case.figure("ceiling")
    words = case.text("open", "具体给多少怎么算，文件没写，算不出具体数")
    return Needed(None, (Step(words), Step(f"只写了最高{money(ceiling.value)}", quote=ceiling.quote)))
