"""A profile and 「有啥政策」: the measures and clauses that fit, one line each."""

from collections.abc import Sequence
from itertools import zip_longest

from bot.dialogue.document import named
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.messages import ClauseHit, Reply, ReplyKind
from bot.nlu.phrases import find
from bot.nlu.utterance import Utterance
from bot.replies.build import hits_of, told_apart
from bot.replies.views import OverviewView, Row
from knowledge.records.model import Knowledge

MOST = 4
AUDIENCES = 2
CLOSE = 0.5


def overview(turn: Turn) -> TurnResult | None:
    """What fits the one who asks: clauses of the audiences his words tell, then what the matcher found.

    None when neither says anything: the question is then no profile.
    """
    utterance = turn.utterance
    ranked = for_audiences(utterance)
    match = utterance.match
    found = [hit for hit in hits_of(None, match.hits) if match.verdict == "sure" and hit.score > CLOSE]
    hits = _of_the_named(utterance, _merged(utterance.knowledge, found[:1], ranked, hits_of(None, match.hits)))
    if not hits:
        return None
    knowledge = utterance.knowledge
    payees = _payees(utterance)
    rows = _rows(knowledge, hits[:MOST], payees)
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


def for_audiences(utterance: Utterance) -> list[str]:
    """Keys of clauses, those of the audience with most words first; the general one only when nobody else fits."""
    told = [(len(find(utterance.folded, a.words)), -i, a) for i, a in enumerate(utterance.knowledge.audiences)]
    fitting = [audience for count, _, audience in sorted(told, key=lambda one: one[:2], reverse=True) if count]
    special = [audience for audience in fitting if not audience.general] or fitting
    columns = zip_longest(*(audience.clauses for audience in special[:AUDIENCES]))
    return list(dict.fromkeys(clause for column in columns for clause in column if clause))


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


def _payees(utterance: Utterance) -> set[str]:
    """Whose money is shown: the enterprise's to everybody, that of others to those of whom it is written."""
    told = [audience for audience in utterance.knowledge.audiences if find(utterance.folded, audience.words)]
    return {"enterprise", *(payee for audience in told for payee in audience.payees)}


def _rows(knowledge: Knowledge, hits: Sequence[ClauseHit], payees: set[str]) -> list[Row]:
    """Each clause with the measures paid to these payees; money for banks is shown to banks."""
    rows = []
    for clause in told_apart(knowledge, hits):
        of_clause = [m for m in knowledge.measures if m.home == (clause.policy, clause.id)]
        rows.append(Row(clause, tuple(m for m in of_clause if m.payee in payees)))
    return rows
