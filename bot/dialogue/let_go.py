"""「担保那个不要了」, 「新三板的不算了，还有多少」: one of several measures of the talk is let go."""

from bot.copies import replace
from bot.dialogue.calculate import continue_measure
from bot.dialogue.frames import lets_go
from bot.dialogue.result import TurnResult
from bot.dialogue.total import added_up
from bot.dialogue.turn import Turn


def let_go(turn: Turn) -> TurnResult | None:
    """Applies when a measure that stands is named and put aside, while others stand: the talk goes on with those, and
    their total is told where it is asked what is left of several."""
    if not turn.acts.does("remove", "cancel"):
        return None
    state, away = turn.state, turn.acts.does("remove")
    named = {
        choice.measure.key
        for choice in turn.fresh_choices
        if choice.by_name and (away or lets_go(turn, choice.measure))
    }
    topics = [one for one in (state.topic, *state.frames) if one.measure]
    left = [one for one in topics if f"{one.policy}/{one.measure}" not in named]
    if not left or len(left) == len(topics):
        return None
    others = turn.at(replace(state, topic=left[0], frames=tuple(left[1:]), asked="", choices=()))
    if len(left) > 1 and turn.acts.does("ask:amount", "ask:total") and (told := added_up(others, without=named)):
        return told
    return continue_measure(others, turn.utterance.knowledge.measure(left[0].measure, left[0].policy), resumed=True)
