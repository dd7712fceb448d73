"""A list of sums of which each row says whether it counts: 「甲户正常，80万；乙户次级，45万」."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.dialogue.made_up_of import Reduced
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.facts import read_answer
from bot.nlu.utterance import Utterance
from bot.slots.apart import NOT_COUNTED
from bot.slots.reconcile import Aside
from bot.slots.roles import place_once
from knowledge.records.model import Measure

ENDS = re.compile("[；;。]")
TABLE = re.compile("[|｜\t\n]")  # a table is read row by row elsewhere
CUT = re.compile("[，, ]")
HEAD = re.compile(".*[：:。]", re.DOTALL)  # what is said of all, before the first row
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list, with what it says of the conditions of the measure."""

    begin: int
    end: int
    sum: Figure
    told: Mapping[str, str]


def of_one_class(utterance: Utterance, measure: Measure) -> Reduced | None:
    """The message with the sum of the rows that count; None where the rows do not all say whether they do."""
    main, rows = measure.input(measure.main), _rows(utterance, measure)
    kept = [one for one in rows if not broken_conditions(measure, Standing(facts=one.told))]
    gone = [one for one in rows if one not in kept]
    if main is None or not kept or not gone or not _are_of_it(utterance, measure, main.label, rows):
        return None
    text = utterance.text
    total = sum((one.sum.value for one in kept if isinstance(one.sum.value, Decimal)), Decimal(0))
    said = f"{main.label}{total.normalize():f}元"
    left = f"{text[: rows[0].begin].rstrip('：: ')}，{said}，{text[rows[-1].end :].lstrip('；;。 ')}"
    return Reduced(left, tuple(Aside(one.sum, NOT_COUNTED) for one in gone))


def _are_of_it(utterance: Utterance, measure: Measure, label: str, rows: Sequence[Row]) -> bool:
    """Whether the sums are what the measure goes by: no word says otherwise, or what the rows tell makes them that
    (what is left of a loan that went bad is bad principal)."""
    placed = place_once(utterance, measure, utterance.knowledge.distractors)
    starts = {one.sum.start for one in rows}
    otherwise = any(one.figure.start in starts and one.announced and one.key != measure.main for one in placed)
    facts = [utterance.knowledge.facts[key] for key in rows[0].told]
    return not otherwise or any(word in label for fact in facts for word in fact.values.get("yes", ()) if len(word) > 1)


def _rows(utterance: Utterance, measure: Measure) -> list[Row]:
    """The rows, each with one sum and what it says of one and the same condition; none where one has it otherwise."""
    text, begin = utterance.text, 0
    if TABLE.search(text):
        return []
    spans: list[tuple[int, int, Figure]] = []
    for end in [*(one.start() for one in ENDS.finditer(text)), len(text)]:
        sums = [one for one in utterance.figures if begin <= one.start < end and one.kind == "money"]
        if len(sums) > 1 or any(one.unit != "yuan" for one in sums):
            return []
        if sums:
            head = None if spans else HEAD.match(text, begin, sums[0].start)
            spans.append((head.end() if head else begin, end, sums[0]))
        begin = end + 1
    if len(spans) < FEWEST:
        return []
    said = [_said(utterance, text[start:end]) for start, end, _ in spans[1:]]
    keys = {key for one in said for key in one if measure.condition(key)}
    spans[0] = (_begin(utterance, spans[0], keys), *spans[0][1:])
    rows = [Row(start, end, one, _of_each(utterance, text[start : one.start], keys)) for start, end, one in spans]
    return rows if keys and all(len(one.told) == len(keys) for one in rows) else []


def _begin(utterance: Utterance, span: tuple[int, int, Figure], keys: set[str]) -> int:
    """Where the first row begins, behind what is said of all."""
    begin, _, one = span
    cuts = [begin + found.end() for found in CUT.finditer(utterance.text[begin : one.start])]
    told = [
        cut for cut in cuts if keys and len(_of_each(utterance, utterance.text[cut : one.start], keys)) == len(keys)
    ]
    return max(told, default=begin)


def _said(utterance: Utterance, text: str) -> Mapping[str, str]:
    return Utterance(text, utterance.day, utterance.knowledge, utterance.matcher).facts


def _of_each(utterance: Utterance, text: str, keys: set[str]) -> dict[str, str]:
    """What a row says of these conditions: by itself, or as if it answered what is told of the other rows."""
    said = _said(utterance, text)
    told = {key: said.get(key) or read_answer(text, utterance.knowledge.facts[key]) for key in keys}
    return {key: value for key, value in told.items() if value in ("yes", "no")}
