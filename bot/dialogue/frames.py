"""Topics of one talk: another firm's, the own firm's again, and one come back to by its name or as the last."""

from dataclasses import replace

from bot.dialogue.calculate import continue_measure, start_measure
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import NEW, Turn
from bot.replies.build import clause_reply, hit_of


def returned(turn: Turn) -> TurnResult | None:
    """「回到刚才那个」, 「专利质押那笔呢」: an earlier topic of the talk as it stood, and what the message adds to it."""
    if not turn.acts.does("return") or turn.acts.does("cancel"):
        return None
    named = {choice.measure.key for choice in turn.fresh_choices if choice.by_name}
    topic = _named(turn.state, named) or (turn.state.previous if not named else None)
    return resume(turn, topic) if topic else None


def home_again(turn: Turn) -> TurnResult | None:
    """Back to the own firm after another one was spoken of."""
    state = turn.state
    if not state.topic.firm or not turn.acts.does("own_firm"):
        return None
    own = [frame for frame in state.frames if not frame.firm and frame.measure]
    same = [frame for frame in own if frame.measure == state.topic.measure]
    return resume(turn, (same or own)[0]) if own else None


def resume(turn: Turn, topic: Topic) -> TurnResult:
    """The talk stands on ``topic`` again; what the message gives is taken in."""
    restored = turn.at(turn.state.on(topic, asked="", choices=()))
    if measure := restored.current:
        given = restored.given(measure)
        return continue_measure(restored, measure, resumed=not (given.figures or given.taken.facts))
    hit = hit_of(turn.utterance.knowledge, topic.policy, topic.clause)
    return TurnResult(clause_reply(turn.utterance.knowledge, (hit,)), replace(restored.state, asked=""))


def _named(state: State, measures: set[str]) -> Topic | None:
    """The latest topic about one of these measures that is not the present one."""
    found = (frame for frame in state.frames if f"{frame.policy}/{frame.measure}" in measures)
    return next(found, None)


def frame_of(state: State, measure: str, firm: str = "") -> Topic | None:
    """What stands for a measure (by its key) and a firm from earlier in the talk."""
    topics = (state.topic, *state.frames)
    return next((one for one in topics if f"{one.policy}/{one.measure}" == measure and one.firm == firm), None)


def restarted(turn: Turn) -> TurnResult | None:
    """「重新来，算担保的」: what stood is dropped, and the measure named begins."""
    if not turn.acts.does("cancel") or turn.current is None:
        return None
    again = turn.at(replace(NEW, unit=turn.state.unit))
    named = [choice for choice in again.choices if choice.by_name]
    if not named or turn.acts.does("remove"):
        return None
    return start_measure(again, named[0].measure)
