"""「我们不是科技型企业」 beside a policy that any firm may have: what kind of firm it is changes nothing of a sum for
which nobody looks at it, and that sum is said again."""

from bot.copies import replace
from bot.dialogue.calculate import continue_measure
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.replies.views import MeasureView
from knowledge.records.model import Fact

OF_THE_FIRM = "firm"


def tells_what_is_not_looked_at(turn: Turn) -> bool:
    """Whether all that a message states is what kind of firm it is, in a way that the measure does not ask about."""
    measure, utterance = turn.current, turn.utterance
    if measure is None or turn.state.shown is None or not utterance.facts or utterance.figures:
        return False
    if turn.acts.asked or utterance.is_put_as_question or utterance.supposed or turn.given(measure).taken.facts:
        return False
    return all(one.of == OF_THE_FIRM and not one.place for one in _told(turn)) and not any(
        measure.condition(one.key) for one in _told(turn)
    )


def as_it_stood(turn: Turn) -> TurnResult:
    """The sum that stands, briefly, and that what was told makes no difference to it."""
    assert turn.current is not None
    result = continue_measure(turn, turn.current, resumed=True)
    view = result.reply.view
    if not isinstance(view, MeasureView):
        return result
    return replace(result, reply=replace(result.reply, view=replace(view, extra=replace(view.extra, short=True))))


def _told(turn: Turn) -> list[Fact]:
    """What is said of the firm; of two of which one follows from the other, both."""
    known = turn.utterance.knowledge.facts
    return [known[key] for key in turn.utterance.facts]
