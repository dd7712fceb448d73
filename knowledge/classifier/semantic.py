"""Kernel features on k-means centroids: how similar in meaning a text is to each of 512 groups of examples."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.sparse import BLOCK, Pattern
from knowledge.text.embeddings import SIZE, Floats, known, points, row_of

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
    seen: dict[str, int] = field(init=False)  # word of the examples → its row in ``weighted``
    weights: tuple[float, ...] = field(init=False)  # of each row
    weighted: Floats = field(init=False)  # the point of each such word × its weight, and one row of zeros

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", tuple(self.worth.values()))
        object.__setattr__(self, "seen", {word: row for row, word in enumerate(self.worth)})
        object.__setattr__(self, "weighted", _weighted(self.worth))

    @classmethod
    def learn(cls, texts: Sequence[Sequence[str]]) -> "Landmarks":
        """From the words of all examples: which words are common, where the middle is, and the groups around it."""
        texts = [known(words) for words in texts]
        counts = Counter(word for words in texts for word in set(words))
        worth = {word: sqrt(log((len(texts) + 1) / (count + 1))) for word, count in counts.items()}
        unseen = sqrt(log(len(texts) + 1))
        sums = _sums(texts, {word: row for row, word in enumerate(worth)}, _weighted(worth))
        centre = sums.mean(0)
        return cls(worth, unseen, centre, _grouped(_unit(sums - centre)))

    def of_examples(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Nearness (texts × m) of the examples that all this was learnt from, given by their words."""
        places = _sums([known(words) for words in texts], self.seen, self.weighted) - self.centre
        return self._nearness(_unit(places) @ self.points.T)

    def look(self, words: Sequence[str], request: int = 0) -> tuple[Floats, float]:
        """Of a text, given by its words: nearness (k × m, each 0 … 1) to each landmark, and which share (0 … 1) of what
        its words weigh is in words that no example has. One row of nearness for the whole and, where ``request``
        is not 0, one for the words from that one on."""
        found = list(map(self.seen.get, words))
        share = 0.0
        if None in found:
            rows, request, share = self._with_strange(words, request)
        else:
            rows = self.weighted.take(found, 0)  # type: ignore[arg-type]  # there is no None
        whole = self._near(rows.sum(0))
        return np.array([whole, self._near(rows[request:].sum(0))]) if request else whole[None], share

    def _near(self, place: Floats) -> Floats:
        place = place - self.centre
        return self._nearness(self.points @ (place / np.float32(max(sqrt(place @ place), 1e-6))))

    def _with_strange(self, words: Sequence[str], request: int) -> tuple[Floats, int, float]:
        """The weighted points of words of which no example has some, at which of them the request begins, and the
        share that is in strange words. Of a word without a point its characters count."""
        at: list[int] = []
        odd: dict[int, int] = {}  # place among ``at`` → the point of a word no example has
        before = 0
        for place, word in enumerate(words):
            if place == request:
                before = len(at)
            for part in (word,) if word in self.seen else known((word,)):
                if part not in self.seen:
                    odd[len(at)] = row_of(part)
                at.append(self.seen.get(part, -1))
        before = len(at) if request >= len(words) else before  # a request without words
        rows = self.weighted.take(at, 0)
        if not odd:
            return rows, before, 0.0
        rows[list(odd)] = points(list(odd.values())) * np.float32(self.unseen)
        own, strange = sum([self.weights[row] for row in at if row >= 0]), len(odd) * self.unseen
        return rows, before, strange / (strange + own)

    def among_themselves(self) -> Floats:
        """Nearness of the landmarks to one another (m × m), made steady."""
        nearness = self._nearness(self.points @ self.points.T)
        nearness[np.diag_indices_from(nearness)] += np.float32(STEADY)
        return nearness

    @staticmethod
    def _nearness(cosine: Floats) -> Floats:
        found: Floats = np.exp(SHARPNESS * (cosine - 1))
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


def _sums(texts: Sequence[Sequence[str]], row: Mapping[str, int], weighted: Floats) -> Floats:
    """The sum of the weighted points of each text's words (texts × SIZE); all zero for no words."""
    columns = np.array([row[word] for word in chain.from_iterable(texts)], np.int32)
    starts = np.cumsum([0, *map(len, texts)])
    return Pattern(starts, columns, len(weighted)).product(SIZE)(weighted)


def _unit(rows: Floats) -> Floats:
    lengths = np.sqrt((rows * rows).sum(1, keepdims=True))
    found: Floats = (rows / np.maximum(lengths, 1e-6)).astype(np.float32)
    return found
