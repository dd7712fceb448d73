"""Annotated turns: what people say in a talk and what it means, one JSON object a line, which staff may add to."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.records.model import AnnotatedTurn
from knowledge.records.schema import DataError, Faults

FILE = re.compile(r"^policies/([^/]+)/listening/[^/]+\.jsonl$")
KEYS = frozenset({"measure", "asked", "sum", "has", "say", "acts", "figures", "facts"})


def read_annotated(files: Mapping[str, str], faults: Faults) -> tuple[AnnotatedTurn, ...]:
    """Every annotated turn of every policy, in the order of the files; a line that is none is noted."""
    found: list[AnnotatedTurn] = []
    for path in sorted(files):
        if match := FILE.match(path):
            found += _turns(path, files[path], match[1], faults)
    return tuple(found)


def _turns(path: str, text: str, policy: str, faults: Faults) -> Iterator[AnnotatedTurn]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _turn(json.loads(line), policy)
        except (ValueError, KeyError, TypeError, AttributeError):
            keys = "、".join(sorted(KEYS))
            faults.note(DataError(path, f"第{number}行", "读不成一句标注过的话", f"请写成一行 JSON，键有：{keys}"))


def _turn(line: dict[str, Any], policy: str) -> AnnotatedTurn:
    if set(line) != KEYS or not line["say"] or not line["acts"]:
        raise ValueError(line)
    return AnnotatedTurn(
        policy=policy,
        measure=line["measure"] or "",
        asked=line["asked"] or "",
        shown=line["sum"] or "",
        stands={str(key): str(value) for key, value in line["has"].items()},
        text=line["say"],
        acts=tuple(map(str, line["acts"])),
        figures=tuple((str(said), str(role)) for said, role in line["figures"]),
        facts={str(key): str(value) for key, value in line["facts"].items()},
    )
