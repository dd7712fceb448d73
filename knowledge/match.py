"""Question → ranked clauses: a first matcher (complement naive Bayes over characters and words); a better one follows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from knowledge.model import Knowledge
from knowledge.words import fold


@dataclass(frozen=True, slots=True)
class Hit:
    policy: str
    clause: str
    title: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    verdict: Literal["sure", "unsure", "meta", "none", "smalltalk"]
    hits: tuple[Hit, ...]
    section: str
    repaired: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


def grams(text: str) -> set[str]:
    return {text[i : i + n] for n in (1, 2, 3) for i in range(len(text) - n + 1)}


class Matcher:
    def __init__(self, knowledge: Knowledge, cache: Path | None = None) -> None:
        self.knowledge = knowledge
        self.sections = sorted({(e.label, e.section) for e in knowledge.examples})
        index = {key: i for i, key in enumerate(self.sections)}
        self.vocabulary: dict[str, int] = {}
        rows = [(index[(e.label, e.section)], [self.vocabulary.setdefault(g, len(self.vocabulary)) for g in grams(fold(e.text))]) for e in knowledge.examples]
        counts = np.full((len(self.sections), len(self.vocabulary)), 0.0)
        for row, found in rows:
            counts[row, found] += 1
        rest = counts.sum(0) - counts + 0.3
        weights = -np.log(rest / rest.sum(1, keepdims=True))
        self.weights = weights / np.abs(weights).sum(1, keepdims=True) * len(self.vocabulary)

    def match(self, text: str) -> Match:
        folded = fold(text)
        found = [self.vocabulary[g] for g in grams(folded) if g in self.vocabulary]
        if not found:
            return Match("none", (), "gibberish", (), ())
        scores = self.weights[:, found].sum(1)
        best: dict[str, tuple[float, str]] = {}
        for (label, section), score in zip(self.sections, scores, strict=True):
            if label not in best or score > best[label][0]:
                best[label] = (float(score), section)
        ranked = sorted(best, key=lambda label: -best[label][0])
        first = ranked[0]
        topic = self.knowledge.topics.get(best["none"][1]) if "none" in best else None
        if first == "none":
            return Match("smalltalk" if topic and topic.kind == "smalltalk" else "none", (), best["none"][1], (), ())
        if first == "meta":
            return Match("meta", (), best["meta"][1], (), ())
        policy = self.knowledge.policies[0]
        clauses = [label for label in ranked if label not in ("none", "meta")][:5]
        hits = tuple(Hit(policy.id, c, policy.clause(c).title, min(1.0, best[c][0] / max(1e-9, best[first][0])), ()) for c in clauses)
        margin = best[first][0] - best[ranked[1]][0]
        section = best[first][1]
        return Match("sure" if margin > 0.02 * len(found) else "unsure", hits, "" if section == "general" else section, (), ())
