"""A price a month or a year for each head or square metre, or just so much: with limits to size, time and sum."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import caps, checks
from calculators.core import Case, MissingInputError, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.spans import Term
from calculators.wording import measured, money, term

MONTHLY, YEARLY = "month", "year"
MONTHS = {MONTHLY: Decimal(1), YEARLY: Decimal(12)}
EACH = {MONTHLY: "每月", YEARLY: "每年"}


@formula(
    "unit_price",
    "单价 × 人数或面积 × 时间：房租、社保、用工补贴",
    figures={
        "price": Part("一个单位一个月（或一年）给多少"),
        "most": Part("人数或面积最多算多少", ("count",), required=False),
        "most_months": Part("最多给多久", ("months",), required=False),
        "year_cap": Part("一年最高给多少", required=False),
        "cap": caps.CAP,
    },
    inputs={
        "quantity": Part("人数、面积等（单价不按数量的不写）", ("count",), either=("term",)),
        "term": Part("多久", ("months",)),
        "prior": caps.PRIOR,
    },
    ways={"per": {MONTHLY: "单价是一个月的", YEARLY: "单价是一年的"}},
    example=Example(
        "按每月每平方米3元给予房租补贴，每家每年最高50万元，补贴期限最长3年。",
        (
            Given("price", "3", "yuan", "每月每平方米3元"),
            Given("year_cap", "500000", "yuan", "每家每年最高50万元", label="每家每年最高"),
            Given("most_months", "36", "months", "补贴期限最长3年"),
        ),
        (
            Said("quantity", "租用面积", "平方米", "120", words=("面积", "租了")),
            Said("term", "租期", "months", "12", words=("租了", "用了")),
        ),
    ),
)
def unit_price(case: Case) -> Result:
    """``price`` yuan × ``quantity`` × ``term``; at most ``most`` of the quantity and ``most_months`` count.

    A measure that counts nothing has no ``quantity``: so much a month.
    What falls into each year from the first day on is at most ``year_cap`` yuan, all of it at most ``cap``, less
    ``prior``. Raises MissingInputError, BadInputError.
    """
    price, quantity, length = case.figure("price"), _quantity(case), checks.months(case.inputs)
    if length is None:
        raise MissingInputError("term")
    counted, steps = _counted(case, quantity, length)
    size, months = counted
    per = case.way("per", MONTHLY)
    monthly = price.value * size / MONTHS[per]
    raw = monthly * months
    much = f"{case.label('quantity')}{measured(size, case.unit('quantity'))} × " if _counts(case) else ""
    words = f"{much}{EACH[per]}{money(price.value)}"
    steps += (Step(f"{words} × {_time(months, per)} ＝ {money(to_fen(raw))}", quote=price.quote),)
    kept, yearly = _by_year(case, monthly, months)
    amount, bound, closing = caps.limited(case, kept, "capped" if kept < raw else "exact")
    return Result(to_fen(amount), bound, (*steps, *yearly, *closing))


def _counts(case: Case) -> bool:
    return "quantity" in case.units or "quantity" in case.inputs


def _quantity(case: Case) -> Decimal:
    return checks.amount(case.inputs, "quantity") if _counts(case) else Decimal(1)


def _counted(case: Case, quantity: Decimal, length: Decimal) -> tuple[tuple[Decimal, Decimal], tuple[Step, ...]]:
    """What of the size and the time counts, and what is said of the rest."""
    return (_least(case, "most", quantity), _least(case, "most_months", length)), (*_cut(case, quantity, length),)


def _least(case: Case, role: str, value: Decimal) -> Decimal:
    limit = case.maybe(role)
    return min(value, limit.value) if limit else value


def _cut(case: Case, quantity: Decimal, length: Decimal) -> Iterator[Step]:
    most, months, unit = case.maybe("most"), case.maybe("most_months"), case.unit("quantity")
    if most and quantity > most.value:
        words = f"{case.label('quantity')}{measured(quantity, unit)}，最多算{measured(most.value, unit)}"
        yield Step(words, quote=most.quote)
    if months and length > months.value:
        yield Step(f"{case.label('term')}{term(length)}，最多算{term(months.value)}", quote=months.quote)


def _time(months: Decimal, per: str) -> str:
    if per == YEARLY:
        return term(months)
    return f"{months.normalize():f}个月"


def _by_year(case: Case, monthly: Decimal, months: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
    """Each year of the time by itself under the year's limit, the last part-year too."""
    cap, whole = case.maybe("year_cap"), monthly * months
    if cap is None:
        return whole, ()
    years = [monthly * days / 30 for days in Term(months).loan_years()]
    kept = sum((min(one, cap.value) for one in years), Decimal(0))
    name = case.called("year_cap", "每年最高")
    words = f"{name}{money(cap.value)}：{'没超过' if kept == whole else f'超过的不算，一共{money(to_fen(kept))}'}"
    return kept, (Step(words, quote=cap.quote),)
