"""How sure are we? Two logistic judgements over the scores: is this ours at all, and is the first clause right."""

import tomllib
from math import exp
from operator import mul
from pathlib import Path
from typing import NamedTuple

from knowledge.classifier.scope import Ruling
from knowledge.text.embeddings import Floats

FILE = Path(__file__).parent / "confidence.toml"  # written by fit.py
LEAST = 0.05  # scores below it are taken for it, where one is divided by them


class Weights(NamedTuple):
    """Of one logistic regression: by score, in the order of ``look``, and by how a rule of scope.toml speaks."""

    scores: dict[str, float]
    rules: dict[str, float]


def read_weights(path: Path = FILE) -> tuple[Weights, Weights]:
    """The weights of "not ours" and of "the first is right"."""
    tables = tomllib.loads(path.read_text("utf-8"))
    others, right = (
        Weights({k: v for k, v in tables[name].items() if k != "rules"}, tables[name]["rules"])
        for name in ("others", "right")
    )
    return others, right


OTHERS, RIGHT = read_weights()


class Evidence(NamedTuple):
    """Scores by label of the whole message, of the part that asks, and of both together; what the rules say;
    ``strange``: share in words no example has."""

    whole: Floats
    end: Floats
    both: Floats
    ruling: Ruling
    strange: float


class Judgement(NamedTuple):
    """``order``: columns of our labels, best first; the chances (0..1) that it is not ours, that the first is right."""

    order: tuple[int, ...]
    others: float
    right: float


def judge(evidence: Evidence, none: int) -> Judgement:
    """``none`` is the column of "not ours", or -1 when the examples know no such thing."""
    order, seen = look(evidence, none)
    how = evidence.ruling.how
    return Judgement(order, _chance(OTHERS, seen, how), _chance(RIGHT, seen, how))


def look(evidence: Evidence, none: int) -> tuple[tuple[int, ...], dict[str, float]]:
    """Columns of our labels, best first, and the scores that the two judgements weigh. The length of a message is left
    out on purpose: our examples of what is not ours are shorter than questions are."""
    both = evidence.both.tolist()
    order = tuple([i for i in sorted(range(len(both)), key=both.__getitem__, reverse=True) if i != none])
    first, second = both[order[0]], both[order[1]] if len(order) > 1 else 0.0
    none_score = both[none] if none >= 0 else 0.0
    gap = first - second
    return order, {
        "whole": _lead(evidence.whole, none),
        "end": _lead(evidence.end, none),
        "lead": none_score - first,
        "first": first,
        "gap": gap,
        "gap share": gap / max(first, LEAST),
        "none share": none_score / max(first + none_score, LEAST),
        "first squared": first * first,
        "gap squared": gap * gap,
        "strange": evidence.strange,
        "ruled first": first if evidence.ruling.how in ("place", "said", "sole") else 0.0,
        "base": 1.0,
    }


def _lead(scores: Floats, none: int) -> float:
    """How far "not ours" leads the best of ours."""
    ours = scores.tolist()
    lead = ours.pop(none) if none >= 0 else 0.0
    return float(lead - max(ours, default=-9.0))


def _chance(weights: Weights, seen: dict[str, float], how: str) -> float:
    return 1 / (1 + exp(-sum(map(mul, weights.scores.values(), seen.values())) - weights.rules[how]))
