"""What a text is compared by: character runs of one to three, words, sounds, and concepts behind plain words.

Runs of characters and of syllables are numbers, so that those of a whole message are found in one look: 16 bits for
each character, and a bit above them that tells syllables from characters.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.text.embeddings import Spoken, rows_of, spoken
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
RUN = 3 * BITS + 1  # bits of a run
MANY = 1 << 63 - RUN  # texts that can be told apart by the bits above a run
PLACE = 14  # bits for the place beside a run: folded, the 601 characters looked at can become eighteen times as many
LAST_PLACE = (1 << PLACE) - 1  # what begins beyond counts as beginning there
BLANK = ord(" ")
REMEMBERED = 256  # texts: more than are answered at once

Numbers = NDArray[np.signedinteger]


class TextFeatures(NamedTuple):
    """What a text has, and where.

    ``runs`` of characters and sounds, by number, each once and sorted; ``places``: where each begins last. ``words`` in
    order, with the places at which they begin; ``meant``: "@funds" a concept, "=贴息" the document's word for one said.
    What begins at ``request`` or behind it belongs to the request; 0: all of it does. ``request_row``: how many
    rows of what is ``spoken`` stand before it. ``found``: the runs as the models know them, once they are gathered.
    """

    runs: Numbers
    places: Numbers
    words: tuple[str, ...]
    starts: tuple[int, ...]
    meant: tuple[tuple[str, int], ...]
    request: int
    request_row: int
    spoken: Spoken
    found: "Found | None" = None


class Gathered:
    """The runs that any of several models knows, so that those of a text are looked up once for all of them."""

    def __init__(self, known: Sequence[Numbers]) -> None:
        """``known``: the runs of each model, sorted: its columns in order."""
        runs = np.sort(np.concatenate(known), kind="stable")  # sorted parts: numpy's own ``unique`` is slow at these
        self._runs: Numbers = runs[np.diff(runs, prepend=-1) != 0]
        self._known = {id(own): (own, self._columns(own)) for own in known}

    def _columns(self, own: Numbers) -> Numbers:
        """The column of each run, and of any other behind them: -1 where the model does not know it."""
        found = np.full(len(self._runs) + 1, -1, np.int32)
        found[self._runs.searchsorted(own)] = np.arange(len(own), dtype=np.int32)
        return found

    def find(self, runs: Numbers) -> "Found":
        at = self._runs.searchsorted(runs)
        at[self._runs.take(at, mode="clip") != runs] = len(self._runs)
        return Found(self, at)

    def columns(self, own: Numbers, at: Numbers) -> Numbers | None:
        """The columns, with the model whose runs are ``own``, of runs that were found: -1 for what it does not know;
        None when the model is none of those gathered."""
        known = self._known.get(id(own))
        return known[1].take(at) if known else None


class Found(NamedTuple):
    """Where the runs of a text stand among all that are known."""

    among: Gathered
    at: Numbers

    def columns(self, own: Numbers) -> Numbers | None:
        """As ``Gathered.columns``."""
        return self.among.columns(own, self.at)


class Examples(NamedTuple):
    """What each of many texts has, taken whole.

    ``runs`` of one text after another, and whose each is; those of one text are sorted and stand once, the blank and
    what is half a sound are left out. ``names`` of each: "=贴息" for a word of more than one character, and what is
    meant; its ``words`` in order.
    """

    runs: Numbers
    whose: Numbers
    names: tuple[frozenset[str], ...]
    words: tuple[list[str], ...]


class Features:
    """Turns a text into what it has; the same for a question alone and for all examples at once."""

    def __init__(self, words: Words, concepts: Mapping[str, tuple[str, ...]]) -> None:
        self.words = words
        self._sayings, self._meanings = Phrases(concepts), tuple(concepts.values())
        self._whole = lru_cache(maxsize=REMEMBERED)(self._of)  # one message is looked at by several models
        self._gathered: Gathered | None = None

    def gather(self, known: Sequence[Numbers]) -> None:
        """From now on the runs of a text are looked up once for all these models (``known``: the runs of each)."""
        self._gathered = Gathered(known)
        self._whole.cache_clear()

    def forget(self) -> None:
        """Drops every text that is remembered, and the stretches of it."""
        self._whole.cache_clear()
        self.words.forget()

    def of(self, folded: str, request: str = "") -> TextFeatures:
        """What a text has, and from where on it is that of ``request``, with which it ends; both are folded."""
        plain = plain_form(folded)
        whole = self._whole(plain)
        begin = _begin_of(plain, plain_form(request)) if request else 0
        if not begin:
            return whole
        before = whole.words[: bisect_left(whole.starts, begin)]
        return whole._replace(request=begin, request_row=len(rows_of(before)))

    def _of(self, plain: str) -> TextFeatures:
        placed = self.words.placed(plain)
        words, starts = zip(*placed, strict=True) if placed else ((), ())
        runs, places = _placed_runs(_marks(plain))
        found = self._gathered.find(runs) if self._gathered else None
        return TextFeatures(runs, places, words, starts, self._meant(plain), 0, 0, spoken(words), found)

    def of_all(
        self, folded: Iterable[str], cuts: dict[str, str], added: Iterable[Iterable[str]] = repeat(())
    ) -> Examples:
        """What each text has. ``cuts``: what was cut into words before, and where new cuts are added (see
        ``Words.recalled``); ``added``: names that each text has besides."""
        plain = [plain_form(text) for text in folded]
        words = tuple([self.words.recalled(text, cuts) for text in plain])
        names = [
            frozenset(
                [*[f"={word}" for word in found if len(word) > 1], *[name for name, _ in self._meant(text)], *own]
            )
            for text, found, own in zip(plain, words, added, strict=False)
        ]
        parts = [_runs_of(plain[first : first + MANY], first) for first in range(0, len(plain), MANY)]
        runs, whose = map(np.concatenate, zip(*parts, strict=True))
        return Examples(runs, whose, tuple(names), words)

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
    """Runs of one to three characters of " plain ", and of two syllables within one stretch of Chinese: each above the
    place at which it begins, sorted."""
    runs = _runs(f" {plain} ")
    found = np.concatenate(runs)
    found <<= PLACE
    found |= _places(len(runs[0]))
    if typed := _typed(plain):
        found = np.concatenate([found, np.array(typed, np.int64)])
    found.sort()
    return found


def _placed_runs(marks: Numbers) -> tuple[Numbers, Numbers]:
    """Each run once, and the last place at which it begins."""
    runs = marks >> PLACE
    last = np.empty(len(runs), np.bool_)
    last[-1] = True
    np.not_equal(runs[1:], runs[:-1], out=last[:-1])
    return runs[last], marks[last] & LAST_PLACE


def _runs_of(plain: Sequence[str], first: int) -> tuple[Numbers, Numbers]:
    """Runs of up to ``MANY`` texts and whose each is, as in ``Examples``, counted from ``first``."""
    whose = np.repeat(np.arange(len(plain)), [len(text) + 2 for text in plain])
    runs = _runs("".join([f" {text} " for text in plain]))
    typed = np.array([(mark >> PLACE, i) for i, text in enumerate(plain) for mark in _typed(text)], np.int64)
    typed = typed.reshape(-1, 2)
    within = [whose[: len(part)] == whose[len(whose) - len(part) :] for part in runs]  # of no two texts
    found = np.concatenate([*(part[inside] for part, inside in zip(runs, within, strict=True)), typed[:, 0]])
    of = np.concatenate([*(whose[: len(inside)][inside] for inside in within), typed[:, 1]])
    kept = (found < SOUNDS) | ((found & WIDEST != 0) & (found >> BITS & WIDEST != 0))
    kept &= found != BLANK
    both = of[kept] << RUN | found[kept]
    both.sort()
    both = both[np.diff(both, prepend=-1) != 0]
    return both & (1 << RUN) - 1, (both >> RUN) + first


def _runs(text: str) -> tuple[Numbers, ...]:
    """At each place: the character, it and the next, it and the next two, and the sounds of it and the next."""
    every = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes: Numbers = np.minimum(every, WIDEST).astype(np.int64)
    pairs = (codes[:-1] << BITS) | codes[1:]
    heard = _sounds().take(codes)
    return codes, pairs, (pairs[:-1] << BITS) | codes[2:], (heard[:-1] << BITS) | heard[1:] | SOUNDS


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
