"""Terms that follow from two days: no time passing by stands against them, and a measure without days has them too."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import Placed
from calculators.spans import between

TERM_SCORE = 8.0  # of a term by its days: as good as one that a word announces from a little way off


def by_its_days(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """Without a term that no word makes one, beside a first and a last day that are both called so: 「2024年4月15日
    放款，2025年4月15日到期，早放了一个月」."""
    measure = reading.measure
    start, end, term = (measure.key_of(role) for role in ("start", "end", "term"))
    told = {one.key for one in spoken if one.announced}
    if not (start and end) or not {start, end} <= told:
        return list(spoken)
    by_words = {one.figure.start for one in reading.by_words}
    return [one for one in spoken if one.key != term or one.figure.start in by_words]


def the_same_days(reading: Reading) -> set[int]:
    """Begins of so many days as lie between the first and the last day that stand: by how many days a bank reckons the
    same time (「银行按294天算」) makes no other term of it."""
    start, end = (reading.stands.get(reading.measure.key_of(role)) for role in ("start", "end"))
    if start is None or end is None or reading.items or any(one.kind == "date" for one in reading.figures):
        return set()
    if not isinstance(start.value, date) or not isinstance(end.value, date):
        return set()
    days = Decimal((end.value - start.value).days)
    return {one.start for one in reading.figures if one.kind == "duration" and one.unit == "days" and one.value == days}


def from_day_to_day(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the term that two days give, where the measure asks for a term and for no days: 「担保期限：2025-4-17至
    2027-4-17」."""
    measure = reading.measure
    term = measure.key_of("term")
    if not term or measure.key_of("start") or any(one.key == term for one in spoken):
        return list(spoken)
    spans = [(one, months) for one in reading.figures if (months := _months(one))]
    if len(spans) != 1:
        return list(spoken)
    figure, months = spans[0]
    as_term = replace(figure, kind="duration", value=months, unit="months")
    found = [one for one in spoken if one.figure.start != figure.start]
    return sorted([*found, Placed(as_term, term, True, TERM_SCORE, True)], key=lambda one: one.figure.start)


def _months(figure: Figure) -> Decimal | None:
    """The whole months from the first to the last day of a span; up to the day before such a day is as long."""
    if figure.kind != "date" or not isinstance(figure.value, tuple):
        return None
    days = [str(part) for part in figure.value]
    if any(len(day) < len("2025-04") for day in days):
        return None
    first, last = (date.fromisoformat((day + "-01")[:10]) for day in days)
    if last <= first:
        return None
    term = between(first, last + timedelta(days=1))
    if term.days or not term.months:
        term = between(first, last)
    return Decimal(term.months) if term.months else None
