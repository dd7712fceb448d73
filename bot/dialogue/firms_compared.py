"""Firms whose sums were put side by side are each known from then on: 「A公司…，B公司…，差多少」, then 「单说B的」."""

from bot.copies import replace
from bot.dialogue.calculate import start_measure
from bot.dialogue.compare import compared, one_of_compared
from bot.dialogue.firms_told import rows_by_letter
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.measures.assess import amount_of
from bot.replies.views import CompareView
from knowledge.records.model import Measure


def compared_by_firm(turn: Turn) -> TurnResult | None:
    """The comparison, behind which the case of each firm stands that a talk begins with by its letter, so that it may
    be called alone. Where a case told alone does not come to the sum shown, only the comparison stands."""
    found = compared(turn)
    if found is None or turn.current is not None or not isinstance(found.reply.view, CompareView):
        return found
    view, rows = found.reply.view, rows_by_letter(turn)
    if not rows or len(rows) != len(view.rows):
        return found
    cases = [_case(turn, name, told, view.measure) for name, told in rows]
    topics = [topic for topic, _ in cases if topic is not None]
    if len(topics) < len(cases) or [sum_ for _, sum_ in cases] != [amount_of(one.outcome) for one in view.rows]:
        return found
    state: State = found.state
    names = tuple(topic.firm for topic in topics)
    return replace(found, state=replace(state, frames=(*topics, *state.frames), firms=names))


def one_compared(turn: Turn) -> TurnResult | None:
    """One of those compared is taken; where it is that of a firm whose case stands, the talk is about that firm."""
    taken = one_of_compared(turn)
    if taken is None or taken.state.topic.firm or not taken.state.frames:
        return taken
    topic = taken.state.topic
    values = {key: slot.value for key, slot in topic.standing.inputs.items()}
    alike = [
        frame
        for frame in taken.state.frames
        if frame.firm
        and frame.home == topic.home
        and {key: slot.value for key, slot in frame.standing.inputs.items()} == values
    ]
    if len(alike) != 1:
        return taken
    rest = tuple(frame for frame in taken.state.frames if frame is not alike[0])
    state = replace(taken.state, topic=alike[0], frames=(turn.state.topic, *rest))
    return replace(taken, state=state)


def _case(turn: Turn, name: str, told: str, measure: Measure) -> tuple[Topic | None, object]:
    """What stands of the firm, told alone, and what that comes to."""
    begun = start_measure(turn.saying(f"{name}公司：{told}", turn.state), measure)
    topic = begun.state.topic
    return (topic if topic.firm == name else None), begun.reply.amount
