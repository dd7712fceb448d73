"""Interest at a rate that the document names, or that the loan has: principal × rate × term, or a share of it."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import caps, checks
from calculators.core import Case, MissingInputError, Result, Step, formula, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.spans import YEAR, Term
from calculators.wording import money, percent, term, years


def objects(case: Case) -> Iterator[str]:
    """No rate at all."""
    if not case.maybe("rate") and "quoted" not in case.units:
        yield '利率没有着落：请写一个 figure role = "rate"（文件写了利率），或 input role = "quoted"（问用户）'


@formula(
    "interest_at_rate",
    "按指定的利率贴息：本金 × 利率 × 期限，可以只贴其中百分之几",
    figures={
        "rate": Part("文件写的年利率", ("ratio",), required=False),
        "share": Part("贴利息的百分之几（不写就是全部）", ("ratio",), required=False),
        "most_months": Part("最多贴多久", ("months",), required=False),
        "cap": caps.CAP,
    },
    inputs={
        "base": Part("贷款本金"),
        "term": Part("贷了多久", ("months",)),
        "days": Part("期限里零头的天数（由期限算出）", ("months",), required=False),
        "quoted": Part("文件没写数的那个利率（同期基准利率、合同利率）", ("ratio",), required=False),
        "prior": caps.PRIOR,
    },
    objects=objects,
    example=Example(
        "按年利率3%给予贴息，贴息期限最长1年，单户最高20万元。",
        (
            Given("rate", "0.03", "ratio", "年利率3%"),
            Given("most_months", "12", "months", "贴息期限最长1年"),
            Given("cap", "200000", "yuan", "单户最高20万元", label="单户最高"),
        ),
        (
            Said("base", "贷款本金", "yuan", "5000000", words=("本金", "贷款", "贷了", "借了")),
            Said("term", "期限", "months", "18", words=("贷", "借", "贷了")),
        ),
    ),
)
def interest_at_rate(case: Case) -> Result:
    """``base`` yuan × the ``rate`` of the document, else the ``quoted`` one, × ``share`` × ``term`` (with ``days``), of
    which ``most_months`` count; at most ``cap`` less ``prior``. Raises MissingInputError, BadInputError.
    """
    base, length = checks.some_yuan(case.inputs, "base"), checks.term(case.inputs)
    if length is None:
        raise MissingInputError("term")
    rate, quote = _rate(case)
    counted, cut = _counted(case, length)
    share = case.maybe("share")
    part = share.value if share else Decimal(1)
    raw = base * rate * part * counted.counted / YEAR
    words = f"{case.label('base')}{money(base)} × {percent(rate)}"
    words += f" × {percent(part)}" if share else ""
    words += f" × {years(counted.months, counted.days)} ＝ {money(to_fen(raw))}"
    own = share.quote if share else quote
    more = (Step(f"{case.called('rate', '年利率')}{percent(rate)}", quote=quote),) if share and quote else ()
    amount, bound, closing = caps.limited(case, raw, "estimate")
    return Result(to_fen(amount), bound, (*cut, Step(words, quote=own), *more, *closing))


def _rate(case: Case) -> tuple[Decimal, str]:
    """A ratio per year, and the words that set it, where the document does."""
    if named := case.maybe("rate"):
        return named.value, named.quote
    rate = checks.some_ratio(case.inputs, "quoted")
    if rate is None:
        raise MissingInputError("quoted")
    return rate, ""


def _counted(case: Case, length: Term) -> tuple[Term, tuple[Step, ...]]:
    most = case.maybe("most_months")
    if most is None or not length.longer_than(int(most.value)):
        return length, ()
    words = f"{term(length.months, length.days)}，最多算{term(most.value)}"
    return Term(most.value), (Step(words, quote=most.quote),)
