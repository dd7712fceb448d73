"""「募到5亿会不会多补些」, 「分三家各借500万，能多拿吗」: whether more would come of what is only supposed; the
sum it comes to is the answer, and what stands is not moved by it."""

import re

from bot.copies import replace
from bot.dialogue.calculate import continue_measure
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn

MAY = "(?:还|就|也|是不是|能不能|会不会|可不可以|能否|可否|能|可以?|会|不会|是否)*"
GIVEN = "[给拿补贴领赔奖要得算]"
MORE = re.compile(
    f"[，,、。 ]*(?:那)?{MAY}(?:多{GIVEN}|{GIVEN}[得到]?(?:的)?(?:更)?多|突破"
    "|(?:超过|高过|绕开|绕过|破)(?:封顶|上限|[这那]个数))"
    "(?:点|些|一点|一些|一?点儿|封顶|上限|[这那]个数|了)?(?:吗|么|嘛|不|没|呢|啊)?[？?]?$"
)
# Who asks it, before what is supposed
WHO_ASKS = re.compile(
    "^(?:[^，。；,;0-9]{1,6}?(?:问|说|讲|想知道|琢磨|寻思)(?:了|我|我们|一下|下)?[，,：: ]*)?"
    "(?:要是|如果|假如|假设|那)*"
)


def asks_for_more(turn: Turn) -> bool:
    """Whether a message with sums in it asks if more would come of them, once there was a sum."""
    sums = any(one.kind == "money" for one in turn.utterance.figures)
    if turn.current is None or turn.state.shown is None or not sums:
        return False
    found = MORE.search(turn.utterance.text)
    return found is not None and all(one.end <= found.start() for one in turn.utterance.figures)


def with_more(turn: Turn) -> TurnResult | None:
    """What it comes to, were it so; None where nothing of it is taken."""
    assert turn.current is not None
    text = MORE.sub("", turn.utterance.text)
    supposed = turn.saying(f"要是{WHO_ASKS.sub('', text)}呢", turn.state)
    if not supposed.given(turn.current).figures:
        return None
    reply = continue_measure(supposed, turn.current).reply
    return TurnResult(reply, replace(turn.state, last_text=turn.utterance.text))
