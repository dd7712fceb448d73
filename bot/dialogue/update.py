"""What is known plus what a message gives: additions, corrections, and what they put out of date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.measures.assess import Standing
from bot.nlu.utterance import Utterance
from bot.slots.derive import derive, without_stale
from bot.slots.fill import Filling
from bot.slots.model import Problem, Slot, complaint
from calculators.wording import money
from knowledge.records.model import Measure


@dataclass(frozen=True, slots=True)
class Merged:
    """The standing after a message, and results that cannot be."""

    standing: Standing
    refused: tuple[Problem, ...]


def merge(utterance: Utterance, old: Standing, filling: Filling, facts: Mapping[str, str], measure: Measure) -> Merged:
    """Everything said before holds on unless this message says otherwise."""
    new, refused = _added(utterance, old, filling, measure)
    others = {**old.others, **({} if _sign(utterance) < 0 else filling.others)}
    items = _items(utterance, old, filling, measure)
    shared = {key for key in measure.of_a_part & set(new) if items and not filling.items and key in old.inputs}
    fresh = {key: slot for key, slot in new.items() if key not in shared or key in money_keys(measure)}
    inputs = derive(utterance.text, {**without_stale(old.inputs, fresh, measure), **fresh}, others, measure)
    known = _granted(inputs, new, {**old.facts, **facts}, facts, measure)
    return Merged(Standing(inputs, items, known, others), refused)


def _items(utterance: Utterance, old: Standing, filling: Filling, measure: Measure) -> tuple[Mapping[str, Slot], ...]:
    """The parts: a second loan with a term or policy sum of its own stands beside the first (还有一笔200万半年的)."""
    main = money_keys(measure)
    if filling.items or not main & set(filling.inputs):
        return filling.items or old.items
    own = {key: slot for key, slot in filling.inputs.items() if key in main | measure.of_a_part}
    if _sign(utterance) <= 0 or not main & set(old.inputs) or len(own) < 2:
        return ()
    first = {key: slot for key, slot in old.inputs.items() if key in main | measure.of_a_part}
    return (*(old.items or (first,)), {**{k: s for k, s in first.items() if k not in main}, **own})


def _granted(
    inputs: dict[str, Slot], new: Mapping[str, Slot], known: dict[str, str], said: Mapping[str, str], measure: Measure
) -> dict[str, str]:
    """A sum from the province undoes an earlier refusal; 「其实还没批」 takes the sum back."""
    for condition in measure.conditions:
        sum_granted = new.get(condition.grants)
        if condition.grants and said.get(condition.key) == "pending":
            inputs.pop(condition.grants, None)
        elif sum_granted and sum_granted.value and condition.key not in said:
            known.pop(condition.key, None)
    return known


def _added(
    utterance: Utterance, old: Standing, filling: Filling, measure: Measure
) -> tuple[dict[str, Slot], tuple[Problem, ...]]:
    """The new slots with 「再加50万」 added to what stood, and totals that cannot be (below nothing)."""
    new, refused, sign = dict(filling.inputs), [], _sign(utterance)
    for key, slot in list(new.items()) if sign else []:
        before, record = old.inputs.get(key), measure.input(key)
        if not (before and record and record.unit == "yuan"):
            continue
        if not isinstance(before.value, Decimal) or not isinstance(slot.value, Decimal):
            continue
        text = f"{before.text}{'＋' if sign > 0 else '－'}{slot.text}"
        step = f"{money(before.value)} {'＋' if sign > 0 else '－'} {money(slot.value)}"
        new[key] = replace(slot, value=before.value + sign * slot.value, text=text, step=step)
        if reason := complaint(new[key].value, record):
            refused.append(Problem(key, slot.text, reason))
            del new[key]
    return new, tuple(refused)


def _sign(utterance: Utterance) -> int:
    if utterance.wants("subtract"):
        return -1
    return 1 if utterance.wants("add") and not utterance.wants("correct") else 0


def money_keys(measure: Measure) -> set[str]:
    """The sums without which there is no result."""
    return {record.key for record in measure.inputs if record.unit == "yuan" and record.required}
