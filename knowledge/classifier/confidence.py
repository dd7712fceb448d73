"""How sure are we? Two logistic judgements over the scores: is this ours at all, and is the first clause right."""

from math import exp
from operator import mul
from typing import NamedTuple

from knowledge.classifier.ridge import Floats
from knowledge.classifier.scope import Ruling

# Fitted on our own examples, each scored by a model that had not seen its family (deploy/fit_judging.py).
# Length is left out on purpose: our examples of what is not ours are shorter than questions are.
OTHERS = {
    "whole": 1.75, "end": 1.96, "lead": 5.27, "first": 6.32, "gap": 2.56,
    "gap share": -1.15, "none share": 3.04, "first squared": 2.34, "gap squared": -3.23, "strange": 1.77,
    "ruled first": 3.45, "base": -5.33,
}  # fmt: skip
OTHERS_RULES = {"sole": 4.23, "place": 3.14, "said": 1.86, "passing": -0.12, "": 0.00}
RIGHT = {
    "whole": -4.86, "end": -1.66, "lead": -1.00, "first": -2.78, "gap": 3.82,
    "gap share": 2.27, "none share": 1.72, "first squared": -2.79, "gap squared": -1.53, "strange": -0.36,
    "ruled first": -2.53, "base": -1.41,
}  # fmt: skip
RIGHT_RULES = {"sole": -3.51, "place": -2.77, "said": -1.72, "passing": 1.01, "": 0.00}
LEAST = 0.05  # scores below it are taken for it, where one is divided by them


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
    return Judgement(order, _chance(OTHERS, seen, OTHERS_RULES[how]), _chance(RIGHT, seen, RIGHT_RULES[how]))


def look(evidence: Evidence, none: int) -> tuple[tuple[int, ...], dict[str, float]]:
    """Columns of our labels, best first, and what the two judgements weigh."""
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


def _chance(weights: dict[str, float], seen: dict[str, float], rule: float) -> float:
    return 1 / (1 + exp(-sum(map(mul, weights.values(), seen.values())) - rule))
