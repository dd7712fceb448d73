"""Matrices of which nearly everything is zero, and their products with narrow ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.text.embeddings import Floats

Columns = NDArray[np.int64]
Times = Callable[[Floats], Floats]
BLOCK = 1 << 17  # numbers that are worked on at once: half a megabyte, which stays in the processor's cache


class Sparse(NamedTuple):
    """A matrix by rows: row i holds ``values[starts[i]:starts[i + 1]]`` in ``columns``."""

    starts: Columns
    columns: NDArray[np.int32]
    values: Floats
    width: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A matrix of ones and zeros by rows: the ones of row i are in ``columns[starts[i]:starts[i + 1]]``."""

    starts: Columns
    columns: NDArray[np.int32]
    width: int

    @property
    def rows(self) -> NDArray[np.int32]:
        """The row of each one."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def turned(self) -> tuple["Pattern", Columns]:
        """The transposed matrix, and where each of its ones stands here."""
        order = np.argsort(self.columns, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.columns, minlength=self.width))))
        return Pattern(starts, self.rows[order], len(self.starts) - 1), order

    def product(self, wide: int) -> Times:
        """This matrix × a dense one (width × ``wide``), for many of them.

        Rows of one length are added up together, column by column of all of them: three times as quick as row by row.
        """
        parts = [(rows, self.columns[self.starts[rows] + place]) for rows, place in self._alike(wide)]
        count = len(self.starts) - 1

        def times(dense: Floats) -> Floats:
            found = np.zeros((count, wide), np.float32)
            for rows, columns in parts:
                found[rows] = dense.take(columns, 0).sum(0)
            return found

        return times

    def _alike(self, wide: int) -> Iterator[tuple[Columns, Columns]]:
        """Some rows of one length, and a column of the places of a row's ones; rows without any are left out."""
        lengths = np.diff(self.starts)
        order = np.argsort(lengths, kind="stable")
        ends = np.flatnonzero(np.diff(lengths[order], append=-1)) + 1
        for first, last in pairwise([0, *ends.tolist()]):
            if length := int(lengths[order[first]]):
                step = max(1, BLOCK // (wide * length))
                for begin in range(first, last, step):
                    yield order[begin : min(begin + step, last)], np.arange(length)[:, None]


@dataclass(frozen=True, slots=True)
class Scaled:
    """A matrix by rows: where ``pattern`` has a one, ``by_row`` × ``by_column`` of that place."""

    pattern: Pattern
    by_row: Floats
    by_column: Floats

    @property
    def values(self) -> Floats:
        found: Floats = self.by_row[self.pattern.rows] * self.by_column[self.pattern.columns]
        return found

    def part(self, rows: Columns) -> tuple["Scaled", NDArray[np.int32]]:
        """These rows over the columns they use alone, and which those are."""
        starts, columns = self.pattern.starts, self.pattern.columns
        spans = [columns[starts[row] : starts[row + 1]] for row in rows.tolist()]
        used, own = np.unique(np.concatenate(spans), return_inverse=True)
        ends = np.concatenate(([0], np.cumsum([len(span) for span in spans])))
        return Scaled(Pattern(ends, own.astype(np.int32), len(used)), self.by_row[rows], self.by_column[used]), used

    def parted(self, many: int) -> tuple[Columns, Floats, "Scaled"]:
        """The ``many`` columns with the largest sums of squares, those as a dense matrix, and what is left without
        them."""
        pattern, values = self.pattern, self.values
        sizes = np.bincount(pattern.columns, values * values, pattern.width)
        most = np.argsort(-sizes, kind="stable")[:many]
        place = np.full(pattern.width, -1)
        place[most] = np.arange(len(most))
        rows, at = pattern.rows, place[pattern.columns]
        left = at < 0
        heavy = np.zeros((len(self.by_row), len(most)), np.float32)
        heavy[rows[~left], at[~left]] = values[~left]
        starts = np.concatenate(([0], np.cumsum(np.bincount(rows[left], minlength=len(self.by_row)))))
        light = Pattern(starts, pattern.columns[left], pattern.width)
        return most, heavy, Scaled(light, self.by_row, self.by_column)

    def products(self, wide: int) -> tuple[Times, Times]:
        """The transposed matrix × a dense one (``wide`` columns), and this one × such."""
        onward, back = self.pattern.product(wide), self.pattern.turned()[0].product(wide)
        by_row, by_column = self.by_row[:, None], self.by_column[:, None]
        return lambda dense: by_column * back(by_row * dense), lambda dense: by_row * onward(by_column * dense)

    def turned(self) -> Sparse:
        """The transposed matrix."""
        pattern, order = self.pattern.turned()
        return Sparse(pattern.starts, pattern.columns, self.values[order], pattern.width)
