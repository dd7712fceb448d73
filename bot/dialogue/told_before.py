"""Sums that are no new value of what stands: one told of before that is now said to be something else
(「那3万是今年领的贴息」), and what others are said to have got (「同行拿了200万」), or oneself in another year
(「前年还给过五万」)."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.state import State
from bot.figures import Figure
from bot.nlu.utterance import Utterance
from bot.slots.called import OTHERS, POINTED
from bot.slots.fill import Filling
from bot.slots.model import Slot
from bot.slots.reconcile import Aside
from bot.slots.stretches import clauses
from knowledge.records.model import Measure

IS = re.compile("[元块]?(?:其实|原来|应该)?是")
RECEIVED = re.compile(
    "[元块]?(?:其实|原来|应该)?是?(?:今年|本年)[^，。；省]{0,10}(?:拿|领|得|给|补|到)[^，。；省]{0,6}(?:贴|补|奖)"
)
# 「前年省里还给过五万」: had in a year that is over
IN_ANOTHER_YEAR = re.compile(
    "(?:[大前去]+年|往年|早年|早先|早些年|以前|之前|从前|上一?年|头一?年|前几年|上回|上次)"
    "[^，。；0-9]{0,8}(?:给|补|领|拿|贴|批|发|奖|得)过[^，。；0-9]{0,4}$"
)
# 「去年也投了，保费20万」: another year's, where a year's sum is reckoned
ANOTHER_YEARS = re.compile(
    "(?:那|对了|其实|哦|咱们?|俺们?|我们?|公司|厂里?|[，, ])*(?:[大前去]+年|往年|上一?年度?|头一?年)"
    "(?:我们?|俺们?|咱们?|公司|厂里?)?"
    "[也还都]+[^，。；0-9]{0,6}[过了]"
)
SEVERAL = 2  # parts from which a sum of all of them differs from each
GOT = re.compile("[拿领得](?:到|了|过|着)+[^，。；0-9]{0,3}$")


def told_before(filling: Filling, utterance: Utterance, state: State, measure: Measure) -> Filling:
    """The filling without such a sum in the place of the one that stands, and the days said of it; received this year,
    it is what was received."""
    filling = _without_the_whole(filling, state, measure)
    main, stands = measure.main, state.topic.standing.inputs
    slot = filling.inputs.get(main)
    if state.topic.measure != measure.id or main not in stands or state.asked == main or filling.items:
        return filling
    if measure.key_of("prior") and ANOTHER_YEARS.match(utterance.text):
        return _all_aside(filling, utterance)
    for figure in utterance.figures:
        taken = slot is not None and slot.text == figure.text and slot.value != stands[main].value
        again = _said_to_be_else(figure, utterance, state)
        elsewhere = _others_got(figure, utterance.text) or _got_before(figure, utterance.text)
        if not again and not (taken and elsewhere):
            continue
        begin, end = _clause(utterance.text, figure)
        gone = {one.text for one in utterance.figures if begin <= one.start < end and one.kind in ("money", "date")}
        inputs = {key: one for key, one in filling.inputs.items() if one.text not in gone}
        prior = measure.key_of("prior")
        if again and prior and RECEIVED.match(utterance.text[figure.end :]) and isinstance(figure.value, Decimal):
            return replace(filling, inputs={**inputs, prior: Slot(figure.value, figure.text)})
        if taken:
            return replace(filling, inputs=inputs, aside=(*filling.aside, Aside(figure, "other")))
    return filling


def _without_the_whole(filling: Filling, state: State, measure: Measure) -> Filling:
    """「保额并起来1.7亿」 of two policies over 1.2亿 and 5000万: what all make together is no value of one."""
    standing = state.topic.standing
    if state.topic.measure != measure.id or len(standing.parts) < SEVERAL or filling.items or filling.part is not None:
        return filling
    parted = {key: {one[key].value for one in standing.parts if key in one} for key in standing.inputs}
    again = {
        key
        for key, slot in filling.inputs.items()
        if parted.get(key) and slot.value == standing.inputs[key].value and slot.value not in parted[key]
    }
    return replace(filling, inputs={key: one for key, one in filling.inputs.items() if key not in again})


def _all_aside(filling: Filling, utterance: Utterance) -> Filling:
    """Nothing of it is taken; its sums are named as another year's."""
    held = {one.figure.start for one in filling.aside}
    sums = [one for one in utterance.figures if one.kind in ("money", "percent") and one.start not in held]
    aside = (*filling.aside, *(Aside(one, "of_before") for one in sums))
    return replace(filling, inputs={}, others={}, problems=(), aside=aside)


def _said_to_be_else(figure: Figure, utterance: Utterance, state: State) -> bool:
    """Whether the last message had the sum, it went into nothing, and this one says what it is."""
    text = utterance.text
    held = {slot.value for slot in (*state.topic.standing.inputs.values(), *state.topic.standing.others.values())}
    held |= {slot.value for part in state.topic.standing.parts for slot in part.values()}
    told = figure.kind == "money" and figure.text in state.last_text and figure.value not in held
    return told and POINTED.search(text[: figure.start]) is not None and IS.match(text[figure.end :]) is not None


def _others_got(figure: Figure, text: str) -> bool:
    begin, _ = _clause(text, figure)
    head = text[begin : figure.start]
    return figure.kind == "money" and GOT.search(head) is not None and OTHERS.search(head) is not None


def _got_before(figure: Figure, text: str) -> bool:
    begin, _ = _clause(text, figure)
    return figure.kind == "money" and IN_ANOTHER_YEAR.search(text[begin : figure.start]) is not None


def _clause(text: str, figure: Figure) -> tuple[int, int]:
    return next((begin, end) for begin, end in clauses(text) if figure.start <= end)
