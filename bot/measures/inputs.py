"""A measure's inputs as parameters: what was written into fields → what stands, and back again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from multidict import MultiMapping

from bot.figures import in_full, read_figures
from bot.measures.assess import Standing
from bot.slots.derive import applied, derive
from bot.slots.model import Problem, Slot, complaint, slot_of
from bot.slots.roles import can_fill
from calculators.wording import measured, on, percent, plain
from knowledge.records.model import SUMS, InputRecord, Knowledge, Measure
from knowledge.text.tokens import clean, fold

LONGEST = 60
PARTS = 5
BARE = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
Params: TypeAlias = MultiMapping[str]  # a query string: every value of a name, in order


def read_form(
    knowledge: Knowledge, measure: Measure, params: Params, day: date
) -> tuple[Standing, tuple[Problem, ...]]:
    """The standing that the parameters state. A name said several times means several loans or policies."""
    rows = [_row(measure, params, part, day) for part in range(_parts(measure, params))]
    problems = tuple(p for row in rows for p in row.values() if isinstance(p, Problem))
    slots = [{key: slot for key, slot in row.items() if isinstance(slot, Slot)} for row in rows]
    items = tuple(slots) if len(slots) > 1 else ()
    inputs = derive("", together(measure, slots), {}, measure)
    return Standing(inputs, items, _facts(knowledge, measure, params)), problems


def _parts(measure: Measure, params: Params) -> int:
    most = max((len([v for v in params.getall(i.key, ()) if v.strip()]) for i in measure.inputs), default=1)
    return min(max(most, 1), PARTS)


def _row(measure: Measure, params: Params, part: int, day: date) -> dict[str, Slot | Problem]:
    row: dict[str, Slot | Problem] = {}
    for record in measure.inputs:
        values = [value for value in params.getall(record.key, ()) if value.strip()]
        if record.unit == "choice" or part >= len(values):
            continue
        row[record.key] = read_value(record, values[part], day)
    return row


def together(measure: Measure, rows: Sequence[Mapping[str, Slot]]) -> dict[str, Slot]:
    """The common inputs: sums are added, of what else only the single values are common to all parts."""
    whole = dict(rows[0])
    for row in rows[1:]:
        for key, slot in row.items():
            record, first = measure.input(key), whole.get(key)
            if record and record.unit in SUMS and first and isinstance(first.value, Decimal):
                total = first.value + (slot.value if isinstance(slot.value, Decimal) else 0)
                before = first.step or measured(first.value, record.measured_in)
                more = measured(slot.value, record.measured_in) if isinstance(slot.value, Decimal) else ""
                added = f"{before} ＋ {more}" if more else before
                whole[key] = Slot(total, measured(total, record.measured_in), step=added)
            elif first and first.value != slot.value:
                del whole[key]
    return whole


def read_value(record: InputRecord, said: str, day: date) -> Slot | Problem:
    """What was written into one field: 500万, 5000000, 一年, 12, 2024年8月, 0.5% …"""
    text = clean(said).strip()[:LONGEST]
    bare = fold(text).replace(",", "")
    if BARE.fullmatch(bare):
        return _bare(record, Decimal(bare), text)
    figures = [figure for figure in in_full(text, read_figures(text, day)) if can_fill(figure, record)]
    if len(figures) != 1:
        return Problem(record.key, text, "two_candidates" if figures else "unreadable")
    return slot_of(figures[0], record, "", record.key)


def _bare(record: InputRecord, value: Decimal, text: str) -> Slot | Problem:
    """A number alone is yuan, months or a count; a rate must say percent or permille, a day must be a day."""
    if record.unit not in (*SUMS, "months"):
        return Problem(record.key, text, "unit" if record.unit == "ratio" else "unreadable", record.unit)
    shown = measured(value, record.measured_in)
    reason = complaint(value, record)
    return Problem(record.key, text, reason) if reason else Slot(value, shown)


def _facts(knowledge: Knowledge, measure: Measure, params: Params) -> dict[str, str]:
    keys = [*(c.key for c in measure.conditions), *measure.stated]
    said = {key: next(iter(params.getall(key, ())), "") for key in keys if key in knowledge.facts}
    return {key: value for key, value in said.items() if value in knowledge.facts[key].values}


def written(slot: Slot, record: InputRecord) -> str:
    """A value as one would write it into the field, so that it reads back as itself."""
    if isinstance(slot.value, date):
        return f"{slot.value.year}年{slot.value.month}月" if slot.month_only else on(slot.value)
    if not isinstance(slot.value, Decimal):
        return str(slot.value)
    if record.unit in SUMS:
        return measured(slot.value, record.measured_in).replace("约", "")
    return percent(slot.value) if record.unit == "ratio" else f"{plain(slot.value)}个月"


def canonical(slot: Slot, record: InputRecord) -> str:
    """A value as it stands in a link: yuan and months as plain numbers, ISO days, rates with a percent sign."""
    if isinstance(slot.value, date):
        return slot.value.isoformat()[: 7 if slot.month_only else 10]
    if not isinstance(slot.value, Decimal):
        return str(slot.value)
    return percent(slot.value) if record.unit == "ratio" else plain(slot.value)


def pairs_of(measure: Measure, standing: Standing) -> tuple[tuple[str, str], ...]:
    """The parameters that give this standing again."""
    pairs: list[tuple[str, str]] = []
    done = applied(standing.inputs, measure)
    for record in measure.inputs:
        if record.key in done:
            continue
        parts = [item[record.key] for item in standing.items if record.key in item]
        slots = parts or ([standing.inputs[record.key]] if record.key in standing.inputs else [])
        pairs += [(record.key, canonical(slot, record)) for slot in slots]
    pairs += [(key, value) for key, value in standing.facts.items() if value != "unknown"]
    return tuple(pairs)
