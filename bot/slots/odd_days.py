"""The days that a term has beside its months: 「九个月零二十天」 is one term, whatever its second half sounds like."""

from collections.abc import Sequence
from itertools import pairwise

from bot.copies import replace
from bot.slots.reading import Reading
from bot.slots.roles import Placed


def with_odd_days(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With days that follow right upon the months of a term as part of it."""
    found = list(spoken)
    for months, days in pairwise(reading.figures):
        if not (months.kind == days.kind == "duration" and (months.unit, days.unit) == ("months", "days")):
            continue
        term = next((one for one in found if one.figure is months), None)
        beside = reading.text[months.end : days.start].strip() in ("", "零", "又")
        if term is not None and beside:
            found = [*(one for one in found if one.figure is not days), replace(term, figure=days)]
    return found
