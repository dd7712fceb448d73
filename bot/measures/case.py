"""Measure + standing → what its formula gets, by role; and back, from the role an error names to the measure's key."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import calculators
from bot.memo import PerObject
from bot.slots.model import Slot
from calculators.core import MONTH_ONLY, Case, Figure, Formula, Inputs, SeriesRow, Value
from calculators.declared import Settled
from knowledge.records.model import Knowledge, Measure, Policy

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
    policy, fixed = knowledge.policy(measure.policy), _fixed(measure)
    return Case(
        figures=fixed.figures,
        inputs={**_values(fixed.roles, inputs), **_stated(measure, fixed.roles, facts)},
        day=day,
        items=tuple(_values(fixed.roles, item) for item in items),
        series=_series(knowledge),
        valid_from=policy.valid_from,
        valid_to=policy.valid_to,
        labels=fixed.labels,
        texts={**written(policy, measure), **fixed.texts},
        ways=fixed.ways,
        units=fixed.units,
        written=fixed.settled,
    )


def written(policy: Policy, measure: Measure) -> dict[str, str]:
    """What formulas otherwise say the document does not write, in its own words where it does."""
    said = {"before": policy.about.before, "after": policy.about.after, "again": measure.terms.again}
    return {key: f"文件写的是「{quote}」" for key, quote in said.items() if quote}


def as_written(measure: Measure) -> Case:
    """The measure by itself: what a formula can say of it before anything is known."""
    return Case(figures_of(measure), {}, date.min, ways=dict(measure.ways), units=units_of(measure))


def figures_of(measure: Measure) -> dict[str, Figure]:
    """The figures by role, each with the option, band or kind it is of."""
    return {f.whole_role: Figure(f.whole_role, f.value, f.unit, f.quote) for f in measure.figures}


def units_of(measure: Measure) -> dict[str, str]:
    """Role of an input → its unit, of a count the word it is counted in."""
    return {record.whole_role: record.measured_in for record in measure.inputs if record.role}


def goes_by(measure: Measure, series: str) -> bool:
    """Whether the measure's formula computes with a published series."""
    return series in FORMULAS[measure.formula].series


def key_to_ask(measure: Measure, role: str) -> str:
    """The input behind a role; behind one that is worked out, or none, the input of the formula's first role."""
    key = measure.key_of(role)
    if measure.input(key):
        return key
    roles = FORMULAS[measure.formula].roles
    first = measure.key_of(roles[0]) if roles else ""
    return first or next((record.key for record in measure.inputs if record.required), "")


class _Fixed(NamedTuple):
    """What a case has of its measure, whatever is known."""

    roles: Mapping[str, str]
    figures: Mapping[str, Figure]
    labels: Mapping[str, str]
    texts: Mapping[str, str]
    ways: Mapping[str, str]
    units: Mapping[str, str]
    settled: Mapping[str, Settled]


def _of(measure: Measure) -> _Fixed:
    texts, ways = dict(measure.texts), dict(measure.ways)
    settled = {one.of: Settled(one.value, one.quote) for one in measure.written}
    return _Fixed(
        dict(measure.played), figures_of(measure), labels_of(measure), texts, ways, units_of(measure), settled
    )


_fixed: PerObject[Measure, _Fixed] = PerObject(_of, most=256)  # one with dated figures is made anew for each day


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
    figures = {figure.whole_role: figure.label for figure in measure.figures if figure.label}
    inputs = {record.whole_role: record.spoken for record in measure.inputs if record.role}
    options = {option.role: option.label for record in measure.inputs for option in record.options}
    return {**figures, **inputs, **options}
