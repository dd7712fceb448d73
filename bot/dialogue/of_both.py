"""One loan that two measures may pay for (「押了专利，又走担保，500万，两份都能拿吗」): the other one stands in the
talk as well, should it be asked for."""

import re

from bot.copies import replace
from bot.dialogue.calculate import start_measure
from bot.dialogue.measure_choice import is_sibling, spoken_for
from bot.dialogue.result import TurnResult
from bot.dialogue.state import KEPT
from bot.dialogue.turn import Turn
from bot.nlu.phrases import says

BOTH = re.compile(
    "[又既][^。；！？]{1,20}[又还]|同时|[两俩](?:[份样个项头边]|笔钱)|都(?:能|可以|给|有|拿|要|是)|一[块起并]"
)


def with_the_other(turn: Turn, result: TurnResult) -> TurnResult:
    """The result, with the other measure put beside the one the message began, where both are said and go by the same
    sum."""
    topic, utterance = result.state.topic, turn.utterance
    if turn.current is not None or not topic.measure or not topic.standing.inputs or not BOTH.search(utterance.folded):
        return result
    knowledge = utterance.knowledge
    begun = knowledge.measure(topic.measure, topic.policy)
    said = spoken_for(knowledge, utterance.folded) - {begun.key}
    named = [one for one in knowledge.measures if one.key in said and says(utterance.folded, one.words)]
    others = [one for one in named if one.policy == begun.policy and not is_sibling(one, begun)]
    if len(others) != 1:
        return result
    frame = start_measure(turn, others[0]).state.topic
    mains = frame.standing.inputs.get(others[0].main), topic.standing.inputs.get(begun.main)
    if mains[0] is None or mains[1] is None or mains[0].text != mains[1].text:
        return result
    kept = tuple(one for one in result.state.frames if one.name != frame.name)
    return replace(result, state=replace(result.state, frames=(frame, *kept)[:KEPT]))
