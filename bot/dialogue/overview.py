"""A profile and 「有啥政策」: the measures and clauses that fit, one line each."""

from collections.abc import Sequence

from bot.dialogue.document import named
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.measures.audiences import for_audiences, payees_shown
from bot.measures.checkup import Group, Item, Known, Why, check
from bot.messages import ClauseHit, Reply, ReplyKind
from bot.nlu.utterance import Utterance
from bot.replies.build import hits_of, told_apart
from bot.replies.views import OverviewView, Row
from knowledge.records.model import Knowledge

MOST = 4
CLOSE = 0.5


def overview(turn: Turn) -> TurnResult | None:
    """What fits the one who asks: clauses of the audiences his words tell, then what the matcher found.

    None when neither says anything: the question is then no profile.
    """
    utterance = turn.utterance
    ranked = for_audiences(utterance.knowledge, utterance.folded)
    match = utterance.match
    found = [hit for hit in hits_of(None, match.hits) if match.verdict == "sure" and hit.score > CLOSE]
    hits = _of_the_named(utterance, _merged(utterance.knowledge, found[:1], ranked, hits_of(None, match.hits)))
    if not hits:
        return None
    knowledge = utterance.knowledge
    rows = _rows(utterance, hits[:MOST])
    first = knowledge.policy(hits[0].policy).clause(hits[0].clause)
    reply = Reply(
        ReplyKind.OVERVIEW,
        OverviewView(rows, knowledge.policy(hits[0].policy)),
        clauses=hits,
        sure=utterance.match.verdict == "sure",
        focus="list",
        lead=first.lead,
        cooperate=first.cooperate,
        next_steps=first.next_steps,
    )
    choices = tuple((row.clause.title, f"clause:{row.clause.key}") for row in rows)
    topic = Topic(first.policy, first.id)
    return TurnResult(reply, turn.state.on(topic, choices=choices, asked="", last_text=utterance.text))


def _merged(
    knowledge: Knowledge, sure: Sequence[ClauseHit], ranked: Sequence[str], rest: Sequence[ClauseHit]
) -> tuple[ClauseHit, ...]:
    clauses = [knowledge.clause(name) for name in ranked]
    told = [ClauseHit(c.policy, c.id, c.title, 0.9 - 0.05 * i) for i, c in enumerate(clauses)]
    merged: dict[tuple[str, str], ClauseHit] = {}
    for hit in (*sure, *told, *rest):
        merged.setdefault((hit.policy, hit.clause), hit)
    return tuple(merged.values())


def _of_the_named(utterance: Utterance, hits: Sequence[ClauseHit]) -> tuple[ClauseHit, ...]:
    """Those of the documents that are named, if any is; all their clauses when only others fit."""
    ours = {policy.id: policy for policy in named(utterance)}
    clauses = [clause for policy in ours.values() for clause in policy.clauses if hits]
    fitting = [hit for hit in hits if not ours or hit.policy in ours]
    return tuple(fitting or [ClauseHit(c.policy, c.id, c.title, 0.5) for c in clauses])[:5]


def _rows(utterance: Utterance, hits: Sequence[ClauseHit]) -> list[Row]:
    """Each clause with the measures paid to those who ask; what stands against one is told beside it."""
    knowledge = utterance.knowledge
    payees, known = payees_shown(knowledge, utterance.folded), Known(utterance.facts)
    items = {item.measure.key: item for item in check(knowledge, known, utterance.day).items if item.measure}
    rows = []
    for clause in told_apart(knowledge, hits):
        of_clause = [m for m in knowledge.measures if m.home == (clause.policy, clause.id) and m.payee in payees]
        against = [(m, words) for m in of_clause if (words := _against(items[m.key]))]
        barred = {m.key for m, _ in against}
        rows.append(Row(clause, tuple(m for m in of_clause if m.key not in barred), tuple(against)))
    return rows


def _against(item: Item) -> str:
    """The condition that what was told breaks, "" for none."""
    if item.group is not Group.NOT_MET:
        return ""
    return next((one.words for one in item.reasons if one.why is Why.CONDITION), "")
