"""Kernel features on k-means centroids: how similar in meaning a text is to each of 512 groups of examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.sparse import BLOCK, Pattern
from knowledge.text.embeddings import SIZE, Floats, Spoken, known, points, row_of, rows_of_all, word_at, word_count

GROUPS = 512  # of like examples; a landmark for each learns as well as three times as many examples at random
ROUNDS = 8  # of k-means, after which the groups hardly move
SHARPNESS = 3.0
STEADY = 1e-3  # keeps the landmarks' own nearness invertible where two of them say the same


@dataclass(frozen=True, slots=True)
class Landmarks:
    """``worth``: weight of each word seen; ``unseen``: of any other; ``centre``: of all examples (SIZE);
    ``points``: unit vectors (m × SIZE)."""

    worth: dict[str, float]
    unseen: float
    centre: Floats
    points: Floats
    weights: Floats = field(init=False)  # of each row of the embeddings
    strange: NDArray[np.bool_] = field(init=False)  # whether no example has the word of that row

    def __post_init__(self) -> None:
        rows = rows_of_all(self.worth)
        weights, strange = np.full(word_count(), self.unseen, np.float32), np.ones(word_count(), np.bool_)
        weights[rows], strange[rows] = list(self.worth.values()), False
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "strange", strange)

    @classmethod
    def learn(cls, texts: Sequence[Sequence[str]]) -> tuple["Landmarks", Floats]:
        """From the words of all examples: which words are common, where the middle is, and the groups around it; and
        the nearness (texts × m) of these examples."""
        rows_of = {word: [row_of(part) for part in known((word,))] for word in set(chain.from_iterable(texts))}
        rows = [list(chain.from_iterable(map(rows_of.__getitem__, words))) for words in texts]
        lengths = [len(row) for row in rows]
        said, word = np.unique(np.array(list(chain.from_iterable(rows)), np.int64), return_inverse=True)
        whose = np.repeat(np.arange(len(texts)), lengths)
        once = np.unique(whose * len(said) + word) % max(len(said), 1)
        counts = np.bincount(once, minlength=len(said)).tolist()
        worth = {word_at(row): _worth(len(texts), n) for row, n in zip(said.tolist(), counts, strict=True)}
        sums = Pattern(np.cumsum([0, *lengths]), word.astype(np.int32), len(said) + 1).product(SIZE)(_weighted(worth))
        centre = sums.mean(0)
        places = _unit(sums - centre)
        found = cls(worth, _worth(len(texts), 0), centre, _grouped(places))
        return found, found._nearness(places @ found.points.T)

    def look(self, text: Spoken, request: int = 0) -> tuple[Floats, float]:
        """Of a text: nearness (k × m, each 0 … 1) to each landmark, and which share (0 … 1) of what its words weigh is
        in words that no example has. One row of nearness for the whole and, where ``request`` is not 0, one for
        the words from that one on."""
        weights, strange = self.weights.take(text.rows), self.strange.take(text.rows)
        share = float(weights[strange].sum() / weights.sum()) if strange.any() else 0.0
        whole = self._near(weights @ text.points)
        if not request:
            return whole[None], share
        return np.array([whole, self._near(weights[request:] @ text.points[request:])]), share

    def near(self, text: Spoken) -> Floats:
        """Nearness (m) to each landmark alone."""
        return self._near(self.weights.take(text.rows) @ text.points)

    def _near(self, place: Floats) -> Floats:
        place = place - self.centre
        return self._nearness(self.points @ (place / np.float32(max(sqrt(place @ place), 1e-6))))

    def among_themselves(self) -> Floats:
        """Nearness of the landmarks to one another (m × m), made steady."""
        nearness = self._nearness(self.points @ self.points.T)
        nearness[np.diag_indices_from(nearness)] += np.float32(STEADY)
        return nearness

    @staticmethod
    def _nearness(cosine: Floats) -> Floats:
        cosine -= 1
        cosine *= SHARPNESS
        found: Floats = np.exp(cosine, out=cosine)
        return found


def _grouped(points: Floats) -> Floats:
    """The middles of up to GROUPS groups of unit vectors, themselves of length 1: spherical k-means."""
    rows = np.sort(np.random.default_rng(7).permutation(len(points))[:GROUPS])
    middles: Floats = points[rows]
    for _ in range(ROUNDS):
        nearest = _nearest(points, middles)
        order = np.argsort(nearest, kind="stable")
        groups, starts = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(points[order], starts, axis=0)
        held = (sums * sums).sum(1) > 0
        middles[groups[held]] = _unit(sums[held])
    return middles


def _nearest(points: Floats, middles: Floats) -> NDArray[np.int64]:
    """The row of the nearest middle for each point, some points at a time."""
    step = BLOCK // len(middles)
    parts = [(points[first : first + step] @ middles.T).argmax(1) for first in range(0, len(points), step)]
    return np.concatenate(parts)


def _weighted(worth: Mapping[str, float]) -> Floats:
    """The point of each word × its weight, and one row of zeros."""
    weighted = points([row_of(word) for word in worth]) * np.array(list(worth.values()), np.float32)[:, None]
    return np.concatenate([weighted, np.zeros((1, SIZE), np.float32)])


def _worth(texts: int, count: int) -> float:
    """What a word weighs that stands in ``count`` of the texts."""
    return sqrt(log((texts + 1) / (count + 1)))


def _unit(rows: Floats) -> Floats:
    lengths = np.sqrt((rows * rows).sum(1, keepdims=True))
    found: Floats = (rows / np.maximum(lengths, 1e-6)).astype(np.float32)
    return found
