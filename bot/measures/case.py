"""Measure + standing → what its formula gets, by role; and back, from the role an error names to the measure's key."""

from collections.abc import Mapping
from datetime import date

import calculators
from bot.memo import PerObject
from bot.slots.model import Slot
from calculators.core import MONTH_ONLY, Case, Figure, Formula, Inputs, SeriesRow, Value
from knowledge.records.model import Knowledge, Measure

FORMULAS: Mapping[str, Formula] = calculators.load()
_series: PerObject[Knowledge, tuple[SeriesRow, ...]] = PerObject(
    lambda knowledge: tuple(SeriesRow(row.since, row.one_year, row.five_year) for row in knowledge.lpr)
)


def case_of(
    knowledge: Knowledge,
    measure: Measure,
    inputs: Mapping[str, Slot],
    items: tuple[Mapping[str, Slot], ...],
    facts: Mapping[str, str],
    day: date,
) -> Case:
    """``measure``: with one row of each figure. What plays no role in its formula is left out."""
    policy, roles = knowledge.policy(measure.policy), dict(measure.played)
    return Case(
        figures={f.role: Figure(f.role, f.value, f.unit, f.quote) for f in measure.figures},
        inputs={**_values(roles, inputs), **_stated(measure, roles, facts)},
        day=day,
        items=tuple(_values(roles, item) for item in items),
        series=_series(knowledge),
        valid_from=policy.valid_from,
        valid_to=policy.valid_to,
        labels=labels_of(measure),
        texts=dict(measure.texts),
    )


def goes_by(measure: Measure, series: str) -> bool:
    """Whether the measure's formula computes with a published series."""
    return series in FORMULAS[measure.formula].series


def key_to_ask(measure: Measure, role: str) -> str:
    """The input behind a role; behind one that is worked out, or none, the input of the formula's first role."""
    key = measure.key_of(role)
    return key if measure.input(key) else measure.key_of(FORMULAS[measure.formula].roles[0])


def _values(roles: Mapping[str, str], slots: Mapping[str, Slot]) -> Inputs:
    values: dict[str, Value] = {}
    for key, slot in slots.items():
        if role := roles.get(key):
            values[role] = slot.value
            if slot.month_only:
                values[f"{role}{MONTH_ONLY}"] = True
    return values


def _stated(measure: Measure, roles: Mapping[str, str], facts: Mapping[str, str]) -> Inputs:
    """Stated facts that the formula uses: of a choice the role of its value, of another whether it is so."""
    values: dict[str, Value] = {}
    for key in measure.stated:
        if (role := roles.get(key)) and (said := facts.get(key)):
            record = measure.input(key)
            options = {option.value: option.role for option in record.options} if record else {}
            values[role] = options.get(said, said) if options else said == "yes"
    return values


def labels_of(measure: Measure) -> dict[str, str]:
    """What the working calls each role, and each value of a choice by its role."""
    inputs = {record.role: record.spoken for record in measure.inputs if record.role}
    return inputs | {option.role: option.label for record in measure.inputs for option in record.options}
