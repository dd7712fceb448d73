"""A sum that the message splits into named parts of which some do not count: 「保费62万，其中质量
保证保险41万、雇主责任险21万」."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.utterance import Utterance
from bot.slots.fill import Filling
from bot.slots.model import Slot
from calculators.wording import money
from knowledge.records.model import Measure

FEWEST, MOST = 2, 5
NAME = re.compile("[^，,。；;、：:（(\\n]*$")
FAR = 40  # characters from the whole to its first part


@dataclass(frozen=True, slots=True)
class Part:
    """One part, with begin and end of what is said of it."""

    figure: Figure
    begin: int
    end: int


def without_what_does_not_count(utterance: Utterance, measure: Measure, filling: Filling) -> Filling:
    """The sum with only those parts that count, where by their names some do and some do not."""
    main = measure.main
    whole = filling.inputs.get(main)
    if whole is None or whole.step or filling.items or not isinstance(whole.value, Decimal):
        return filling
    parts = _parts(utterance.text, utterance.figures, whole)
    out = [one for one in parts if _is_broken(utterance, one, measure)]
    kept = [one for one in parts if one not in out]
    if not out or not kept:
        return filling
    values = [one.figure.value for one in kept if isinstance(one.figure.value, Decimal)]
    step = " ＋ ".join(money(value) for value in values) if len(values) > 1 else ""
    slot = replace(whole, value=sum(values, Decimal(0)), text="＋".join(one.figure.text for one in kept), step=step)
    aside = [one for one in filling.aside if all(one.figure.start != part.figure.start for part in kept)]
    apart = sorted((*filling.apart, *((one.begin, one.end) for one in out)))
    return replace(filling, inputs={**filling.inputs, main: slot}, aside=tuple(aside), apart=tuple(apart))


def _parts(text: str, figures: Sequence[Figure], whole: Slot) -> list[Part]:
    """The sums behind the whole that make it up, each with a name of its own before it."""
    sums = [one for one in figures if one.kind == "money" and isinstance(one.value, Decimal)]
    at = next((i for i, one in enumerate(sums) if one.text == whole.text and one.value == whole.value), None)
    if at is None:
        return []
    for count in range(FEWEST, MOST + 1):
        row = sums[at + 1 : at + 1 + count]
        if (
            len(row) == count
            and sum((one.value for one in row if isinstance(one.value, Decimal)), Decimal(0)) == whole.value
        ):
            if row[0].start - sums[at].end > FAR:
                return []
            begins = [
                one.start - len(_name(text, sums[at].end if not i else row[i - 1].end, one))
                for i, one in enumerate(row)
            ]
            return [Part(one, begin, one.end) for one, begin in zip(row, begins, strict=True)]
    return []


def _name(text: str, begin: int, figure: Figure) -> str:
    found = NAME.search(text[begin : figure.start])
    return found[0] if found else ""


def _is_broken(utterance: Utterance, part: Part, measure: Measure) -> bool:
    """Whether its name alone is on the wrong side of a condition, of which nothing in the message is on the right one
    where one thing that is is enough (「专利权对应240万，厂房抵押对应360万」)."""
    said = Utterance(utterance.text[part.begin : part.end], utterance.day, utterance.knowledge, utterance.matcher)
    broken = broken_conditions(measure, Standing(facts={**said.of_parts, **said.facts}))
    return any(not _is_enough(utterance, one.key) for one in broken)


def _is_enough(utterance: Utterance, key: str) -> bool:
    fact = utterance.knowledge.facts.get(key)
    return fact is not None and fact.wins == "yes" and utterance.facts.get(key) == fact.wins
