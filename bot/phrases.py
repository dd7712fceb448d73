"""Phrases of the data files found in what was said: 「没…登记」 with a gap, longest first, negation seen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.identity import Once
from knowledge.sayings import begins

GAP = "[^。；！？;!?\n没未不]{0,8}?"
NEGATED = re.compile(
    r"(?:不是|没有|没去|没办|没做|没能|没在|没|未曾|未|并非|非|不属于|不算|不在|不具备|不够|还不|不|无|从未|从来没|还没|尚未)(?:办|做|走|用|有|是|去|买|过|再|能|按|给|到|进|上|要|的)?$"
)
ASKED_BEFORE = re.compile(
    r"(?:是不是|是否|有没有|要不要|需不需要|算不算|能不能|可不可以|会不会|必须|须|需要先?|要先|一定要|得先|非得|用不用|该不该|哪些|怎么|如何|咋)[^，。]{0,3}$"
)
ASKED_AFTER = re.compile(r"^[^，。；,;]{0,2}(?:吗|么|没有[？?]|不[？?]|否[？?]|怎么|咋|如何|是什么|是啥|什么意思)")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a text: where, which one, and whether the words before it deny it or ask for it."""

    start: int
    end: int
    phrase: str
    negated: bool
    asked: bool


@lru_cache(maxsize=8192)
def compiled(phrase: str) -> re.Pattern[str]:
    whole = "(?<![0-9.])" if phrase[0].isdigit() else ""  # 45% is not said in 345%
    return re.compile(whole + GAP.join(re.escape(part) for part in phrase.split("…")))


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(compiled(phrase).pattern for phrase in phrases) or "(?!)")


def _begun(phrases: Iterable[str]) -> list[tuple[str, str]]:
    """Each phrase behind the part before its first gap."""
    return [(phrase.partition("…")[0], phrase) for phrase in phrases]


_any_of: Once[tuple[str, ...], re.Pattern[str]] = Once(_pattern)
_all_of: Once[tuple[str, ...], list[tuple[str, str]]] = Once(_begun)


class Lists:
    """Named lists of phrases, filed under the two signs they begin with: one pass over a text tells which of them it
    can hold. A message holds a handful of more than a hundred, and asking each costs more than all the rest."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._filed: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for name, phrases in lists.items():
            for begin, phrase in _begun(phrases):
                self._filed[begin[:2]].append((begin, phrase, name))

    def mentioned(self, text: str) -> frozenset[str]:
        """Names of the lists one of whose phrases occurs in ``text``, denied or not."""
        found = [
            name
            for start in self._filed.keys() & begins(text)
            for begin, phrase, name in self._filed[start]
            if begin in text and ((begin == phrase and not begin[0].isdigit()) or compiled(phrase).search(text))
        ]
        return frozenset(found)


def find(text: str, phrases: Iterable[str]) -> list[Found]:
    """Every occurrence of every phrase in ``text`` (folded like the phrases), outermost only, in order."""
    found: list[Found] = []
    if isinstance(phrases, tuple) and not _any_of(phrases).search(text):
        return found
    for begin, phrase in _all_of(phrases) if isinstance(phrases, tuple) else _begun(phrases):
        if begin not in text:
            continue
        for hit in compiled(phrase).finditer(text):
            before, after = text[max(0, hit.start() - 8) : hit.start()], text[hit.end() : hit.end() + 8]
            asked = bool(ASKED_BEFORE.search(before) or ASKED_AFTER.match(after)) or _a_not_a(text, hit.start())
            found.append(Found(hit.start(), hit.end(), phrase, bool(NEGATED.search(before)), asked))
    return outermost(found)


def _a_not_a(text: str, start: int) -> bool:
    """有没有, 是不是, 要不要: the phrase begins in the middle of a question."""
    return 0 < start < len(text) - 1 and text[start] in "没不" and text[start - 1] == text[start + 1]


def outermost(found: list[Found]) -> list[Found]:
    """Drops what lies inside a longer find: 「逾期」 inside 「没有逾期」."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start, f.start - f.end)):
        if not kept or item.end > kept[-1].end:
            kept.append(item)
    return kept


def says(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases is said, not denied."""
    return any(not found.negated for found in find(text, phrases))


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases occurs at all, denied or not."""
    if isinstance(phrases, tuple):
        return bool(_any_of(phrases).search(text))
    return any(compiled(phrase).search(text) for phrase in phrases if phrase.split("…")[0] in text)
