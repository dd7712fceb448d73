"""A linear model learnt from example questions: ridge regression on tf-idf, one column for each label."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.features import LAST_PLACE, PLACE, Numbers, Seen, written

Columns = NDArray[np.int64]
Floats = NDArray[np.float32]
RIDGE = 0.7
STEPS = 40
CLOSE_ENOUGH = 1e-3


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix by rows: row i holds ``values[starts[i]:starts[i + 1]]`` in ``columns``. No row is empty."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: Floats
    width: int

    def times(self, dense: Floats) -> Floats:
        """This matrix × ``dense`` (width × k)."""
        product = dense[self.columns]
        product *= self.values[:, None]
        found: Floats = np.add.reduceat(product, self.starts[:-1], axis=0)
        return found

    def part(self, rows: NDArray[np.int64]) -> tuple["Sparse", NDArray[np.int32]]:
        """These rows over the columns they use alone, and which those are."""
        spans = [slice(self.starts[row], self.starts[row + 1]) for row in rows.tolist()]
        used, columns = np.unique(np.concatenate([self.columns[span] for span in spans]), return_inverse=True)
        starts = np.concatenate(([0], np.cumsum([span.stop - span.start for span in spans])))
        values = np.concatenate([self.values[span] for span in spans])
        return Sparse(starts, columns.astype(np.int32), values, len(used)), used

    def turned(self) -> "Sparse":
        """The transposed matrix; every column must be used."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.columns, minlength=self.width))))
        return Sparse(starts, rows[order], self.values[order], len(self.starts) - 1)


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
    def learn(cls, texts: Sequence[Seen]) -> "Weighing":
        """From what all examples have; what stands in one example only connects nothing and is left out."""
        runs, times = np.unique(np.concatenate([text.runs for text in texts]), return_counts=True)
        kept = times > 1
        counts = Counter(name for text in texts for name in text.names)
        names = sorted(name for name, count in counts.items() if count > 1)
        seen = np.concatenate([times[kept], [counts[name] for name in names]]).astype(np.float32)
        rarity = (np.log((len(texts) + 1) / (seen + 1)) + 1).astype(np.float32)
        return cls.of(runs[kept], names, rarity)

    def look(self, text: Seen) -> tuple[Columns, Floats]:
        """Columns (m, sorted) of what is known of a text, and their values (2 × m): of the whole and of its request,
        each of length 1 in all, or one row when the whole is the request. Both empty when nothing is known."""
        if not len(self.runs):  # hardly any example
            return np.zeros(0, np.int64), np.zeros((1, 0), np.float32)
        runs = text.marks >> PLACE
        last = np.empty(len(runs), np.bool_)  # of like runs the one that stands last
        last[-1] = True
        np.not_equal(runs[1:], runs[:-1], out=last[:-1])
        runs = runs[last]
        at = self.runs.searchsorted(runs)
        known = self.runs.take(at, mode="clip") == runs
        named = self._named(text)
        columns = np.concatenate([at[known], np.array(list(named), np.int64)])
        whole = self.rarity.take(columns)
        if not text.request:
            return columns, _of_length_one(whole)[None]
        places = np.concatenate([text.marks[last][known] & LAST_PLACE, np.array(list(named.values()), np.int64)])
        return columns, np.array([_of_length_one(whole), _of_length_one(whole * (places >= text.request))])

    def _named(self, text: Seen) -> dict[int, int]:
        """Column of each known word and concept (sorted) → the last place at which it stands, behind the blank; 0
        where the whole is the request."""
        if not text.request:  # where they stand does not matter
            said = {*map(self.word.get, text.words), *map(self.column.get, [name for name, _ in text.meant])}
            return dict.fromkeys(sorted([at for at in said if at is not None]), 0)
        # No column is 0: those of words and concepts come behind the runs
        found = [(at, start) for one, start in zip(text.words, text.starts, strict=True) if (at := self.word.get(one))]
        found += [(at, start) for name, start in text.meant if (at := self.column.get(name))]
        return {at: start + 1 for at, start in sorted(found)}

    def matrix(self, texts: Sequence[Seen]) -> Sparse:
        """One row for each text taken whole."""
        looks = [self.look(text._replace(request=0)) for text in texts]
        rows = [(c, v[0]) if len(c) else (np.zeros(1, np.int64), np.zeros(1, np.float32)) for c, v in looks]
        starts = np.concatenate(([0], np.cumsum([len(columns) for columns, _ in rows])))
        columns = np.concatenate([c for c, _ in rows]).astype(np.int32)
        return Sparse(starts, columns, np.concatenate([v for _, v in rows]), len(self.rarity))

    def named(self, columns: Iterable[int]) -> Iterator[str]:
        """The features in these columns as ``readable`` takes them."""
        for column in columns:
            run = column < len(self.runs)
            yield written(int(self.runs[column])) if run else self.names[column - len(self.runs)]


def _of_length_one(values: Floats) -> Floats:
    found: Floats = values / np.float32(max(sqrt(values @ values), 1e-6))
    return found


def ridge(examples: Sparse, senses: Floats, targets: Floats, weight: float = RIDGE) -> tuple[Floats, Floats]:
    """Weights (width × k, m × k) of the ridge regression from ``examples`` beside ``senses`` (rows × m) to ``targets``.

    Solved in the dual by conjugate gradients, all k at once. What the senses add is first taken out exactly: with it
    40 steps were not enough, and where they ended hung on how the processor rounds. Now 18 steps come within a
    thousandth, in 2.5 s for 10,000 questions.
    """
    turned, steadied = examples.turned(), _steadied(senses, weight)
    found = np.zeros_like(targets)
    rest = targets.copy()
    near = steadied(rest)
    step, size = near, (rest * near).sum(0)
    enough = CLOSE_ENOUGH**2 * (rest * rest).sum(0)
    for _ in range(STEPS):
        moved = examples.times(turned.times(step)) + senses @ (senses.T @ step) + weight * step
        along = size / np.maximum((step * moved).sum(0), 1e-12)
        found += along * step
        rest -= along * moved
        if ((rest * rest).sum(0) <= enough).all():
            break
        near = steadied(rest)
        before, size = size, (rest * near).sum(0)
        step = near + (size / np.maximum(before, 1e-12)) * step
    return turned.times(found), senses.T @ found


def _steadied(senses: Floats, weight: float) -> Callable[[Floats], Floats]:
    """(senses × sensesᵀ + weight)⁻¹ ×, through whichever of the two small matrices is smaller."""
    rows, width = senses.shape
    exact = senses.astype(np.float64)
    if rows <= width:
        inverse = np.linalg.inv(exact @ exact.T + weight * np.eye(rows)).astype(np.float32)
        return lambda rest: inverse @ rest
    root = np.linalg.inv(np.linalg.cholesky(exact.T @ exact + weight * np.eye(width)))
    half = (root @ exact.T).astype(np.float32)
    return lambda rest: (rest - half.T @ (half @ rest)) / np.float32(weight)
