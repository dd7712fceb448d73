"""The clauses no example speaks of, found by their own words: a policy just imported, or those of a whole nation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.records.model import Clause, Knowledge
from knowledge.search.rank import Passage, Ranker
from knowledge.text.tokens import Words

# Set on 130 clauses of twelve public documents against our own examples: of questions put together from a clause's
# words 95% reach FOUND and 86% find it first, of questions that mean another document 3% reach it.
FOUND = 0.6
SURE = 0.65
AHEAD = 0.06  # by which the first must lead the second to be answered as sure


@dataclass(frozen=True, slots=True)
class FoundClause:
    """One clause of the library; ``score`` 0..1; ``words``: what the question and it share, the rarest first."""

    policy: str
    clause: str
    title: str
    score: float
    words: tuple[str, ...]


class Library:
    """Safe to ask from many threads; a new version is a new library."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker

    @classmethod
    def of(cls, clauses: Iterable[Clause], words: Words, folder: Path | None = None) -> "Library":
        """Built in memory, or in ``folder`` (empty, existing) when it is large."""
        return cls(Ranker(map(passage, clauses), words, folder))

    def __len__(self) -> int:
        return len(self._ranker)

    def find(self, text: str, limit: int) -> tuple[FoundClause, ...]:
        """Best first; empty when none is likely enough to be meant."""
        found = self._ranker.find(text, limit)
        if not found or found[0][1] < FOUND:
            return ()
        return tuple([self._found(text, passage, score) for passage, score in found])

    def _found(self, text: str, passage: Passage, score: float) -> FoundClause:
        policy, _, clause = passage.id.rpartition("/")
        return FoundClause(policy, clause, passage.title, score, self._ranker.shared(text, passage))


def is_sure(found: tuple[FoundClause, ...]) -> bool:
    """Whether the first is the one meant: likely in itself, and well ahead of the second."""
    second = found[1].score if len(found) > 1 else 0.0
    return bool(found) and found[0].score >= SURE and found[0].score - second >= AHEAD


def passage(clause: Clause) -> Passage:
    """The clause as the index holds it, under "policy/clause"."""
    return Passage(f"{clause.policy}/{clause.id}", clause.title, clause.text)


def without_examples(knowledge: Knowledge) -> Iterator[Clause]:
    """The clauses of the policies that have no example at all."""
    spoken = spoken_of(knowledge)
    for policy in knowledge.policies:
        if policy.id not in spoken:
            yield from policy.clauses


def spoken_of(knowledge: Knowledge) -> set[str]:
    """The policies whose clauses some example speaks of."""
    return {example.policy for example in knowledge.examples if example.policy and example.label != "none"}
