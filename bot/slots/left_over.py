"""The figures of a message that went into nothing, each with its reason."""

import re
from collections.abc import Mapping, Sequence

from bot.figures import Figure
from bot.slots.items import Settled
from bot.slots.model import Problem, Slot
from bot.slots.reading import Reading
from bot.slots.reconcile import Aside
from bot.slots.roles import POLICY_KEY, Placed
from bot.slots.stretches import matter_of

WORKING = re.compile("[＋－×÷]|到(?=[0-9一二])")


def left_over(reading: Reading, why: Mapping[int, str], placed: Sequence[Placed], used: set[str]) -> tuple[Aside, ...]:
    """Every figure that is in nothing, with the reason; counts and years passing by say nothing. ``why``: begin of a
    figure → the reason, where that is known; ``used``: the words of those that are in something."""
    roles = {one.figure.start: one for one in placed}
    found: list[Aside] = []
    for figure in reading.figures:
        reason = why.get(figure.start)
        if is_per_year(figure, reading.figures) or (reason == "unclear" and _is_the_same_again(figure, used)):
            continue
        if figure.counted and figure.text in used:
            continue  # how many there are of what a working multiplies
        if reason is not None:
            found.append(Aside(figure, reason))
        elif figure.text not in used and not _says_nothing(figure):
            found.append(Aside(figure, _reason(reading, figure, roles.get(figure.start))))
    return tuple(found)


def words_used(
    reading: Reading, settled: Settled, derived: Mapping[str, Slot], problems: Sequence[Problem]
) -> set[str]:
    """The words of the figures that are in an input, a part, a working or a complaint, or say what a working gives."""
    slots = [*settled.inputs.values(), *derived.values(), *(slot for item in settled.items for slot in item.values())]
    words = {word for slot in slots for word in (slot.text, *WORKING.split(slot.text))}
    results = [slot.value for slot in derived.values() if slot.step]
    words |= {one.text for one in reading.figures if one.kind == "money" and one.value in results}
    return words | {word for problem in problems for word in (problem.said, *problem.said.split("、"))}


def is_per_year(figure: Figure, figures: Sequence[Figure]) -> bool:
    """The year right behind a rate: 「千分之四一年」."""
    return figure.text == "一年" and any(one.kind == "percent" and one.end == figure.start for one in figures)


def _is_the_same_again(figure: Figure, used: set[str]) -> bool:
    """Whether it is a term or rate in the words of one that is in something."""
    return figure.text in used and figure.kind in ("duration", "percent")


def _reason(reading: Reading, figure: Figure, placed: Placed | None) -> str:
    """What words say that it is; of what nothing is known, the matter of which its stretch of the message speaks."""
    if placed and placed.key == POLICY_KEY:
        return "policy"
    reason = "other" if figure.kind in ("duration", "date") and placed is None else "unclear"
    if placed and not placed.is_input:
        reason = placed.key
    if reason not in ("unclear", "other"):
        return reason
    return matter_of(reading.text, reading.figures, figure, reading.measure, reading.distractors) or reason


def _says_nothing(figure: Figure) -> bool:
    """今年, 两笔, foreign money (told apart by itself)."""
    if figure.kind == "date":
        return isinstance(figure.value, str) and len(figure.value) < 7
    return (figure.kind == "number" and not figure.unit_missing) or (figure.kind == "money" and figure.unit != "yuan")
