"""A message that is meant to change a sum and leaves it as it was has probably not been understood: the sum is not said
again as though it were the answer. What bars it is asked about, or what stands is told and the user may say it in other
words."""

import re

from bot.copies import replace
from bot.dialogue.acts import ASKS, HEARD, TOLD
from bot.dialogue.kept import ASIDES, barred, kept, open_again
from bot.dialogue.result import TurnResult
from bot.dialogue.set_aside import OWN, UNNAMED
from bot.dialogue.turn import Turn
from bot.measures.assess import Outcome, Standing, broken_conditions
from bot.nlu.settled import UNCLEAR
from bot.replies.build import kept_reply, said_inputs
from bot.replies.views import MeasureView
from bot.slots.adds_up import taken_off_the_sum
from bot.slots.conditions import Broken
from bot.slots.items import A_PIECE
from bot.slots.model import Slot
from bot.slots.whose import NOBODYS
from knowledge.records.model import Measure

MEANT = ("correct", "requantify", "what_if", "remove", "add", "return")  # acts after which another sum is expected
# Kinds of questions that are answered by the rule, whatever stands
OF_THE_RULE = ("eligibility", "claim", "why", "terms", "meaning", "payer")
SUMS = ("amount", "total")  # kinds of questions that a supposition may go with: 「要是拖到四月呢，还给多少」
BY, FAR = 0.1, 0.35  # by how much something must be asked, or remarked, rather than told
CHATS = 0.7  # score of a remark that tells nothing
AS_BEFORE = re.compile(
    "(?:还是|仍是?|就|按)(?:按|算|用)?(?:前面|原来|原先|之前|刚才|先前|最早|老)"
)  # 「还是前面那两张」
SURELY = 0.8  # score of a correction that does not say again what stood before
SAID = ("money", "percent", "duration")  # kinds of figures that must be known where nothing moved


def unless_unmoved(turn: Turn, result: TurnResult) -> TurnResult:
    """The result, or in its place what bars the sum, or what stands, where the sum is the one shown before and nothing
    that the message gives explains that it is."""
    view, measure, before = result.reply.view, turn.current, turn.state
    if measure is None or not isinstance(view, MeasureView) or result.state.topic.name != before.topic.name:
        return result
    if before.shown is None or result.reply.amount != before.shown or view.outcome.expired:
        return result
    if problems := turn.given(measure).filling.problems:
        found = kept(turn, "、".join(one.said for one in problems))  # which of two sums it is must be known first
        return replace(found, state=replace(found.state, topic=result.state.topic, asked=problems[0].key))
    off = taken_off_the_sum(measure)  # 「加上银行贷的50万，不就145万了」
    if not turn.acts.does(*MEANT) or any(one.why in off for one in turn.given(measure).filling.aside):
        return result
    if view.outcome.broken:
        was = {one.key for one in broken_conditions(measure, before.topic.standing)}
        after = result.state.topic.standing
        told = any(one.key not in was or _says_it_again(turn, measure, one, after) for one in view.outcome.broken)
        return result if told or not was else _barred(turn, result, view.outcome)
    moved = _moves(measure, before.topic.standing, result.state.topic.standing)
    supposes = turn.acts.asked in SUMS and turn.acts.score("what_if") >= HEARD
    stays = (
        moved
        or (turn.acts.asked and not supposes)
        or _says_what_stands(turn, measure)
        or AS_BEFORE.search(turn.utterance.folded)
    )
    return result if stays else kept(turn)


def unless_left_over(turn: Turn, result: TurnResult) -> TurnResult:
    """The result; where nothing moved and a sum or a span is left of which nobody knows what it is (「那按净额1715万也
    出一个数」), that is asked instead. The user's own reckoning leaves figures that need not be known."""
    view, before = result.reply.view, turn.state
    if not isinstance(view, MeasureView) or before.shown is None or result.reply.amount != before.shown:
        return result
    if result.state.topic.name != before.topic.name or _differ(before.topic.standing, result.state.topic.standing):
        return result
    aside = {one.text: one.why for one in view.extra.aside}
    if turn.acts.questions_the_sum or turn.acts.does("ask:claim", "ask:why", "ask:inverse", "ask:compare"):
        return result
    if {"guess", "result"} & {*aside.values()}:
        return result
    kinds = ("money",) if turn.acts.does("ask:total") else ("money", "duration")  # 「那三年一共多少」
    sums = [one for one in turn.utterance.figures if one.kind in kinds and not one.negative]
    stands = {slot.value for slot in before.topic.standing.inputs.values()}
    left = [one for one in sums if aside.get(one.text) in UNNAMED]
    if not left or any(one.value in stands for one in sums if one.kind == "money"):
        return result  # 「就是半年，一年的是别人家的」 says two terms, of which one stands
    return kept(turn, "、".join(one.text for one in left))


def _differ(before: Standing, after: Standing) -> bool:
    """Whether any figure, part or condition is known otherwise."""
    known = [
        ({key: slot.value for key, slot in {**one.inputs, **one.others}.items()}, one.facts, _sums(one))
        for one in (before, after)
    ]
    return known[0] != known[1]


def tells_nothing(turn: Turn, result: TurnResult) -> bool:
    """「要到明年11月才到期，现在能报不」, 「一天对八家账，眼都花了」: something is asked about the rule, or remarked,
    far more than anything is told, and what was taken in overwrites a figure that stands."""
    before, after, acts = turn.state.topic, result.state.topic, turn.acts
    if before.name != after.name or acts.does("ask:amount", "ask:total"):
        return False
    if isinstance(result.reply.view, MeasureView) and result.reply.view.outcome.broken:
        return False  # 「续保说要收0.8%，那还能补吗」 is answered by what it breaks
    if turn.current and any(one.why == A_PIECE for one in turn.given(turn.current).filling.aside):
        return False  # 「再融20万，正好凑够100万，行不」: what it comes to with so much more is told, and asked about
    told = max(map(acts.score, TOLD))
    asks = acts.asked in OF_THE_RULE and turn.utterance.is_put_as_question
    asks = asks and acts.score(f"{ASKS}{acts.asked}") >= max(HEARD, told + BY)
    if not asks and max(map(acts.score, ASIDES)) < max(CHATS, told + FAR):
        return False
    stands, now = before.standing.inputs, after.standing.inputs
    return any(key in now and now[key].value != slot.value for key, slot in stands.items())


def _says_it_again(turn: Turn, measure: Measure, broken: Broken, after: Standing) -> bool:
    """Whether the message itself says what bars the sum: by a condition, or by a figure on the wrong side. What is
    surely put right is not what stood before (「弄岔了，驳回的是我老战友家」)."""
    taken, before = turn.given(measure).taken, turn.state.topic.standing.inputs.get(broken.key)
    if (told := taken.filling.inputs.get(broken.key)) is not None:
        stands = after.inputs.get(broken.key)
        return stands is None or before is None or stands.value != before.value or stands.value == told.value
    return broken.key in taken.facts and turn.acts.score("correct") < SURELY


def _moves(measure: Measure, before: Standing, after: Standing) -> bool:
    """Whether a figure of the measure, a part or a condition that counts is known otherwise than before."""
    told = {key: value for key, value in after.facts.items() if before.facts.get(key) != value}
    facts = any(measure.condition(key) and value not in ("unknown", UNCLEAR) for key, value in told.items())
    figures = any(
        measure.input(key) and (key not in before.inputs or before.inputs[key].value != slot.value)
        for key, slot in after.inputs.items()
    )
    return facts or figures or _sums(before) != _sums(after)


def _sums(standing: Standing) -> list[dict[str, object]]:
    return [{key: slot.value for key, slot in part.items()} for part in standing.parts]


def _says_what_stands(turn: Turn, measure: Measure) -> bool:
    """Whether all that is told is known: every figure stands as it is said, or is known to be of something else, and so
    does every condition."""
    standing, taken = turn.state.topic.standing, turn.given(measure).taken
    slots: list[Slot] = [*standing.inputs.values(), *standing.others.values()]
    slots += [slot for part in standing.parts for slot in part.values()]
    known = {slot.value for slot in slots}
    figures = [one for one in turn.utterance.figures if one.kind in SAID]
    explained = (*OWN, *NOBODYS, "result", "old")
    named = {one.figure.text for one in taken.filling.aside if one.why in explained}
    named |= {slot.text for slot in taken.filling.inputs.values() if slot.value in known}  # 「今年一分没领」
    if any(one.value not in known and one.text not in named for one in figures):
        return False
    return bool(figures or taken.facts) and all(
        standing.facts.get(key) == value for key, value in taken.facts.items() if measure.condition(key)
    )


def _barred(turn: Turn, result: TurnResult, outcome: Outcome) -> TurnResult:
    """What is told is kept; what bars the sum is named and asked about."""
    standing = result.state.topic.standing
    view = barred(outcome, standing, understood=_moves(outcome.measure, turn.state.topic.standing, standing))
    reply = kept_reply(turn.utterance.knowledge, view, outcome, said_inputs(outcome.measure, standing), ())
    reply = replace(reply, unconfirmed=(*open_again(outcome), *reply.unconfirmed), unused=result.reply.unused)
    return TurnResult(reply, replace(result.state, asked=outcome.broken[0].key))
