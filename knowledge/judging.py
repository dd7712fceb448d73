"""How sure are we? Two logistic judgements over the scores: is this ours at all, and is the first clause right."""

from dataclasses import dataclass
from math import exp

from knowledge.linear import Floats
from knowledge.scope import Ruling

# Fitted on our own examples, each scored by a model that had not seen its family (see the commit for the figures).
# Length is left out on purpose: our examples of what is not ours are shorter than questions are.
OTHERS = {
    "whole": 2.41, "end": 2.91, "lead": 0.90, "first": 3.15, "gap": 2.55,
    "gap share": -0.38, "none share": 5.43, "first squared": 3.06, "gap squared": -2.66, "base": -5.11,
}  # fmt: skip
OTHERS_RULES = {"sole": 6.65, "place": 3.76, "said": 3.91, "passing": 0.40, "": 0.0}
RIGHT = {
    "whole": -5.14, "end": -3.60, "lead": -0.33, "first": -2.81, "gap": -0.67,
    "gap share": 4.26, "none share": 1.46, "first squared": -2.65, "gap squared": -0.58, "base": -1.63,
}  # fmt: skip
RIGHT_RULES = {"sole": -5.47, "place": -3.55, "said": -4.08, "passing": 0.62, "": 0.0}
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
    both = evidence.both.tolist()
    order = tuple(sorted((i for i in range(len(both)) if i != none), key=lambda i: -both[i]))
    first, second = both[order[0]], both[order[1]] if len(order) > 1 else 0.0
    none_score = both[none] if none >= 0 else 0.0
    gap = first - second
    seen = {
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
