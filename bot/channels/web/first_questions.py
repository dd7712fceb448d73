"""Four good first questions: by what is asked most and by season."""

from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.records.model import FirstQuestion

SHOWN = 4


def first_questions(every: Sequence[FirstQuestion], day: date, asked: Mapping[str, int]) -> tuple[FirstQuestion, ...]:
    """What suits this month first, then what is asked most; the rest takes turns from day to day.

    ``asked``: measure id → how often it was asked about lately.
    """
    turned = [every[(i + day.toordinal()) % len(every)] for i in range(len(every))]
    ranked = sorted(turned, key=lambda one: (-_season(one, day), -asked.get(one.measure_id, 0)))
    # The one that shows best what this is for always leads.
    first, rest = every[:1], [one for one in ranked if one != every[0]]
    return (*first, *rest)[:SHOWN]


def _season(one: FirstQuestion, day: date) -> int:
    return int(day.month in one.months)
