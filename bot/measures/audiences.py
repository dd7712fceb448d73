"""Who asks, told by his words or by what kind of organisation he is; the clauses and the money that are for him."""

from collections.abc import Iterable
from itertools import zip_longest

from bot.nlu.phrases import find, mentions
from knowledge.records.measures import ENTERPRISE
from knowledge.records.model import Audience, Knowledge
from knowledge.text.tokens import fold

AUDIENCES = 2


def told(knowledge: Knowledge, folded: str) -> list[Audience]:
    """The audiences a text speaks of, the one with most words first; the general one only when nobody else fits."""
    counted = [(len(find(folded, one.words)), -i, one) for i, one in enumerate(knowledge.audiences)]
    fitting = [one for count, _, one in sorted(counted, key=lambda row: row[:2], reverse=True) if count]
    return [one for one in fitting if not one.general] or fitting


def for_audiences(knowledge: Knowledge, folded: str) -> list[str]:
    """Keys of the clauses of most use to those a text speaks of, taken in turn from the first two of them."""
    columns = zip_longest(*(audience.clauses for audience in told(knowledge, folded)[:AUDIENCES]))
    return list(dict.fromkeys(clause for column in columns for clause in column if clause))


def payees_shown(knowledge: Knowledge, folded: str) -> set[str]:
    """Whose money is shown: the enterprise's to everybody, that of others to those of whom it is written."""
    speaking = [audience for audience in knowledge.audiences if find(folded, audience.words)]
    return {ENTERPRISE, *(payee for audience in speaking for payee in audience.payees)}


def party_of(knowledge: Knowledge, kinds: Iterable[str]) -> Audience | None:
    """What these kinds of organisation are (银行), None for an enterprise."""
    said = [fold(kind) for kind in kinds]
    return next((a for a in knowledge.audiences if any(mentions(kind, map(fold, a.names)) for kind in said)), None)


def payees_of(party: Audience | None) -> frozenset[str]:
    """Whose money is for it."""
    return frozenset((ENTERPRISE,)) if party is None else frozenset(party.payees) - {ENTERPRISE}
