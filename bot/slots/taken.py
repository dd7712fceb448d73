"""Figures with a role → slots of the inputs, what is wrong with the others, and those that are kept beside them."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.slots.days import PART_OF_A_YEAR, is_payout
from bot.slots.leaning import leaning
from bot.slots.model import MONEY_UNITS, Problem, Slot, slot_of
from bot.slots.over_years import of_one_year
from bot.slots.reading import Reading
from bot.slots.roles import IDLE, Placed
from knowledge.records.model import InputRecord

YEAR_ONLY = "start_year"  # among the figures that are no input: the year of a day of which no more was said
WAN = Decimal(10_000)
FEWEST_YUAN, LIKE = 1000, 10  # a bare number from here on may be in 元; how many times another sum it may then be
HIGHEST_RATE = 24  # percent a year; a larger bare number is hardly one
BEYOND = 1000  # times as large as another sum of the same kind: not meant
HOW_MANY = re.compile("(?:是|有|能|得|[补给贴拿奖])几[十百千]?万?(?:块钱?|元|个)?[啊呢呀吧]*(?:[？?。]|$)")
SHARE_ASKED = re.compile("[补贴给奖赔报](?:给|我们?|咱们?|俺们?|企业|到)*几个点")
SPEAKS_OF_UNITS = re.compile("[千百kK]")

Slots = dict[str, list[tuple[Placed, Slot]]]

OF_TEN_THOUSAND = "万"


def taken(reading: Reading, placed: Sequence[Placed]) -> tuple[Slots, list[Problem]]:
    """The slots for each input, in the order said, and the figures that fit none."""
    slots: Slots = defaultdict(list)
    problems: list[Problem] = []
    measure = reading.measure
    start, end = measure.key_of("start"), measure.key_of("end")
    for one in placed:
        record = measure.input(one.key)
        if record is None:
            continue
        if one.key in (start, end) and _says_no_term(one, placed, start, end):
            problems.append(Problem(one.key, one.figure.text, "vague_day"))
        elif start and end and one.key in (start, end) and isinstance(one.figure.value, tuple) and not one.figure.span:
            problems += _from_to(reading, one, slots, (start, end))
        elif isinstance(got := _slot(reading, one, record, placed), Problem):
            problems.append(got)
        else:
            slots[record.key + ("_days" if one.figure.unit == "days" else "")].append((one, got))
    return {key: _of_one_scale(found) for key, found in slots.items()}, problems


def others(reading: Reading, placed: Sequence[Placed], problems: Sequence[Problem]) -> dict[str, Slot]:
    """Of figures that are no input of the measure, the first of each kind; a bare one in the unit in use. Also the year
    of a day of which no more was said (「2025年放的款」)."""
    found: dict[str, Slot] = {}
    back = {key for row in reading.measure.derivations if row.op == "recovered" for key in row.sources}
    for one in placed:
        if one.is_input and reading.measure.input(one.key) is not None:
            continue
        if one.key in back and one.key in found:
            found[one.key] = _with_more(found[one.key], one.figure)
        elif one.key not in found and one.key not in IDLE and (slot := _other(reading, one, back)):
            found[one.key] = slot
    for problem in problems:
        if problem.reason == "vague_day" and (said := re.search("20[0-9]{2}", problem.said)):
            found[YEAR_ONLY] = Slot(Decimal(said[0]), problem.said)
    return found


def _other(reading: Reading, one: Placed, back: set[str]) -> Slot | None:
    """A bare figure in the unit in use; where a share is told to have come ``back`` (「追回来一半」), so much of what
    stands."""
    value = one.figure.value
    if not isinstance(value, Decimal):
        return None
    if one.figure.kind != "percent" or one.key not in back:
        return Slot(value * _factor(one.figure, reading.unit), one.figure.text)
    told = [other.figure.value for other in reading.by_words if other.key == reading.main and other.announced]
    stands = reading.part.get(reading.main) or reading.stands.get(reading.main)
    whole = stands.value if stands else told[0] if len(told) == 1 else None
    return Slot(whole * value, one.figure.text) if isinstance(whole, Decimal) else None


def worth_saying(reading: Reading, problems: Sequence[Problem], inputs: Mapping[str, Slot]) -> list[Problem]:
    """Without what need not be complained about: a vague day that decides nothing, a vague sum that is the question."""
    day = reading.measure.day_key
    found = [one for one in problems if one.reason != "vague_day" or (one.key == day and day not in inputs)]
    return [one for one in found if one.reason != "vague" or not _is_asked(reading.text, one, inputs)]


def unit_said(figures: Sequence[Figure]) -> str:
    """万 when another amount of the same message carries it: 「贷了一千万，还剩五百」."""
    said = any(f.kind == "money" and not f.unit_missing and re.search("[万萬wW]", f.text) for f in figures)
    return "万" if said else ""


def _is_asked(text: str, problem: Problem, inputs: Mapping[str, Slot]) -> bool:
    """「补几个点」, 「能拿几万」: what sounds like a vague figure is the question."""
    return SHARE_ASKED.search(text) is not None or (problem.key in inputs and HOW_MANY.search(text) is not None)


def _says_no_term(one: Placed, placed: Sequence[Placed], start: str, end: str) -> bool:
    """「年初贷的，年底还」: two parts of a year are no days from which to count."""
    if not PART_OF_A_YEAR.search(one.figure.text):
        return False
    vague = {other.key for other in placed if PART_OF_A_YEAR.search(other.figure.text)}
    return start in vague and end in vague


def _says_what_stands(reading: Reading, one: Placed) -> bool:
    """「看反了，4.6是保费」 where 4.6万 stand: a bare number that says a value again has its unit."""
    value = one.figure.value
    if not one.figure.unit_missing or not isinstance(value, Decimal):
        return False
    stood = [slot.value for slot in reading.stands.values()] + list(reading.setting.stood.values())
    return value * WAN in stood


def _slot(reading: Reading, one: Placed, record: InputRecord, placed: Sequence[Placed]) -> Slot | Problem:
    """The figure as a value of the input, in the unit that is meant, with the side to which the true one lies."""
    if (rate := _rate_that_counts_for_nothing(reading, one.figure, record)) is not None:
        return rate
    if (yearly := of_one_year(reading.text, one.figure, reading.figures, record)) is not None:
        return yearly
    if _says_what_stands(reading, one):
        got = slot_of(one.figure, record, OF_TEN_THOUSAND, record.key)
    else:
        got = slot_of(one.figure, record, _unit_for(reading, one, record, placed), reading.asked)
    return got if isinstance(got, Problem) else replace(got, **leaning(reading.text, one.figure)._asdict())


def _rate_that_counts_for_nothing(reading: Reading, figure: Figure, record: InputRecord) -> Slot | None:
    """「利率大概三点九」: a rate that goes into no sum and no condition need not be asked about for its sign."""
    decides = record.required or record.series or any(one.key == record.key for one in reading.measure.conditions)
    bare = figure.kind == "number" and figure.unit_missing and isinstance(figure.value, Decimal)
    if record.unit != "ratio" or decides or not bare or reading.asked == record.key:
        return None
    used = any(record.key in row.sources for row in reading.measure.derivations)
    value = Decimal(str(figure.value))
    return None if used or not 1 <= value <= HIGHEST_RATE else Slot(value / 100, figure.text)


def _of_one_scale(found: list[tuple[Placed, Slot]]) -> list[tuple[Placed, Slot]]:
    """「一份1.2万，一份8500」: a bare sum in the thousands beside another is not thousands of times as large."""
    said = [slot.value for _, slot in found if not slot.adopted and isinstance(slot.value, Decimal)]
    largest = max(said, default=Decimal(0)) * BEYOND
    return [
        (one, replace(slot, value=one.figure.value, adopted=False))
        if largest and slot.adopted and isinstance(one.figure.value, Decimal) and _beyond(slot, largest)
        else (one, slot)
        for one, slot in found
    ]


def _beyond(slot: Slot, largest: Decimal) -> bool:
    return isinstance(slot.value, Decimal) and slot.value > largest


def _unit_for(reading: Reading, one: Placed, record: InputRecord, placed: Sequence[Placed]) -> str:
    """元 for 8500 beside 1.2万 for the same input, where so many 万 would dwarf it, and for a sum that the input never
    is in 万; none for 九千, which are rather yuan than 万, unless as many 万 are like what stands; else that in use."""
    value, unit = one.figure.value, reading.unit
    if not one.figure.unit_missing or not isinstance(value, Decimal):
        return unit
    small = 0 < record.yuan_from <= value
    if not small and (unit != "万" or value < FEWEST_YUAN):
        return unit
    sums = _sums_known(reading, one.key, placed)
    if _are_like(sums, value):
        return "元"
    in_wan = _are_like(sums, value * WAN)
    if small and not in_wan:
        return "元"
    return unit if in_wan or "千" not in one.figure.text else ""


def _sums_known(reading: Reading, key: str, placed: Sequence[Placed]) -> list[Decimal]:
    """What the message says of the same input with a unit; where it says nothing, what stands."""
    said = [one.figure for one in placed if one.key == key and not one.figure.unit_missing]
    known: list[object] = [one.value for one in said if one.kind == "money"]
    if not known and key in reading.stands:
        known = [reading.stands[key].value]
    return [amount for amount in known if isinstance(amount, Decimal) and amount > 0]


def _are_like(sums: Sequence[Decimal], value: Decimal) -> bool:
    """Whether it is of the size of all of them."""
    return bool(sums) and all(amount / LIKE <= value <= amount * LIKE for amount in sums)


def _from_to(reading: Reading, one: Placed, slots: Slots, span: tuple[str, str]) -> list[Problem]:
    """2024年6月到2025年6月 is a start and an end (``span``); the other way round it is named, not turned. The time in
    which it was paid out says no day."""
    first, last = (str(part) for part in one.figure.value) if isinstance(one.figure.value, tuple) else ("", "")
    if is_payout(reading.text, one.figure, reading.measure) or len(first) < 7 or len(last) < 7:
        return [Problem(span[0], one.figure.text, "vague_day")]
    days = [date.fromisoformat((part + "-01")[:10]) for part in (first, last)]
    if days[0] >= days[1]:
        return [Problem(span[0], one.figure.text, "reversed_range")]
    for key, part, day in zip(span, (first, last), days, strict=True):
        slots[key].append((one, Slot(day, one.figure.text, month_only=len(part) == 7)))
    return []


def _factor(figure: Figure, unit: str) -> Decimal:
    """By what a figure of another matter is multiplied: a bare one, said without 千 or 百, is in the unit in use."""
    bare = figure.unit_missing and figure.kind in ("number", "money") and not SPEAKS_OF_UNITS.search(figure.text)
    return MONEY_UNITS.get(unit, Decimal(1)) if bare else Decimal(1)


def _with_more(known: Slot, figure: Figure) -> Slot:
    """What came back, with what came back once more; where the sum of it is said, that."""
    more = figure.value
    if not isinstance(known.value, Decimal) or not isinstance(more, Decimal):
        return known
    if figure.unit_missing or more == known.value:
        return known
    if figure.kind == "percent":
        return Slot(known.value * more, figure.text)  # 「45万那户追回来一半」
    return replace(known, value=known.value + more, text=f"{known.text}＋{figure.text}")
