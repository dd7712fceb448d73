"""Finds which of many set phrases stand in a text: only those are looked for of which the text has the beginning."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from knowledge.words import fold

LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Said(NamedTuple):
    """A phrase found at ``start`` of the folded text, and what it stands for."""

    start: int
    phrase: str
    means: tuple[str, ...]


class Sayings:
    """``means``: phrase → what it stands for (one phrase may stand for several)."""

    def __init__(self, means: Mapping[str, Iterable[str]]) -> None:
        found: dict[str, tuple[str, ...]] = {}
        for phrase, meant in means.items():
            key = fold(phrase).strip()
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *meant)))
        self._filed: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for key, meanings in found.items():
            self._filed.setdefault(key[:2], []).append((key, meanings))

    def find(self, folded: str) -> list[Said]:
        """Every phrase at every place, the longer first; letters count only as whole words (``pe`` not in "open")."""
        found: list[Said] = []
        for begin in self._filed.keys() & begins(folded):
            for phrase, means in self._filed[begin]:
                start = folded.find(phrase)
                while start >= 0:
                    if _stands_alone(folded, start, start + len(phrase)):
                        found.append(Said(start, phrase, means))
                    start = folded.find(phrase, start + 1)
        return sorted(found, key=_order) if len(found) > 1 else found


def _order(said: Said) -> tuple[int, int]:
    return said.start, -len(said.phrase)


def without(folded: str, found: Sequence[Said]) -> str:
    """``folded`` with the phrases found in it cut out."""
    kept, end = [], 0
    for said in found:
        if said.start >= end:
            kept.append(folded[end : said.start])
            end = said.start + len(said.phrase)
    return "".join(kept) + folded[end:]


@lru_cache(maxsize=64)  # one message is looked through for many lists of phrases
def begins(text: str) -> frozenset[str]:
    """Everything of at most two signs a phrase in ``text`` can begin with."""
    return frozenset(["", *text, *map(add, text, text[1:])])


def _stands_alone(text: str, start: int, end: int) -> bool:
    if text[start] not in LATIN and text[end - 1] not in LATIN:
        return True
    before = text[start - 1] if start and text[start] in LATIN else ""
    after = text[end] if end < len(text) and text[end - 1] in LATIN else ""
    return before not in LATIN and after not in LATIN
