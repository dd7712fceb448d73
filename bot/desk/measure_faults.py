"""Faults of a draft by the field of a measure's form they are about."""

import re
from collections.abc import Mapping
from typing import Any

from bot.desk.fault_words import OF_MEASURE, plainly, told
from bot.desk.measure_fields import PARTS, WORDS
from knowledge.records.faults import DataError
from knowledge.records.model import Knowledge

PART = re.compile(r"(figure|input|condition) 第(\d+)个(?:（[^）]*）)? (\w+)")
KEYED = re.compile(r"(figure|input|condition)（(\w+)）\s*(\w*)")
OPENED = re.compile(r"written(?: 第\d+个)?(?:（(\w+)）\s*(value|quote))?")


def path_of(policy: str) -> str:
    return f"policies/{policy}/measures.toml"


def sorted_faults(
    faults: tuple[DataError, ...], policy: str, name: str, known: Knowledge | None, record: Mapping[str, Any]
) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Faults by the field of this form they are about; those of the record that have none; those of other records."""
    own: dict[str, list[str]] = {}
    of_form, elsewhere = list[str](), list[str]()
    measure = next((one for one in known.measures if (one.policy, one.id) == (policy, name)), None) if known else None
    for fault in faults:
        found = OF_MEASURE.match(fault.key) if fault.file == path_of(policy) else None
        words = plainly(str(fault).removeprefix(f"{fault.file}：{fault.key}："), measure)
        if not found or found[1] != name:
            elsewhere.append(str(told(fault, known) if known else fault))
        elif place := _field(found[2], record):
            own.setdefault(place, []).append(words)
        else:
            of_form.append(words)
    return own, of_form, elsewhere


def _field(key: str, record: Mapping[str, Any]) -> str:
    """figure 第2个（share） value → figure.1.value; a key of the measure itself as it is; "" for what has no field."""
    if found := PART.fullmatch(key.strip()):
        part, place, field_ = found[1], int(found[2]) - 1, found[3]
        known = {spec.key for spec in PARTS[part][1]}
        return f"{part}.{place}.{field_}" if field_ in known else f"{part}.{place}."
    if found := KEYED.fullmatch(key.strip()):
        rows = [str(row.get("key")) for row in record.get(found[1], ())]
        field_ = found[3] if found[3] in {spec.key for spec in PARTS[found[1]][1]} else ""
        return f"{found[1]}.{rows.index(found[2])}.{field_}" if found[2] in rows else ""
    if found := OPENED.match(key.strip()):
        return f"open.{found[1] or ''}.{found[2]}" if found[1] else "open."
    return key.strip() if key.strip() in {spec.key for spec in WORDS} else ""
