"""A message that lists several loans or policies: each row read by itself, those that do not count set aside."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.copies import replace
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.utterance import Utterance
from bot.slots.apart import NOT_COUNTED
from bot.slots.derive import derive
from bot.slots.fill import Filling
from bot.slots.model import MONEY_UNITS, Slot
from bot.slots.parts import CALLED, broken_of, part_keys, with_parts, words_of
from bot.slots.reconcile import Aside
from bot.slots.rows import listed, name_of
from bot.slots.stretches import clauses, is_other, joined_by_and, stretches
from knowledge.records.model import Measure

Reading = Callable[[Utterance, str, str], Filling]
OF_ALL = re.compile("都|均|全部?|各|每|[两二三四五六][笔份张单台]")
IN_BRACKETS = re.compile("[（(][^）)]*[）)]")  # 「95.5（备案）」: what is said of the row as such
LITTLE = re.compile("[^一-鿿A-Za-z]*[的是为共计]?[^一-鿿A-Za-z]*")  # that is said of a row besides its figures


@dataclass(frozen=True, slots=True)
class FromList:
    """What a list gives: the filling of the whole message, and its words without the rows that do not count."""

    filling: Filling
    told: Utterance


def from_list(utterance: Utterance, measure: Measure, read: Reading) -> FromList | None:
    """``read``: how one row is read for the measure, with the input that is asked for and the unit that the head
    says. None when the message lists nothing of it."""
    found = listed(utterance.text, utterance.figures)
    if found is None:
        return None
    rows = [_saying(utterance, found.row(i)) for i in range(len(found.rows))]
    main = measure.main
    fillings = [
        read(row, main, _unit(utterance.figures, row.figures, place)) if _is_bare(row) else read(row, "", "")
        for row, place in zip(rows, found.rows, strict=True)
    ]
    left_out = found.left_out()
    why = [
        NOT_COUNTED if i in left_out else _set_aside(row, filling, measure)
        for i, (row, filling) in enumerate(zip(rows, fillings, strict=True))
    ]
    own = [i for i, reason in enumerate(why) if not reason]
    if any(measure.main not in fillings[i].inputs for i in own) or _is_a_form(fillings, why, measure):
        return None
    common = read(_saying(utterance, found.besides()), "", "")
    of_all = _of_the_firm(fillings, why, measure)
    common = replace(common, inputs={**of_all, **common.inputs})
    parts = [_part(fillings[i], _broken_facts(rows[i], measure), common, found.marks[i], measure) for i in own]
    parts = [{**part, **words_of(found.row(i))} for part, i in zip(parts, own, strict=True)]
    counted = [i for i, part in zip(own, parts, strict=True) if not broken_of(part, measure)]
    if not counted:
        return None
    told = _saying(utterance, found.besides(kept=counted))
    filling = _whole(utterance, parts, common, measure)
    aside = [*common.aside, *(one for i in own for one in fillings[i].aside)]
    said = {slot.text for slot in of_all.values()}
    aside += [
        Aside(figure, reason)
        for i, reason in enumerate(why)
        if reason
        for figure in _sums(rows[i].figures)
        if figure.text not in said
    ]
    problems = [*(problem for i in counted for problem in fillings[i].problems)]
    return FromList(replace(filling, aside=tuple(aside), problems=tuple(problems)), told)


def _is_a_form(fillings: Sequence[Filling], why: Sequence[str], measure: Measure) -> bool:
    """Whether the rows are the fields of one case: 「年度保费：48.6万」 above 「保险金额：1500万」."""
    keys = {record.key for record in measure.inputs if record.of_a_part} - {measure.main}
    others = [filling for filling, reason in zip(fillings, why, strict=True) if reason == "other"]
    return why.count("") == 1 and any(keys & set(filling.inputs) for filling in others)


def _of_the_firm(fillings: Sequence[Filling], why: Sequence[str], measure: Measure) -> dict[str, Slot]:
    """What a row that is none of the parts says of the firm: 「头一笔今年已经领了7.2万，这是第二笔：700万……」."""
    keys = part_keys(measure)
    rows = [filling.inputs for filling, reason in zip(fillings, why, strict=True) if reason == "other"]
    return {
        key: slot
        for inputs in rows
        for key, slot in inputs.items()
        if key not in keys and (record := measure.input(key)) and record.unit == "yuan"
    }


def _unit(whole: Sequence[Figure], own: Sequence[Figure], row: tuple[int, int]) -> str:
    """The unit of the bare sums of a row, as the whole message says it; "" where it says none."""
    inside = [one for one in whole if row[0] <= one.start < row[1] and one.kind == "money" and not one.unit_missing]
    for bare in (one for one in own if one.unit_missing):
        said = bare.value
        times = {
            one.value / said
            for one in inside
            if one.text == bare.text and isinstance(one.value, Decimal) and isinstance(said, Decimal) and said
        }
        for unit, factor in MONEY_UNITS.items():
            if factor in times:
                return unit
    return ""


def _is_bare(row: Utterance) -> bool:
    """Whether a row is no more than a sum, with its name and a note in brackets: what it is, the head says."""
    sums = [one for one in row.figures if one.kind in ("money", "number")]
    rest = "".join(" " if any(one.start <= i < one.end for one in sums) else sign for i, sign in enumerate(row.text))
    rest = IN_BRACKETS.sub("", rest.replace(name_of(row.text), "", 1))
    return len(sums) == 1 and LITTLE.fullmatch(rest) is not None


def _saying(utterance: Utterance, text: str) -> Utterance:
    return Utterance(text, utterance.day, utterance.knowledge, utterance.matcher)


def _set_aside(row: Utterance, filling: Filling, measure: Measure) -> str:
    """Why a row is none of the parts: another kind of loan, no sum; "" when it is one, were it one that breaks a
    condition by the very words (「担保额600万，反担保设备抵押」)."""
    own = measure.main in filling.inputs and bool(_broken_facts(row, measure))
    if not own and (other := is_other(row.folded, measure, row.knowledge.distractors)):
        return other
    return "" if measure.main in filling.inputs else "other"


def _broken_facts(row: Utterance, measure: Measure) -> Mapping[str, str]:
    """The conditions that are on the wrong side in this row alone."""
    facts = {**row.of_parts, **row.facts}
    return {one.key: facts[one.key] for one in broken_conditions(measure, Standing(facts=facts))}


def _part(
    filling: Filling, facts: Mapping[str, str], common: Filling, mark: str, measure: Measure
) -> Mapping[str, Slot]:
    keys = part_keys(measure)
    shared = {key: slot for key, slot in common.inputs.items() if key in keys and key != measure.main}
    own = {key: slot for key, slot in filling.inputs.items() if key in keys}
    own |= {key: Slot(value, value) for key, value in facts.items()}
    return {**shared, **own, **({CALLED: Slot(mark, mark)} if mark else {})}


def _whole(utterance: Utterance, parts: Sequence[Mapping[str, Slot]], common: Filling, measure: Measure) -> Filling:
    rest = {key: slot for key, slot in common.inputs.items() if key not in part_keys(measure)}
    whole = with_parts(Standing(rest, others=common.others), parts, measure)
    inputs = derive(utterance.text, whole.inputs, common.others, measure) if len(parts) == 1 else whole.inputs
    return Filling(inputs, whole.items, (), common.others, common.foreign, out=whole.out)


def _sums(figures: tuple[Figure, ...]) -> list[Figure]:
    return [figure for figure in figures if figure.kind == "money"]


def with_own_conditions(utterance: Utterance, measure: Measure, filling: Filling) -> Filling:
    """The parts of a message that lists none, with the conditions that are broken in what is told of one of them alone:
    「一笔200万反担保是专利，一笔300万反担保是厂房」. What stands before the first may be said of all."""
    spans = _told_of_each(utterance, measure, filling)
    broken = _broken_in_each(utterance, measure, spans) if spans else [{} for _ in filling.items]
    parts = [
        {**item, **{key: Slot(value, value) for key, value in facts.items()}}
        for item, facts in zip(filling.items, broken, strict=True)
    ]
    wrong = [bool(broken_of(part, measure)) for part in parts]
    if not any(wrong) or all(wrong):
        return filling
    whole = with_parts(Standing(filling.inputs, filling.items, others=filling.others), parts, measure)
    apart = [span for span, facts in zip(spans, broken, strict=False) if facts]
    return replace(filling, inputs=whole.inputs, items=whole.items, out=whole.out, apart=(*filling.apart, *apart))


def _broken_in_each(
    utterance: Utterance, measure: Measure, spans: Sequence[tuple[int, int]]
) -> list[Mapping[str, str]]:
    """The conditions that are broken in what is told of each, as it is read after what was told before; of the first
    only where the others say so much of themselves."""
    found: list[Mapping[str, str]] = []
    told = [_saying(utterance, utterance.text[begin:end]) for begin, end in spans]
    for (begin, end), own in zip(spans, told, strict=True):
        before = _broken_facts(_saying(utterance, utterance.text[:begin]), measure) if begin else {}
        now = {**_broken_facts(_saying(utterance, utterance.text[:end]), measure), **_broken_facts(own, measure)}
        found.append({} if OF_ALL.search(own.text) else {key: one for key, one in now.items() if key not in before})
    others = {key for one in told[1:] for key in one.facts}
    return [{key: value for key, value in found[0].items() if key in others}, *found[1:]]


def _told_of_each(utterance: Utterance, measure: Measure, filling: Filling) -> list[tuple[int, int]]:
    """Where each of the parts is told of; none where they are one phrase (200万和300万)."""
    text, main, left = utterance.text, measure.main, list(utterance.figures)
    sums: list[Figure] = []
    for item in filling.items:
        said = item[main].text if main in item else ""
        found = next((one for one in left if one.text == said and one.kind == "money"), None)
        if found is None:
            return []
        sums.append(found)
        left = left[left.index(found) + 1 :]
    if len(sums) < 2 or any(joined_by_and(text, one, two) for one, two in pairwise(sums)):
        return []
    where = stretches(text, sums)
    last = max(one.start for one in utterance.figures if one.text in {slot.text for slot in filling.items[-1].values()})
    end = next(end for _, end in clauses(text) if last <= end)
    return [*((one.begin, one.end) for one in where[:-1]), (where[-1].begin, max(end, sums[-1].end))]
