"""What a text is compared by: character runs of one to three, words, sounds, and concepts behind plain words.

Runs of characters and of syllables are numbers, so that those of a whole message are found in one look: 16 bits for
each character, and a bit above them that tells syllables from characters.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.text.phrase_search import Phrases
from knowledge.text.pinyin import sign_of, signs, spelled
from knowledge.text.tokens import Words

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BREAK = re.compile(r"[^\w]+|_+")
LATIN = re.compile(r"[a-z]{4,}")
BITS = 16
CHINESE = slice(0x3400, 0xA000)
WIDEST = (1 << BITS) - 1  # stands for every character beyond: no word of ours has one
SOUNDS = 1 << 3 * BITS
PLACE = 14  # bits for the place beside a run: folded, the 601 characters looked at can become eighteen times as many
LAST_PLACE = (1 << PLACE) - 1  # what begins beyond counts as beginning there
BLANK = ord(" ")

Numbers = NDArray[np.int64]


class TextFeatures(NamedTuple):
    """What a text has, and where.

    ``marks``: runs of characters and sounds, by number, each above the place at which it begins; sorted. ``words`` in
    order, with the places at which they begin; ``meant``: "@funds" a concept, "=贴息" the document's word for one said.
    What begins at ``request`` or behind it belongs to the request; 0: all of it does. ``request_word``: how many words
    stand before it.
    """

    marks: Numbers
    words: tuple[str, ...]
    starts: tuple[int, ...]
    meant: tuple[tuple[str, int], ...]
    request: int
    request_word: int

    @property
    def runs(self) -> Numbers:
        """The runs, each once, without the blank and those that are half a sound."""
        return runs_of((self,))[0]

    @property
    def names(self) -> frozenset[str]:
        """ "=贴息" for each word of more than one character, and what is meant."""
        return frozenset([f"={word}" for word in self.words if len(word) > 1] + [name for name, _ in self.meant])


def runs_of(texts: Sequence[TextFeatures]) -> tuple[Numbers, Numbers]:
    """The runs of all texts, one text after another, and whose each is (its place among ``texts``).

    Those of one text are sorted and stand once; the blank and what is half a sound are left out.
    """
    runs = np.concatenate([text.marks for text in texts]) >> PLACE
    whose = np.repeat(np.arange(len(texts)), [len(text.marks) for text in texts])
    kept = np.ones(len(runs), np.bool_)
    kept[1:] = (runs[1:] != runs[:-1]) | (whose[1:] != whose[:-1])
    kept &= (runs < SOUNDS) | ((runs & WIDEST != 0) & (runs >> BITS & WIDEST != 0))
    kept &= runs != BLANK
    return runs[kept], whose[kept]


class Features:
    """Turns a text into what it has; the same for a question and for an example."""

    def __init__(self, words: Words, concepts: Mapping[str, tuple[str, ...]]) -> None:
        self.words = words
        self._sayings, self._meanings = Phrases(concepts), tuple(concepts.values())

    def of(self, folded: str, request: str = "", cuts: dict[str, str] | None = None) -> TextFeatures:
        """What a text has, and from where on it is that of ``request``, with which it ends; both are folded.

        ``cuts``: what was cut into words before, and where new cuts are added (see ``Words.placed``).
        """
        plain = plain_form(folded)
        begin = _begin_of(plain, plain_form(request)) if request else 0
        placed = self.words.placed(plain, cuts)
        words, starts = zip(*placed, strict=True) if placed else ((), ())
        before = bisect_left(starts, begin) if begin else 0
        return TextFeatures(_marks(plain), words, starts, self._meant(plain), begin, before)

    def _meant(self, plain: str) -> tuple[tuple[str, int], ...]:
        """The concepts whose sayings stand in ``plain``, and where."""
        found = self._sayings.find(plain)
        return tuple([(concept, start) for which, start, _ in found for concept in self._meanings[which]])


def plain_form(folded: str) -> str:
    """Every number one 0, everything that is no letter or digit one blank."""
    return BREAK.sub(" ", NUMBER.sub("0", folded)).strip()


def _begin_of(plain: str, request: str) -> int:
    """The place of the blank before ``request``, with which ``plain`` ends; 0 when it does not."""
    start = len(plain) - len(request)
    return min(start, LAST_PLACE) if start > 0 and plain[start - 1] == " " and plain.endswith(request) else 0


def _marks(plain: str) -> Numbers:
    """Runs of one to three characters of " plain ", and of two syllables within one stretch of Chinese."""
    codes = np.frombuffer(f" {plain} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(codes, WIDEST).astype(np.int64)
    pairs = (codes[:-1] << BITS) | codes[1:]
    heard = _sounds().take(codes)
    heard_pairs = (heard[:-1] << BITS) | heard[1:] | SOUNDS
    found = np.concatenate([codes, pairs, (pairs[:-1] << BITS) | codes[2:], heard_pairs])
    found <<= PLACE
    found |= _places(len(codes))
    if typed := _typed(plain):
        found = np.concatenate([found, np.array(typed, np.int64)])
    found.sort()
    return found


@lru_cache(maxsize=64)
def _places(length: int) -> Numbers:
    places: Numbers = np.concatenate([np.arange(length - less, dtype=np.int64) for less in (0, 1, 2, 1)])
    return np.minimum(places, LAST_PLACE)


@cache
def _sounds() -> Numbers:
    """Character → number of its sound; 0 for what is not Chinese."""
    found = np.zeros(WIDEST + 1, np.int64)
    found[CHINESE] = [ord(signs().get(code, chr(code))) for code in range(*CHINESE.indices(WIDEST))]
    return found


def _typed(plain: str) -> list[int]:
    """Marks of the pairs of syllables typed as letters, all taken as one run."""
    said = [(ord(sign_of()[s]), found.start() + 1) for found in LATIN.finditer(plain) for s in spelled(found.group())]
    return [((a << BITS | b | SOUNDS) << PLACE) | min(place, LAST_PLACE) for (a, place), (b, _) in pairwise(said)]


def written(run: int) -> str:
    """The characters of a run's number; "" for one of sounds."""
    if run >= SOUNDS:
        return ""
    return "".join([chr(code) for code in (run >> 2 * BITS, run >> BITS & WIDEST, run & WIDEST) if code])


def readable(names: Sequence[str], most: int, limit: int = 4) -> tuple[str, ...]:
    """Up to ``limit`` of the first ``most`` feature names as staff can read them; a part of one shown is left out."""
    shown: list[str] = []
    for name in names[:most]:
        word = f"“{name[1:]}”类说法" if name[:1] == "@" else name[1:] if name[:1] == "=" else name.strip()
        if len(word) > 1 and not any(word in other for other in shown):
            shown.append(word)
    return tuple(shown[:limit])
