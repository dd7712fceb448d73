"""The day as a store has seen it pass: what is old may be deleted only when today's date can be believed.

One start with the clock at 2030 would else delete everything that is kept for so many days.
"""

from datetime import date
from typing import NamedTuple

STEP = 1  # days between two looks at a clock that goes as it should
CONFIRMED = 24 * 3600.0  # seconds of running, over any number of starts, after which a day that jumped is believed


class Seen(NamedTuple):
    """``day``: the last one believed, ISO, None before the first; ``doubted``: one that does not follow from it, and
    for how many ``seconds`` the program has run while days went on from that one."""

    day: str | None = None
    doubted: str | None = None
    seconds: float = 0.0


def seen(before: Seen, today: date, ran: float) -> Seen:
    """What is known of the days after one more look, ``ran`` seconds after the last."""
    if _follows(before.day, today):
        return Seen(max(before.day or "", today.isoformat()))
    if not _follows(before.doubted, today):
        return Seen(before.day, today.isoformat())
    seconds = before.seconds + ran
    return Seen(today.isoformat()) if seconds >= CONFIRMED else Seen(before.day, today.isoformat(), seconds)


def _follows(day: str | None, today: date) -> bool:
    return day is not None and abs((today - date.fromisoformat(day)).days) <= STEP
