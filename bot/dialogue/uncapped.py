"""「不看封顶是多少」: the sum before the cap, said beside the one that stands."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.calculate import continue_measure
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.measures.assess import compute
from bot.measures.inverse import cap_of
from bot.replies.views import MeasureView
from calculators.wording import money
from knowledge.records.model import Measure

A_CAP = "(?:封顶|上限|顶格|限额|最高额|顶)"
# 「抛开封顶」, 「没有上限的话」, 「要是不封顶」; 「封顶以前是多少」
AWAY = re.compile(
    f"(?:不(?:看|管|算|考虑|设|受|讲|按|论|计)|别(?:看|管|算)|没有?|抛开|撇开|刨[开去除]|去掉|除去|除开|拿掉|取消|放开|要是没有?)[^，。；]{{0,8}}?{A_CAP}"
    f"|不封顶|{A_CAP}(?:之前|以前|前)(?!年)|{A_CAP}不(?:算|看|管|考虑|论|计)"
)
SUM = re.compile("多少|几个?钱|[多几]少?万|[啥什]么?数|原数|怎么算|算[出下]来|的话|呢[？?]?$")
IS_THERE = re.compile("(?:有没有|是不是|是否)|(?:封顶|上限)(?:吗|么|嘛|吧|？|\\?)*$")  # asked of the rule itself
BEYOND = Decimal(10) ** 15  # yuan, which no sum reaches


def uncapped(turn: Turn) -> TurnResult | None:
    """Applies when it is asked what the sum that stands would be without the cap. Nothing of what stands changes."""
    measure, text = turn.current, turn.utterance.text
    if measure is None or not asks_without_cap(text) or turn.given(measure).figures:
        return None
    raw = _before_the_cap(turn, measure)
    result = continue_measure(turn, measure, resumed=True)
    view = result.reply.view
    if raw is None or not isinstance(view, MeasureView) or result.reply.amount is None:
        return None
    said = f"不看封顶是{money(raw)}" if raw > result.reply.amount else "没到封顶，有没有封顶都是这个数"
    told = replace(view, extra=replace(view.extra, parts=(said,), before=None))
    return replace(result, reply=replace(result.reply, view=told))


def asks_without_cap(text: str) -> bool:
    """Whether the sum is asked for as if there were no cap."""
    return AWAY.search(text) is not None and SUM.search(text) is not None and IS_THERE.search(text) is None


def _before_the_cap(turn: Turn, measure: Measure) -> Decimal | None:
    """The sum with a cap that it cannot reach; None without a cap or a sum."""
    cap = cap_of(measure)
    if cap is None:
        return None
    figures = tuple(replace(one, value=BEYOND) if one is cap else one for one in measure.figures)
    standing, day = turn.state.topic.standing, turn.utterance.day
    outcome = compute(turn.utterance.knowledge, replace(measure, figures=figures), standing, day)
    return outcome.result.amount if outcome.result and not outcome.broken else None
