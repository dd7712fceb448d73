"""Several told in pairs, of which only the first names both sums:
「质量险保费60万保额3000万，责任险45万保额1000万」."""

import re
from collections.abc import Sequence

from bot.figures import Figure
from bot.slots.reading import Reading
from bot.slots.roles import NEAR, Placed

# Between the first sum of a pair and the word for the second
BETWEEN = re.compile("[元块]?(?:钱)?[，,、 ]{0,2}[^，。；;,、0-9]{0,8}$")


def paired(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With the sum right before each second one of a pair as the main one, where that of the first pair is called so
    and they stand side by side."""
    beside = {one.key for one in reading.measure.inputs if one.unit == "yuan" and one.of_a_part} - {reading.main}
    known = {one.figure.start: one.key for one in spoken if one.is_input}
    sums = [one for one in reading.figures if one.kind == "money" and not one.unit_missing]
    seconds = [one for one in sums if known.get(one.start) in beside]
    firsts = [sums[sums.index(one) - 1] if sums.index(one) else None for one in seconds]
    if len(seconds) < 2 or firsts[0] is None or known.get(firsts[0].start) != reading.main:
        return list(spoken)
    open_ones = [one for one in firsts[1:] if one and known.get(one.start) in (None, reading.main)]
    if len(open_ones) + 1 < len(seconds) or not all(map(_goes_with, [reading.text] * len(seconds), firsts, seconds)):
        return list(spoken)
    rest = [one for one in spoken if one.figure not in open_ones]
    added = [Placed(one, reading.main, True, NEAR, True) for one in open_ones]
    return sorted([*rest, *added], key=lambda one: one.figure.start)


def _goes_with(text: str, first: Figure | None, second: Figure) -> bool:
    return first is not None and BETWEEN.fullmatch(text[first.end : second.start]) is not None
