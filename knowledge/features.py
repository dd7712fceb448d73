"""What a text is compared by: character runs of one to three, words, sounds, and concepts behind plain words.

Runs of characters and of syllables are numbers, so that those of a whole message are found in one look: 16 bits for
each character, and a bit above them that tells syllables from characters.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.sayings import Phrases
from knowledge.sounds import sign_of, signs, spelled
from knowledge.words import Words

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BREAK = re.compile(r"[^\w]+|_+")
LATIN = re.compile(r"[a-z]{4,}")
BITS = 16
CHINESE = slice(0x3400, 0xA000)
WIDEST = (1 << BITS) - 1  # stands for every character beyond: no word of ours has one
SOUNDS = 1 << 3 * BITS
NO_RUN = (0, ord(" "))  # what the arrays hold where no run is

Numbers = NDArray[np.int64]
NOTHING: Numbers = np.zeros(0, np.int64)


class Seen(NamedTuple):
    """What a text has, each with the place at which it begins.

    ``runs`` of characters and sounds, by number, at ``places``; ``words`` in order; ``names``: "=贴息" a word,
    "@funds" a concept. What begins at ``request`` or behind it belongs to the request; 0: all of it does.
    """

    runs: Numbers
    places: Numbers
    words: tuple[str, ...]
    names: tuple[tuple[str, int], ...]
    request: int
    request_word: int

    def each(self) -> tuple[Numbers, frozenset[str]]:
        """The runs and names, each once."""
        return np.unique(self.runs), frozenset([name for name, _ in self.names])


class Features:
    """Turns a text into what it has; the same for a question and for an example."""

    def __init__(self, words: Words, concepts: Mapping[str, tuple[str, ...]]) -> None:
        self.words = words
        self._sayings, self._meanings = Phrases(concepts), tuple(concepts.values())

    def of(self, folded: str, request: str = "") -> Seen:
        """What a text has, and from where on it is that of ``request``, with which it ends; both are folded."""
        plain = plain_form(folded)
        begin = _begin_of(plain, plain_form(request)) if request else 0
        runs, places = _runs(plain)
        placed = self.words.placed(plain)
        names = [(f"={word}", start + 1) for word, start in placed if len(word) > 1]
        names += self._meant(plain)
        words = tuple([word for word, _ in placed])
        before = sum([start < begin for _, start in placed]) if begin else 0
        return Seen(runs, places, words, tuple(names), begin, before)

    def _meant(self, plain: str) -> list[tuple[str, int]]:
        """The concepts whose sayings stand in ``plain``, and where."""
        found = self._sayings.find(plain)
        return [(concept, start + 1) for which, start, _ in found for concept in self._meanings[which]]


def plain_form(folded: str) -> str:
    """Every number one 0, everything that is no letter or digit one blank."""
    return BREAK.sub(" ", NUMBER.sub("0", folded)).strip()


def _begin_of(plain: str, request: str) -> int:
    """The place of the blank before ``request``, with which ``plain`` ends; 0 when it does not."""
    start = len(plain) - len(request)
    return start if start > 0 and plain[start - 1] == " " and plain.endswith(request) else 0


def _runs(plain: str) -> tuple[Numbers, Numbers]:
    """Runs of one to three characters of " plain ", and of two syllables within one stretch of Chinese."""
    codes = np.frombuffer(f" {plain} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(codes, WIDEST).astype(np.int64)
    pairs = (codes[:-1] << BITS) | codes[1:]
    heard = _sounds()[codes]
    heard_pairs = ((heard[:-1] << BITS) | heard[1:] | SOUNDS) * ((heard[:-1] > 0) & (heard[1:] > 0))
    typed, where = _typed(plain)
    found = [codes, pairs, (pairs[:-1] << BITS) | codes[2:], heard_pairs, typed]
    return np.concatenate(found), np.concatenate([_places(len(codes)), where])


@lru_cache(maxsize=64)
def _places(length: int) -> Numbers:
    return np.concatenate([np.arange(length - less, dtype=np.int64) for less in (0, 1, 2, 1)])


@cache
def _sounds() -> Numbers:
    """Character → number of its sound; 0 for what is not Chinese."""
    found = np.zeros(WIDEST + 1, np.int64)
    found[CHINESE] = [ord(signs().get(code, chr(code))) for code in range(*CHINESE.indices(WIDEST))]
    return found


def _typed(plain: str) -> tuple[Numbers, Numbers]:
    """Pairs of the syllables typed as letters, all taken as one run."""
    said = [(ord(sign_of()[s]), found.start() + 1) for found in LATIN.finditer(plain) for s in spelled(found.group())]
    if len(said) < 2:
        return NOTHING, NOTHING
    heard, where = np.array(said, np.int64).T
    return (heard[:-1] << BITS) | heard[1:] | SOUNDS, where[:-1]


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
