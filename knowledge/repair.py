"""Homophones, slips and pinyin in our own words: 专力质押 is read as 专利质押, and the user is told."""

import re
from collections.abc import Iterable, Iterator

from knowledge.sounds import loose, sound
from knowledge.words import Words, fold

HAN = re.compile(r"[\u3400-\u9fff]{2,}")
LETTERS = re.compile(r"[a-z]{2,}(?: [a-z]{2,})?")
SHORTEST, LONGEST = 2, 9
LOOSE_FROM = 3  # characters from which mixed-up initials and finals count as the same sound
SLIP_FROM = 4  # characters from which one wrong character is taken for a slip
EVERYDAY = 40_000  # how often a character stands alone (in jieba's counts) to be no slip: 是, 在, 上
LATIN_FROM = 5  # letters: fewer are too often English

Pairs = tuple[tuple[str, str], ...]


class Repairs:
    """Looks only for ``own`` words; what is a word already is never touched."""

    def __init__(self, own: Iterable[str], words: Words) -> None:
        kept = {fold(word) for word in own}
        self._words = words
        self._own = {word for word in kept if SHORTEST <= len(word) <= LONGEST and HAN.fullmatch(word)}
        self._exact: dict[tuple[str, ...], str] = {}
        self._loose: dict[tuple[str, ...], str] = {}
        self._letters: dict[str, str] = {}
        for word in sorted(self._own):
            heard = sound(word)
            self._exact.setdefault(heard, word)
            self._letters.setdefault("".join(heard), word)
            if len(word) >= LOOSE_FROM:
                self._loose.setdefault(loose(heard), word)
        self._holed = {(w[:i], w[i + 1 :]): w for w in self._own if len(w) >= SLIP_FROM for i in range(len(w))}

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
        alone = self._alone(run)
        start = 0
        while start < len(run):
            for length in range(min(LONGEST, len(run) - start), SHORTEST - 1, -1):
                said = run[start : start + length]
                word = None if said in self._own else self._heard(said, alone[start : start + length])
                if word:
                    yield said, word
                    start += length - 1
                    break
            start += 1

    def _alone(self, run: str) -> list[bool]:
        """For each character whether it was cut as a word of its own: where a slip breaks a word, pieces stand alone."""
        return [len(word) == 1 for word in self._words.cut(run) for _ in word]

    def _heard(self, said: str, alone: list[bool]) -> str | None:
        heard = sound(said)
        word = self._exact.get(heard) or (self._loose.get(loose(heard)) if len(said) >= LOOSE_FROM else None)
        word = word or self._slip(said)
        if not word or len(word) != len(said):
            return None
        wrong = [i for i, (a, b) in enumerate(zip(said, word, strict=True)) if a != b]
        broken = [i for i in wrong if alone[i] and self._words.alone(said[i]) < EVERYDAY]
        enough = len(broken) == len(wrong) if len(said) <= LOOSE_FROM else bool(broken)
        return word if wrong and enough and len(wrong) <= max(1, len(said) // 2) else None

    def _slip(self, said: str) -> str | None:
        if len(said) < SLIP_FROM:
            return None
        return next((w for i in range(len(said)) if (w := self._holed.get((said[:i], said[i + 1 :])))), None)


def replaced(text: str, repaired: Iterable[tuple[str, str]]) -> str:
    """``text`` with every (said, understood) put right."""
    for said, understood in repaired:
        text = text.replace(said, understood)
    return text
