"""How sure are we? Two logistic judgements over the scores: is this ours at all, and is the first clause right."""

from dataclasses import dataclass
from math import exp

from knowledge.linear import Floats
from knowledge.scope import Ruling

# Fitted on our own examples, each scored by a model that had not seen its family (deploy/fit_judging.py).
# Length is left out on purpose: our examples of what is not ours are shorter than questions are.
OTHERS = {
    "whole": 0.49, "end": 2.37, "lead": 1.12, "first": 6.09, "gap": 0.75,
    "gap share": 0.33, "none share": 8.61, "first squared": 0.18, "gap squared": -2.02, "base": -7.89,
}  # fmt: skip
OTHERS_RULES = {"sole": 6.35, "place": 4.57, "said": 4.15, "passing": 0.57, "": 0.00}
RIGHT = {
    "whole": -1.72, "end": -1.40, "lead": -5.93, "first": -3.03, "gap": 2.66,
    "gap share": 2.76, "none share": 3.02, "first squared": -2.75, "gap squared": -1.72, "base": -1.62,
}  # fmt: skip
RIGHT_RULES = {"sole": -4.72, "place": -4.35, "said": -3.71, "passing": 0.22, "": 0.00}
LEAST = 0.05  # scores below it are taken for it, where one is divided by them


@dataclass(frozen=True, slots=True)
class Evidence:
    """Scores by label of the whole message, of the part that asks, and of both together; what the rules say."""

    whole: Floats
    end: Floats
    both: Floats
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Judgement:
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
    order = tuple(sorted((i for i in range(len(both)) if i != none), key=lambda i: -both[i]))
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
        "base": 1.0,
    }


def _lead(scores: Floats, none: int) -> float:
    """How far "not ours" leads the best of ours."""
    if none < 0:
        return -float(scores.max())
    ours = float(scores[:none].max(initial=-9.0)), float(scores[none + 1 :].max(initial=-9.0))
    return float(scores[none]) - max(ours)


def _chance(weights: dict[str, float], seen: dict[str, float], rule: float) -> float:
    return 1 / (1 + exp(-sum(weights[name] * value for name, value in seen.items()) - rule))
