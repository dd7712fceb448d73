"""「市税务局配合哪些」: every clause a department leads or cooperates in, with the role."""

from bot.dialogue.document import documents
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from bot.messages import ClauseHit, Reply, ReplyKind
from bot.nlu.utterance import Utterance
from bot.replies.views import Duties, DutiesView, Duty
from knowledge.records.model import Policy
from knowledge.text.tokens import fold


def duties_asked(turn: Turn) -> TurnResult | None:
    """Answers when one department is named and its duties are asked for, not an office for some clause."""
    utterance = turn.utterance
    if not utterance.wants("duties"):
        return None
    name = named(utterance)
    if not name:
        return None
    found = [Duties(policy, duties_of(policy, name)) for policy in documents(turn)]
    given = [one for one in found if one.duties] or found[:1]
    role = "lead" if "牵头" in utterance.folded else "cooperate" if "配合" in utterance.folded else ""
    clauses = [duty.clause for one in given for duty in one.duties]
    hits = tuple(ClauseHit(clause.policy, clause.id, clause.title, 1.0) for clause in clauses)[:5]
    view = DutiesView(given[0].policy, name, given, role, alone=len(utterance.knowledge.policies) == 1)
    return TurnResult(Reply(ReplyKind.META, view, clauses=hits, focus="who"), turn.state)


def named(utterance: Utterance) -> str:
    """The department whose name or alias is said, the longest match first; "" when none or the talk is of none."""
    said = [
        (len(alias), full)
        for full, aliases in utterance.knowledge.departments.items()
        for alias in (fold(full), *aliases)
        if alias in utterance.folded
    ]
    return max(said, default=(0, ""))[1]


def duties_of(policy: Policy, name: str) -> tuple[Duty, ...]:
    """In the order of the document, those it leads first."""
    leads = [Duty(clause, True) for clause in policy.clauses if name in clause.in_charge]
    return (
        *leads,
        *(Duty(clause, False) for clause in policy.clauses if name in clause.offices and name not in clause.in_charge),
    )
