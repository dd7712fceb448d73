"""Days said without a year, and spans in which a loan was paid out."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.changes import adds
from bot.nlu.coming import COMING
from bot.slots.model import Slot
from bot.slots.roles import Placed
from calculators.spans import add_months
from knowledge.records.model import Measure

YEAR_SAID = re.compile("[0-9]{4}|年")
PART_OF_A_YEAR = re.compile("季|[qQ][1-4]|半年|年[初头底末尾中]")
LATER = re.compile("又|再|后来|接着|随后|第[二三四五]")
LUNAR = re.compile("[腊冬正]月|农历|阴历|旧历")
DAY = re.compile("[0-9]{4}-[0-9]{2}")
YEAR_OF_ALL = re.compile("(?:都|全|均)(?:是|在|为)?$")  # 「2月14号放的，10月31号还清，都是2025年」
MONTH_ONLY = re.compile("(?:月|[0-9]{4}[-/.][0-9]{1,2})份?$")
NEXT_WORDS = 8  # characters after a span that say what it is
STOP = re.compile("[，。；;！？!?,\n]")


def is_payout(text: str, figure: Figure, measure: Measure) -> bool:
    """「8月到10月分批放款」, 「三季度放的款」: the time in which it was paid out, not from when to when it ran."""
    if PART_OF_A_YEAR.search(figure.text):
        return True
    record = measure.input(measure.key_of("start"))
    after = STOP.split(text[figure.end : figure.end + NEXT_WORDS])[0]
    due = measure.input(measure.key_of("end"))
    said = record is not None and any(len(word) > 1 and word in after for word in record.announces)
    return said and not (due and any(len(word) > 1 and word in after for word in due.announces))


def with_years(
    text: str,
    placed: Sequence[Placed],
    figures: Sequence[Figure],
    stands: Mapping[str, Slot],
    measure: Measure,
    year: int,
) -> tuple[Placed, ...]:
    """``placed`` with the years that days said without one take from their neighbours: from the nearest day or year
    said before in this message, else after, else from the start or end that ``stands`` (``year``: 0, or one said
    before without a day). An end then lies after the start it belongs to, a start before its end."""
    start_key, end_key = measure.key_of("start"), measure.key_of("end")
    found = [_in_the_year_of_all(text, one, figures) for one in placed]
    if said_again := _said_again(figures, (stands.get(start_key), stands.get(end_key))):
        figures = [one for one in figures if one.start not in said_again]
        found = [_without_its_year(one, figures) for one in found]
    for i, one in enumerate(found):
        if one.figure.assumed not in ("year", COMING) or not isinstance(one.figure.value, str):
            continue
        if not DAY.match(one.figure.value) or (one.figure.assumed == COMING and one.key == start_key):
            continue
        other = _neighbour(found, i, figures)
        start, end = _day(found, i, start_key, stands), _day(found, i, end_key, stands)
        own = int(one.figure.value[:4])
        standing = stands.get(one.key)
        near = standing.value if standing and isinstance(standing.value, date) else start or end
        base = int(other[:4]) if other else near.year if near else year or own
        value = _in_year(one.figure.value, base)
        if one.key == start_key and start and not other and _is_of_a_later_one(text, placed, stands, measure):
            value = _next(value, start)
        elif LUNAR.search(one.figure.text) and near:
            value = _nearest_of(value, near)
        elif one.key == end_key and start and not other:
            value = _nearest(value, start, _due(start, standing, stands, measure))
        elif one.key == end_key and start and _first(value) <= start:
            value = _in_year(value, start.year + (_first(_in_year(value, start.year)) <= start))
        elif one.key == start_key and other and len(other) >= 7:
            before = _before(found, i, start_key)
            between = text[before.end : one.figure.start] if before else ""
            if before and LATER.search(between) and _first(value) < _first(str(before.value)):
                value = _in_year(value, base + 1)
            elif end and not before and _first(value) >= end:
                value = _in_year(value, end.year - (_first(_in_year(value, end.year)) >= end))
        found[i] = replace(one, figure=replace(one.figure, value=value))
    return tuple(found)


def _said_again(figures: Sequence[Figure], stands: Sequence[Slot | None]) -> set[int]:
    """Where days that stand are said again without their year: 「不是3月18，是5月18号」 of 2025-03-18."""
    known = {str(slot.value)[4:] for slot in stands if slot and isinstance(slot.value, date)}
    days = [one for one in figures if one.kind == "date" and one.assumed in ("year", "neighbour")]
    return {one.start for one in days if isinstance(one.value, str) and one.value[4:] in known} if known else set()


def _without_its_year(one: Placed, figures: Sequence[Figure]) -> Placed:
    """A day that had its year from one that is only said again has none of its own."""
    days = [figure for figure in figures if figure.kind == "date" and figure.start < one.figure.start]
    if one.figure.assumed != "neighbour" or days:
        return one
    return replace(one, figure=replace(one.figure, assumed="year"))


def _is_of_a_later_one(text: str, placed: Sequence[Placed], stands: Mapping[str, Slot], measure: Measure) -> bool:
    """Whether one more is told of after what stands: 「又放了一笔，3月5号」; what was looked up once more (「又查了一
    下，是3月5号」) is of the same one."""
    base = measure.key_of("base")
    known = {slot.value for key, slot in stands.items() if key == base}
    sums = [one for one in placed if one.key == base and one.figure.value not in known]
    return LATER.search(text) is not None and (bool(sums) or adds(text, ()))


def _in_the_year_of_all(text: str, one: Placed, figures: Sequence[Figure]) -> Placed:
    """A day said without a year, in the one that is said of all of them: 「……，都是2025年」."""
    years = [figure for figure in figures if figure.kind == "date" and YEAR_OF_ALL.search(text[: figure.start])]
    value = one.figure.value
    bare = (
        one.figure.assumed in ("year", "neighbour", COMING) and isinstance(value, str) and DAY.match(value) is not None
    )
    if len(years) != 1 or not bare or not str(years[0].value).isdigit():
        return one
    return replace(one, figure=replace(one.figure, value=_in_year(str(value), int(str(years[0].value))), assumed=""))


def _due(start: date, standing: Slot | None, stands: Mapping[str, Slot], measure: Measure) -> date:
    """About when it ends: the end that stands, else the start and the term that stands, else the start."""
    if standing and isinstance(standing.value, date):
        return standing.value
    term = stands.get(measure.key_of("term"))
    months = int(term.value) if term and isinstance(term.value, Decimal) else 0
    return start + timedelta(days=30 * months)


def _nearest(value: str, start: date, due: date) -> str:
    """The day in the year in which it lies after the start and nearest to when it is due."""
    years = [_in_year(value, start.year + more) for more in range(6)]
    return min((day for day in years if _first(day) > start), key=lambda day: abs(_first(day) - due))


def _next(value: str, start: date) -> str:
    """The first such day after the start."""
    value = _in_year(value, start.year)
    return value if _first(value) > start else _in_year(value, start.year + 1)


def _nearest_of(value: str, near: date) -> str:
    """The day in the year in which it lies nearest to another: the last month of the lunar year is in the next one."""
    years = (_in_year(value, near.year + more) for more in (-1, 0, 1))
    return min(years, key=lambda day: abs(_first(day) - near))


def _neighbour(placed: Sequence[Placed], i: int, figures: Sequence[Figure]) -> str:
    """The nearest date with a year of its own, one said before rather than one after; "" when there is none. A year
    that one only has from another without one (「是5月8号，不是7月」) is none."""
    done = {one.figure.start: str(one.figure.value) for one in placed[:i]}
    own, days = placed[i].figure, [figure for figure in figures if figure.kind == "date"]
    without = {"year"} if any(f.assumed not in ("year", "neighbour") for f in days) else {"year", "neighbour"}
    dated = [f for f in days if (f.assumed not in without or f.start in done) and f.start != own.start]
    before = [figure for figure in dated if figure.start < own.start]
    chosen = before[-1] if before else next(iter(dated), None)
    if chosen is None:
        return ""
    value = done.get(chosen.start, chosen.value)
    return str(value[-1] if isinstance(value, tuple) else value)


def _day(placed: Sequence[Placed], i: int, key: str, stands: Mapping[str, Slot]) -> date | None:
    """The day said for the input in this message (not that of ``i`` itself), else the one that stands."""
    said = [
        str(one.figure.value)
        for j, one in enumerate(placed)
        if j != i
        and one.key == key
        and isinstance(one.figure.value, str)
        and len(one.figure.value) >= 7
        and (one.figure.assumed != "year" or j < i)
    ]
    if said:
        return _first(said[-1])
    slot = stands.get(key)
    return slot.value if slot and isinstance(slot.value, date) else None


def _before(placed: Sequence[Placed], i: int, key: str) -> Figure | None:
    """The figure of the same input said before."""
    return next((one.figure for one in reversed(placed[:i]) if one.key == key), None)


def _first(value: str) -> date:
    return date.fromisoformat(value if len(value) > 7 else f"{value}-01")


def _in_year(value: str, year: int) -> str:
    """The same day in that year; 29 February becomes the 28th where there is none."""
    moved = f"{year}{value[4:]}"
    try:
        _first(moved)
    except ValueError:
        return f"{year}-02-28"
    return moved


def is_due_as_reckoned(stands: Mapping[str, Slot], said: Slot, measure: Measure) -> bool:
    """Whether it is only the month that is said in which the term that stands ends: 「到期是后年2月」."""
    start, term = stands.get(measure.key_of("start")), stands.get(measure.key_of("term"))
    if start is None or term is None or measure.key_of("end") in stands or not MONTH_ONLY.search(said.text):
        return False
    if not isinstance(start.value, date) or not isinstance(term.value, Decimal) or not isinstance(said.value, date):
        return False
    due = add_months(start.value, int(term.value))
    return term.value == int(term.value) and (due.year, due.month) == (said.value.year, said.value.month)


def due_after_the_start(kept: Mapping[str, Slot], new: Mapping[str, Slot], measure: Measure) -> dict[str, Slot]:
    """「12月20号到期」, said without a year, is the first such day after the start that is told later."""
    start, end = measure.key_of("start"), measure.key_of("end")
    first, last = new.get(start), kept.get(end)
    if end in new or first is None or last is None or YEAR_SAID.search(last.text):
        return dict(kept)
    begun, due = first.value, last.value
    if not isinstance(begun, date) or not isinstance(due, date) or due > begun:
        return dict(kept)
    years = begun.year - due.year
    later = add_months(due, 12 * (years if add_months(due, 12 * years) > begun else years + 1))
    return {**kept, end: replace(last, value=later)}


def as_long_as_before(
    kept: Mapping[str, Slot], stood: Mapping[str, Slot], new: Mapping[str, Slot], measure: Measure
) -> dict[str, Slot]:
    """The term that stood, without the due day told with another start than the one that is supposed now."""
    start, end, term = (measure.key_of(role) for role in ("start", "end", "term"))
    if start not in new or end not in kept or {end, term} & new.keys() or term not in stood:
        return dict(kept)
    spans = {key: replace(stood[key], text="") for key in (term, measure.key_of("days")) if key in stood}
    return {**{key: slot for key, slot in kept.items() if key != end}, **spans}


def without_the_term(part: Mapping[str, Slot], own: Mapping[str, Slot], measure: Measure) -> dict[str, Slot]:
    """One of several without the term that it was told with, where it is told to have ended before that."""
    start, end, term = (measure.key_of(role) for role in ("start", "end", "term"))
    first, last, months = part.get(start), own.get(end), part.get(term)
    if first is None or last is None or months is None or term in own:
        return dict(part)
    if not isinstance(first.value, date) or not isinstance(last.value, date) or not isinstance(months.value, Decimal):
        return dict(part)
    if not first.value < last.value < add_months(first.value, int(months.value)):
        return dict(part)
    return {key: slot for key, slot in part.items() if key not in (term, measure.key_of("days"))}
