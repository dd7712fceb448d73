"""「12万是两张单的，一张8一张4」, 「600万是分两次进的，头一次250万」: the one sum that stands is told to be that of
several, each of which is known from now on."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.copies import replace
from bot.figures import Figure
from bot.nlu.utterance import Utterance
from bot.slots.called import NOUN, NUMERALS, ORDINAL
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.parts import parts_of, words_of
from bot.slots.standing import Standing
from calculators.wording import money
from knowledge.records.model import Measure

WAN = 10_000
COUNTED = re.compile(f"(?<![第0-9])([两二三四五])(?:{NOUN}|[回批])")
# How the one of two is called that has the sum behind it
OF_TWO = re.compile(f"(?:{ORDINAL.pattern}|(?:其中|有|[前头后])一?{NOUN})[^，。；0-9]{{0,4}}$")
BOTH = 2
SUMS = ("money", "number")


def divided(utterance: Utterance, standing: Standing, measure: Measure) -> Filling | None:
    """The parts that make up the one sum that stands; None where none are told."""
    count = _count(utterance.text)
    parts = parts_of(standing, measure) if count else ()
    if not count or standing.items or len(parts) != 1:
        return None
    sums = {record.key for record in measure.inputs if record.unit == "yuan"}
    whole = parts[0].get(measure.main)
    if whole is None or not isinstance(whole.value, Decimal) or sums & set(parts[0]) != {measure.main}:
        return None
    told = _sums(utterance.figures, whole)
    if told is None or not told:
        return None
    slots = _all_of_it(told, count, whole) or _and_the_rest(utterance, told, count, whole)
    if not slots:
        return None
    items = tuple({measure.main: slot, **words} for slot, words in slots)
    return Filling({}, items, others=standing.others, divided=True)


def _count(text: str) -> int:
    """How many are counted, or numbered from the first on; 0 for none."""
    if count := COUNTED.search(text):
        return NUMERALS[count[1]]
    numbers = [NUMERALS.get(one[1]) or int(one[1]) for one in ORDINAL.finditer(text)]
    return len(numbers) if len(numbers) >= BOTH and numbers == [*range(1, len(numbers) + 1)] else 0


def _sums(figures: Sequence[Figure], whole: Slot) -> list[tuple[Figure, Slot]] | None:
    """The sums that are less than the whole, those without a unit in its own; None where anything else is told."""
    found: list[tuple[Figure, Slot]] = []
    for one in figures:
        if one.kind not in SUMS or not isinstance(one.value, Decimal) or (one.kind == "money" and one.unit != "yuan"):
            return None
        if one.kind == "number" and not one.unit_missing:
            continue
        value = one.value * WAN if one.unit_missing and "万" in whole.text else one.value
        if value == whole.value:
            continue
        if not isinstance(whole.value, Decimal) or not 0 < value < whole.value:
            return None
        found.append((one, Slot(value, one.text, adopted=one.unit_missing)))
    return found


def _all_of_it(told: Sequence[tuple[Figure, Slot]], count: int, whole: Slot) -> list[tuple[Slot, Mapping[str, Slot]]]:
    """As many as are counted, that make up the whole."""
    values = [slot.value for _, slot in told if isinstance(slot.value, Decimal)]
    if len(told) != count or sum(values, Decimal(0)) != whole.value:
        return []
    return [(slot, words_of(one.text)) for one, slot in told]


def _and_the_rest(
    utterance: Utterance, told: Sequence[tuple[Figure, Slot]], count: int, whole: Slot
) -> Sequence[tuple[Slot, Mapping[str, Slot]]]:
    """The one of two that is told, and what is left of the whole, which is said again, as the other."""
    named = any(one.value == whole.value for one in utterance.figures)
    if len(told) != 1 or count != BOTH or not named or not isinstance(whole.value, Decimal):
        return []
    figure, slot = told[0]
    called = OF_TWO.search(utterance.text[: figure.start])
    if called is None or figure.unit_missing or not isinstance(slot.value, Decimal):
        return []
    left = whole.value - slot.value
    rest = replace(whole, value=left, text=money(left), step=f"{money(whole.value)} － {money(slot.value)}")
    number = NUMERALS.get(called[1] or "", 1) if called[1] is None or not called[1].isdigit() else int(called[1])
    pair = [(slot, words_of(figure.text)), (rest, dict[str, Slot]())]
    return pair[::-1] if number == BOTH else pair
