"""One sum, or a share of one, paid out in parts: so much in the first year, so much in the second."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import caps, checks
from calculators.core import Case, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part
from calculators.wording import money, percent


def objects(case: Case) -> Iterator[str]:
    """Parts that do not make up the whole; a sum and a share at once."""
    if bool(case.maybe("award")) == bool(case.maybe("share")):
        yield "award（定额）和 share（比例）要写一个，也只能写一个"
    if case.maybe("share") and "base" not in case.units:
        yield '按比例给的，要有一个 role = "base" 的 input'
    parts = [case.figure(f"part/{one}") for one in case.each("part")]
    shares, sums = ([one.value for one in parts if one.unit == unit] for unit in ("ratio", "yuan"))
    award = case.maybe("award")
    if shares and sums:
        yield "各次要么都写比例，要么都写金额"
    elif shares and sum(shares) != 1:
        yield f"各次的比例加起来是 {percent(sum(shares, Decimal(0)))}，应当是 100%"
    elif sums and (award is None or sum(sums) != award.value):
        yield f"各次的金额加起来是 {money(sum(sums, Decimal(0)))}，应当和 award 一样"


@formula(
    "instalments",
    "分几年或分几次给：总数是定额或按比例算，每次给其中百分之几",
    figures={
        "award": Part("一共给多少", either=("share",)),
        "share": Part("一共给百分之几", ("ratio",), either=("award",)),
        "part": Part("这一次给其中的百分之几，或多少", ("ratio", "yuan"), each="band", alone=False),
        "cap": caps.CAP,
    },
    inputs={"base": Part("按它的百分之几给", required=False, beside=("share",)), "prior": caps.PRIOR},
    objects=objects,
    example=Example(
        "给予一次性落户奖励200万元，分三年按40%、30%、30%的比例拨付。",
        (
            Given("award", "2000000", "yuan", "一次性落户奖励200万元", label="落户奖励"),
            *(
                Given("part", value, "ratio", "分三年按40%、30%、30%的比例拨付", of=year)
                for year, value in (("1", "0.4"), ("2", "0.3"), ("3", "0.3"))
            ),
        ),
    ),
)
def instalments(case: Case) -> Result:
    """``award`` yuan, or ``base`` × ``share``, at most ``cap`` less ``prior``; and what of it comes with each ``part``,
    the last of which takes what rounding left. Raises MissingInputError, BadInputError.
    """
    raw, step = _whole(case)
    whole, bound, closing = caps.limited(case, raw, "exact")
    amount = to_fen(whole)
    return Result(amount, bound, (step, *closing, *_parts(case, amount)))


def _whole(case: Case) -> tuple[Decimal, Step]:
    if award := case.maybe("award"):
        return award.value, Step(f"{case.called('award', '一共')}{money(award.value)}", quote=award.quote)
    share, base = case.figure("share"), checks.yuan(case.inputs, "base")
    raw = base * share.value
    words = f"{case.label('base')}{money(base)} × {percent(share.value)} ＝ {money(to_fen(raw))}"
    return raw, Step(words, quote=share.quote)


def _parts(case: Case, amount: Decimal) -> Iterator[Step]:
    rest, numbers = amount, case.each("part")
    for place, number in enumerate(numbers, 1):
        part = case.figure(f"part/{number}")
        name = case.called(f"part/{number}", f"第{place}次")
        if part.unit == "yuan":
            yield Step(f"{name}给{money(part.value)}", quote=part.quote)
            continue
        given = rest if place == len(numbers) else to_fen(amount * part.value)
        rest -= given
        yield Step(f"{name}给{percent(part.value)}：{money(given)}", quote=part.quote)
