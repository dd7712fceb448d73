"""What the matcher learns from the examples of one version: weights for labels and, within a label, for sections."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.features import Examples, TextFeatures
from knowledge.classifier.ridge import RIDGE, Parted, Weighing, ridge, root_of_inverse
from knowledge.classifier.semantic import Landmarks
from knowledge.classifier.sparse import Columns, Scaled, Sparse
from knowledge.text.embeddings import Floats

COMMON = 250  # a feature of more examples than this says little about which one is near, and is slow to follow
SENSES, SECTION_SENSES = 2.0, 1.0  # what meanings count beside the characters and words
SECTION_RIDGE = 1.0
SECTION_EVEN = 0.4  # a section's score is divided by its share of the label's examples to this power

Rows = NDArray[np.int64]
Tell = Callable[[float], None]  # hears which share (0..1) is done


def silent(share: float) -> None:
    """Tells nobody."""


class Look(NamedTuple):
    """One text as the model sees it: columns of its features (n), their values (k × n), nearness to the landmarks
    (k × m), and which share of it is in words that no example has. Rows: the whole, and the request unless that is
    all of it."""

    columns: Columns
    values: Floats
    near: Floats
    strange: float


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of one label: measures of a clause, kinds of a question about the document, topics not ours.

    ``base``: share of each; ``columns``: the features its examples have, of ``width`` in all; ``weights`` of those, a
    row for each and one of zeros for all others; ``near``: weights of the landmarks. One column a section.
    """

    names: tuple[str, ...]
    base: Floats
    columns: NDArray[np.int32]
    weights: Floats
    near: Floats
    width: int
    row: NDArray[np.int32] = field(init=False)  # of each feature among ``weights``
    even: Floats = field(init=False)  # what a score is divided by

    def __post_init__(self) -> None:
        row = np.full(max(self.width, 1), len(self.columns), np.int32)  # 1: nothing stands in two examples
        row[self.columns] = np.arange(len(self.columns), dtype=np.int32)
        object.__setattr__(self, "row", row)
        object.__setattr__(self, "even", self.base**SECTION_EVEN)

    def best(self, look: Look, *, but: Collection[str] = ()) -> str:
        """The likeliest one, none of ``but`` where there are others."""
        if len(self.names) == 1:
            return self.names[0]
        weights = self.weights.take(self.row.take(look.columns), 0)
        scores = look.values[0] @ weights + look.near[0] @ self.near + self.base
        likely = (self.names[place] for place in (-scores / self.even).argsort().tolist())
        return next((name for name in likely if name not in but), self.names[0])


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of each feature and landmark for each label, and the examples by feature, to find the nearest."""

    labels: tuple[str, ...]
    base: Floats
    weights: Floats
    near: Floats
    weighing: Weighing
    landmarks: Landmarks
    sections: Mapping[str, Sections]
    by_feature: Sparse
    examples: int

    def look(self, seen: TextFeatures) -> Look:
        return Look(*self.weighing.look(seen), *self.landmarks.look(seen.spoken, seen.request_row))

    def scores(self, look: Look) -> Floats:
        """One score for each label (k × labels), about 1 for a sure case and 0 for none; the base rate when nothing
        is known."""
        if not len(look.columns):
            return self.base[None]
        weights = self.weights.take(look.columns, 0)
        found: Floats = look.values @ weights + np.array([row @ self.near for row in look.near]) + self.base
        return found

    def nearness(self, look: Look) -> NDArray[np.float64]:
        """Cosine of the text's features with each example's, over all but the most common features."""
        book = self.by_feature
        begin, end = book.starts[look.columns], book.starts[look.columns + 1]
        rare = end - begin <= COMMON
        spans = list(zip(begin[rare].tolist(), end[rare].tolist(), strict=True))
        if not spans:
            return np.zeros(self.examples)
        hit = np.concatenate([book.columns[s:e] for s, e in spans])
        worth = np.concatenate([book.values[s:e] for s, e in spans])
        worth = worth * np.repeat(look.values[0, rare], (end - begin)[rare])
        return np.bincount(hit, worth, self.examples).astype(np.float64)


def learn(examples: Examples, answers: Sequence[str], sections: Sequence[str], tell: Tell = silent) -> Learned:
    """From what each example has, its label and its section. 2 s for 10,000 examples, of which ``tell`` hears how
    far it is, from the quarter on that it takes to look at them; a third less where a second core is free, on which
    what does not wait for one another is learnt beside the rest."""
    tell(0.25)
    labels = tuple(sorted(set(answers)))
    parts = {label: np.flatnonzero([answer == label for answer in answers]) for label in labels}
    with ThreadPoolExecutor(1, "learning") as beside:
        meanings = beside.submit(_meanings, examples)
        weighing = Weighing.learn(examples)
        rows = weighing.matrix(examples)
        turned, parted = rows.turned(), Parted.of(rows, len(labels))  # while it is found out what they mean
        landmarks, senses, apart = meanings.result()
        tell(0.4)
        within = beside.submit(
            lambda: {label: _sections(rows, senses, sections, part, apart) for label, part in parts.items()}
        )
        base, weights, near = _fit(rows, senses, answers, labels, SENSES, parted=parted)
        tell(0.8)
        told_apart = within.result()
    tell(1.0)
    return Learned(labels, base, weights, apart @ near, weighing, landmarks, told_apart, turned, len(answers))


def _meanings(examples: Examples) -> tuple[Landmarks, Floats, Floats]:
    """The landmarks; where each example stands among them, steadied; and what steadies it."""
    landmarks, near_examples = Landmarks.learn(examples.words)
    apart = root_of_inverse(landmarks.among_themselves().astype(np.float64)).T
    return landmarks, near_examples @ apart, apart


def _sections(rows: Scaled, senses: Floats, sections: Sequence[str], part: Rows, apart: Floats) -> Sections:
    said = [sections[row] for row in part.tolist()]
    names = tuple(sorted(set(said)))
    if len(names) == 1:  # nothing to tell apart
        return _only(names, senses.shape[1], rows.pattern.width)
    own, columns = rows.part(part)
    base, weights, near = _fit(own, senses[part], said, names, SECTION_SENSES, SECTION_RIDGE)
    others = np.zeros((1, len(names)), np.float32)
    return Sections(names, base, columns, np.concatenate([weights, others]), apart @ near, rows.pattern.width)


def _only(names: tuple[str, ...], landmarks: int, width: int) -> Sections:
    zeros = np.zeros((1, 1), np.float32)
    return Sections(names, zeros[0] + 1, np.zeros(0, np.int32), zeros, np.zeros((landmarks, 1), np.float32), width)


def _fit(
    rows: Scaled,
    senses: Floats,
    answers: Sequence[str],
    names: Sequence[str],
    worth: float,
    weight: float = RIDGE,
    parted: Parted | None = None,
) -> tuple[Floats, Floats, Floats]:
    """(share of each name, weights of the features, weights of the senses)."""
    targets = (np.array(answers)[:, None] == np.array(names)).astype(np.float32)
    base: Floats = targets.mean(0)
    scale = np.float32(np.sqrt(worth))
    weights, near = ridge(rows, senses * scale, targets - base, weight, parted)
    return base, weights, near * scale
