"""Homophones, slips and pinyin in our own words: 专力质押 is read as 专利质押, and the user is told."""

import re
from collections.abc import Iterable, Iterator

from knowledge.sounds import loose, sound
from knowledge.words import Words, fold

HAN = re.compile(r"[\u3400-\u9fff]{2,}")
LETTERS = re.compile(r"[a-z]{2,}(?: [a-z]{2,})?")
SHORTEST, LONGEST = 2, 9
LOOSE_FROM = 3  # characters from which mixed-up initials and finals count as the same sound
SLIP_FROM = 5  # characters from which one wrong character is taken for a slip
EVERYDAY = 40_000  # how often a character stands alone (in jieba's counts) to be no slip: 是, 在, 上
RARE = 2_000
LATIN_FROM = 5  # letters: fewer are too often English

Pairs = tuple[tuple[str, str], ...]


class Repairs:
    """Looks only for ``own`` words, of which the first with a sound wins; what is one of them is never touched."""

    def __init__(self, own: Iterable[str], words: Words) -> None:
        own = [fold(word) for word in own]
        self._words = words
        self._own = {word for word in own if SHORTEST <= len(word) <= LONGEST and HAN.fullmatch(word)}
        self._exact: dict[tuple[str, ...], str] = {}
        self._loose: dict[tuple[str, ...], str] = {}
        self._letters: dict[str, str] = {}
        self._lengths: dict[tuple[str, ...], set[int]] = {}
        for word in own:
            if word not in self._own:
                continue
            heard = sound(word)
            if self._exact.get(heard, word) != word:
                self._own.discard(word)  # 首太套 among the plain words of a clause is still a slip for 首台套
                continue
            self._exact.setdefault(heard, word)
            self._letters.setdefault("".join(heard), word)
            self._lengths.setdefault(loose(heard[:2]), set()).add(len(word))
            if len(word) >= LOOSE_FROM:
                self._loose.setdefault(loose(heard), word)
        self._holed = {(w[:i], w[i + 1 :]): w for w in self._own if len(w) >= SLIP_FROM for i in range(1, len(w) - 1)}

    def find(self, text: str) -> Pairs:
        """(said, understood) pairs in order, longest first, none over another; () when all is well."""
        folded = fold(text)
        found = [*self._in_letters(folded)]
        for run in HAN.finditer(folded):
            found += self._in_characters(run.group())
        return tuple(dict.fromkeys((said, understood) for said, understood in found if said in text))

    def _in_letters(self, folded: str) -> Iterator[tuple[str, str]]:
        for run in LETTERS.finditer(folded):
            for said in dict.fromkeys((run.group(), *run.group().split(" "))):
                word = self._letters.get(said.replace(" ", ""))
                if word and len(said) >= LATIN_FROM:
                    yield said, word
                    break

    def _in_characters(self, run: str) -> Iterator[tuple[str, str]]:
        heard = sound(run)
        like = loose(heard)
        pieces: list[tuple[bool, bool]] = []
        start = 0
        while start < len(run) - 1:
            for length in sorted(self._lengths.get(like[start : start + 2], ()), reverse=True):
                end = start + length
                said = run[start:end]
                if end > len(run) or said in self._own:
                    continue
                word = self._exact.get(heard[start:end]) or self._loose.get(like[start:end])
                if word is None and length < SLIP_FROM:
                    continue
                pieces = pieces or self._pieces(run)
                if word := self._repaired(said, word, pieces[start:end]):
                    yield said, word
                    start = end - 1
                    break
            start += 1

    def _pieces(self, run: str) -> list[tuple[bool, bool]]:
        """For each character whether a word starts at it, and whether it was cut as a word of its own."""
        return [(i == 0, len(word) == 1) for word in self._words.cut(run) for i in range(len(word))]

    def _repaired(self, said: str, word: str | None, pieces: list[tuple[bool, bool]]) -> str | None:
        """``word`` sounds like ``said``; may it take its place? Without one, a slip of the pen is looked for."""
        if not pieces[0][0]:
            return None
        if word is None or len(word) != len(said):
            return self._slip(said, pieces)
        wrong = [i for i, (a, b) in enumerate(zip(said, word, strict=True)) if a != b]
        if len(said) >= LOOSE_FROM:
            edges = [i for i in wrong if i in (0, len(said) - 1)]
            return word if 0 < len(wrong) < len(said) and not any(self._everyday(said[i]) for i in edges) else None
        broken = all(pieces[i][1] and not self._everyday(said[i]) for i in wrong)
        return word if len(wrong) == 1 and broken else None

    def _everyday(self, character: str) -> bool:
        return self._words.alone(character) >= EVERYDAY

    def _slip(self, said: str, pieces: list[tuple[bool, bool]]) -> str | None:
        """A long word with one wrong, rare character inside; at its ends 「县科技局」 would become 「市科技局」."""
        if len(said) < SLIP_FROM:
            return None
        for i in range(1, len(said) - 1):
            if pieces[i][1] and self._words.alone(said[i]) < RARE:
                word = self._holed.get((said[:i], said[i + 1 :]))
                if word:
                    return word
        return None


def replaced(text: str, repaired: Iterable[tuple[str, str]]) -> str:
    """``text`` with every (said, understood) put right."""
    for said, understood in repaired:
        text = text.replace(said, understood)
    return text
