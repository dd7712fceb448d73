"""A linear model learnt from example questions: ridge regression on tf-idf, one column for each label."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.features import Examples, Numbers, TextFeatures, written
from knowledge.classifier.sparse import Columns, Pattern, Scaled, Times
from knowledge.text.embeddings import Floats

Exact = NDArray[np.floating]
Places = NDArray[np.bool_]
RIDGE = 0.7
STEPS = 40
CLOSE_ENOUGH = 1e-3
SMALL = 50  # rows, below which a matrix is inverted at once
HEAVY = 250  # columns that are taken out exactly; with more of them that costs as much as it saves


@dataclass(frozen=True, slots=True)
class Weighing:
    """Which features count and how much: ``runs`` by their numbers (sorted) are the first columns, ``names`` the
    others; ``rarity``: the weight of each column (rare ones weigh more)."""

    runs: Numbers
    names: tuple[str, ...]
    rarity: Floats
    column: dict[str, int]  # of "=贴息" and "@funds"
    word: dict[str, int]  # the same of 贴息

    @classmethod
    def of(cls, runs: Numbers, names: Sequence[str], rarity: Floats) -> "Weighing":
        column = {name: len(runs) + i for i, name in enumerate(names)}
        return cls(runs, tuple(names), rarity, column, {n[1:]: at for n, at in column.items() if n[0] == "="})

    @classmethod
    def learn(cls, examples: Examples) -> "Weighing":
        """From what all examples have; what stands in one example only connects nothing and is left out."""
        runs, times = np.unique(examples.runs, return_counts=True)
        kept = times > 1
        counts = Counter(chain.from_iterable(examples.names))
        names = sorted(name for name, count in counts.items() if count > 1)
        seen = np.concatenate([times[kept], [counts[name] for name in names]]).astype(np.float32)
        rarity = (np.log((len(examples.names) + 1) / (seen + 1)) + 1).astype(np.float32)
        return cls.of(runs[kept], names, rarity)

    def look(self, text: TextFeatures) -> tuple[Columns, Floats]:
        """Columns (m) of what is known of a text, and their values (2 × m): of the whole and of its request, each of
        length 1 in all, or one row when the whole is the request. Both empty when nothing is known."""
        if not text.request or not len(self.runs):  # where names stand does not matter
            columns = self.columns(text)
            return columns, self.values(columns)[None]
        known, at = self._known_runs(text)
        named = self._named(text)
        columns = np.concatenate([at, np.array(list(named), np.int64)])
        whole = self.rarity.take(columns)
        places = np.concatenate([text.places[known], np.array(list(named.values()), np.int64)])
        return columns, np.array([_of_length_one(whole), _of_length_one(whole * (places >= text.request))])

    def columns(self, text: TextFeatures) -> Columns:
        """The columns of what is known of a text, sorted."""
        if not len(self.runs):  # hardly any example
            return np.zeros(0, np.int64)
        _, at = self._known_runs(text)
        return np.concatenate([at, np.array(self._said(text), np.int64)])

    def values(self, columns: Columns) -> Floats:
        """The values of what stands in these columns, of length 1 in all."""
        return _of_length_one(self.rarity.take(columns))

    def columns_of(self, names: Iterable[str]) -> Columns:
        """The columns of those of these names that are known; names that stand twice count once."""
        # No column is 0: those of names come behind the runs
        return np.array([*filter(None, map(self.column.get, dict.fromkeys(names)))], np.int64)

    def _known_runs(self, text: TextFeatures) -> tuple[Places, Columns]:
        """Which runs of a text are known, and the columns of those."""
        columns = text.found.columns(self.runs) if text.found else None
        if columns is None:
            columns = self.runs.searchsorted(text.runs)
            known = self.runs.take(columns, mode="clip") == text.runs
        else:
            known = columns >= 0
        return known, columns[known]

    def _said(self, text: TextFeatures) -> list[int]:
        """The columns of the known words and concepts, sorted."""
        said = {*map(self.word.get, text.words), *map(self.column.get, [name for name, _ in text.meant])}
        said.discard(None)
        return sorted(said)  # type: ignore[arg-type]  # there is no None

    def _named(self, text: TextFeatures) -> dict[int, int]:
        """Column of each known word and concept (sorted) → the last place at which it stands, behind the blank."""
        # No column is 0: those of words and concepts come behind the runs
        found = [(at, start) for one, start in zip(text.words, text.starts, strict=True) if (at := self.word.get(one))]
        found += [(at, start) for name, start in text.meant if (at := self.column.get(name))]
        return {at: start + 1 for at, start in sorted(found)}

    def matrix(self, examples: Examples) -> Scaled:
        """One row for each text, as ``look`` sees it whole; of a text of which nothing is known an empty one."""
        count, column = len(examples.names), self.column
        at = self.runs.searchsorted(examples.runs)
        known = self.runs.take(at, mode="clip") == examples.runs if len(self.runs) else np.zeros(len(at), np.bool_)
        named = [sorted([column[name] for name in names if name in column]) for names in examples.names]
        columns = np.concatenate([at[known], np.array([place for row in named for place in row], np.int64)])
        rows = np.concatenate([examples.whose[known], np.repeat(np.arange(count), [len(row) for row in named])])
        order = np.argsort(rows, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count))))
        lengths = np.sqrt(np.bincount(rows, self.rarity[columns] ** 2, count))
        by_row = (1 / np.maximum(lengths, 1e-6)).astype(np.float32)
        return Scaled(Pattern(starts, columns[order].astype(np.int32), len(self.rarity)), by_row, self.rarity)

    def named(self, columns: Iterable[int]) -> Iterator[str]:
        """The features in these columns as ``readable`` takes them."""
        for column in columns:
            run = column < len(self.runs)
            yield written(int(self.runs[column])) if run else self.names[column - len(self.runs)]


def _of_length_one(values: Floats) -> Floats:
    found: Floats = values / np.float32(max(sqrt(values @ values), 1e-6))
    return found


class Parted(NamedTuple):
    """Examples as ``ridge`` takes them: the heaviest columns, those as a dense matrix, and the products with what is
    left, turned and not."""

    most: Columns
    heavy: Floats
    turned_times: Times
    times: Times

    @classmethod
    def of(cls, examples: Scaled, wide: int) -> "Parted":
        """``wide``: how many targets are learnt at once."""
        most, heavy, light = examples.parted(min(HEAVY, len(examples.by_row) // 8))
        return cls(most, heavy, *light.products(wide))


def ridge(
    examples: Scaled, senses: Floats, targets: Floats, weight: float = RIDGE, parted: Parted | None = None
) -> tuple[Floats, Floats]:
    """Weights (width × k, m × k) of the ridge regression from ``examples`` beside ``senses`` (rows × m) to ``targets``.

    Solved in the dual by conjugate gradients, all k at once. Senses and heaviest features are
    solved exactly, as a preconditioner: without the senses in it 40 steps did not converge, and the result depended on
    the processor's rounding. With both, 14 steps are within a thousandth (21 with the senses alone): 0.7 s for 10,000
    questions. ``parted``: the examples, where they were parted before.
    """
    most, heavy, turned_times, times = parted or Parted.of(examples, targets.shape[1])
    steadied = _steadied(np.concatenate([senses, heavy], 1), weight)
    found = np.zeros_like(targets)
    rest = targets.copy()
    step = near = steadied(rest)
    exactly, size = rest.copy(), (rest * near).sum(0)  # ``exactly``: what the part taken out makes of ``step``
    enough = CLOSE_ENOUGH**2 * _lengths(rest)
    for _ in range(STEPS):
        moved = times(turned_times(step)) + exactly
        along = size / np.maximum((step * moved).sum(0), 1e-12)
        found += along * step
        rest -= along * moved
        if (_lengths(rest) <= enough).all():
            break
        near = steadied(rest)
        before, size = size, (rest * near).sum(0)
        onward = size / np.maximum(before, 1e-12)
        step, exactly = near + onward * step, rest + onward * exactly
    weights = turned_times(found)
    weights[most] = heavy.T @ found
    return weights, senses.T @ found


def _lengths(columns: Floats) -> Floats:
    """The squared length of each column."""
    found: Floats = (columns * columns).sum(0)
    return found


def _steadied(dense: Floats, weight: float) -> Callable[[Floats], Floats]:
    """(dense × denseᵀ + weight)⁻¹ ×, through whichever of the two small matrices is smaller."""
    rows, width = dense.shape
    if rows <= width:
        exact = dense.astype(np.float64)
        root = root_of_inverse(exact @ exact.T + weight * np.eye(rows))
        return lambda rest: root.T @ (root @ rest)
    root = root_of_inverse((dense.T @ dense).astype(np.float64) + weight * np.eye(width))
    return lambda rest: _without(rest, dense, root) / np.float32(weight)


def _without(rest: Floats, dense: Floats, root: Floats) -> Floats:
    """``rest`` without what ``dense`` can say of it."""
    said: Floats = root @ (rest.T @ dense).T  # turned, because that is quicker by a third
    found: Floats = rest - dense @ (root.T @ said)
    return found


def root_of_inverse(matrix: Exact) -> Floats:
    """The matrix R, zero above its diagonal, for which Rᵀ × R is the inverse of a symmetric, positive one."""
    return _inverse(np.linalg.cholesky(matrix)).astype(np.float32)


def _inverse(lower: Exact) -> Exact:
    """The inverse of a matrix that is zero above its diagonal, by its quarters: four times as quick as of any."""
    half = len(lower) // 2
    if half < SMALL:
        return np.linalg.inv(lower)
    first, last = _inverse(lower[:half, :half]), _inverse(lower[half:, half:])
    below = -last @ (lower[half:, :half] @ first)
    return np.block([[first, np.zeros((half, len(last)))], [below, last]])
