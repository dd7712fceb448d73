"""How long: whole months plus remaining days, a month counted as 30 of 360 days (months/12 + days/360)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

YEAR = Decimal(360)
MONTH = Decimal(30)


@dataclass(frozen=True, slots=True)
class Term:
    """``months`` and the ``days`` left over, both 0 or more."""

    months: Decimal
    days: Decimal = Decimal(0)

    @property
    def counted(self) -> Decimal:
        """Days of a 360-day year, so that ``counted / 360`` = months/12 + days/360 with one division."""
        return self.months * MONTH + self.days

    def longer_than(self, months: int) -> bool:
        return self.counted > months * MONTH

    def is_months(self, months: int) -> bool:
        return self.counted == months * MONTH

    def loan_years(self) -> tuple[Decimal, ...]:
        """The counted days of each year from the first day on; the last one may be a part: 18 months -> 360, 180."""
        full, rest = divmod(self.counted, YEAR)
        return (YEAR,) * int(full) + ((rest,) if rest else ())


ONE_YEAR = Term(Decimal(12))


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or that month's last day: 31 Aug + 6 -> 28 Feb. Past year 9999 -> its end, before
    year 1 -> its beginning."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def between(start: date, end: date) -> Term:
    """Whole months and remaining days from ``start`` to ``end`` (not before it): 10 Aug to 25 Feb -> 6 and 15."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return Term(Decimal(months), Decimal((end - add_months(start, months)).days))


def after(start: date, term: Term) -> date:
    """The day on which ``term`` from ``start`` is over (a part of a month counted in thirtieths)."""
    whole, part = divmod(term.months, 1)
    months_later = add_months(start, int(whole))
    days = int(part * MONTH + term.days)
    return months_later + timedelta(days=min(days, (date.max - months_later).days))


def before(end: date, term: Term) -> date:
    """The day on which a loan began that ends on ``end`` after ``term``: 1 Mar 2026 and 12 months -> 1 Mar 2025."""
    whole, part = divmod(term.months, 1)
    begun = add_months(end, -int(whole))
    return begun - timedelta(days=min(int(part * MONTH + term.days), (begun - date.min).days))
