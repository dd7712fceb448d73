"""A share of the interest at LPR: principal × LPR × share × term, at most the cap per firm and year where there is one,
for so many months where the text says for how long."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, zip_longest
from typing import TypeAlias

from calculators import caps, checks
from calculators.core import Case, Figure, Needed, Reading, Result, Step, backwards, formula, others, to_fen
from calculators.declared import Example, Given, Part, Said
from calculators.loans import Loan, loans
from calculators.lpr import Kind
from calculators.spans import YEAR, Term
from calculators.wording import money, on, percent, published, term, years

Piece: TypeAlias = tuple[Decimal, Decimal, Decimal]  # principal yuan, rate ratio, days of a 360-day year
UNLIMITED = Decimal("Infinity")
LISTED = 6  # loans that are worked out one by one; people read no more
KINDS: tuple[Kind, ...] = ("tenor", "month", "contract", "due")


@formula(
    "interest_subsidy",
    "按 LPR 算的贴息：本金 × LPR × 比例 × 期限，可以有封顶，可以只贴多久",
    figures={
        "share": Part("给 LPR 的百分之几", ("ratio",)),
        "cap": Part("一家一年最多给多少", required=False),
        "most_months": Part("最多贴多久", ("months",), required=False),
    },
    inputs={
        "base": Part("贷款本金"),
        "term": Part("贷了多久", ("months",)),
        "days": Part("期限里零头的天数（由期限算出）", ("months",), required=False),
        "start": Part("放款日", ("date",), required=False),
        "end": Part("到期日", ("date",), required=False),
        "contract": Part("签约日", ("date",), required=False),
        "quoted": Part("用户说的 LPR", ("ratio",), required=False),
        "own_rate": Part("贷款自己的利率，只说明不参与计算", ("ratio",), required=False),
        "part": Part("只有一部分算得上时，那部分本金", required=False),
        "prior": Part("今年已经领过的", required=False),
    },
    example=Example(
        "按照贷款市场报价利率（LPR）的30%给予贴息，单户企业每年最高20万元。",
        (
            Given("share", "0.3", "ratio", "贷款市场报价利率（LPR）的30%"),
            Given("cap", "200000", "yuan", "单户企业每年最高20万元"),
        ),
        (
            Said("base", "本金", "yuan", "5000000"),
            Said("term", "期限", "months", "12"),
            Said("quoted", "LPR", "ratio", "0.03"),
        ),
    ),
    texts={"whole": ()},
    series=("lpr",),
)
def interest_subsidy(case: Case) -> Result:
    """Yuan for a loan of ``base`` over ``term`` (months, + ``days``; or ``start`` to ``end``).

    ``start`` picks the LPR, ``contract`` is another day for it; without a ``start`` the day the ``end`` leads back to
    is another reading; ``quoted`` the rate the user calls LPR, ``own_rate``
    that of the loan. ``part`` yuan of the base alone may count: the other reading, and the text ``whole`` says so.
    All loans of ``case.items`` share one ``cap``, less ``prior`` yuan; without one there is no limit. Of a term longer
    than ``most_months`` these count alone. ``capped`` when the cap bites, else ``estimate``;
    assumption "lpr" when no day of payment fixes a row. Raises MissingInputError, BadInputError, NoRate.
    """
    every, share, cap = _counted(case), case.figure("share").value, case.maybe("cap")
    prior = caps.received(case)
    raw, left = _interest(share, [_part(loan) for loan in every]), _left(cap, prior)
    amount = to_fen(min(raw, left))
    readings = (
        *_per_year(every, share, cap, left),
        *_other_rates(every, share, left),
        *_part_only(case, every, share, left),
    )
    return Result(
        amount,
        caps.bound(raw, left) if cap else "estimate",
        tuple(_steps(case, every, raw, prior)),
        others(amount, *readings),
        ("lpr",) if any(loan.rate.assumed for loan in every) else (),
        tuple(dict.fromkeys(_notes(case, every, raw, left))),
    )


def _counted(case: Case) -> tuple[Loan, ...]:
    """The loans, each with so much of its term as counts."""
    most = case.maybe("most_months")
    if most is None:
        return loans(case)
    longest = int(most.value)
    return tuple(replace(one, term=Term(most.value)) if one.term.longer_than(longest) else one for one in loans(case))


def _left(cap: Figure | None, prior: Decimal) -> Decimal:
    """Yuan there are at most."""
    return caps.room(cap, prior) if cap else UNLIMITED


def _interest(share: Decimal, parts: list[Piece]) -> Decimal:
    """Everything is multiplied and added first: the one division comes last."""
    return share * sum((principal * rate * days for principal, rate, days in parts), Decimal(0)) / YEAR


def _part(loan: Loan, kind: Kind | None = None) -> Piece:
    rate = next((other.value for other in loan.rate.others if other.kind == kind), loan.rate.value)
    return loan.principal, rate, loan.term.counted


def _by_year(every: tuple[Loan, ...], share: Decimal) -> list[Decimal]:
    """What falls into the first, second, … year of the loans, yuan."""
    columns = zip_longest(*(loan.term.loan_years() for loan in every), fillvalue=Decimal(0))
    return [
        _interest(share, [(loan.principal, loan.rate.value, days) for loan, days in zip(every, column, strict=True)])
        for column in columns
    ]


def _per_year(every: tuple[Loan, ...], share: Decimal, cap: Figure | None, left: Decimal) -> Iterator[Reading]:
    """The reading that caps each year of the loan separately, the last part-year too."""
    if cap is None:
        return
    first, *later = _by_year(every, share)
    total = min(first, left) + sum((min(year, cap.value) for year in later), Decimal(0))
    yield Reading(total, f"分年算、每年各封顶{money(cap.value)}")


def _other_rates(every: tuple[Loan, ...], share: Decimal, left: Decimal) -> Iterator[Reading]:
    for kind in KINDS:
        words = [other.reading for loan in every for other in loan.rate.others if other.kind == kind]
        if words:
            raw = _interest(share, [_part(loan, kind) for loan in every])
            yield Reading(min(raw, left), "；".join(dict.fromkeys(words)))


def _part_only(case: Case, every: tuple[Loan, ...], share: Decimal, left: Decimal) -> Iterator[Reading]:
    if any(loan.part is not None for loan in every):
        bases = [loan.principal if loan.part is None else loan.part for loan in every]
        parts = [(base, *_part(loan)[1:]) for base, loan in zip(bases, every, strict=True)]
        words = f"只算{case.label('part')}{money(sum(bases, Decimal(0)))}"
        yield Reading(min(_interest(share, parts), left), words)


def _steps(case: Case, every: tuple[Loan, ...], raw: Decimal, prior: Decimal) -> Iterator[Step]:
    if (most := case.maybe("most_months")) and any(loan.term.longer_than(int(most.value)) for loan in loans(case)):
        yield Step(f"贷款再长，最多贴{term(most.value)}", quote=most.quote)
    told = _together(every)
    for label, loan in told:
        yield from _loan_steps(case.figure("share"), loan, label)
    if len(told) > 1:
        sums = [to_fen(_interest(case.figure("share").value, [_part(loan)])) for _, loan in told]
        yield Step(f"{len(every)}笔合计：{' ＋ '.join(money(one) for one in sums)} ＝ {money(to_fen(raw))}")
    if cap := case.maybe("cap"):
        yield caps.step(raw, cap, prior)


def _together(every: tuple[Loan, ...]) -> list[tuple[str, Loan]]:
    """Each loan with its label; of many, neighbours of the same rate and term as one."""
    if len(every) <= LISTED:
        return [(f"第{number}笔" if len(every) > 1 else "", loan) for number, loan in enumerate(every, 1)]
    told: list[tuple[str, Loan]] = []
    first = 1
    for _, alike in groupby(every, lambda loan: (loan.rate, loan.term)):
        same = list(alike)
        last = first + len(same) - 1
        label = f"第{first}笔" if last == first else f"第{first}到{last}笔一共"
        told.append((label, replace(same[0], principal=sum((loan.principal for loan in same), Decimal(0)))))
        first = last + 1
    return told


def _loan_steps(share: Figure, loan: Loan, label: str) -> Iterator[Step]:
    amount = money(to_fen(_interest(share.value, [_part(loan)])))
    rate, months, days = published(loan.rate.value), loan.term.months, loan.term.days
    words = f"{money(loan.principal)} × LPR {rate} × {percent(share.value)} × {years(months, days)} ＝ {amount}"
    yield Step(f"{label}：{words}" if label else words, quote=share.quote)
    of = f"{label}的" if label else ""
    yield Step(f"{of}LPR {rate}：{_dated(loan)}{loan.rate.why}", source=loan.rate.source)
    if days:
        words = f"{of}{term(months, days)}：整月除以12，零头的天数除以360"
        yield Step(words, source="银行通行的算法，文件没写零头怎么算")


def _dated(loan: Loan) -> str:
    return "" if loan.rate.source == "您说的LPR" else f"{loan.rate.source}，"


def _notes(case: Case, every: tuple[Loan, ...], raw: Decimal, left: Decimal) -> Iterator[str]:
    for loan in every:
        yield from loan.rate.notes
        yield from _outside(case, loan)
    yield from _long(case, every, raw, left)
    yield from _shared_cap(every, raw, left)
    rate = checks.ratio(case.inputs, "own_rate")
    if rate is not None:
        yield f"贷款自己的利率{percent(rate)}不进算式，贴息按LPR算"
    if any(loan.part is not None for loan in every):
        yield case.text("whole", "只有一部分算得上的贷款，先按整笔算")


def _outside(case: Case, loan: Loan) -> Iterator[str]:
    if loan.start and loan.start < case.valid_from:
        said = case.text("before", "文件没写管不管这样的贷款")
        yield f"{on(loan.start)}放款，早于文件实施日{on(case.valid_from)}，{said}"
    if loan.end and loan.end > case.valid_to:
        said = case.text("after", "文件没写到时还贴不贴")
        yield f"贷款{on(loan.end)}才到期，晚于文件到期日{on(case.valid_to)}，{said}"


def _long(case: Case, every: tuple[Loan, ...], raw: Decimal, left: Decimal) -> Iterator[str]:
    if not any(loan.term.longer_than(12) for loan in every):
        return
    yearly = f"贷款超过一年，头一年的贴息是{money(to_fen(_by_year(every, case.figure('share').value)[0]))}"
    if raw > left:
        yearly += "；封顶是还清后一次算还是分年算，文件没写，先按一次算"
    yield yearly


def _shared_cap(every: tuple[Loan, ...], raw: Decimal, left: Decimal) -> Iterator[str]:
    if len(every) > 1 and raw > left:
        yield "同一家企业的几笔贷款合用一个封顶"
        if len({loan.start.year for loan in every if loan.start}) > 1:
            yield "几笔贷款不在同一年放款，「一个年度」按哪一年算，文件没写"


@backwards("interest_subsidy")
def principal_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """``target`` yuan ÷ (LPR × ``share`` × term): the principal of one loan. None for several loans. Raises as the
    formula."""
    if role != "base" or case.items:
        return None
    cap, prior = case.maybe("cap"), caps.received(case)
    if cap and (out_of_reach := caps.beyond(target, cap, prior)):
        return out_of_reach
    inputs = {key: value for key, value in case.inputs.items() if key != "part"}
    [loan] = _counted(replace(case, inputs={**inputs, "base": Decimal(1)}))
    share, rate = case.figure("share"), loan.rate.value
    principal = target * YEAR / (rate * share.value * loan.term.counted)
    spoken = years(loan.term.months, loan.term.days)
    words = f"{money(target)} ÷ （LPR {published(rate)} × {percent(share.value)} × {spoken}）＝ {money(principal)}"
    return Needed(principal, (Step(words, quote=share.quote),), caps.room(cap, prior) if cap else None)
