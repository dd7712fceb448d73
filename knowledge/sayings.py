"""Finds which of many set phrases stand in a text: one look-up for each stretch of it, whatever their number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.words import fold

LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase found at ``start`` of the folded text, and what it stands for."""

    start: int
    phrase: str
    means: tuple[str, ...]


class Sayings:
    """``means``: phrase → what it stands for (one phrase may stand for several)."""

    def __init__(self, means: Mapping[str, Iterable[str]]) -> None:
        self._means: dict[str, tuple[str, ...]] = {}
        for phrase, meant in means.items():
            key = fold(phrase).strip()
            self._means[key] = tuple(dict.fromkeys((*self._means.get(key, ()), *meant)))
        lengths: dict[str, set[int]] = {}
        for key in self._means:
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def find(self, folded: str) -> Iterator[Said]:
        """Every phrase at every place, the longer first; letters count only as whole words (``pe`` not in "open")."""
        for start, first in enumerate(folded):
            for length in self._lengths.get(first, ()):
                phrase = folded[start : start + length]
                means = self._means.get(phrase)
                if means and _stands_alone(folded, start, start + len(phrase)):
                    yield Said(start, phrase, means)

    def without(self, folded: str) -> str:
        """``folded`` with the phrases cut out."""
        kept, end = [], 0
        for said in self.find(folded):
            if said.start >= end:
                kept.append(folded[end : said.start])
                end = said.start + len(said.phrase)
        return "".join(kept) + folded[end:]


def _stands_alone(text: str, start: int, end: int) -> bool:
    if text[start] not in LATIN and text[end - 1] not in LATIN:
        return True
    before = text[start - 1] if start and text[start] in LATIN else ""
    after = text[end] if end < len(text) and text[end - 1] in LATIN else ""
    return before not in LATIN and after not in LATIN
