"""A question beside what is being worked out: answered as at the beginning of a talk, and what stands goes on."""

import re

from bot.copies import replace
from bot.dialogue.answering import answered
from bot.dialogue.asked import HEARD, Asked, asked
from bot.dialogue.claims import UNITS
from bot.dialogue.fallbacks import open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import rule_answer
from bot.dialogue.told_part import SUMS, parts_of
from bot.dialogue.turn import NEW, Turn
from bot.dialogue.with_its_sum import chosen
from bot.messages import Reply
from bot.nlu.phrases import says
from bot.replies.build import condition_named, hit_of
from bot.replies.told import told_reply, written
from bot.replies.views import ClauseView, ToldView
from knowledge.records.model import Measure

# Kinds of questions that what staff wrote for any words answers; the others only what they wrote for just these words
SERVED = ("how", "materials", "when", "frequency", "stacking", "split", "effect", "other")
OF_WHAT_STANDS = (*SUMS, "why")  # what is worked out answers these
# 「鲁科保的补贴也这么封顶？」, not 「鲁科保也能补吗」, with which the talk turns to it
ALIKE = re.compile("也(?!许|就?能|可以?|有?(?:补|奖|贴|没)|有[吗么?？]|行|给|拿|想|买|贷|做|办)[^，。；]{2,14}$")


def beside(turn: Turn) -> TurnResult | None:
    """About the measure under way; None where what stands, or what was said of it, answers better."""
    measure = turn.current
    questions = [one for one in asked(turn) if one.score >= HEARD or len(asked(turn)) > 1]
    if measure is None or not questions or any(one.kind in OF_WHAT_STANDS for one in questions):
        return None
    of_the_sum = turn.acts.questions_the_sum or any(one.kind in UNITS for one in turn.utterance.figures)
    of_the_sum = of_the_sum or (turn.state.shown is not None and turn.utterance.wants("amount"))
    if of_the_sum or any(one.why == "result" for one in turn.given(measure).filling.aside):  # 「那9300打到哪个账户」
        return None
    if len(questions) == 1 and not _is_written(turn, questions[0], measure):
        return None
    clause = turn.utterance.knowledge.policy(measure.policy).clause(measure.clause)
    hits = (hit_of(turn.utterance.knowledge, measure.policy, measure.clause),)
    told = parts_of(turn, questions, clause, measure)
    return _kept(turn, told_reply(turn.utterance.knowledge, clause, told, hits, measure=measure))


def about_another(turn: Turn) -> TurnResult | None:
    """About another clause or measure: what the beginning of a talk would answer, if that is no sum."""
    fresh = answered(turn.at(NEW))
    if fresh is None or not isinstance(fresh.reply.view, ToldView) or fresh.reply.amount is not None:
        return None
    return _kept(turn, fresh.reply)


def asks_if_alike(turn: Turn) -> bool:
    """Whether it is asked if another measure's rule is as that of the one that stands."""
    top, now = chosen(turn), turn.current
    if top is None or now is None or not top.by_name or top.measure.key == now.key:
        return False
    if not turn.state.topic.standing.inputs or not turn.utterance.is_put_as_question:
        return False
    return ALIKE.search(turn.utterance.bare) is not None and not turn.alone(top.measure).filling.inputs


def told_if_alike(turn: Turn) -> TurnResult | None:
    """What the other's rule says; what stands goes on."""
    if found := about_another(turn):
        return found
    top = chosen(turn)
    if top is None:
        return None
    reply = rule_answer(turn, top.measure).reply
    if isinstance(reply.view, ClauseView):
        reply = replace(reply, view=replace(reply.view, reminder=open_question(turn)))
    return TurnResult(reply, replace(turn.state, last_text=turn.utterance.text))


def _is_written(turn: Turn, question: Asked, measure: Measure) -> bool:
    """Whether staff wrote what answers the question, for such words where it may be about a part of what stands."""
    utterance, kind = turn.utterance, question.kind
    clause = utterance.knowledge.policy(measure.policy).clause(measure.clause)
    named = kind == "meaning" and says(utterance.folded, measure.words)
    plain = kind in SERVED or (named and not condition_named(measure, utterance.folded))
    return written(utterance.knowledge, clause, measure, kind, utterance.text, particular=not plain) is not None


def _kept(turn: Turn, reply: Reply) -> TurnResult:
    view = reply.view
    assert isinstance(view, ToldView)
    said = replace(reply, view=replace(view, reminder=open_question(turn), beside=True))
    return TurnResult(said, replace(turn.state, last_text=turn.utterance.text))
