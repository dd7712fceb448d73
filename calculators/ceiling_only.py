"""A promise without a formula: the text gives the most there can be, and no way to compute a sum."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks
from calculators.core import Case, Figure, Result, Step, formula
from calculators.wording import money


@formula("ceiling_only")
def ceiling_only(case: Case) -> Result:
    """No amount, only ``ceiling`` yuan. ``raise_yuan`` is echoed, never computed with. Source: clause 2.3.

    What was received already (``prior_subsidy_yuan``) is named with the rest of the ceiling. Raises BadInputError.
    """
    ceiling = case.figure("ceiling")
    step = Step(f"最高{money(ceiling.value)}，这是上限，不是能拿到的数", quote=ceiling.quote)
    return Result(None, "ceiling", (step,), notes=tuple(_notes(case, ceiling)), ceiling=ceiling.value)


def _notes(case: Case, ceiling: Figure) -> Iterator[str]:
    raised = checks.maybe_yuan(case.inputs, "raise_yuan")
    said = f"申请募集资金{money(raised)}记下了。" if raised is not None else ""
    yield f"{said}按募集规模怎么分档、分几个阶段给，文件没写，算不出具体数"
    prior = checks.maybe_yuan(case.inputs, "prior_subsidy_yuan")
    if prior:
        rest = max(ceiling.value - prior, Decimal(0))
        yield f"已经拿了{money(prior)}，最高还剩{money(rest)}" if rest else f"已经拿了{money(prior)}，到上限了"
