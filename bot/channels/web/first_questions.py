"""Six good first questions: by what is asked most and by season."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

SHOWN = 6
FILE = Path(__file__).parent / "first_questions.toml"
MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """A question one may begin with; ``measure`` "" is about a clause or the document; ``months`` it suits."""

    text: str
    measure: str
    months: tuple[int, ...]


@lru_cache(maxsize=1)
def examples() -> tuple[FirstQuestion, ...]:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["question"]
    return tuple(FirstQuestion(one["text"], one["measure"], tuple(one.get("months", ()))) for one in found)


def first_questions(day: date, asked: Mapping[str, int]) -> tuple[str, ...]:
    """What suits this month first, then what is asked most; the rest takes turns from day to day."""
    every = examples()
    turned = [every[(i + day.toordinal()) % len(every)] for i in range(len(every))]
    ranked = sorted(turned, key=lambda one: (-_season(one, day), -asked.get(one.measure, 0) if one.measure else 0))
    # The one that shows best what this is for always leads.
    first = [one for one in every[:1] if one in ranked]
    rest = [one for one in ranked if one not in first]
    return tuple(one.text for one in (*first, *rest)[:SHOWN])


def _season(one: FirstQuestion, day: date) -> int:
    return int(bool(one.months) and day.month in one.months)
