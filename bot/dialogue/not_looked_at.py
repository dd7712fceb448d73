"""「我们不是科技型企业」 beside a policy that any firm may have: what kind of firm it is changes nothing of a sum for
which nobody looks at it, and that sum is said again."""

import re

from bot.copies import replace
from bot.dialogue.calculate import continue_measure, noting_parts
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.nlu.alike import with_alike
from bot.replies.views import MeasureView
from knowledge.records.model import Fact

OF_THE_FIRM = "firm"
MATTERS = re.compile(
    "(?:有没有|有无|有(?:[什啥]么?|多大)?|会不会|不会|会|没[有啥什]?么?)(?:影响|关系|妨碍|妨害|问题|事儿?|碍事|要紧)(?:[吗么不没吧嘛]|$)"
    "|(?:影响|碍事|要紧|耽误|妨碍|打紧|碍)[^，。；]{0,4}[吗么不没嘛](?:$|[，。？?])|(?:要不要紧|碍不碍事|影不影响|碍不碍|打不打紧)"
)


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


def asks_if_it_matters(turn: Turn) -> bool:
    """「我们不是科技型企业，有影响吗」: whether what the measure does not ask about makes a difference to its sum."""
    measure, utterance = turn.current, turn.utterance
    if measure is None or turn.state.shown is None or not MATTERS.search(utterance.folded):
        return False
    if utterance.figures or utterance.supposed or turn.given(measure).taken.facts:
        return False
    told = _named(turn)
    return bool(told) and not any(measure.condition(one.key) or one.place for one in told)


def as_it_stood_for(turn: Turn) -> TurnResult:
    """The same sum, and that what was asked about is no condition of it."""
    result = as_it_stood(turn)
    named = "、".join(dict.fromkeys(one.label for one in _named(turn)))
    return replace(result, reply=noting_parts(result.reply, f"「{named}」没写成这一项的条件，数不变"))


def _named(turn: Turn) -> list[Fact]:
    """What is said, or named where nothing is said of it, with what another stands in for."""
    known = turn.utterance.knowledge.facts
    said = with_alike(turn.utterance.facts, known) or dict.fromkeys(turn.utterance.mentioned, "")
    return [known[key] for key in said]


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
