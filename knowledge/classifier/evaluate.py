"""Cross-validation on our own examples: what the matcher does with questions it has not seen."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from random import Random

from knowledge.classifier.match import Match, Matcher
from knowledge.classifier.model import Tell, silent
from knowledge.records.model import Example, Knowledge

Matched = tuple[Example, Match]
NOT_OURS = ("none", "smalltalk")
LEARNING = 0.8  # the share of a fold's time that learning takes; the rest is answering


def cross_validate(knowledge: Knowledge, folds: int = 5, tell: Tell = silent) -> dict[str, float]:
    """Shares 0..1 over all examples, each answered by a matcher that has seen no example of its family.

    ``tell`` hears the share done.
    """
    found = metrics(list(held_out(knowledge, folds, tell=tell)))
    tell(1.0)
    return found


def held_out(knowledge: Knowledge, folds: int, only: int | None = None, tell: Tell = silent) -> Iterator[Matched]:
    """Every example once (or those of the first ``only`` folds), matched by a matcher trained on the other folds."""
    for matcher, fold in islice(trained_without(knowledge, folds, tell), only):
        for example in fold:
            yield example, matcher.match(example.text)


def trained_without(
    knowledge: Knowledge, folds: int, tell: Tell = silent
) -> Iterator[tuple[Matcher, frozenset[Example]]]:
    """For each fold, a matcher that has seen none of its examples, and the fold."""
    for done, fold in enumerate(folded(knowledge, folds)):
        others = tuple(example for example in knowledge.examples if example not in fold)
        part = partial(_tell_part, tell, done / folds, LEARNING / folds)
        yield Matcher(replace(knowledge, examples=others), tell=part), fold


def _tell_part(tell: Tell, before: float, worth: float, share: float) -> None:
    tell(before + worth * share)


def folded(knowledge: Knowledge, folds: int) -> list[frozenset[Example]]:
    """The examples in ``folds`` parts, the same on every run; a family is never split."""
    families = sorted({example.family for example in knowledge.examples})
    Random(7).shuffle(families)
    part = {family: i % folds for i, family in enumerate(families)}
    return [frozenset(e for e in knowledge.examples if part[e.family] == i) for i in range(folds)]


def metrics(seen: list[Matched]) -> dict[str, float]:
    """``top1``, ``top3``, ``refused`` of ours; ``none_refused`` of not ours; ``sure_share``, ``sure_right``."""
    fits = {(e.text, e.label) for e, _ in seen}  # a vague question stands under every clause it fits
    ours = [(e, m) for e, m in seen if e.label != "none"]
    clauses = [(e, m) for e, m in ours if e.label != "meta"]
    others = [(e, m) for e, m in seen if e.label == "none"]
    sure = [(e, m) for e, m in seen if m.verdict == "sure"]
    return {
        "examples": float(len(seen)),
        "top1": _share([(e.text, _first(m)) in fits for e, m in ours]),
        "top3": _share([any((e.text, first) in fits for first in _firsts(m)) for e, m in ours]),
        "refused": _share([m.verdict in NOT_OURS for _, m in ours]),
        "none_refused": _share([m.verdict in NOT_OURS for _, m in others]),
        "sure_share": _share([m.verdict == "sure" for _, m in clauses]),
        "sure_right": _share([(e.text, _first(m)) in fits for e, m in sure]),
        "section": _share(
            [m.section == ("" if e.section == "general" else e.section) for e, m in ours if _first(m) == e.label]
        ),
    }


def report(found: Mapping[str, float]) -> str:
    """One line a metric, for the terminal."""
    return "\n".join(
        f"{name:14} {value:8.3f}" if value <= 1 else f"{name:14} {value:8.0f}" for name, value in found.items()
    )


def _first(match: Match) -> str:
    return "meta" if match.verdict == "meta" else match.hits[0].clause if match.hits else "none"


def _firsts(match: Match) -> tuple[str, ...]:
    return ("meta",) if match.verdict == "meta" else tuple(hit.clause for hit in match.hits[:3])


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
