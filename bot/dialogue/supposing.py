"""What is so, beside what is only supposed: a message goes on from it that speaks of a part of it alone, or that goes
on to other figures after 「万一没备案呢」, with which there was no sum."""

import re

from bot.copies import replace
from bot.dialogue.conditions_told import stands_against
from bot.dialogue.turn import Turn
from knowledge.records.model import Measure

POINTS = re.compile("[那这]$")


def from_what_is_so(turn: Turn, measure: Measure) -> Turn:
    """The turn from what is so, where that alone is spoken of, or goes on."""
    return _of_a_part_that_is_so(turn, measure) or _without_the_break(turn, measure)


def _of_a_part_that_is_so(turn: Turn, measure: Measure) -> Turn | None:
    """「那5万要是算银行贷款呢」 after 「要是融到300万呢」, where 5万 are a part of what is so."""
    topic = turn.state.topic
    sums = [figure.value for figure in turn.utterance.figures if figure.kind in ("money", "number")]
    if topic.actual is None or len(topic.actual.parts) < 2 or topic.standing.parts or len(sums) != 1:
        return None
    known: list[object] = [part[measure.main].value for part in topic.actual.parts if measure.main in part]
    if known.count(sums[0]) != 1 or not POINTS.search(turn.utterance.text[: turn.utterance.figures[0].start]):
        return None
    so = replace(topic, standing=topic.actual, before=topic.standing, actual=None)
    return turn.at(replace(turn.state, topic=so))


def _without_the_break(turn: Turn, measure: Measure) -> Turn:
    """The turn from what is so, where a condition was only supposed to be broken, with which there is no sum, and the
    message goes on to figures without a word of it."""
    topic = turn.state.topic
    if topic.actual is None:
        return turn
    now, so = topic.standing.facts, topic.actual.facts
    broken = {key for key, value in now.items() if so.get(key) != value and stands_against(measure, key, value)}
    given = turn.given(measure)
    if not broken or broken & {*given.taken.facts, *turn.utterance.mentioned} or not given.filling.inputs:
        return turn
    kept = {key: value for key, value in now.items() if key not in broken}
    facts = {**kept, **{key: so[key] for key in broken if key in so}}
    standing = replace(topic.standing, facts=facts)
    same = (standing.inputs, standing.facts) == (topic.actual.inputs, topic.actual.facts)
    return turn.at(replace(turn.state, topic=replace(topic, standing=standing, actual=None if same else topic.actual)))
