"""Which LPR counts: the row in force on the day a loan was paid out, and what to say when that day is not known.

One-year row up to 60 months, five-year row above. Without a day: the rate the user calls LPR, else the newest row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import Literal, TypeAlias

from calculators.core import CalculatorError, SeriesRow
from calculators.spans import Term, add_months, month_end
from calculators.wording import on, published

Kind: TypeAlias = Literal["tenor", "month", "contract", "due"]

ONE_YEAR_UP_TO = 60  # months
STALE = timedelta(days=35)
PUBLISHED_ON = 20  # the day of the month; holidays only move it later


class NoRate(CalculatorError):  # noqa: N818 - the caller catches it as "no rate: ask"
    """No LPR is known for ``day``: the caller asks. ``first`` is the first day of the series (None: it is empty)."""

    def __init__(self, day: date | None, first: date | None) -> None:
        super().__init__(f"no LPR for {day}, the series begins on {first}: ask for the day or the rate")
        self.day, self.first = day, first


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said about one loan: its term, the day it was paid out (or only the month), a quoted LPR (ratio).
    ``reckoned``: where that day was not said, so long before the day it is due as the term is."""

    term: Term
    start: date | None = None
    month_only: bool = False
    contract: date | None = None
    quoted: Decimal | None = None
    reckoned: date | None = None


@dataclass(frozen=True, slots=True)
class OtherRate:
    """A ratio that another reading would take, and that reading in words."""

    kind: Kind
    value: Decimal
    reading: str


@dataclass(frozen=True, slots=True)
class Rate:
    """The LPR (ratio) a loan is computed with: why this one, from which row, what else could be taken."""

    value: Decimal
    why: str
    source: str = ""
    assumed: bool = False
    others: tuple[OtherRate, ...] = ()
    notes: tuple[str, ...] = ()


def choose(asked: Asked, series: tuple[SeriesRow, ...], today: date) -> Rate:
    """The rate for one loan. Raises NoRate when it was paid out before the first row, or there is no row by today."""
    if asked.start is None and asked.quoted is not None:
        return _quoted(asked, asked.quoted, series, today)
    if asked.start is None or asked.start > today:
        return _newest(asked, series, today)
    return _on_start(asked, asked.start, series, today)


def row_on(series: tuple[SeriesRow, ...], day: date) -> SeriesRow | None:
    """The row in force on ``day``, None before the first one."""
    rows = tuple(takewhile(lambda row: row.since <= day, series))
    return rows[-1] if rows else None


def tenor(term: Term) -> str:
    return "5年期以上" if term.longer_than(ONE_YEAR_UP_TO) else "1年期"


def _value(row: SeriesRow, term: Term) -> Decimal:
    return row.five_year if term.longer_than(ONE_YEAR_UP_TO) else row.one_year


def _row(series: tuple[SeriesRow, ...], day: date, asked: Asked) -> SeriesRow:
    row = row_on(series, day)
    if row is None:
        raise NoRate(asked.start, series[0].since if series else None)
    return row


def _source(row: SeriesRow, term: Term) -> str:
    return f"{on(row.since)}起的{tenor(term)}LPR"


def _quoted(asked: Asked, quoted: Decimal, series: tuple[SeriesRow, ...], today: date) -> Rate:
    note = "没说放款日，LPR用的是您说的数，实际看放款那天公布的是多少"
    contract = tuple(_contract(asked, quoted, series, today))
    return Rate(quoted, "按您说的LPR取", "您说的LPR", others=contract, notes=(note,))


def _newest(asked: Asked, series: tuple[SeriesRow, ...], today: date) -> Rate:
    row = _row(series, today, asked)
    why = "没说放款日" if asked.start is None else f"放款日{on(asked.start)}还没到"
    taken = _value(row, asked.term)
    others = (
        *_exactly_sixty(row, asked.term),
        *_contract(asked, taken, series, today),
        *_before_due(asked, taken, series, today),
    )
    stale = _stale(row) if row is series[-1] and today - row.since > STALE else ""
    return Rate(
        taken,
        f"{why}，先按最新的一期算",
        _source(row, asked.term),
        assumed=True,
        others=others,
        notes=_said(stale, _differing(asked, row), _contract_unknown(asked, series)),
    )


def _on_start(asked: Asked, start: date, series: tuple[SeriesRow, ...], today: date) -> Rate:
    row, term = _row(series, start, asked), asked.term
    last = min(month_end(start), today) if asked.month_only else start
    month = tuple(_later_in_month(row, row_on(series, last) or row, term))
    others = (*_exactly_sixty(row, term), *month, *_contract(asked, _value(row, term), series, today))
    stale = _stale(row) if row is series[-1] and _superseded(row, last, today) else ""
    moved = f"{start.month}月里LPR变过，只说了月份，先按{start.month}月{start.day}日算" if month else ""
    notes = _said(moved, stale, _differing(asked, row), _contract_unknown(asked, series))
    return Rate(_value(row, term), _why(asked, start), _source(row, term), others=others, notes=notes)


def _why(asked: Asked, start: date) -> str:
    if asked.month_only:
        return f"按放款日取；只说了{start.month}月，按{start.month}月{start.day}日算"
    return f"按放款日{on(start)}取"


def _exactly_sixty(row: SeriesRow, term: Term) -> Iterator[OtherRate]:
    if term.is_months(ONE_YEAR_UP_TO):
        words = f"按5年期以上LPR {published(row.five_year)}算（正好5年用哪一档，文件没写）"
        yield OtherRate("tenor", row.five_year, words)


def _later_in_month(row: SeriesRow, later: SeriesRow, term: Term) -> Iterator[OtherRate]:
    if _value(later, term) != _value(row, term):
        words = f"{later.since.month}月{later.since.day}日以后放款的，LPR按{published(_value(later, term))}算"
        yield OtherRate("month", _value(later, term), words)


def _contract(asked: Asked, taken: Decimal, series: tuple[SeriesRow, ...], today: date) -> Iterator[OtherRate]:
    row = row_on(series, min(asked.contract, today)) if asked.contract else None
    if asked.contract and row and _value(row, asked.term) != taken:
        value = _value(row, asked.term)
        yield OtherRate("contract", value, f"按合同签订日{on(asked.contract)}的LPR {published(value)}算")


def _before_due(asked: Asked, taken: Decimal, series: tuple[SeriesRow, ...], today: date) -> Iterator[OtherRate]:
    row = row_on(series, asked.reckoned) if asked.reckoned and asked.reckoned <= today else None
    if asked.reckoned and row and _value(row, asked.term) != taken:
        value = _value(row, asked.term)
        yield OtherRate("due", value, f"从到期日往前推，{on(asked.reckoned)}放的款，LPR按{published(value)}算")


def _contract_unknown(asked: Asked, series: tuple[SeriesRow, ...]) -> str:
    if asked.contract is None or row_on(series, asked.contract):
        return ""
    return f"合同签订日{on(asked.contract)}太早，没有那天的LPR，没法另算"


def _differing(asked: Asked, row: SeriesRow) -> str:
    value = _value(row, asked.term)
    if asked.quoted is None or asked.quoted == value:
        return ""
    return f"您说的LPR是{published(asked.quoted)}，公布的{_source(row, asked.term)}是{published(value)}，按公布的算"


def _superseded(row: SeriesRow, start: date, today: date) -> bool:
    """May a row we do not have been in force on ``start``? One is published each month, the next a month later."""
    following = add_months(row.since.replace(day=PUBLISHED_ON), 1)
    return today - row.since > STALE and start >= following


def _stale(row: SeriesRow) -> str:
    return f"这里最新的LPR是{on(row.since)}公布的，之后可能又有新的，请核对"


def _said(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)
