"""Fits the weights of the two judgements (confidence.toml) to our own examples, by logistic regression.

Every example is scored by a matcher that has seen no example of its family: about a minute for all of them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.confidence import FILE, OTHERS, Weights, look
from knowledge.classifier.evaluate import trained_without
from knowledge.classifier.match import REFUSE
from knowledge.classifier.model import Tell, silent
from knowledge.records.model import Knowledge

Matrix = NDArray[np.float64]
Marks = NDArray[np.bool_]
FOLDS = 5
SCORES = [name for name in OTHERS.scores if name != "base"]
RULES = [how for how in OTHERS.rules if how]
WEIGHT_DECAY = 1 / 30
STEPS = 30  # of Newton's method; it stands still after ten
CUTS = np.arange(0.5, 0.92, 0.04)  # thresholds whose effect is shown


@dataclass(frozen=True)
class HeldOut:
    """Examples as rows of what is weighed (scores, base, rules); which are not ours, of which the first clause is
    right."""

    rows: Matrix
    others: Marks
    right: Marks


@dataclass(frozen=True)
class Fitted:
    """The weights, and each held-out example's chances (0..1) by them."""

    others: Weights
    right: Weights
    held: HeldOut
    chance_others: Matrix
    chance_right: Matrix


def fit(knowledge: Knowledge, folds: int = FOLDS, tell: Tell = silent) -> Fitted:
    """Weights that fit the examples of ``knowledge``. ``tell`` hears the share done."""
    held = held_out(knowledge, folds, tell)
    by_others, by_right = logistic(held.rows, held.others), logistic(held.rows, held.right)
    tell(1.0)
    return Fitted(named(by_others), named(by_right), held, chances(held.rows, by_others), chances(held.rows, by_right))


def held_out(knowledge: Knowledge, folds: int, tell: Tell = silent) -> HeldOut:
    """Every example, scored by a matcher trained on the other folds."""
    rows, others, right = [], [], []
    vague = Counter(example.text for example in knowledge.examples)
    for matcher, fold in trained_without(knowledge, folds, tell):
        for example in sorted(fold, key=lambda one: one.text):
            evidence = matcher.evidence(example.text)
            order, seen = look(evidence, matcher.none)
            rows.append([*(seen[name] for name in SCORES), 1.0, *(float(evidence.ruling.how == how) for how in RULES)])
            others.append(example.label == "none")
            only = vague[example.text] == 1  # what stands under several clauses is to be offered, not answered
            right.append(only and matcher.labels[order[0]].rpartition("/")[2] == example.label)
    return HeldOut(np.array(rows), np.array(others), np.array(right))


def logistic(rows: Matrix, target: Marks) -> Matrix:
    """Weights of the logistic regression by Newton's steps, drawn a little towards 0 (but for the constant)."""
    weights = np.zeros(rows.shape[1])
    decay = np.full(rows.shape[1], WEIGHT_DECAY)
    decay[len(SCORES)] = 0
    for _ in range(STEPS):
        chance = chances(rows, weights)
        slope = rows.T @ (chance - target) + decay * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(decay)
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def chances(rows: Matrix, weights: Matrix) -> Matrix:
    """The chance (0..1) of each row."""
    return np.asarray(1 / (1 + np.exp(-(rows @ weights))))


def named(weights: Matrix) -> Weights:
    """The weights by name, to two decimals."""
    rounded = [float(weight) for weight in weights.round(2)]
    at = len(SCORES) + 1
    return Weights(
        dict(zip([*SCORES, "base"], rounded[:at], strict=True)),
        dict(zip([*RULES, ""], [*rounded[at:], 0.0], strict=True)),
    )


def write(fitted: Fitted, path: Path = FILE) -> None:
    """Writes the weights where the classifier reads them, below the header that stands there. Raises OSError."""
    header = FILE.read_text("utf-8").partition("\n[")[0]
    path.write_text("\n".join([header, *_tables("others", fitted.others), *_tables("right", fitted.right)]), "utf-8")


def _tables(name: str, weights: Weights) -> Iterator[str]:
    for title, table in ((name, weights.scores), (f"{name}.rules", weights.rules)):
        yield f"[{title}]"
        yield from (f"{_key(key)} = {value}" for key, value in table.items())
        yield ""


def _key(name: str) -> str:
    return name if name.isalpha() else f'"{name}"'


def report(fitted: Fitted) -> str:
    """What each threshold for "not ours" and for "sure" would give, a line each."""
    held, others, right = fitted.held, fitted.chance_others, fitted.chance_right
    lines = ["门槛   自家误拒  别家拒掉   有把握的  其中对的"]
    for cut in CUTS:
        refused = others > cut
        sure = (right > cut) & (others <= REFUSE) & ~held.others
        good = held.right[sure].mean() if sure.any() else 0.0
        shares = (refused[~held.others].mean(), refused[held.others].mean(), sure[~held.others].mean(), good)
        lines.append(f"{cut:.2f}  " + "  ".join(f"{share:8.1%}" for share in shares))
    return "\n".join(lines)
