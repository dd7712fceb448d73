"""A share of a guaranteed sum, by nature not above the fee that was paid for it."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import checks, thresholds
from calculators.core import Case, Needed, Reading, Result, Step, backwards, formula, others, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.spans import ONE_YEAR, YEAR, Term
from calculators.wording import money, percent, term, years


@formula(
    "guarantee_ceiling",
    "保函、担保一类的补贴：最多为保额的百分之几，另看收费高不高",
    figures={
        "share": Part("保额的百分之几", ("ratio",)),
        "fee_limit": Part("收费率不能超过多少", ("ratio",)),
    },
    inputs={
        "base": Part("保额"),
        "fee_rate": Part("每年的收费率", ("ratio",), required=False),
        "fee_paid": Part("一共交的费", required=False),
        "term": Part("保多久", ("months",), required=False),
        "days": Part("期限里零头的天数（由期限算出）", ("months",), required=False),
    },
    example=Example(
        "对收费率不超过1%的电子保函，给予不高于保函金额0.5%的补贴。",
        (
            Given("share", "0.005", "ratio", "不高于保函金额0.5%的补贴"),
            Given("fee_limit", "0.01", "ratio", "收费率不超过1%"),
        ),
        (Said("base", "保函金额", "yuan", "3000000"), Said("fee_rate", "收费率", "ratio", "0.008")),
    ),
)
def guarantee_ceiling(case: Case) -> Result:
    """``base`` yuan × ``share`` ratio, at most; one time however long the guarantee.

    ``fee_rate`` is a ratio per year, ``fee_paid`` the whole fee in yuan, ``term`` (months, with ``days``) the
    guarantee's term. Alternatives: per year × years; the fee paid when it is less. Whether the rate keeps within
    ``fee_limit`` is the caller's condition: the sum is given all the same. Raises MissingInputError, BadInputError.
    """
    guarantee, share = checks.some_yuan(case.inputs, "base"), case.figure("share")
    length = checks.term(case.inputs) or ONE_YEAR
    amount = to_fen(guarantee * share.value)
    words = f"{case.label('base')}{money(guarantee)} × {percent(share.value)} ＝ {money(amount)}，这是上限"
    steps = (Step(words, quote=share.quote), *_rate_step(case, guarantee, length))
    paid, per_year = _fee_paid(case, guarantee, length), guarantee * share.value * length.counted / YEAR
    readings = others(amount, *_per_year(per_year, length), *_fee(case, amount, paid))
    return Result(amount, "at_most", steps, readings, notes=tuple(_notes(case, amount, paid, per_year, length)))


def _fee_paid(case: Case, guarantee: Decimal, length: Term) -> Decimal | None:
    """Yuan for the whole term: as said, else amount × rate × years; None when unknown."""
    paid, rate = checks.maybe_yuan(case.inputs, "fee_paid"), checks.ratio(case.inputs, "fee_rate")
    if paid is not None or rate is None:
        return paid
    return guarantee * rate * length.counted / YEAR


def _rate_step(case: Case, guarantee: Decimal, length: Term) -> Iterator[Step]:
    rate, paid = checks.ratio(case.inputs, "fee_rate"), checks.maybe_yuan(case.inputs, "fee_paid")
    limit = case.figure("fee_limit")
    if rate is not None:
        yield Step(thresholds.rate_at_most(rate, limit.value, case.label("fee_rate")).words, quote=limit.quote)
    elif paid is not None:
        rate = thresholds.annual_fee_rate(paid, guarantee, length)
        keyed = years(length.months, length.days)
        words = f"{case.label('fee_paid')}{money(paid)} ÷ {money(guarantee)} ÷ {keyed} ＝ {percent(rate)}/年；"
        kept = thresholds.rate_at_most(rate, limit.value, case.label("fee_rate"))
        yield Step(words + kept.words, quote=limit.quote)


def _per_year(total: Decimal, length: Term) -> Iterator[Reading]:
    if length.longer_than(12):
        yield Reading(total, f"按每年补一次、共{term(length.months, length.days)}算")


def _fee(case: Case, amount: Decimal, paid: Decimal | None) -> Iterator[Reading]:
    if paid is not None and paid < amount:
        yield Reading(paid, f"最多补到实际交的{case.label('fee_paid')}")


def _notes(case: Case, amount: Decimal, paid: Decimal | None, per_year: Decimal, length: Term) -> Iterator[str]:
    fee = f"实际交的{case.label('fee_paid')}"
    yield "文件只写了上限，实际给多少没写"
    if length.longer_than(12):
        yield f"补一次还是每年补，{case.text('again', '文件没写')}，先按一次算"
    if paid is not None and paid < amount:
        yield f"算出来比{fee}还多，能不能补到比交的还多，文件没写"
    elif paid is not None and length.longer_than(12) and paid < per_year:
        yield f"按每年补一次算，会比{fee}还多"


@backwards("guarantee_ceiling")
def guarantee_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """``target`` yuan ÷ ``share``: how much must be guaranteed for that ceiling."""
    share = case.figure("share")
    base = target / share.value
    words = f"{money(target)} ÷ {percent(share.value)} ＝ {money(base)}"
    return Needed(base, (Step(words, quote=share.quote),)) if role == "base" else None
