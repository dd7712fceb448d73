"""「我们自己还要负担多少」: what is left to be paid by the firm itself, which is no sum of the document."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.arithmetic import sum_of
from bot.dialogue.fallbacks import open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import follow_up
from bot.dialogue.turn import Turn
from bot.replies.views import Told, ToldView
from bot.slots.derive import number
from calculators.wording import money
from knowledge.records.model import Measure

OURS = "(?:自己|自个儿?|[我俺咱]们?(?:自己|企业|公司|厂里?|这边|家)?|企业|公司|厂里?|单位)"
BEARS = (
    "(?:还|再|得|要|需要?|应该?|实际|到底|究竟|最后|一共|总共|净|真正|就|只|才|最少|至少|最多|那)*"
    "(?:负担|承担|掏|出|付|摊|花|贴进去)(?:的?是|的|了|掉)?(?:多少|几|多大)"
)
OWN_PART = re.compile(f"{OURS}{BEARS}|自(?:付|担|费|掏|负)(?:的|部分|那部分|腰包)*(?:是|要|有|还)*(?:多少|几)")


def own_part(turn: Turn) -> TurnResult | None:
    """Applies when it is asked how much of what stands the firm pays itself: worked out where what it pays is known,
    else who pays is told. Nothing of what stands changes."""
    measure = turn.current
    if measure is None or OWN_PART.search(turn.utterance.folded) is None or turn.given(measure).figures:
        return None
    result = follow_up(turn, "payer")
    said = _left_to_pay(turn, measure)
    if result is None or not said:
        return result
    policy = turn.utterance.knowledge.policy(measure.policy)
    clause = policy.clause(measure.clause)
    view = ToldView(policy, clause, measure, (Told("payer", said),), reminder=open_question(turn), beside=True)
    return replace(result, reply=replace(result.reply, view=view))


def _left_to_pay(turn: Turn, measure: Measure) -> str:
    """What was paid without what others gave and what comes of the measure, with its working; "" where it is not
    known."""
    known, inputs = sum_of(turn, turn.state.topic), turn.state.topic.standing.inputs
    paid = next((row.target for row in measure.derivations if row.op == "per_years"), "")
    record, main = measure.input(paid), measure.input(measure.main)
    whole, given = number(inputs, paid), number(inputs, measure.main)
    if known is None or record is None or main is None or whole is None or given is None:
        return ""
    others = given if main is not record else Decimal(0)
    rest = whole - others - known[1]
    if rest < 0:
        return ""
    off = f" － {main.label}{money(others)}" if others else ""
    return f"自己最少还要出{money(rest)}：{record.label}{money(whole)}{off} － 这一项{money(known[1])}"
