"""「三年最多收多少才符合条件」: the fee up to which a rate keeps within the limit of its condition."""

import re
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.fallbacks import open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import follow_up
from bot.dialogue.turn import Turn
from bot.replies.views import Told, ToldView
from bot.slots.derive import number
from calculators.wording import money, percent, years
from knowledge.records.model import ConditionRecord, Derivation, Measure

AT_MOST = "(?:最多|最高|至多|顶多|撑死|控制[在到]|压到|降到|谈到|不(?:能|得)?超过?|上限|封顶)"
PAID = (
    "(?:能|可以|只能|该|应该?|要|再)*(?:收|付|交|缴|掏|出|给)?"
    "(?:的|是|取|到|我们?|俺们?|企业)*[^，。；0-9]{0,4}(?:多少|几)"
)
SO_THAT = re.compile(
    "才(?:[能算会可叫行有给补]|符合|合规|达标|过关)|(?:符合|达到|满足|够)[^，。；]{0,4}(?:条件|要求|标准|线)"
    "|合规|达标|不超标|以内"
)
ASKED = re.compile(f"{AT_MOST}{PAID}|(?:收|付|交|缴|掏)(?:到|的)?多少(?:以内|以下|才)")
MONTHS = Decimal(12)
DAYS = Decimal(360)


def most_allowed(turn: Turn) -> TurnResult | None:
    """Applies when it is asked how much may be paid at most so that a condition on the rate of it is met, where what it
    is a rate of is known. What stands stays."""
    measure, text = turn.current, turn.utterance.folded
    if measure is None or ASKED.search(text) is None or SO_THAT.search(text) is None:
        return None
    found = _limited(measure)
    if found is None or turn.given(measure).figures or not _speaks_of_what_is_paid(turn, measure, found[1]):
        return None
    said = _worked(turn, measure, *found)
    result = follow_up(turn, "inverse") if said else None
    if result is None:
        return None
    policy = turn.utterance.knowledge.policy(measure.policy)
    told = (Told("inverse", said, found[0].quote),)
    view = ToldView(policy, policy.clause(measure.clause), measure, told, reminder=open_question(turn), beside=True)
    return replace(result, reply=replace(result.reply, view=view))


def _limited(measure: Measure) -> tuple[ConditionRecord, Derivation] | None:
    """The condition that limits a yearly rate, with how the rate is made."""
    made = {row.target: row for row in measure.derivations if row.op == "yearly_rate"}
    return next(
        ((one, made[one.key]) for one in measure.conditions if one.limit and one.test == "at_most" and one.key in made),
        None,
    )


def _speaks_of_what_is_paid(turn: Turn, measure: Measure, row: Derivation) -> bool:
    """Whether not the rate itself is asked for, which the document tells."""
    rate = measure.input(row.target)
    return rate is None or rate.label[-2:] not in turn.utterance.folded


def _worked(turn: Turn, measure: Measure, condition: ConditionRecord, row: Derivation) -> str:
    """What may be paid for all of the time, with its working; "" where it is not known for what."""
    inputs = turn.state.topic.standing.inputs
    amount, months = number(inputs, row.sources[1]), number(inputs, row.sources[2])
    limit = next(one.value for one in measure.figures if one.key == condition.limit)
    record = measure.input(row.sources[1])
    if amount is None or record is None or turn.state.topic.standing.items:
        return ""
    term, odd = months or MONTHS, number(inputs, row.also) or Decimal(0)
    if months is None and odd:
        return ""
    most = amount * limit * (term / MONTHS + odd / DAYS)
    how_long = years(term, odd)
    return f"{how_long}最多{money(most)}：{record.label}{money(amount)} × {percent(limit)} × {how_long}"
