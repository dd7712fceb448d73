"""Somebody wants a person: told whom to call, and a question is left for staff, once he says that he wants that."""

import re

from bot.copies import replace
from bot.dialogue.asked import as_whole
from bot.dialogue.fallbacks import open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.messages import ReplyKind
from bot.replies.build import hit_of, hits_of, plain_reply
from bot.replies.views import LeaveView, PersonView
from knowledge.records.model import Clause, Measure

PLAINLY = 0.6  # score from which a person is surely wanted
BEHIND = re.compile("[：:，,。\\s]+(?P<question>.{4,})$")  # the question said in the same breath
# 「刚打来电话，说这笔省里不贴了」: news came by telephone, and nobody is asked to call
CALLED = re.compile(
    "(?<![让请叫给])(?:来|接|打来|打过?|回)(?:到|了|过|来)*(?:个|一个|通)?电话(?!.{0,4}(?:给我|号|多少))|电话(?:里|来|通知)"
)


def person(turn: Turn) -> TurnResult | None:
    """「转人工」: the offices of what is talked of, or 12345, and the offer to leave a question. What stands stands."""
    if turn.utterance.figures or (turn.current and CALLED.search(turn.utterance.text) and _tells(turn, turn.current)):
        return None
    wanted = as_whole(turn)
    if wanted.kind != "person" or wanted.score < PLAINLY:
        return None
    knowledge, match, clause = turn.utterance.knowledge, turn.utterance.match, _clause(turn)
    view = PersonView(knowledge.site, clause, open_question(turn))
    reply = plain_reply(ReplyKind.ANSWER if clause else ReplyKind.SMALLTALK, view)
    if clause:
        hits = hits_of(hit_of(knowledge, clause.policy, clause.id), match.hits)
        reply = replace(reply, clauses=hits, focus="who", lead=clause.lead, cooperate=clause.cooperate)
    return TurnResult(reply, replace(turn.state, last_text=turn.utterance.text))


def _tells(turn: Turn, measure: Measure) -> bool:
    """Whether a condition of what stands is told."""
    return any(measure.condition(key) for key in turn.given(measure).taken.facts)


def _clause(turn: Turn) -> Clause | None:
    """What a person is wanted for: what the message names, else what is talked of."""
    match = turn.utterance.match
    named = [one.measure.home for one in turn.fresh_choices if one.by_name]
    home = match.hits[0][:2] if match.verdict == "sure" else named[0] if named else turn.state.topic.home
    return turn.utterance.knowledge.policy(home[0]).clause(home[1]) if home[1] else None


def left_for_staff(turn: Turn) -> TurnResult | None:
    """「留个问题给工作人员」: the question is asked for, and the next message, or what is said behind these words, is
    kept for them."""
    utterance, state = turn.utterance, turn.state
    if state.leaves:
        dropped = utterance.is_exactly("cancel_exact") or utterance.wants("leave_none")
        return _left(turn, "" if dropped else utterance.text, dropped=dropped)
    if not utterance.wants("leave_question"):
        return None
    said = BEHIND.search(utterance.text)
    if said:
        return _left(turn, said["question"])
    reply = plain_reply(ReplyKind.SMALLTALK, LeaveView())
    return TurnResult(reply, replace(state, leaves=True))


def _left(turn: Turn, question: str, *, dropped: bool = False) -> TurnResult:
    reply = plain_reply(ReplyKind.SMALLTALK, LeaveView(question, dropped, open_question(turn)))
    return TurnResult(replace(reply, left=question), replace(turn.state, leaves=False))
