"""Ranks the passages of any set for a question: the engine without our aliases and examples."""

import re
from collections.abc import Iterable
from math import log
from pathlib import Path

from rapidfuzz import fuzz

from knowledge.search.index import PAIRS, TITLE, WORDS, Index, Passage, Terms
from knowledge.text.tokens import HAN_RUN, Words, fold

__all__ = ["Passage", "Ranker"]

CANDIDATES = 20  # passages looked at closely
LONGEST_QUESTION = 200
LONGEST_TEXT = 2_000  # characters of a passage looked at closely
SENTENCE = re.compile(r"[。！？；!?;\n]+")
# Shares of the closer look beside BM25 (1.0): set once, tuned to no set; tests/benchmarks/bench_rank.py measures them
COVERAGE, BEST_SENTENCE, FUZZY = 0.6, 0.6, 0.2


class Ranker:
    """``rank`` is safe to call from many threads; a new set of passages is a new ranker."""

    def __init__(self, passages: Iterable[Passage], words: Words | None = None, folder: Path | None = None) -> None:
        self._index = Index.build(passages, words or Words(), folder)

    @classmethod
    def open(cls, folder: Path, words: Words | None = None) -> "Ranker":
        """The ranker whose index lies in ``folder`` from an earlier build."""
        found = cls.__new__(cls)
        found._index = Index.open(words or Words(), folder)
        return found

    def __len__(self) -> int:
        return len(self._index)

    def shared(self, question: str, passage: Passage, limit: int = 4) -> tuple[str, ...]:
        """The words of the question that stand in the passage, longest first."""
        terms = self._index.terms(fold(question)[:LONGEST_QUESTION])
        place = fold(passage.title) + passage.text
        found = sorted((word for word in terms.words or terms.pairs if word in place), key=len, reverse=True)
        return tuple(found[:limit])

    def rank(self, question: str, limit: int = 10) -> list[tuple[str, float]]:
        """(passage id, score 0..1), best first, at most ``limit``; empty when no word of the question is known."""
        return [(passage.id, score) for passage, score in self.find(question, limit)]

    def find(self, question: str, limit: int = 10) -> list[tuple[Passage, float]]:
        """The same with the passages, their texts folded."""
        folded = fold(question)[:LONGEST_QUESTION]
        terms = self._index.terms(folded)
        found = self._index.search(terms, max(limit, CANDIDATES))
        if not found:
            return []
        look = _Look(folded, terms, self._index)
        top = found[0][0]
        scored = [(look.score(passage, score / top), passage) for score, passage in found[:CANDIDATES]]
        scored.sort(key=lambda pair: -pair[0])
        rest = [(0.2 * score / top, passage) for score, passage in found[CANDIDATES:]]
        return [(passage, min(1.0, score)) for score, passage in (*scored, *rest)][:limit]


class _Look:
    """A closer look at one candidate after the other, for one question."""

    def __init__(self, folded: str, terms: Terms, index: Index) -> None:
        self._folded = folded
        worth = {term: _rarity(index, WORDS, term) for term in terms.words if len(term) > 2}
        worth |= {term: _rarity(index, PAIRS, term) for term in terms.pairs}
        singles = {character for run in HAN_RUN.findall(folded) if run[0] > "z" for character in run}
        worth |= dict.fromkeys(singles, 0.5)
        self._worth = worth
        self._all = sum(worth.values()) or 1.0

    def score(self, passage: Passage, bm25: float) -> float:
        """0..1; the text of ``passage`` is folded, as the index gives it."""
        title, text = fold(passage.title), passage.text[:LONGEST_TEXT]
        named = {term for term in self._worth if term in title}
        present = [(term, worth) for term, worth in self._worth.items() if term not in named and term in text]
        start = sum([self._worth[term] for term in named])
        best = max(sum([w for term, w in present if term in part]) for part in SENTENCE.split(text))
        every = sum([worth for _, worth in present])
        alike = fuzz.partial_ratio(self._folded, text) / 100
        found = bm25 + (COVERAGE * (start + every) + BEST_SENTENCE * (start + best)) / self._all + FUZZY * alike
        return float(found) / (1 + COVERAGE + BEST_SENTENCE + FUZZY)


def _rarity(index: Index, field: str, term: str) -> float:
    count = index.frequency(field, term) + index.frequency(TITLE, term)
    return log(1 + (len(index) - count + 0.5) / (count + 0.5)) if count <= len(index) else 0.1
