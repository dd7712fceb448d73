"""Turns that compute nothing: what cannot be read, a cancel, questions about the document, what is not ours."""

import re

from bot.copies import replace
from bot.dialogue.acts import LIKELY, TOLD
from bot.dialogue.claims import claimed_day
from bot.dialogue.document import document, documents
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.measures.assess import Standing
from bot.messages import ReplyKind
from bot.nlu.changes import goes_by_what_is
from bot.nlu.clauses import clauses
from bot.nlu.firm_place import is_elsewhere, placed
from bot.nlu.utterance import LONGEST, Utterance
from bot.replies.build import meta_reply, plain_reply
from bot.replies.views import AsideView, CancelledView, MetaView, RefusedView, ToldView
from knowledge.classifier.scope import PLACE
from knowledge.records.model import ScopeTopic

SURE = 0.5  # score from which a message that gives something else cancels the talk all the same
# 「撤不了」: nothing can be taken back
CANNOT_BE = re.compile("(?:撤|退|取消|删)不(?:了|掉|成|回)|[少多漏重]算了")
SURELY = 0.8  # the same of one at whose end something is asked
CLEARLY = 1.0  # the same of one that takes away the only sum that stands
DUE = re.compile("到期|期满|还款日")
META = ("number", "issuer", "basis", "count", "retroactive", "title", "validity")


def refused(turn: Turn) -> TurnResult | None:
    utterance, state, examples = turn.utterance, turn.state, turn.utterance.knowledge.site.examples
    if len(utterance.text) > LONGEST:
        return TurnResult(plain_reply(ReplyKind.REFUSED, RefusedView("long", examples, longest=LONGEST)), state)
    if not utterance.text.strip():
        return TurnResult(plain_reply(ReplyKind.REFUSED, RefusedView("empty", examples)), state)
    if not utterance.readable:
        return TurnResult(plain_reply(ReplyKind.REFUSED, RefusedView("unreadable", examples)), state)
    return None


def cancelled(turn: Turn) -> TurnResult | None:
    utterance, state = turn.utterance, turn.state
    if not (utterance.is_exactly("cancel_exact") or turn.acts.does("cancel")):
        return None
    tells = turn.current is not None and bool(utterance.figures or turn.given(turn.current).usable)
    if tells and (turn.acts.score("cancel") < SURE or _answers_too(turn)):
        return None  # 「评审费已取消，只剩0.45%」
    if turn.state.topic.actual is not None and goes_by_what_is(utterance.folded):
        return None  # 「不用了，就按实际的」: no more than what was supposed is given up
    if CANNOT_BE.search(utterance.folded):
        return None  # 「车撤不了」, 「怕是少算了」
    if _takes_away(turn) or _asks_on(turn) or (turn.current and turn.given(turn.current).moves_parts):
        return None
    if not state.topic.clause and not utterance.is_brief:
        return None  # there is nothing to cancel: 「听说取消了合同就不给贴息」 tells something
    return TurnResult(plain_reply(ReplyKind.CANCELLED, CancelledView(bool(state.topic.clause))), State(unit=""))


def _asks_on(turn: Turn) -> bool:
    """「不知道就算了。那最多能给多少」: behind the word of giving up something is asked."""
    if turn.acts.score("cancel") >= SURELY or turn.current is None:
        return False
    last = clauses(turn.utterance.folded)[-1:]
    return bool(last) and last[0].asks and len(clauses(turn.utterance.folded)) > 1 and bool(turn.acts.likeliest)


def _answers_too(turn: Turn) -> bool:
    """「那算了，还是借200万吧」: behind the word of giving up comes a figure that is asked for, or put in
    the place of one; or a condition that stood broken is met (「算了，还是按没有反担保」)."""
    current = turn.current
    if current is not None and (turn.given(current).mends or turn.given(current).breaks):
        return True  # 「省里把这批名单取消了」
    if current is None or not turn.given(current).filling.inputs:
        return False
    asked = turn.state.asked in turn.given(current).filling.inputs
    first = clauses(turn.utterance.text)[0].end
    later = all(figure.start >= first for figure in turn.utterance.figures)
    return asked or later or max(map(turn.acts.score, TOLD)) >= LIKELY


def _takes_away(turn: Turn) -> bool:
    """Whether a part of several is dropped rather than the whole (「最后这笔不报了」)."""
    acts, parts = turn.acts, turn.state.topic.standing.items
    if not parts and not turn.utterance.figures and acts.score("cancel") >= CLEARLY and acts.does("cancel"):
        return False  # 「算了，这笔不报了」: there is but the one
    if parts and turn.current and turn.given(turn.current).filling.part is not None:
        return True
    away = acts.score("remove") + (acts.score("address") if parts else 0.0)
    return acts.does("remove") or away > acts.score("cancel") > 0


def after_the_end(turn: Turn) -> TurnResult | None:
    """「2030年还能申请吗」: a year beyond the document's term, asked without any figure to compute with."""
    utterance = turn.utterance
    years = [str(f.value)[:4] for f in utterance.figures if f.kind == "date" and not isinstance(f.value, tuple)]
    if not years or any(f.kind == "money" for f in utterance.figures):
        return None
    if turn.current and turn.given(turn.current).figures and turn.acts.does("what_if", "correct", "answer"):
        return None  # a day in that year is supposed of what stands
    if turn.current and DUE.search(utterance.text):
        return None  # 「到期都2029年了，会不会不给」 asks of the loan
    policy = document(turn)
    if max(years) <= str(policy.valid_to.year):
        return None
    return TurnResult(meta_reply(MetaView(policy, ("validity",), utterance.day)), _on_the_named(turn))


def _on_the_named(turn: Turn) -> State:
    """The talk on the measure that was named, should the year be put right."""
    named = [choice.measure for choice in turn.choices if choice.by_name]
    if turn.current or not named:
        return turn.state
    told = Standing(facts=turn.alone(named[0]).taken.facts)
    topic = Topic(named[0].policy, named[0].clause, named[0].id, told)
    return turn.state.on(topic, asked="", choices=(), last_text=turn.utterance.text)


def about_document(turn: Turn) -> TurnResult | None:
    utterance, state = turn.utterance, turn.state
    if turn.current and (turn.acts.does("ask:document") or names_document(utterance)):
        pass
    elif utterance.match.verdict != "meta" or (state.asked and not names_document(utterance)):
        return None
    view = of_document(turn)
    return TurnResult(meta_reply(view, "document" if view.claimed is None else "claim"), state)


def names_document(utterance: Utterance) -> bool:
    """In the middle of a calculation only plain words about the document are taken for a question about it."""
    return utterance.wants("document", *(f"meta_{name}" for name in META))


def of_document(turn: Turn) -> MetaView:
    """What is asked about the document: what its plainest words name, else the nearest example's section; a day that
    was heard of is held against its own."""
    utterance, policy = turn.utterance, document(turn)
    named = tuple(name for name in META if utterance.wants(f"meta_{name}")) or (utterance.match.section,)
    claimed = claimed_day(turn, policy) if "validity" in named else None
    return MetaView(policy, named[:2], utterance.day, claimed)


def not_ours(turn: Turn) -> TurnResult | None:
    utterance, state, match = turn.utterance, turn.state, turn.utterance.match
    topic = utterance.knowledge.topics.get(match.section)
    if match.verdict == "smalltalk":
        return TurnResult(plain_reply(ReplyKind.SMALLTALK, _aside(turn, topic)), state)
    if match.verdict == "none":
        known = state if state.topic.measure else replace(state, last_text=utterance.text)  # 「聊城呢」 may follow
        return TurnResult(plain_reply(ReplyKind.OUT_OF_SCOPE, _aside(turn, topic)), known)
    return None


def firm_elsewhere(turn: Turn, result: TurnResult) -> TurnResult | None:
    """No sum, nor a question for one, of a firm that is not here, nor what a measure has for it; what was said of it is
    kept, should that be put right."""
    knowledge, after, reply = turn.utterance.knowledge, result.state, result.reply
    computed = reply.kind in (ReplyKind.CALCULATION, ReplyKind.ASK)
    begins = turn.current is None and isinstance(reply.view, ToldView) and reply.measure is not None
    facts = placed(turn.utterance.folded, knowledge) if begins else after.topic.standing.facts
    if not (computed or begins) or not is_elsewhere(facts, knowledge):
        return None
    view = AsideView(knowledge.topics.get(PLACE), knowledge.site, documents(turn), "")
    return TurnResult(plain_reply(ReplyKind.OUT_OF_SCOPE, view), replace(after, asked="", choices=(), shown=None))


def _aside(turn: Turn, topic: ScopeTopic | None) -> AsideView:
    return AsideView(topic, turn.utterance.knowledge.site, documents(turn), open_question(turn))


def open_question(turn: Turn) -> str:
    """The words of the question still open, to be repeated at the end of an aside."""
    measure, asked = turn.current, turn.state.asked
    if not measure or not asked:
        return ""
    record, condition = measure.input(asked), measure.condition(asked)
    return record.ask if record and record.ask else condition.question if condition else ""


def unknown(turn: Turn) -> TurnResult:
    return TurnResult(plain_reply(ReplyKind.OUT_OF_SCOPE, _aside(turn, None)), turn.state)
