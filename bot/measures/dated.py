"""Which row of each figure counts: the one in force on the day the measure goes by; never the last known one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.copies import replace
from bot.slots.model import Slot
from knowledge.records.model import FigureRecord, Measure


@dataclass(frozen=True, slots=True)
class Gap:
    """Why no row of a figure can be taken. ``label``: the figure; ``days``: one no row holds on, or several on which
    different rows hold; ``asked``: the input whose day that is, "" when it is the day of the question; ``rows``: all
    rows of the figure."""

    label: str
    days: tuple[date, ...]
    asked: str
    rows: tuple[FigureRecord, ...]

    @property
    def spans(self) -> str:
        """When the rows hold, in Chinese."""
        return "、".join(map(_span, self.rows))


def on_the_day(
    measure: Measure, inputs: Mapping[str, Slot], items: Iterable[Mapping[str, Slot]], day: date
) -> Measure | Gap:
    """The measure with one row of each figure, or what keeps us from choosing one.

    ``day``: of the question; it counts where the day the measure goes by is not known. Of several parts (loans,
    policies) each has its own day; rows that differ between them are no row for the sum.
    """
    if all(row.since == date.min and row.until == date.max for row in measure.figures):
        return measure
    days, asked = _days(measure, inputs, items)
    chosen: list[FigureRecord] = []
    for key in dict.fromkeys(row.key for row in measure.figures):
        rows = tuple(row for row in measure.figures if row.key == key)
        found = _row(rows, days or (day,))
        if isinstance(found, FigureRecord):
            chosen.append(found)
        else:
            return Gap(rows[0].name, found, asked, rows)
    return replace(measure, figures=tuple(chosen))


def _days(
    measure: Measure, inputs: Mapping[str, Slot], items: Iterable[Mapping[str, Slot]]
) -> tuple[tuple[date, ...], str]:
    """The days said for the input the measure goes by, the earliest first, and that input where there are any."""
    parts = [part[measure.dated_by] for part in items if measure.dated_by in part]
    slots = parts or [inputs[measure.dated_by]] if measure.dated_by in inputs or parts else []
    days = sorted({slot.value for slot in slots if isinstance(slot.value, date)})
    return tuple(days), measure.dated_by if days else ""


def _row(rows: Iterable[FigureRecord], days: Iterable[date]) -> FigureRecord | tuple[date, ...]:
    """The one row that holds on all the days, or the days that keep us from taking one."""
    holding = {day: next((row for row in rows if row.since <= day <= row.until), None) for day in days}
    if missing := [day for day, row in holding.items() if row is None]:
        return (missing[0],)
    first = next(iter(holding.values()))
    return first if first and all(row == first for row in holding.values()) else tuple(holding)


def _span(row: FigureRecord) -> str:
    if row.since == date.min:
        return f"{row.until}以前"
    return f"{row.since}起" if row.until == date.max else f"{row.since}到{row.until}"
