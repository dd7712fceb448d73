"""What a message changed: two standings of one measure, held against each other, in the inputs' own units."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.measures.assess import Standing
from bot.slots.model import Slot
from bot.slots.parts import broken_of
from calculators.wording import measured, on, term
from knowledge.records.model import InputRecord, Measure

Slots = Mapping[str, Slot]


@dataclass(frozen=True, slots=True)
class Difference:
    """``changed``: label, before, after of figures that were known; ``taken``: label and value of new ones; ``parts``:
    what became of the parts (第2笔：200万元、6个月); ``facts``: keys of conditions now known otherwise."""

    changed: tuple[tuple[str, str, str], ...] = ()
    taken: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.taken or self.parts or self.facts)


def difference(measure: Measure, before: Standing, after: Standing) -> Difference:
    """What is not the same; a figure no longer known is not named, as another has taken its place."""
    changed = tuple(_changed(measure, before.inputs, after.inputs))
    taken = tuple(
        (record.label, _words(measure, record, after.inputs))
        for record in measure.inputs
        if record.unit != "choice" and record.key in after.inputs and record.key not in before.inputs
    )
    facts = tuple(key for key, value in after.facts.items() if before.facts.get(key) != value)
    return Difference(changed, taken, tuple(_parts(measure, before, after)), facts)


def _changed(measure: Measure, before: Slots, after: Slots) -> Iterator[tuple[str, str, str]]:
    for record in measure.inputs:
        if record.key in before and record.key in after:
            old, new = _words(measure, record, before), _words(measure, record, after)
            if old != new:
                yield record.label, old, new


def _parts(measure: Measure, before: Standing, after: Standing) -> Iterator[str]:
    """Parts that came, what changed in one of them, and whether it counts; of fewer parts their number is said."""
    old, new = before.parts, after.parts
    if old and len(new) < len(old):
        yield f"现在按{len(new)}笔算" if new else "现在按一笔算"
        return
    for number, part in enumerate(new, 1):
        if number > len(old):
            if old or number > 1:  # the first was there before, as the only one
                yield f"第{number}笔：{'、'.join(_each(measure, part))}"
        else:
            for label, value, now in _changed(measure, old[number - 1], part):
                yield f"第{number}笔的{label} {value} → {now}{_working(measure, label, part)}"
        yield from _counted(measure, number, old[number - 1] if number <= len(old) else {}, part, bool(after.out))


def _working(measure: Measure, label: str, part: Slots) -> str:
    """How the figure of a part follows from others: 「（8万元 － 3万元）」."""
    steps = (part[record.key].step for record in measure.inputs if record.label == label and record.key in part)
    step = next(steps, "")
    return f"（{step}）" if step else ""


def _counted(measure: Measure, number: int, before: Slots, part: Slots, beside: bool) -> Iterator[str]:
    """That a part does not count, and why, or that it now does. ``beside``: others count."""
    was, now = broken_of(before, measure), broken_of(part, measure)
    if beside and now and not was:
        yield f"第{number}笔没有算进去：{now[0].distance or now[0].why}"
    elif was and not now:
        yield f"第{number}笔现在算进去了"


def _each(measure: Measure, part: Slots) -> Iterator[str]:
    return (_words(measure, record, part) for record in measure.inputs if record.key in part)


def _words(measure: Measure, record: InputRecord, slots: Slots) -> str:
    """The figure of this input with the odd days of a term."""
    days = slots.get(measure.key_of("days")) if record.role == "term" else None
    return shown(slots[record.key], record, days.value if days and isinstance(days.value, Decimal) else Decimal(0))


def shown(slot: Slot, record: InputRecord, days: Decimal = Decimal(0)) -> str:
    """A figure in the unit of its input, as a person reads it: 500万元, 0.5%, 1年, 2024年8月10日."""
    if isinstance(slot.value, date):
        return f"{slot.value.year}年{slot.value.month}月" if slot.month_only else on(slot.value)
    if not isinstance(slot.value, Decimal):
        return slot.value
    said = _number(slot.value, record.measured_in, days)
    return said if slot.high is None else f"{said}到{_number(slot.high, record.measured_in, days)}"


def _number(value: Decimal, unit: str, days: Decimal) -> str:
    return term(value, days) if unit == "months" else measured(value, unit)
