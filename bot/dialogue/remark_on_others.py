"""「隔壁厂没备案」, told by the way in a talk about the own case: it begins no case, and what stands goes on."""

from bot.dialogue.turn import Turn
from bot.nlu.other_firms import owned_by_another
from bot.nlu.phrases import says
from bot.nlu.utterance import Utterance


def remarks_on_others(turn: Turn) -> bool:
    """Whether all that is told is a condition of a neighbour's or a relative's firm that nobody has asked about: no
    figure, no question, not a word of the policy, and not a case that was told before."""
    utterance, state, measure = turn.utterance, turn.state, turn.current
    if measure is None or state.shown is None or utterance.figures or not utterance.mentioned:
        return False
    name = owned_by_another(utterance.folded)
    if not name or name in {state.topic.firm, *state.firms} or name in state.topic.words:
        return False
    if turn.acts.asked or utterance.is_put_as_question or utterance.supposed or utterance.bare.endswith("呢"):
        return False
    if turn.acts.does("correct", "what_if") or turn.given(measure).mends:
        return False
    return not says(without_names(utterance), measure.words)


def without_names(utterance: Utterance) -> str:
    """The text without what the conditions spoken of are called, in which a word of the policy may lie."""
    text, facts = utterance.folded, utterance.knowledge.facts
    for name in (name for key in utterance.mentioned for name in facts[key].names):
        text = text.replace(name, "")
    return text
