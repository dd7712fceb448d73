"""A sum for every full step of an amount: so much for each ten million of sales."""

from decimal import ROUND_FLOOR, Decimal

from calculators import caps, checks
from calculators.core import Case, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.wording import measured, money

ANY = ("yuan", "count", "usd")


@formula(
    "per_step",
    "每满多少给多少：每实现一个整数，给一笔",
    figures={
        "award": Part("每满一次给多少"),
        "step": Part("每满多少", ANY),
        "from": Part("从多少以上开始数", ANY, required=False),
        "cap": caps.CAP,
    },
    inputs={"base": Part("一共多少", ANY), "prior": caps.PRIOR},
    example=Example(
        "年零售额每实现2000万元，给予奖励2万元，最高20万元。",
        (
            Given("step", "20000000", "yuan", "年零售额每实现2000万元"),
            Given("award", "20000", "yuan", "给予奖励2万元"),
            Given("cap", "200000", "yuan", "最高20万元"),
        ),
        (Said("base", "年零售额", "yuan", "50000000"),),
    ),
)
def per_step(case: Case) -> Result:
    """``award`` yuan for each full ``step`` of ``base``, or of what it is beyond ``from``; at most ``cap`` less
    ``prior``. What is left of a step counts for nothing. Raises MissingInputError, BadInputError.
    """
    award, step, begin = case.figure("award"), case.figure("step"), case.maybe("from")
    unit = case.unit("base")
    base = checks.total(case, "base") if unit == "yuan" else checks.amount(case.inputs, "base")
    above = max(base - begin.value, Decimal(0)) if begin else base
    times = (above / step.value).to_integral_value(ROUND_FLOOR)
    said = f"{case.label('base')}{measured(base, unit)}"
    said += f"，超过{measured(begin.value, unit)}的是{measured(above, unit)}" if begin else ""
    words = f"{said}，每满{measured(step.value, unit)}算一次，共{times}次"
    raw = award.value * times
    steps = (Step(words, quote=step.quote), Step(f"{money(award.value)} × {times} ＝ {money(raw)}", quote=award.quote))
    amount, bound, closing = caps.limited(case, raw, "exact")
    return Result(to_fen(amount), bound, (*steps, *closing))
