"""A firm of the talk that is no longer to be reckoned with: 「把B厂的去掉」 leaves the sums of the others."""

import re
from collections.abc import Sequence

from bot.copies import replace
from bot.dialogue.calculate import Since, as_it_stands
from bot.dialogue.firms import firms_said
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.total import added_up
from bot.dialogue.turn import Turn
from bot.slots.called import DROPPED

ITS = "(?:公司|企业|厂|店|客户|家|那边|这边)*(?:的|那[家份笔张户个边]|这[家份笔张户个边])*"
BESIDE = "(?:先|就|都|也|全|给我|暂时|那|好|行|把|将|[，, ])*"
TAKE_OUT = "(?:去掉|剔掉|剔除|刨掉|刨去|除去|除了|拿掉|不算|不含|别算|扣掉)"
AND_NO_MORE = re.compile(
    "[了吧啊掉去出除呢哈]*(?:的话)?(?:$|[，,。；;、：:！？!?\\s]|再|还|就|剩|一共|总|其|看|算|那|后|以后|之后|多少)"
)
FEWEST = 2
NOTHING = "那"


def firm_left_out(turn: Turn) -> TurnResult | None:
    """Applies when hardly more is said than that a firm of the talk is to be left out."""
    text = turn.utterance.folded
    if len(turn.state.firms) < FEWEST or turn.current is None or not DROPPED.search(text):
        return None
    said = firms_said(turn)
    if len(said) != 1 or any(one.kind == "money" for one in turn.utterance.figures):
        return None
    firm = said.pop()
    if not firm or not _only_drops(text, firm):
        return None
    topics = [one for one in (turn.state.topic, *turn.state.frames) if one.measure]
    left = [one for one in topics if one.firm != firm]
    return _without(turn, firm, left) if left and len(left) < len(topics) else None


def _only_drops(text: str, firm: str) -> bool:
    """Whether the firm itself is dropped, not a condition of its case (「B去掉反担保」)."""
    name = re.escape(firm.lower())
    behind = rf"{BESIDE}{name}{ITS}{BESIDE}(?:{DROPPED.pattern})"
    before = rf"{BESIDE}{TAKE_OUT}{name}{ITS}"
    drops = re.match(f"{behind}|{before}", text)
    return drops is not None and AND_NO_MORE.match(text, drops.end()) is not None


def _without(turn: Turn, firm: str, left: Sequence[Topic]) -> TurnResult | None:
    first = left[0]
    firms = tuple(one for one in turn.state.firms if one != firm)
    state = replace(turn.state, topic=first, frames=tuple(left[1:]), firms=firms, asked="", choices=(), pending={})
    if len({one.firm for one in left}) > 1:
        return added_up(_saying(turn, state, "一共"))
    said = _saying(turn, state, NOTHING)
    assert said.current is not None
    return as_it_stands(said, said.current, Since(first.standing))


def _saying(turn: Turn, state: State, text: str) -> Turn:
    return turn.saying(text, state)
