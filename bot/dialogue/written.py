"""A figure written into a field of the sum that stands: taken for what the field says it is, then a turn like any."""

from bot.copies import replace
from bot.dialogue.calculate import take_in
from bot.dialogue.extract import Taken
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.measures.inputs import read_value
from bot.messages import Change
from bot.slots.fill import Filling
from bot.slots.model import Problem, Slot
from bot.slots.parts import change as change_part
from knowledge.records.model import InputRecord, Measure


def written_into(turn: Turn, change: Change) -> TurnResult | None:
    """The reply after the change; None when what is changed stands nowhere, or the field is none of the measure's."""
    state = _back_at(turn.state, change)
    turn = turn.at(state) if state else turn
    measure = turn.current
    record = measure.input(change.key) if measure else None
    if state is None or measure is None or record is None or record.unit == "choice":
        return None
    read = read_value(record, change.value, turn.utterance.day)
    if change.part and isinstance(read, Slot):
        return _in_a_part(turn, measure, record, read, change.part)
    inputs = {record.key: read} if isinstance(read, Slot) else {}
    problems = (read,) if isinstance(read, Problem) else ()
    return take_in(turn, measure, Taken(Filling(inputs, problems=problems, written=True), {}, frozenset()))


def _back_at(state: State, change: Change) -> State | None:
    """The talk at the measure that is changed: where it stands, or that of before a long silence."""
    for topic in (state.topic, *state.frames[:1]):
        if topic.measure and f"{topic.policy}/{topic.measure}" == change.measure:
            return state if topic is state.topic else state.on(topic)
    return None


def _in_a_part(turn: Turn, measure: Measure, record: InputRecord, slot: Slot, part: int) -> TurnResult:
    """One of several loans or policies is changed; the message then adds nothing more."""
    topic = turn.state.topic
    standing = change_part(topic.standing, part - 1, {record.key: slot}, measure)
    moved = turn.at(replace(turn.state, topic=replace(topic, standing=standing, before=topic.standing)))
    return take_in(moved, measure, Taken(Filling(), {}, frozenset()))
