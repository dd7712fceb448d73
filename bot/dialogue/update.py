"""What is known plus what a message gives: additions, corrections, and what they put out of date."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.dialogue.acts import Acts
from bot.dialogue.difference import shown
from bot.figures import Figure
from bot.slots.derive import derive, without_stale
from bot.slots.fill import Filling
from bot.slots.model import Problem, Slot, complaint
from bot.slots.parts import add, change, change_all, main_key, part_keys, parts_of, remove, which_part
from bot.slots.standing import Standing
from calculators.wording import money
from knowledge.records.model import Measure

WAN = 10_000
ALL_OF_THEM = re.compile("都|均|全部|全是|各|每|一律|统一")
ALTOGETHER = re.compile("一共|总共|合计|总额|加起来|总计")


@dataclass(frozen=True, slots=True)
class Merged:
    """The standing after a message, and results that cannot be."""

    standing: Standing
    refused: tuple[Problem, ...]


def merge(acts: Acts, old: Standing, filling: Filling, facts: Mapping[str, str], measure: Measure) -> Merged:
    """Everything said before holds on unless an act of this message changes it: one that adds or takes away a part,
    speaks of one, or gives a value anew."""
    text = acts.utterance.text
    moved = _moved(acts, old, filling, measure)
    rest = {key: slot for key, slot in filling.inputs.items() if key not in moved.used}
    new, refused = _added(_sign(acts), moved.standing, rest, measure)
    others = _others(acts, old, filling, measure)
    inputs = derive(text, {**without_stale(moved.standing.inputs, new, measure), **new}, others, measure)
    known = _granted(inputs, new, {**old.facts, **facts}, facts, measure)
    items = moved.standing.items
    if main_key(measure) in new:
        items = filling.items
    return Merged(Standing(inputs, items, known, others), (*moved.refused, *refused))


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done to the parts: the standing after it, the inputs of the message this ``used``, what cannot be."""

    standing: Standing
    used: frozenset[str] = frozenset()
    refused: tuple[Problem, ...] = ()


def _moved(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> Moved:
    """A part taken away, spoken of, added, or to be asked about."""
    text, figures = acts.utterance.text, acts.utterance.figures
    main, keys = main_key(measure), part_keys(measure)
    own = {key: slot for key, slot in filling.inputs.items() if key in keys}
    parts = parts_of(old, measure)
    index = which_part(text, figures, old, measure)
    if _takes_away(acts, index) and len(parts) > 1:
        return _taken_away(old, index, figures, frozenset(own), measure)
    adds = _sign(acts) > 0 and acts.score("add") >= acts.score("address")
    if index is not None and own and not filling.items and not adds:
        return Moved(change(old, index, own, measure), frozenset(own))
    if _sign(acts) > 0 and main in own and parts:
        standing = old
        for part in filling.items or (own,):
            standing = add(standing, part, measure)
        return Moved(standing, frozenset(own))
    if not old.items or filling.items or not own:
        return Moved(old)
    if main in own:
        return _sum_corrected(acts, old, own, measure)
    return _said_of_parts(text, old, own, measure)


def _takes_away(acts: Acts, index: int | None) -> bool:
    """A part is taken away, rather than given another value; 「第二笔不算了」 cancels no more than that one."""
    away = [act for act in ("remove", *(("cancel",) if index is not None else ())) if acts.does(act)]
    return bool(away) and max(map(acts.score, away)) >= acts.score("correct")


def _taken_away(
    old: Standing, index: int | None, figures: Sequence[Figure], used: frozenset[str], measure: Measure
) -> Moved:
    """The part spoken of, or the one whose amount is said; which one it is is asked about when it is neither."""
    values = [f.value * (WAN if f.unit_missing else 1) for f in figures if isinstance(f.value, Decimal)]
    said: list[int | Decimal] = [*(() if index is None else (index,)), *values]
    for which in said:
        standing = remove(old, which, measure)
        if standing is not old:
            return Moved(standing, used)
    return Moved(old, used, (_which(old, measure),))


def _sum_corrected(acts: Acts, old: Standing, own: Mapping[str, Slot], measure: Measure) -> Moved:
    """A correction of what is a sum of parts: of the part whose amount is denied; else it is asked about."""
    main = main_key(measure)
    if own[main].value == old.inputs[main].value:
        return Moved(old, frozenset(own))
    if not acts.does("correct") or acts.does("what_if") or ALTOGETHER.search(acts.utterance.text):
        return Moved(old)
    for figure in acts.utterance.figures:
        if isinstance(figure.value, Decimal) and figure.value != own[main].value:
            standing = change(old, figure.value, own, measure)
            if standing is not old:
                return Moved(standing, frozenset(own))
    return Moved(old, frozenset(own), (_which(old, measure),))


def _said_of_parts(text: str, old: Standing, own: Mapping[str, Slot], measure: Measure) -> Moved:
    """A term or day said when there are several parts: of all when they agree or the message says so, of the one
    that lacks it, else of which is asked."""
    standing, used, refused = old, set[str](), []
    for key, slot in own.items():
        having = [i for i, part in enumerate(old.items) if key in part]
        lacking = [i for i in range(len(old.items)) if i not in having]
        agree = len({str(old.items[i][key].value) for i in having}) < 2
        if not having:
            continue
        used.add(key)
        if ALL_OF_THEM.search(text) or (agree and not lacking):
            standing = change_all(standing, {key: slot}, measure)
        elif len(lacking) == 1:
            standing = change(standing, lacking[0], {key: slot}, measure)
        else:
            refused.append(Problem(key, _amounts(old, measure), "two_candidates"))
    return Moved(standing, frozenset(used), tuple(refused))


def _which(old: Standing, measure: Measure) -> Problem:
    """Which of the parts is meant."""
    return Problem(main_key(measure), _amounts(old, measure), "two_candidates")


def _amounts(old: Standing, measure: Measure) -> str:
    """The amounts of the parts, as a person reads them."""
    main = main_key(measure)
    record = measure.input(main)
    return "、".join(shown(part[main], record) for part in old.items if record and main in part)


def _others(acts: Acts, old: Standing, filling: Filling, measure: Measure) -> dict[str, Slot]:
    """Figures that are no input: what came back once more is added to what had come back before."""
    said = dict(filling.others)
    if _sign(acts) < 0:
        taken = {key for row in measure.derivations if row.op == "less" for key in row.sources}
        said = {key: slot for key, slot in said.items() if key in taken}
    if _sign(acts) > 0:
        back = {key for row in measure.derivations if row.op == "recovered" for key in row.sources}
        for key in back & set(said) & set(old.others):
            before, slot = old.others[key], said[key]
            new = slot is not before and isinstance(before.value, Decimal) and isinstance(slot.value, Decimal)
            if new and isinstance(before.value, Decimal) and isinstance(slot.value, Decimal):
                said[key] = replace(slot, value=before.value + slot.value, text=f"{before.text}＋{slot.text}")
    return {**old.others, **said}


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
    sign: int, old: Standing, said: Mapping[str, Slot], measure: Measure
) -> tuple[dict[str, Slot], tuple[Problem, ...]]:
    """The new slots with 「又领了2万」 added to what stood, and totals that cannot be (below nothing)."""
    new, refused = dict(said), []
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


def _sign(acts: Acts) -> int:
    if acts.does("remove"):
        return -1
    return 1 if acts.does("add") and not acts.does("correct") else 0


def money_keys(measure: Measure) -> set[str]:
    """The sums without which there is no result."""
    return {record.key for record in measure.inputs if record.unit == "yuan" and record.required}
