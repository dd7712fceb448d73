"""A profile taken apart: every value with its name, and the loan, policy or listing it is told of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge.records.checkup import CheckupRecord, Part
from knowledge.text.tokens import clean

DEEPEST = 6
LONGEST = 200  # characters of a value
MOST = 400  # fields of a profile
# Tables that hold whatever there is to tell, whose words say nothing of what they are about
ABOUT_ALL = re.compile(
    "^(?:facts?|profile|info|basics?|company|enterprise|details?|data|事实|情况|资料|企业)$", re.IGNORECASE
)
Value = str | bool | Decimal


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a profile. ``part``: keys of the parts it stands in, none for the enterprise itself; ``row``: which
    of several of that name, and ``inside``: the name."""

    name: str
    value: Value
    part: tuple[str, ...] = ()
    row: int = 0
    inside: str = ""

    @property
    def words(self) -> str:
        """The value where it is said in words, "" for others."""
        return self.value if isinstance(self.value, str) else ""


def matches(pattern: str, text: str) -> bool:
    """Whether the pattern, if any, is found in the text, in small letters or large."""
    return bool(pattern) and re.search(pattern, text, re.IGNORECASE) is not None


def fields_of(records: Sequence[CheckupRecord], profile: Mapping[str, Any]) -> Iterator[Field]:
    """All values of the profile, none twice; what is too much or too deep is left out."""
    for number, field in enumerate(_walk(records, profile, 0)):
        if number >= MOST:
            return
        yield field


def _walk(records: Sequence[CheckupRecord], table: Mapping[str, Any], depth: int) -> Iterator[Field]:
    for name, value in table.items() if depth < DEEPEST else ():
        rows = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        rows = [value] if isinstance(value, dict) else rows
        if not rows:
            yield from _leaves(str(name), value)
            continue
        counted: dict[tuple[str, ...], int] = {}
        for row in rows:
            keys = _parts_of(records, str(name), row)
            if not keys:
                yield from _walk(records, row, depth + 1)
                continue
            number = counted[keys] = counted.get(keys, -1) + 1
            leaves = list(_inside(row, "", depth))
            leaves = leaves or [Field("", "")]
            yield from (replace(field, part=keys, row=number, inside=str(name)) for field in leaves)


def _parts_of(records: Iterable[CheckupRecord], name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts a table is about: those of its name, else those of a word in it."""
    parts = [part for record in records for part in record.parts]
    said = "，".join(field.words for field in _inside(row, "", 0) if field.words)
    named = [part for part in parts if part.is_named(name)]
    if named or ABOUT_ALL.search(name) or any(isinstance(value, dict | list) for value in row.values()):
        return tuple(part.key for part in _narrowed(named, said))
    return tuple(part.key for part in [part for part in parts if matches(part.words, said)][:1])


def _narrowed(named: Sequence[Part], said: str) -> list[Part]:
    """Of several parts that the name may mean the one whose words are said, else the first."""
    if len(named) < 2:
        return list(named)
    return [part for part in named if matches(part.words, said)][:1] or list(named[:1])


def _inside(table: Mapping[str, Any], before: str, depth: int) -> Iterator[Field]:
    for name, value in table.items() if depth < DEEPEST else ():
        whole = f"{before}_{name}" if before else str(name)
        if isinstance(value, dict):
            yield from _inside(value, whole, depth + 1)
        else:
            yield from _leaves(whole, value)


def _leaves(name: str, value: Any) -> Iterator[Field]:
    for one in value if isinstance(value, list) else [value]:
        if (found := _value(one)) is not None:
            yield Field(name[:LONGEST], found)


def _value(value: Any) -> Value | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean(value).strip()[:LONGEST] or None
    if isinstance(value, int | float | Decimal):
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    return None
