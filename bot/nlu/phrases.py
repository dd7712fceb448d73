"""Phrases of the data files found in what was said: 「没…登记」 with a gap, longest first, negation seen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.memo import PerObject
from knowledge.text.phrase_search import Phrases

NONE = frozenset[str]()
AROUND = 8  # characters before and behind a phrase that are looked at
FEW = 12  # beginnings that are sooner asked one by one
GAP = "[^。；！？;!?\n没未不]{0,8}?"
NEGATED = re.compile(
    r"(?:不是|没有|没去|没办|没做|没能|没在|没|未曾|未|并非|非|不属于|不算|不在|不具备|不够|还不|不|无|从未|从来没|还没|尚未)(?:办|做|走|用|有|是|去|买|过|再|能|按|给|到|进|上|要|找|的|[质抵]?押)?$"
)
ASKED_BEFORE = re.compile(
    r"(?:是不是|是否|有没有|要不要|需不需要|算不算|能不能|可不可以|会不会|必须|须|需要先?|要先|一定要|得先|非得|用不用|该不该|哪些|怎么|如何|咋)[^，。]{0,3}$"
)
ASKED_AFTER = re.compile(
    r"^[^，。；,;]{0,2}(?:吗|么|没有[？?]|不[？?]|否[？?]|怎么|咋|如何|是什么|是啥|什么意思|[不没否](?=[\s?，,。！!]|$))"
)


class FoundPhrase(NamedTuple):
    """A phrase found in a text: where, and which one."""

    start: int
    end: int
    phrase: str
    text: str

    @property
    def negated(self) -> bool:
        """Whether the words before it deny it."""
        return NEGATED.search(self._before) is not None

    @property
    def asked(self) -> bool:
        """Whether the words around it ask for it."""
        if ASKED_BEFORE.search(self._before) or ASKED_AFTER.match(self.text[self.end : self.end + AROUND]):
            return True
        return in_a_question(self.text, self.start)

    @property
    def _before(self) -> str:
        return self.text[max(0, self.start - AROUND) : self.start]


@lru_cache(maxsize=8192)
def compiled(phrase: str) -> re.Pattern[str]:
    """The pattern of a phrase: … is a gap of up to eight characters without negation or full stop."""
    whole = "(?<![0-9.])" if phrase[0].isdigit() else ""  # 45% is not said in 345%
    return re.compile(whole + GAP.join(re.escape(part) for part in phrase.split("…")))


@lru_cache(maxsize=8192)
def _with_care(phrase: str) -> re.Pattern[str] | None:
    """The pattern of a phrase that does not stand wherever its characters do; None for a plain one."""
    return compiled(phrase) if "…" in phrase or phrase[0].isdigit() else None


class Lists:
    """Named lists of phrases, filed under what stands before their first gap: one pass over a text tells which of them
    it can hold. A message holds a handful of more than a hundred, and asking each costs more than all the rest."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        filed: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        pairs = ((phrase, name) for name, phrases in lists.items() for phrase in phrases)
        for place, (phrase, name) in enumerate(pairs):
            filed[phrase.partition("…")[0]].append((place, phrase, name))
        self._anywhere = filed.pop("", [])
        self._begins, self._filed = Phrases(filed) if len(filed) > FEW else None, tuple(filed.values())
        self._few = tuple(filed) if len(filed) <= FEW else ()

    def possible(self, text: str) -> list[tuple[int, str, str]]:
        """The phrases whose beginning is in ``text``, in the order of the lists: (place, phrase, name of its list)."""
        if self._begins is None:
            found = [one for begin, filed in zip(self._few, self._filed, strict=True) if begin in text for one in filed]
        elif begun := self._begins.find(text):
            found = [one for which in {which for which, _, _ in begun} for one in self._filed[which]]
        else:
            found = []
        if self._anywhere:
            found += self._anywhere
        return sorted(found) if len(found) > 1 else found

    def mentioned(self, text: str) -> frozenset[str]:
        """Names of the lists one of whose phrases occurs in ``text``, denied or not."""
        found = self.possible(text)
        return frozenset([name for _, phrase, name in found if _stands(phrase, text)]) if found else NONE


def _stands(phrase: str, text: str) -> bool:
    """Whether ``phrase`` occurs in ``text``, which holds its beginning."""
    pattern = _with_care(phrase)
    return pattern is None or pattern.search(text) is not None


_one_list: PerObject[tuple[str, ...], Lists] = PerObject(lambda phrases: Lists({"": phrases}))


def _possible(text: str, phrases: Iterable[str]) -> list[str]:
    if isinstance(phrases, tuple):
        return [phrase for _, phrase, _ in _one_list(phrases).possible(text)]
    return [phrase for phrase in phrases if phrase.partition("…")[0] in text]


def find(text: str, phrases: Iterable[str]) -> list[FoundPhrase]:
    """Every occurrence of every phrase in ``text`` (folded like the phrases), outermost only, in order."""
    found: list[FoundPhrase] = []
    for phrase in _possible(text, phrases):
        if pattern := _with_care(phrase):
            found += [FoundPhrase(hit.start(), hit.end(), phrase, text) for hit in pattern.finditer(text)]
            continue
        start = text.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            found.append(FoundPhrase(start, end, phrase, text))
            start = text.find(phrase, end)
    return outermost(found) if len(found) > 1 else found


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words, which have no gaps, stands in the text."""
    return any(map(text.__contains__, words))  # half as long as of a generator, and asked hundreds of times a message


def in_a_question(text: str, start: int) -> bool:
    """有没有, 是不是, 要不要: the phrase begins in the middle of a question; 「没押没押」 is said twice."""
    inside = 0 < start < len(text) - 1 and text[start] in "没不" and text[start - 1] == text[start + 1]
    return inside and (start < 2 or text[start - 2] not in "没不")


def outermost(found: list[FoundPhrase]) -> list[FoundPhrase]:
    """Drops what lies inside a longer find: 「逾期」 inside 「没有逾期」."""
    kept: list[FoundPhrase] = []
    for item in sorted(found, key=lambda f: (f.start, f.start - f.end)):
        if not kept or item.end > kept[-1].end:
            kept.append(item)
    return kept


def says(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases is said, not denied."""
    return any(not found.negated for found in find(text, phrases))


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases occurs at all, denied or not."""
    return any(_stands(phrase, text) for phrase in _possible(text, phrases))
