"""A bare number of a running talk takes the unit of the value whose place it takes: 「费率还是3.75」, 「还按900」."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from bot.dialogue.figures_told import saying
from bot.dialogue.state import State
from bot.figures import Figure
from bot.nlu.utterance import Utterance
from bot.slots.model import RATE_UNITS, UNITS_OF_MONEY, Slot
from bot.slots.roles import Placed, place_once
from bot.slots.standing import Standing
from bot.slots.units import UNIT_WORDS, said_unit
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

THOUSANDTHS = re.compile("‰|千分之")
ALIKE, LIKE_A_SUM = Decimal(4), Decimal(20)  # times what it stands for that it may be
NAMED_ALIKE = Decimal(10)  # the same where the input is named
# Right before a value that is put for another, or said to be what it was
PUT = re.compile(
    "(?:还是|仍旧?是?|依旧|恢复|改[成为到]?|换[成为]?|变[成为]?|调[成到至为]?|[谈降涨升压提砍降减加][到至成]?|[按照用以]|"
    "不是|而是|其实是|应该是|[就才只]是|现在是|是|要是|如果|假如|那|顶多|最多|撑死|也就|就)[^，。；0-9]{0,3}$"
)
# A sign that the number counts something else
COUNTED = re.compile("[年月天日号个份笔张台家户次期层项条人点楼厂号届]")
BY_ITSELF = re.compile("(?:的话|呢|行吗|可以吗|怎么样|如何)+[？?。]?")  # 「0.49呢」
TENTH = Decimal(10)


def in_the_same_unit(utterance: Utterance, state: State) -> Utterance:
    """The message with the units that its bare numbers take from what stands, where each can be but one thing; as it is
    where nothing stands, it is nothing but a number, or a number could be two."""
    measure = _current(utterance, state)
    if measure is None:
        return utterance
    bare = [one for one in utterance.figures if _is_bare(one)]
    if not bare or utterance.bare in {fold(one.text) for one in bare}:
        return utterance
    known = _known(state)
    placed = {one.figure.start: one for one in place_once(utterance, measure, utterance.knowledge.distractors)}
    apart = _said_apart(utterance, bare)
    text = utterance.text
    for figure in reversed(bare):
        unit = apart or _unit_of_a_rate(utterance, state, measure, figure, known, placed.get(figure.start))
        unit = unit or _unit_of_a_sum(utterance, state, measure, figure, known, bare)
        text = f"{text[: figure.start]}{_with_unit(figure, unit)}{text[figure.end :]}" if unit else text
    return utterance if text == utterance.text else saying(utterance, text)


def _current(utterance: Utterance, state: State) -> Measure | None:
    topic = state.topic
    if not topic.measure or not topic.standing.inputs or not utterance.figures:
        return None
    return utterance.knowledge.measure(topic.measure, topic.policy)


def _is_bare(figure: Figure) -> bool:
    value = figure.value
    plain = figure.kind == "number" and figure.unit_missing and not figure.counted and not figure.invalid
    return plain and isinstance(value, Decimal) and value > 0


def _with_unit(figure: Figure, unit: str) -> str:
    """The number with its unit, before or behind it."""
    return f"{unit}{figure.text}" if unit.endswith("分之") else f"{figure.text}{unit}"


def _said_apart(utterance: Utterance, bare: list[Figure]) -> str:
    """「那零点四五呢，百分之」: the unit that stands by itself in the message of one number."""
    if len(bare) != 1 or any(one.kind in ("percent", "money") for one in utterance.figures):
        return ""
    one = bare[0]
    rest = f"{utterance.text[: one.start]}，{utterance.text[one.end :]}"
    unit = said_unit(fold(rest))
    return unit if unit in UNIT_WORDS else ""


def _known(state: State) -> Mapping[str, list[Slot]]:
    """What stands, stood before, or was only supposed or told beside: key → its values."""
    topic = state.topic
    found: dict[str, list[Slot]] = {}
    for standing in (topic.standing, topic.before, topic.actual):
        for key, slot in _slots(standing):
            found.setdefault(key, []).append(slot)
    return found


def _slots(standing: Standing | None) -> Iterable[tuple[str, Slot]]:
    if standing is None:
        return ()
    parts = [pair for part in standing.parts for pair in part.items()]
    return [*standing.inputs.items(), *standing.others.items(), *parts]


def _unit_of_a_rate(
    utterance: Utterance,
    state: State,
    measure: Measure,
    figure: Figure,
    known: Mapping[str, list[Slot]],
    placed: Placed | None,
) -> str:
    """The unit of the rate that the number is put for."""
    value, now = figure.value, state.topic.standing
    stands = {**now.others, **now.inputs}
    if not isinstance(value, Decimal):
        return ""
    rates = {key: slot for key, slot in stands.items() if _is_rate(utterance, measure, key, slot)}
    named = _named(utterance, measure, figure, placed, rates)
    if named:
        unit = _unit(rates[named])
        return unit if _times(value * RATE_UNITS[unit], rates[named].value) <= NAMED_ALIKE else ""
    if placed is not None and placed.announced:
        return ""
    alone = not utterance.text[: figure.start].strip() and BY_ITSELF.fullmatch(utterance.text[figure.end :])
    if not (PUT.search(utterance.text[: figure.start]) or alone) or _counts(utterance, figure):
        return ""
    alike = [key for key in rates if any(_is_alike(value, rates[key], one) for one in known[key])]
    if len(alike) != 1 or _like_a_sum(value, state, measure):
        return ""
    return _unit(rates[alike[0]])


def _is_rate(utterance: Utterance, measure: Measure, key: str, slot: Slot) -> bool:
    """Whether it is a rate of the user's own, or that of which a sum was worked out."""
    value = slot.value
    record = measure.input(key)
    ratio = record.unit == "ratio" if record else key in {d.key for d in utterance.knowledge.distractors}
    return ratio and isinstance(value, Decimal) and 0 < value <= 1 and "÷" not in slot.text


def _named(
    utterance: Utterance, measure: Measure, figure: Figure, placed: Placed | None, rates: Mapping[str, Slot]
) -> str:
    """The rate whose own word stands before the number."""
    if placed is not None and placed.announced and placed.key in rates:
        return placed.key
    before = utterance.folded[: figure.start]
    clause = re.split("[，。；！？,;]", before)[-1]
    words = {d.key: d.announces for d in utterance.knowledge.distractors}
    words |= {one.key: (one.label, *one.announces) for one in measure.inputs}
    hits = [key for key in rates if any(len(word) > 1 and fold(word) in clause for word in words.get(key, ()))]
    return hits[0] if len(hits) == 1 else ""


def _unit(slot: Slot) -> str:
    return "‰" if THOUSANDTHS.search(slot.text) else "%"


def _is_alike(value: Decimal, stands: Slot, other: Slot) -> bool:
    return _times(value * RATE_UNITS[_unit(stands)], other.value) <= ALIKE


def _like_a_sum(value: Decimal, state: State, measure: Measure) -> bool:
    """Whether the number, in the unit of money in use, could as well be put for a sum."""
    factor = UNITS_OF_MONEY.get(state.unit, Decimal(10_000))
    inputs = state.topic.standing.inputs
    sums = [slot.value for key, slot in inputs.items() if _is_sum(measure, key) and not slot.step]
    return any(_times(value * factor, one) <= TENTH for one in sums)


def _unit_of_a_sum(
    utterance: Utterance,
    state: State,
    measure: Measure,
    figure: Figure,
    known: Mapping[str, list[Slot]],
    bare: list[Figure],
) -> str:
    """The unit of money in use, where the number in it is a sum that is known, or is set against one that is."""
    unit, value = state.unit, figure.value
    if unit not in UNITS_OF_MONEY or not isinstance(value, Decimal) or _counts(utterance, figure):
        return ""
    sums = {slot.value for key, slots in known.items() for slot in slots if _is_sum(measure, key)}
    factor = UNITS_OF_MONEY[unit]
    own = {one.value * 100 for one in measure.figures if one.unit == "ratio"}
    if value < TENTH or value in own:
        return ""
    repeats = [one for one in bare if isinstance(one.value, Decimal) and one.value * factor in sums]
    if figure in repeats:
        return unit
    main = state.topic.standing.inputs.get(measure.main)
    put = PUT.search(utterance.text[: figure.start]) is not None
    alike = main is not None and _times(value * factor, main.value) <= LIKE_A_SUM
    return unit if repeats and put and alike else ""


def _is_sum(measure: Measure, key: str) -> bool:
    record = measure.input(key)
    return record is None or record.unit == "yuan"


def _counts(utterance: Utterance, figure: Figure) -> bool:
    return COUNTED.match(utterance.text[figure.end :]) is not None


def _times(one: object, other: object) -> Decimal:
    """How many times the greater is the smaller; far beyond any bound where one is no number above nothing."""
    if not isinstance(one, Decimal) or not isinstance(other, Decimal) or min(one, other) <= 0:
        return LIKE_A_SUM * LIKE_A_SUM
    return max(one, other) / min(one, other)
