"""Of the sum that stands a part is said to be another measure's: 「省里那6万里有2万是补的担保费」."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.measure_choice import is_sibling, spoken_for
from bot.dialogue.part_breaks import less
from bot.dialogue.state import State
from bot.figures import Figure
from bot.measures.assess import Standing
from bot.nlu.phrases import mentions, says
from bot.nlu.utterance import Utterance
from bot.slots.apart import INNER, NOT_COUNTED
from bot.slots.fill import Filling
from bot.slots.model import Slot
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

# What is told behind the sum is what it is, or what it was given for
IT_IS = re.compile("[元块]?(?:钱|款)?(?:其实|原来|应该|都|才|就)*(?:是|属于?|算|归|给|补|走|拿)(?!吗|不)")
GRANTED, GIVEN = re.compile("[补贴]"), re.compile("[补贴给]")
BOTH = 2  # parts that make up a whole
STOPS = re.compile("[，。；;！？!?\\n]")
ASKED = re.compile("[吗么?？]|是不是|多少|几")


def without_the_part(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> Filling:
    """What is left of the sum that stands without such a part, which in its own words is another measure's; the same
    where it is taken off already, or no part is told."""
    standing, main = state.topic.standing, measure.main
    if state.topic.measure != measure.id or filling.items or filling.net or NOT_COUNTED in filling.others:
        return filling
    if (part := part_told(utterance, standing, measure)) is None or not _is_the_part(filling.inputs.get(main), part):
        return filling
    stop = STOPS.search(utterance.text, part.end)
    said = fold(utterance.text[part.end : stop.start() if stop else len(utterance.text)])
    left = less(standing.inputs[main], part) if _is_anothers(utterance, said, measure) else None
    if left is None:
        return filling
    aside = tuple(one for one in filling.aside if one.figure is not part)
    return replace(filling, inputs={main: left}, aside=aside, net=True)


def with_its_own(utterance: Utterance, state: State, measure: Measure, filling: Filling) -> Filling:
    """The part of the sum that stands which is said to be what the measure goes by, where all are told and the others
    are something else: 「那6万，4万是贴息，2万是奖金」."""
    whole = state.topic.standing.inputs.get(measure.main)
    record, slot = measure.input(measure.main), filling.inputs.get(measure.main)
    if state.topic.measure != measure.id or whole is None or record is None or filling.items or filling.net:
        return filling
    if slot is not None and slot.value != whole.value:
        return filling
    sums = [one for one in utterance.figures if one.kind == "money" and one.value != whole.value]
    values = [one.value for one in sums if isinstance(one.value, Decimal)]
    if len(values) != len(sums) or len(sums) < BOTH or sum(values, Decimal(0)) != whole.value:
        return filling
    own = [one for one in sums if _is_called(utterance, one, record.label)]
    if len(own) != 1 or ASKED.search(utterance.text) or not all(IT_IS.match(utterance.text, one.end) for one in sums):
        return filling
    others = [one for one in sums if one is not own[0]]
    left: Slot | None = whole
    for one in others:
        left = less(left, one) if left else None
    if left is None:
        return filling
    aside = tuple(one for one in filling.aside if one.figure is not own[0])
    return replace(filling, inputs={**filling.inputs, measure.main: left}, aside=aside, net=True)


def _is_called(utterance: Utterance, part: Figure, label: str) -> bool:
    """Whether the words behind a part have two characters of the label."""
    stop = STOPS.search(utterance.text, part.end)
    said = fold(utterance.text[part.end : stop.start() if stop else len(utterance.text)])
    pairs = {fold(label)[at : at + 2] for at in range(len(label) - 1)}
    denied = re.search("不是|并非", said)
    return denied is None and any(pair in said for pair in pairs)


def _is_the_part(slot: Slot | None, part: Figure) -> bool:
    """Whether nothing was taken for the sum, or the part itself."""
    return slot is None or slot.value == part.value


def _is_anothers(utterance: Utterance, said: str, measure: Measure) -> bool:
    """Whether what is said of the part is another measure's, and the same sum is never both's: a grant for that, a
    premium of that; a loan may be pledged for and guaranteed."""
    knowledge, record = utterance.knowledge, measure.input(measure.main)
    others = spoken_for(knowledge, said) - {measure.key}
    if not others or record is None or says(said, measure.needs):
        return False
    siblings = any(is_sibling(one, measure) for one in knowledge.measures if one.key in others)
    denied = mentions(utterance.folded, measure.needs) and not says(utterance.folded, measure.needs)
    granted = GRANTED.search(record.label) is not None and GIVEN.search(said) is not None
    label = fold(record.label)
    named = any(label[at : at + 2] in said for at in range(len(label) - 1))
    return siblings or denied or granted or named


def part_told(utterance: Utterance, standing: Standing, measure: Measure) -> Figure | None:
    """The sum of the part; None where no such part is told."""
    whole = standing.inputs.get(measure.main)
    sums = [one for one in utterance.figures if one.kind == "money" and isinstance(one.value, Decimal)]
    if whole is None or not isinstance(whole.value, Decimal) or len(standing.parts) > 1 or ASKED.search(utterance.text):
        return None
    parts = [one for one in sums if one.value != whole.value]
    if len(parts) != 1 or not isinstance(parts[0].value, Decimal) or not 0 < parts[0].value < whole.value:
        return None
    part, text = parts[0], utterance.text
    inner = INNER.search(text[: part.start]) is not None
    return part if inner and IT_IS.match(text, part.end) else None
