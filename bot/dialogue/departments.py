"""「市税务局配合哪些」: every clause a department leads or cooperates in, with the role."""

from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.messages import ClauseHit, Reply, ReplyKind
from bot.nlu.utterance import Utterance
from bot.replies.views import DutiesView, Duty
from knowledge.records.model import Knowledge
from knowledge.text.tokens import fold


def duties_asked(turn: Turn) -> TurnResult | None:
    """Answers when one department is named and its duties are asked for, not an office for some clause."""
    utterance = turn.utterance
    if not utterance.wants("duties"):
        return None
    name = named(utterance)
    if not name:
        return None
    duties = duties_of(utterance.knowledge, name)
    role = "lead" if "牵头" in utterance.folded else "cooperate" if "配合" in utterance.folded else ""
    hits = tuple(ClauseHit(d.clause.policy, d.clause.id, d.clause.title, 1.0) for d in duties)[:5]
    policy = utterance.knowledge.policies[0]
    return TurnResult(Reply(ReplyKind.META, DutiesView(policy, name, duties, role), clauses=hits), turn.state)


def named(utterance: Utterance) -> str:
    """The department whose name or alias is said, the longest match first; "" when none or the talk is of none."""
    said = [
        (len(alias), full)
        for full, aliases in utterance.knowledge.departments.items()
        for alias in (fold(full), *aliases)
        if alias in utterance.folded
    ]
    return max(said, default=(0, ""))[1]


def duties_of(knowledge: Knowledge, name: str) -> tuple[Duty, ...]:
    """In the order of the document, those it leads first."""
    clauses = [clause for policy in knowledge.policies for clause in policy.clauses]
    leads = [Duty(clause, True) for clause in clauses if name in clause.lead]
    return (*leads, *(Duty(clause, False) for clause in clauses if name in clause.cooperate))
