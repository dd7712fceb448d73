"""Which conditions of a measure are broken by what is known, of all of it or of one of several parts."""

from dataclasses import dataclass
from decimal import Decimal

from bot.slots.model import Slot
from bot.slots.standing import Standing
from calculators import thresholds
from calculators.wording import measured
from knowledge.records.model import ConditionRecord, FigureRecord, Measure


@dataclass(frozen=True, slots=True)
class Broken:
    """A condition a stated fact breaks: the document's words, why in Chinese, and how far off where it is a number.
    ``within``: the rate that it would have to keep within."""

    key: str
    why: str
    quote: str
    distance: str = ""
    within: Decimal | None = None


def broken_conditions(measure: Measure, standing: Standing) -> tuple[Broken, ...]:
    found = [_broken(measure, condition, standing) for condition in measure.conditions]
    return tuple(one for one in found if one)


def _broken(measure: Measure, condition: ConditionRecord, standing: Standing) -> Broken | None:
    if condition.limit:
        return _over_limit(measure, condition, standing.inputs.get(condition.key))
    value = standing.facts.get(condition.key)
    wrong = value not in (None, "unknown") and (value not in condition.accepts if condition.accepts else value == "no")
    granted = standing.inputs.get(condition.grants)
    wrong = wrong or (granted is not None and granted.value == 0)
    return Broken(condition.key, condition.unmet, condition.quote) if wrong else None


def _figure(measure: Measure, condition: ConditionRecord) -> FigureRecord:
    return next(f for f in measure.figures if f.key == condition.limit)


def _limit(measure: Measure, condition: ConditionRecord) -> Decimal:
    return _figure(measure, condition).value


def _over_limit(measure: Measure, condition: ConditionRecord, slot: Slot | None) -> Broken | None:
    if slot is None or not isinstance(slot.value, Decimal) or undecided(measure, condition, slot):
        return None
    limit = _limit(measure, condition)
    record = measure.input(condition.key)
    at_most = condition.test == "at_most"
    name = record.label if record else condition.key
    unit = record.measured_in if record else _figure(measure, condition).unit
    distance = (thresholds.at_most if at_most else thresholds.at_least)(slot.value, limit, name, unit)
    words, within = distance.words, limit if at_most and unit == "ratio" else None
    if slot.value == limit and not slot.edge and (slot.above if at_most else slot.below):
        said = measured(limit, unit)
        words = f"{name}超过{said}" if at_most else f"{name}不到{slot.text}，还没到{said}"
    elif distance.met:
        return None
    return Broken(condition.key, condition.unmet, condition.quote, words, within)


def undecided(measure: Measure, condition: ConditionRecord, slot: Slot) -> bool:
    """Whether the words around the figure leave open on which side of the limit it lies: 0.5%左右, 不到150万 where it
    takes 100万, 超过0.3% where it may be 0.5%."""
    if not isinstance(slot.value, Decimal) or slot.high is not None:
        return False
    limit, at_most = _limit(measure, condition), condition.test == "at_most"
    if slot.value == limit:
        if slot.edge:
            return slot.above if at_most else slot.below
        return slot.approx and not (slot.below or slot.above)
    return slot.above if slot.value < limit else slot.below
