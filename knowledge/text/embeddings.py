"""Word embeddings: words that are used alike have vectors near one another, whether or not they share a character.

``knowledge/embeddings/``: words.txt (sorted, one a line) and points.npy (their rows, 128 small numbers each), made
once by knowledge/classifier/make_embeddings.py from a public multilingual model, which nothing here needs to look a
word up.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FOLDER = Path(__file__).parents[1] / "embeddings"
SIZE = 128


@cache
def _rows() -> dict[str, int]:
    words = (FOLDER / "words.txt").read_text("utf-8").split()
    return {word: row for row, word in enumerate(words)}


@cache
def _points() -> NDArray[np.int8]:
    return np.asarray(np.load(FOLDER / "points.npy", mmap_mode="r"))


def known(words: Iterable[str]) -> list[str]:
    """The words that have a point; of one that has none, its characters that have."""
    rows = _rows()
    found: list[str] = []
    for word in words:
        if word in rows:
            found.append(word)
        else:
            found += [character for character in word if character in rows]
    return found


@cache
def _words() -> tuple[str, ...]:
    return tuple(_rows())


def word_at(row: int) -> str:
    """The word whose point is in this row."""
    return _words()[row]


def word_count() -> int:
    return len(_rows())


def row_of(word: str) -> int:
    """The row of a word's point. The word must be ``known``."""
    return _rows()[word]


def rows_of_all(words: Iterable[str]) -> list[int]:
    """The rows of many words' points, all of them ``known``."""
    return list(map(_rows().__getitem__, words))


def points(rows: Sequence[int] | NDArray[np.int64]) -> Floats:
    """The points in these rows (n × SIZE)."""
    return _points().take(rows, 0).astype(np.float32)


class Spoken(NamedTuple):
    """The words of a text that have a point, by their rows, and those points; of a word that has none, its characters
    that have."""

    rows: NDArray[np.int64]
    points: Floats


def spoken(words: Sequence[str]) -> Spoken:
    """What the models of meaning look at of a text: looked up once for all of them."""
    rows = np.array(rows_of(words), np.int64)
    return Spoken(rows, points(rows))


def rows_of(words: Sequence[str]) -> list[int]:
    """The rows of the words as ``known`` gives them."""
    rows = _rows().get
    found = list(map(rows, words))
    if None not in found:
        return found  # type: ignore[return-value]  # there is no None
    parts: list[int] = []
    for word, row in zip(words, found, strict=True):
        parts += [row] if row is not None else [at for at in map(rows, word) if at is not None]
    return parts
