"""「其实是研发信用贷，不是成果转化」: a measure takes the place of its sibling, and what was told of the loan stays."""

from bot.copies import replace
from bot.dialogue.measure_choice import is_sibling
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from knowledge.records.model import Measure


def is_put_instead(turn: Turn, other: Measure) -> bool:
    """Whether the measure that stands is denied, and its sibling told in its place."""
    now = turn.current
    if now is None or not is_sibling(other, now):
        return False
    return turn.given(now).breaks and not turn.alone(other).breaks


def without_the_denied(turn: Turn, found: TurnResult) -> TurnResult:
    """The talk without the measure that was denied: nobody has both of the one loan."""
    gone = _name(turn.state.topic)
    left = tuple(frame for frame in found.state.frames if _name(frame) != gone)
    return replace(found, state=replace(found.state, frames=left))


def _name(topic: Topic) -> tuple[str, str, str]:
    return topic.policy, topic.measure, topic.firm
