"""Which document is meant: the one that is named, else that of the talk, else the one the service is for."""

from collections.abc import Iterable

from bot.dialogue.turn import Turn
from bot.nlu.utterance import Utterance
from knowledge.records.model import Policy
from knowledge.text.tokens import fold

PLACE = "市县区"  # what a region is called without (临东市, 临东)


def document(turn: Turn) -> Policy:
    """The one document a question about "the document" is about."""
    return documents(turn)[0]


def documents(turn: Turn) -> tuple[Policy, ...]:
    """All that may be meant, the likeliest first: those named, else all; the talk's before the main one."""
    knowledge, talk = turn.utterance.knowledge, turn.state.topic.policy
    meant = named(turn.utterance) or knowledge.policies
    return tuple(sorted(meant, key=lambda one: (one.id != talk, one.id != knowledge.site.main)))


def named(utterance: Utterance) -> tuple[Policy, ...]:
    """The documents called by title, number or region, those by the longest name; none when no name is said."""
    said = {policy: _longest(policy, utterance.folded) for policy in utterance.knowledge.policies}
    best = max(said.values(), default=0)
    return tuple(policy for policy, length in said.items() if length == best) if best else ()


def _longest(policy: Policy, folded: str) -> int:
    return max((len(name) for name in _names(policy) if fold(name) in folded), default=0)


def _names(policy: Policy) -> Iterable[str]:
    names = (policy.title, policy.short_title, policy.doc_number, policy.region, policy.region.rstrip(PLACE))
    return filter(None, names)
