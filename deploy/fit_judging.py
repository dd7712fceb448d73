"""Fits the two judgements of knowledge/judging.py to our own examples and prints what to write there.

Every example is scored by a matcher that has seen no example of its family. Printed besides: what each threshold of
knowledge/match.py (REFUSE, SURE) would give. Needs nothing but numpy: python deploy/fit_judging.py, about a minute.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from knowledge.classifier.confidence import OTHERS, OTHERS_RULES, look
from knowledge.classifier.evaluate import trained_without
from knowledge.records.build import build
from knowledge.records.files import shipped_files
from knowledge.records.model import Knowledge

FOLDS = 5
KEYS = [key for key in OTHERS if key != "base"]  # what is newly weighed needs a first weight (0.0) there
HOWS = [how for how in OTHERS_RULES if how]
WEIGHT_DECAY = 1 / 30


@dataclass(frozen=True)
class Held:
    """Examples as rows of what the judgements weigh; which are not ours, and of which the first clause is right."""

    rows: np.ndarray
    others: np.ndarray
    right: np.ndarray


def main() -> None:
    held = held_out(build(shipped_files()))
    chances = []
    for name, target in (("OTHERS", held.others), ("RIGHT", held.right)):
        weights = logistic(held.rows, target)
        chances.append(1 / (1 + np.exp(-(held.rows @ weights))))
        print(f"{name} = {dict(zip([*KEYS, 'base'], weights[: len(KEYS) + 1].round(2).tolist(), strict=True))}")
        print(f"{name}_RULES = {dict(zip(HOWS, weights[len(KEYS) + 1 :].round(2).tolist(), strict=True))}")
    thresholds(held, *chances)


def held_out(knowledge: Knowledge) -> Held:
    rows, others, right = [], [], []
    vague = Counter(example.text for example in knowledge.examples)
    for matcher, fold in trained_without(knowledge, FOLDS):
        for example in fold:
            evidence = matcher.evidence(example.text)
            order, seen = look(evidence, matcher.none)
            rows.append([*(seen[key] for key in KEYS), 1.0, *(float(evidence.ruling.how == how) for how in HOWS)])
            others.append(example.label == "none")
            only = vague[example.text] == 1  # what stands under several clauses is to be offered, not answered
            right.append(only and matcher.labels[order[0]].rpartition("/")[2] == example.label)
    return Held(np.array(rows), np.array(others), np.array(right))


def logistic(rows: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Weights of the logistic regression by Newton's steps, drawn a little towards 0 (but for the constant)."""
    weights = np.zeros(rows.shape[1])
    decay = np.full(rows.shape[1], WEIGHT_DECAY)
    decay[len(KEYS)] = 0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(rows @ weights)))
        slope = rows.T @ (chance - target) + decay * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(decay)
        weights -= np.linalg.solve(curve, slope)
    return weights


def thresholds(held: Held, others: np.ndarray, right: np.ndarray) -> None:
    for cut in np.arange(0.5, 0.92, 0.04):
        lost, refused = (others > cut)[~held.others].mean(), (others > cut)[held.others].mean()
        sure = (right > cut) & (others <= 0.75)
        share, good = sure[~held.others].mean(), held.right[sure & ~held.others].sum() / sure.sum()
        print(f"{cut:.2f}  ours refused {lost:.3f}, others refused {refused:.3f}   sure {share:.3f}, right {good:.3f}")


if __name__ == "__main__":
    main()
