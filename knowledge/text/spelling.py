"""Homophones, slips and pinyin in our own words: 「专力质押」 is read as 「专利质押」, and the user is told."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from knowledge.text.phrase_search import Phrases
from knowledge.text.pinyin import loose_signs, signs, sound
from knowledge.text.tokens import Words, fold

HAN = re.compile(r"[\u3400-\u9fff]{2,}")
LETTERS = re.compile(r"[a-z]{2,}(?: [a-z]{2,})?")
SHORTEST, LONGEST = 2, 9
LOOSE_FROM = 3  # characters from which mixed-up initials and finals count as the same sound
SLIP_FROM = 5  # characters from which one wrong character is taken for a slip
EVERYDAY = 40_000  # how often a character stands alone (in jieba's counts) to be no slip: 是, 在, 上
RARE = 2_000
LATIN_FROM = 5  # letters: fewer are too often English
REMEMBERED = 256  # texts: more than are answered at once

Pairs = tuple[tuple[str, str], ...]


class Repairs:
    """Looks only for ``own`` words, of which the first with a sound wins; what is one of them, or of those to be
    ``kept``, is never touched."""

    def __init__(self, own: Iterable[str], words: Words, kept: Iterable[str] = ()) -> None:
        own = [fold(word) for word in own]
        self._words = words
        self._own = {word for word in own if SHORTEST <= len(word) <= LONGEST and HAN.fullmatch(word)}
        self._exact: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        self._letters: dict[str, str] = {}
        lengths: dict[str, set[int]] = {}
        for word in own:
            if word not in self._own:
                continue
            heard, like = word.translate(signs()), word.translate(loose_signs())
            if self._exact.get(heard, word) != word:
                self._own.discard(word)  # 「首太套」 among the plain words of a clause is still a slip for 「首台套」
                continue
            self._exact.setdefault(heard, word)
            self._letters.setdefault("".join(sound(word)), word)
            lengths.setdefault(like[:2], set()).add(len(word))
            if len(word) >= LOOSE_FROM:
                self._loose.setdefault(like, word)
        self._lengths = lengths
        self._kept = self._own | set(kept)
        long = [word for word in own if len(word) >= SLIP_FROM and word in self._own]
        self._holed = {(w[:i], w[i + 1 :]): w for w in reversed(long) for i in range(1, len(w) - 1)}
        # One wrong character leaves a half of the word as it is: the half, where it stands, how long the word is
        halves = {(w[slice(*half)], half[0], len(w)) for w in long for half in ((0, len(w) // 2), (len(w) // 2, None))}
        self._halves = sorted(halves)
        self._likes = Phrases({word.translate(loose_signs()) for word in self._own})
        self._slipped = Phrases([half for half, _, _ in self._halves])
        found = lru_cache(maxsize=REMEMBERED)(self._find)
        self.find: Callable[[str], Pairs] = found
        """(said, understood) pairs in order, longest first, none over another; () when all is well."""
        self.forget = found.cache_clear

    def _find(self, text: str) -> Pairs:
        folded = fold(text)
        found = [*self._in_letters(folded), *self._in_characters(folded)]
        return tuple(dict.fromkeys((said, understood) for said, understood in found if said in text))

    def _in_letters(self, folded: str) -> Iterator[tuple[str, str]]:
        for run in LETTERS.finditer(folded):
            for said in dict.fromkeys((run.group(), *run.group().split(" "))):
                word = self._letters.get(said.replace(" ", ""))
                if word and len(said) >= LATIN_FROM:
                    yield said, word
                    break

    def _in_characters(self, folded: str) -> Iterator[tuple[str, str]]:
        like = folded.translate(loose_signs())
        spans = self._spans(folded, like)
        heard = folded.translate(signs()) if spans else ""
        pieces: list[tuple[bool, bool]] = []
        taken = 0
        for start, end in spans:
            word = self._exact.get(heard[start:end]) or self._loose.get(like[start:end])
            said = folded[start:end]
            if start < taken or not HAN.fullmatch(said) or (word is None and not any(self._slips(said))):
                continue
            pieces = pieces or self._pieces(folded)
            word = self._repaired(said, word, pieces[start:end])
            if word and not _goes_on(said, word, pieces[end : end + 1]):
                yield said, word
                taken = end

    def _spans(self, folded: str, like: str) -> list[tuple[int, int]]:
        """Where something stands that sounds about like a word of ours, or has half of a long one and its beginning,
        and is none; in order, the longer first."""
        found = {(start, end) for _, start, end in self._likes.find(like)}
        for which, at, _ in self._slipped.find(folded):
            _, inside, length = self._halves[which]
            start = at - inside
            if start >= 0 and length in self._lengths.get(like[start : start + 2], ()):
                found.add((start, start + length))
        spans = [(start, end) for start, end in found if end <= len(folded) and folded[start:end] not in self._kept]
        return sorted(spans, key=lambda span: (span[0], -span[1]))

    def _pieces(self, folded: str) -> list[tuple[bool, bool]]:
        """For each character whether a word starts at it, and whether it was cut as a word of its own."""
        words = self._words.placed("".join([sign if HAN.match(sign * 2) else " " for sign in folded]))
        found = [(False, False)] * len(folded)
        for word, start in words:
            found[start] = True, len(word) == 1
        return found

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
        found = (word for i, word in self._slips(said) if pieces[i][1] and self._words.alone(said[i]) < RARE)
        return next(found, None)

    def _slips(self, said: str) -> Iterator[tuple[int, str]]:
        """Where one character inside is all that parts ``said`` from a long word, and that word."""
        for i in range(1, len(said) - 1 if len(said) >= SLIP_FROM else 0):
            if word := self._holed.get((said[:i], said[i + 1 :])):
                yield i, word


def _goes_on(said: str, word: str, behind: list[tuple[bool, bool]]) -> bool:
    """Whether the last character, where it is the wrong one, is of a word that goes on: 专利代 of 专利代理."""
    return said[-1] != word[-1] and bool(behind) and not behind[0][0]


def replaced(text: str, repaired: Iterable[tuple[str, str]]) -> str:
    """``text`` with every (said, understood) put right."""
    for said, understood in repaired:
        text = text.replace(said, understood)
    return text
