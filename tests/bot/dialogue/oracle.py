"""What must come of a talk whose acts are known: the figures, parts and conditions of each firm and measure, and the
sum that the formulas alone make of them. Nothing here reads a message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import calculators
from calculators.core import Case, Figure, Inputs, MissingInputError, SeriesRow, Value
from knowledge.records.model import ConditionRecord, InputRecord, Knowledge, Measure

FORMULAS = calculators.load()
ZERO = Decimal("0.00")
DAY = date(2025, 11, 22)
Part = dict[str, Value]


@dataclass
class Frame:
    """What one firm has said of one measure. ``parts``: its loans or policies, one or several; ``values``: what is said
    of them all; ``facts``: conditions stated (yes, no or another value). ``unsure``: that one is not known was said.
    ``shown``: the sum the last reply with one
    gave; ``seen``: the inputs that reply printed; ``renumbered``: since a part was taken away from before others, a
    number may be the old one or the new one, until the numbers are told with the next part."""

    measure: Measure
    firm: str = ""
    parts: list[Part] = field(default_factory=lambda: [{}])
    values: dict[str, Value] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    unsure: bool = False
    renumbered: bool = False
    shown: Decimal | None = None
    seen: Mapping[str, object] | None = None

    @property
    def main(self) -> str:
        """The sum of which a part has one of its own."""
        return next((i.key for i in self.measure.inputs if i.required and i.unit == "yuan"), "raise_yuan")

    def is_of_a_part(self, record: InputRecord) -> bool:
        return record.of_a_part or record.key == self.main or (record.required and record.unit == "yuan")

    def known(self, key: str) -> Value | None:
        """The value of the whole: sums added up, what all parts share; None where it is unknown or they differ."""
        if key in self.values:
            return self.values[key]
        said = [part[key] for part in self.parts if key in part]
        if not said or len(said) < len(self.parts):
            return None
        if record_of(self.measure, key).unit == "yuan":
            return sum((one for one in said if isinstance(one, Decimal)), Decimal(0))
        return said[0] if len(set(said)) == 1 else None

    def put(self, key: str, value: Value) -> None:
        """Said of the whole; of a part's own quantity only where there is one part, or all get it."""
        if not self.is_of_a_part(record_of(self.measure, key)):
            self.values[key] = value
            return
        for part in self.parts:
            part[key] = value

    def add(self, part: Part) -> None:
        """One more; the terms that it does not say are those of the others, where they agree."""
        keys = {i.key for i in self.measure.inputs if i.of_a_part and i.unit != "yuan"}
        shared = {key: value for key in keys if (value := self.known(key)) is not None}
        self.parts.append({**shared, **part})
        self.renumbered = False

    def take_away(self, index: int) -> None:
        self.renumbered = self.renumbered or index < len(self.parts) - 1
        del self.parts[index]

    def inputs(self) -> dict[str, Value]:
        """What the contract must print of figures and choices."""
        keys = [i.key for i in self.measure.inputs]
        return {key: value for key in keys if (value := self.known(key)) is not None}

    def items(self) -> list[Part]:
        return [dict(part) for part in self.parts] if len(self.parts) > 1 else []

    def missing(self) -> list[str]:
        return [
            i.key
            for i in self.measure.inputs
            if i.required and not all(i.key in part or i.key in self.values for part in self.parts)
        ]

    def bars(self) -> set[str]:
        """The conditions that are broken."""
        return {condition.key for condition in self.measure.conditions if _breaks(self, condition)}

    def is_broken(self) -> bool:
        return bool(self.bars())

    def amount(self, knowledge: Knowledge) -> Decimal | None:
        """The contract's sum in yuan; None where a figure is missing or the text gives none."""
        if self.is_broken():
            return ZERO
        try:
            return FORMULAS[self.measure.formula](_case(self, knowledge)).amount
        except MissingInputError:
            return None


def record_of(measure: Measure, key: str) -> InputRecord:
    record = measure.input(key)
    assert record, key
    return record


def _breaks(frame: Frame, condition: ConditionRecord) -> bool:
    if condition.limit:
        value = frame.known(condition.key)
        limit = next(f.value for f in frame.measure.figures if f.key == condition.limit)
        if not isinstance(value, Decimal):
            return False
        return value > limit if condition.test == "at_most" else value < limit
    said = frame.facts.get(condition.key)
    return said is not None and said not in (condition.accepts or ("yes",))


def _case(frame: Frame, knowledge: Knowledge) -> Case:
    measure, policy = frame.measure, knowledge.policy(frame.measure.policy)
    return Case(
        figures={f.role: Figure(f.role, f.value, f.unit, f.quote) for f in measure.figures},
        inputs=dict(_by_role(measure, frame.inputs())),
        day=DAY,
        items=tuple(dict(_by_role(measure, item)) for item in frame.items()),
        series=tuple(SeriesRow(row.since, row.one_year, row.five_year) for row in knowledge.lpr),
        valid_from=policy.valid_from,
        valid_to=policy.valid_to,
    )


def _by_role(measure: Measure, said: Inputs) -> Iterator[tuple[str, Value]]:
    for record in measure.inputs:
        if record.role and record.key in said:
            value = said[record.key]
            yield record.role, next((o.role for o in record.options if o.value == value), value)
