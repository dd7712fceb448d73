"""How far what stands is from a threshold or a cap, and what is left of the cap."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.dialogue.arithmetic import after_telling, kept, open_words, reply_about
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import follow_up
from bot.dialogue.turn import Turn
from bot.measures.assess import Outcome, Standing, broken_conditions, compute
from bot.measures.inverse import cap_of, main_key, needed, room
from bot.replies.views import DistanceView, LeftView, Margin
from calculators.thresholds import apart
from calculators.wording import measured, money
from knowledge.records.model import ConditionRecord, Measure

# 「超3%了吧」, 「没超标吧」: whether it is beyond the line
OVER = re.compile(
    "(?:[那这也就都]|费率|保费|利率|是不是|有没有|会不会|应该|已经?|算是?)*没?(?:超|够|达|过)(?:过|到|出)?"
    "(?:标|线|门槛|要求|[0-9.]+[%％])?(?:了|没有?)*[吧吗么没]"
)
# 「前一天放的话差多少」: what it comes to with another value; unless a line is named from which it is measured
LINE = re.compile("封顶|上限|到顶|门槛|[条红过到离]线|达标|标准|够|满|要求|规定|[离距]|才能|还差")
APART = re.compile("差(?:了|出|着)?(?:多少|几|多)")
RISES = re.compile("再?[涨高多大](?:一点|点|一些)|再上去|超过?一点|就没了|就不给")


def distance(turn: Turn) -> TurnResult | None:
    """Applies when it is asked how far what stands is from a threshold or from the cap (「差多少到线」,
    「再涨一点是不是就没了」), of a measure with a figure that stands and a line to measure from. What stands and the
    open question stay."""
    measure = turn.current
    over = OVER.fullmatch(turn.utterance.bare) is not None and turn.state.shown is not None
    if measure is None or not (over or turn.utterance.wants("how_far")):
        return None
    if _compares(turn, measure) or _supposes_a_break(turn, measure):
        return None
    turn = after_telling(turn)
    standing = turn.state.topic.standing
    outcome = compute(turn.utterance.knowledge, measure, standing, turn.utterance.day)
    margins = tuple(_margins(turn, measure, standing, outcome))
    if over:
        margins = tuple(one for one in margins if one.kind != "cap")
        if not margins:
            return follow_up(turn, "amount")  # its working says what goes beyond what
    if not margins or outcome.expired:
        return None
    policy = turn.utterance.knowledge.policy(measure.policy)
    view = DistanceView(
        measure=measure,
        clause=policy.clause(measure.clause),
        outcome=outcome,
        margins=margins,
        rising=bool(RISES.search(turn.utterance.folded)),
        reminder=open_words(turn),
    )
    return TurnResult(reply_about(turn, outcome, standing, view, "inverse"), kept(turn))


def _compares(turn: Turn, measure: Measure) -> bool:
    """Whether another value is supposed of what stands, and how much less or more it comes to with it is asked."""
    text = turn.utterance.folded
    stands, told = turn.state.topic.standing.inputs, turn.given(measure).filling.inputs
    moved = any(key in stands and stands[key].value != slot.value for key, slot in told.items())
    return moved and APART.search(text) is not None and LINE.search(text) is None


def _supposes_a_break(turn: Turn, measure: Measure) -> bool:
    """Whether a condition is told or supposed with which there is nothing (「要是财产险就没了吧」), and no figure."""
    told = {**turn.utterance.of_parts, **turn.given(measure).taken.facts}
    return not turn.utterance.figures and bool(broken_conditions(measure, Standing(facts=told)))


def left_of_cap(turn: Turn) -> TurnResult | None:
    """Applies when it is asked what is left of the cap (「今年还剩多少额度」) of the measure the talk is about: after
    what was received this year, and after the sum that stands. A sum received that the message tells is taken in."""
    if turn.current is None or not turn.utterance.wants("left") or turn.given(turn.current).breaks:
        return None
    given, prior = turn.given(turn.current), turn.current.key_of("prior")
    if cap_of(turn.current) is None and given.figures and prior not in given.filling.inputs:
        return None  # 「260万里有180万是贷款，那还能拿多少」: what is told moves the sum, and no cap is meant
    turn = after_telling(turn, turn.current.key_of("prior"))
    measure, standing = turn.current, turn.state.topic.standing
    if measure is None:
        return None
    outcome = compute(turn.utterance.knowledge, measure, standing, turn.utterance.day)
    stands = outcome.result.amount if outcome.result and not outcome.broken else None
    ceiling = next((figure for figure in measure.figures if figure.role == "ceiling"), None)
    cap, slot = cap_of(measure) or ceiling, standing.inputs.get(measure.key_of("prior"))
    received = slot.value if slot and isinstance(slot.value, Decimal) else Decimal(0)
    rest = max((cap.value if cap else Decimal(0)) - received, Decimal(0))
    policy = turn.utterance.knowledge.policy(measure.policy)
    view = LeftView(
        measure=measure,
        clause=policy.clause(measure.clause),
        cap=cap,
        yearly=cap_of(measure) is not None,
        received=received,
        stands=stands,
        room=rest,
        left=rest - (stands or Decimal(0)),
        reminder=open_words(turn),
    )
    return TurnResult(reply_about(turn, outcome, standing, view, "terms"), kept(turn))


def _margins(turn: Turn, measure: Measure, standing: Standing, outcome: Outcome) -> Iterator[Margin]:
    for condition in measure.conditions:
        slot = standing.inputs.get(condition.key) if condition.limit else None
        if slot and isinstance(slot.value, Decimal):
            yield _from_limit(measure, condition, slot.value)
    if outcome.result and outcome.result.amount is not None and not outcome.broken and cap_of(measure):
        yield from _from_cap(turn, measure, standing, outcome.result.amount)


def _from_limit(measure: Measure, condition: ConditionRecord, value: Decimal) -> Margin:
    figure = next(f for f in measure.figures if f.key == condition.limit)
    record = measure.input(condition.key)
    label = record.label if record else condition.key
    side = (value > figure.value) - (value < figure.value)
    unit = record.measured_in if record else figure.unit
    kind = "rate" if condition.test == "at_most" else "threshold"
    shown, line, words = measured(value, unit), measured(figure.value, unit), apart(value, figure.value, unit)
    return Margin(kind, label, shown, line, words, side, condition.quote)


def _from_cap(turn: Turn, measure: Measure, standing: Standing, amount: Decimal) -> Iterator[Margin]:
    cap, left = cap_of(measure), room(measure, standing)
    if cap is None or left is None:
        return
    side = 0 if amount >= left else -1
    key = main_key(measure)
    found = needed(turn.utterance.knowledge, measure, standing, turn.utterance.day, key, left)
    record, slot = measure.input(key), standing.inputs.get(key)
    least = money(found.value) if found.value is not None and not found.also else ""
    stands = slot.value if slot and isinstance(slot.value, Decimal) else None
    more = money(found.value - stands) if least and found.value and stands and found.value > stands else ""
    name = record.label if record else key
    yield Margin("cap", "", money(amount), money(left), money(left - amount), side, cap.quote, name, least, more)
