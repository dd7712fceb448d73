"""A profile and 「有啥政策」: the measures and clauses that fit, one line each."""

from dataclasses import dataclass, replace

from bot.conversations import State, Topic, on_topic
from bot.hearing import Heard
from bot.messages import Reply, ReplyKind
from bot.replies import NOTHING, hits_of
from bot.working import Turned
from knowledge.model import Clause, Knowledge, Measure

MOST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an overview: a clause and what can be computed in it."""

    clause: Clause
    measures: tuple[Measure, ...]


def overview(heard: Heard, state: State) -> Turned | None:
    """The clauses the matcher found with their measures; None when it found nothing of ours."""
    hits = hits_of(None, heard.match.hits)
    if not hits:
        return None
    knowledge = heard.knowledge
    rows = [_row(knowledge, hit.policy, hit.clause) for hit in hits[:MOST]]
    first = knowledge.policy(hits[0].policy).clause(hits[0].clause)
    view = {"rows": rows, "extra": NOTHING, "policy": knowledge.policy(hits[0].policy)}
    reply = Reply(
        ReplyKind.OVERVIEW,
        view,
        clauses=hits,
        sure=heard.match.verdict == "sure",
        lead=first.lead,
        cooperate=first.cooperate,
        next_steps=first.next_steps,
    )
    choices = tuple((row.clause.title, f"clause:{row.clause.policy}/{row.clause.id}") for row in rows)
    topic = Topic(first.policy, first.id)
    return Turned(reply, replace(on_topic(state, topic), choices=choices, asked="", last_text=heard.text))


def _row(knowledge: Knowledge, policy: str, clause_id: str) -> Row:
    measures = tuple(m for m in knowledge.measures if (m.policy, m.clause) == (policy, clause_id))
    return Row(knowledge.policy(policy).clause(clause_id), measures)
