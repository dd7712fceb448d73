"""Sums that add up from stage to stage: filed, accepted, passed, listed."""

from calculators import caps
from calculators.core import BadInputError, Case, MissingInputError, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.wording import money

STAGES = (("guided", "辅导验收"), ("accepted", "受理"), ("listed", "上市"))


@formula(
    "by_stage",
    "分阶段给：每过一个阶段给一笔，前面的加起来",
    figures={"award": Part("到了这一阶段再给多少", each="option", alone=False), "cap": caps.CAP},
    inputs={"stage": Part("到了哪个阶段", ("choice",)), "prior": caps.PRIOR},
    example=Example(
        "企业上市，辅导验收后奖励100万元，受理后奖励100万元，成功上市后奖励300万元。",
        (
            Given("award", "1000000", "yuan", "辅导验收后奖励100万元", of="guided"),
            Given("award", "1000000", "yuan", "受理后奖励100万元", of="accepted"),
            Given("award", "3000000", "yuan", "成功上市后奖励300万元", of="listed"),
        ),
        (Said("stage", "到了哪一步", "choice", "accepted", options=STAGES),),
    ),
)
def by_stage(case: Case) -> Result:
    """The awards of all stages up to ``stage``, in the order of the record; at most ``cap`` less ``prior`` yuan; what
    the later stages bring is told. Raises MissingInputError, BadInputError.
    """
    stages, stage = case.each("award"), case.inputs.get("stage")
    if stage is None:
        raise MissingInputError("stage")
    if stage not in stages:
        raise BadInputError("stage", stage, f"one of {', '.join(stages)}")
    place = stages.index(str(stage)) + 1
    awards = [case.figure(f"award/{one}") for one in stages]
    steps = [
        Step(f"{case.label(one)}：{money(award.value)}", quote=award.quote)
        for one, award in zip(stages[:place], awards[:place], strict=True)
    ]
    raw = sum(award.value for award in awards[1:place]) + awards[0].value
    if place > 1:
        sums = " ＋ ".join(money(award.value) for award in awards[:place])
        steps.append(Step(f"加起来：{sums} ＝ {money(raw)}"))
    amount, bound, closing = caps.limited(case, raw, "exact")
    later = "、".join(
        f"{case.label(one)}{money(a.value)}" for one, a in zip(stages[place:], awards[place:], strict=True)
    )
    notes = (f"以后还有：{later}",) if later else ()
    return Result(to_fen(amount), bound, (*steps, *closing), notes=notes)
