"""One loan more that begins after the document's last day: it gets nothing, and what stands goes on as it was."""

from bot.copies import replace
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.measures.assess import Standing, after_the_end, compute
from bot.replies.build import outcome_reply, said_inputs
from bot.replies.views import Extra
from bot.slots.parts import only, part_keys, parts_of
from knowledge.records.model import Measure


def one_after_the_end(turn: Turn, measure: Measure, merged: Standing) -> TurnResult | None:
    """What is said of the last of the parts, where the message adds it and it begins too late; None otherwise."""
    utterance, state = turn.utterance, turn.state
    before, parts = state.topic.standing, merged.parts
    stood = parts_of(before, measure)
    if not stood or len(parts) != len(stood) + 1:
        return None
    policy = utterance.knowledge.policy(measure.policy)
    late, day = after_the_end(policy, measure, merged), measure.day_key
    told = day not in part_keys(measure) and day in merged.inputs and day not in before.inputs  # of the last of them
    if len(parts) - 1 not in late and not told:
        return None
    alone = only(merged, len(parts) - 1, measure)
    outcome = compute(utterance.knowledge, measure, alone, utterance.day)
    if not outcome.expired:
        return None
    extra = Extra(parts=("只说新加的这一笔；前面说的照旧",), short=True, said=state.skipped)
    reply = outcome_reply(utterance.knowledge, outcome, alone, (), extra)
    reply = replace(reply, inputs=said_inputs(measure, before))
    return TurnResult(reply, replace(state, last_text=utterance.text))
