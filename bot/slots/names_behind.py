"""Sums each of which is called by the word right behind it, in one row: 「50万保费2000万保额」. The word between two of
them is the first one's, where the last has one behind it and the first none before."""

import re
from collections.abc import Mapping, Sequence

from bot.figures import Figure
from bot.memo import PerObject
from bot.slots.reading import Reading
from bot.slots.roles import NEAR, Placed
from knowledge.records.model import Measure

STOPS = re.compile("[，。；;！？!?,：:、\n]")
ENDS = re.compile("[的]?(?:$|[，。；;！？!?,、]|[能可该怎呢吧]|一共|总共)")
SHORTEST = 2


def named_behind(reading: Reading, spoken: Sequence[Placed]) -> list[Placed]:
    """With every sum of such a row as what the word behind it says."""
    names = _names(reading.measure)
    sums = [one for one in reading.figures if one.kind == "money" and not one.unit_missing]
    if len(names) < SHORTEST or len(sums) < SHORTEST:
        return list(spoken)
    row = _row(reading.text, sums, names)
    kept = [one for one in spoken if one.figure not in [placed.figure for placed in row]]
    return sorted([*kept, *row], key=lambda one: one.figure.start)


def _row(text: str, sums: Sequence[Figure], names: Mapping[str, str]) -> list[Placed]:
    word = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    behind = re.compile(f"[元块]?的?({word})")
    found = []
    for place, one in enumerate(sums):
        said = behind.match(text, one.end)
        last = place + 1 == len(sums)
        if said is None or not (ENDS.match(text, said.end()) if last else said.end() == sums[place + 1].start):
            return []
        found.append(Placed(one, names[said[1]], True, NEAR, True))
    before = STOPS.split(text[: sums[0].start])[-1]
    keys = {one.key for one in found}
    return found if len(keys) == len(found) and not re.search(f"(?:{word})[^0-9]{{0,3}}$", before) else []


def _names_of(measure: Measure) -> dict[str, str]:
    """What each of its sums is called by → the sum; no word of two of them, no verb."""
    records = [record for record in measure.inputs if record.unit == "yuan"]
    said = [(name, record.key) for record in records for name in {record.label, record.named, *record.announces}]
    keys: dict[str, set[str]] = {}
    for name, key in said:
        if len(name) >= SHORTEST and "_" not in name and "…" not in name:
            keys.setdefault(name, set()).add(key)
    return {name: next(iter(every)) for name, every in keys.items() if len(every) == 1}


_names: PerObject[Measure, dict[str, str]] = PerObject(_names_of)
