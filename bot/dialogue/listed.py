"""A message that lists several loans or policies: each row read by itself, those that do not count set aside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.utterance import Utterance
from bot.slots.apart import NOT_COUNTED
from bot.slots.derive import derive
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.parts import main_key, part_keys, totals
from bot.slots.reconcile import Aside
from bot.slots.rows import listed
from bot.slots.stretches import is_other
from knowledge.records.model import Measure

Reading = Callable[[Utterance], Filling]


@dataclass(frozen=True, slots=True)
class FromList:
    """What a list gives: the filling of the whole message, and its words without the rows that do not count."""

    filling: Filling
    told: Utterance


def from_list(utterance: Utterance, measure: Measure, read: Reading) -> FromList | None:
    """``read``: how one row is read for the measure. None when the message lists nothing of it."""
    found = listed(utterance.text, utterance.figures)
    if found is None:
        return None
    rows = [_saying(utterance, found.row(i)) for i in range(len(found.rows))]
    fillings = [read(row) for row in rows]
    left_out = found.left_out()
    why = [
        NOT_COUNTED if i in left_out else _set_aside(row, filling, measure)
        for i, (row, filling) in enumerate(zip(rows, fillings, strict=True))
    ]
    counted = [i for i, reason in enumerate(why) if not reason]
    if not counted or any(main_key(measure) not in fillings[i].inputs for i in counted):
        return None
    common = read(_saying(utterance, found.besides()))
    told = _saying(utterance, found.besides(kept=counted))
    items = tuple(_part(fillings[i], common, measure) for i in counted)
    filling = _whole(utterance, items, common, measure)
    aside = [*common.aside, *(one for i in counted for one in fillings[i].aside)]
    aside += [Aside(figure, reason) for i, reason in enumerate(why) if reason for figure in _sums(rows[i].figures)]
    problems = [*(problem for i in counted for problem in fillings[i].problems)]
    return FromList(replace(filling, aside=tuple(aside), problems=tuple(problems)), told)


def _saying(utterance: Utterance, text: str) -> Utterance:
    return Utterance(text, utterance.day, utterance.knowledge, utterance.matcher)


def _set_aside(row: Utterance, filling: Filling, measure: Measure) -> str:
    """Why a row does not count: another kind of loan, a condition that it breaks by itself; "" when it does."""
    main = main_key(measure)
    if other := is_other(row.folded, measure, row.knowledge.distractors):
        return other
    own = {key: slot for key, slot in filling.inputs.items() if key != main}
    broken = broken_conditions(measure, Standing(inputs=own, facts=row.facts))
    if broken:
        return f"breaks:{broken[0].key}"
    return "" if main in filling.inputs else "other"


def _part(filling: Filling, common: Filling, measure: Measure) -> Mapping[str, Slot]:
    keys = part_keys(measure) | _bounded(measure)
    shared = {key: slot for key, slot in common.inputs.items() if key in keys and key != main_key(measure)}
    own = {key: slot for key, slot in filling.inputs.items() if key in keys}
    return {**shared, **own}


def _bounded(measure: Measure) -> set[str]:
    """Inputs of a part that a condition sets a bound to (the rate of a fee)."""
    return {condition.key for condition in measure.conditions if condition.limit and measure.input(condition.key)}


def _whole(utterance: Utterance, items: tuple[Mapping[str, Slot], ...], common: Filling, measure: Measure) -> Filling:
    if len(items) == 1:
        inputs = derive(utterance.text, {**common.inputs, **items[0]}, common.others, measure)
        return Filling(inputs, (), (), common.others, common.foreign)
    main, keys = main_key(measure), part_keys(measure)
    rest = {key: slot for key, slot in common.inputs.items() if key not in keys}
    inputs = {**rest, **totals(items, measure), **worst(items, measure)}
    inputs = derive("", inputs, common.others, measure)
    kept = tuple({key: slot for key, slot in item.items() if key in keys | {main}} for item in items)
    return Filling(inputs, kept, (), common.others, common.foreign)


def worst(items: tuple[Mapping[str, Slot], ...], measure: Measure) -> dict[str, Slot]:
    """Of a bounded input the parts have of their own, the value nearest to breaking the bound."""
    found = {}
    for condition in measure.conditions:
        slots = [item[condition.key] for item in items if condition.key in item]
        slots = [slot for slot in slots if isinstance(slot.value, Decimal)]
        if condition.limit and condition.key != main_key(measure) and slots and len(slots) == len(items):
            pick = max if condition.test == "at_most" else min
            found[condition.key] = pick(slots, key=lambda slot: Decimal(str(slot.value)))
    return found


def _sums(figures: tuple[Figure, ...]) -> list[Figure]:
    return [figure for figure in figures if figure.kind == "money"]
