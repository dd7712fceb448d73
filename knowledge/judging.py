"""How sure are we? Two logistic judgements over the scores: is this ours at all, and is the first clause right."""

from dataclasses import dataclass
from math import exp

from knowledge.linear import Floats
from knowledge.scope import Ruling

# Fitted on our own examples, each scored by a model that had not seen its family (see the commit for the figures).
# Length is left out on purpose: our examples of what is not ours are shorter than questions are.
OTHERS = {"whole": 3.27, "end": 3.72, "lead": 3.07, "first": 8.28, "gap": -0.08, "base": -3.84}
OTHERS_RULES = {"sole": 8.14, "place": 4.65, "said": 6.05, "passing": 0.24, "": 0.0}
RIGHT = {"whole": -2.77, "end": -2.33, "lead": -1.22, "first": -6.35, "gap": 4.80, "base": 1.10}
RIGHT_RULES = {"sole": -4.52, "place": -4.68, "said": -5.68, "passing": 0.96, "": 0.0}


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
    both = evidence.both.tolist()
    order = tuple(sorted((i for i in range(len(both)) if i != none), key=lambda i: -both[i]))
    first, second = both[order[0]], both[order[1]] if len(order) > 1 else 0.0
    seen = {
        "whole": _lead(evidence.whole, none),
        "end": _lead(evidence.end, none),
        "lead": (both[none] if none >= 0 else 0.0) - first,
        "first": first,
        "gap": first - second,
        "base": 1.0,
    }
    how = evidence.ruling.how
    return Judgement(order, _chance(OTHERS, seen, OTHERS_RULES[how]), _chance(RIGHT, seen, RIGHT_RULES[how]))


def _lead(scores: Floats, none: int) -> float:
    """How far "not ours" leads the best of ours."""
    if none < 0:
        return -float(scores.max())
    ours = float(scores[:none].max(initial=-9.0)), float(scores[none + 1 :].max(initial=-9.0))
    return float(scores[none]) - max(ours)


def _chance(weights: dict[str, float], seen: dict[str, float], rule: float) -> float:
    return 1 / (1 + exp(-sum(weights[name] * value for name, value in seen.items()) - rule))
