"""Several yes-or-no questions about one text, answered by one linear model learnt from annotated examples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from knowledge.classifier.features import Examples, TextFeatures
from knowledge.classifier.ridge import RIDGE, Weighing, ridge, root_of_inverse
from knowledge.classifier.semantic import Landmarks
from knowledge.classifier.sparse import Columns
from knowledge.text.embeddings import Floats

NONE = "-"
EVIDENCE = 16  # features that are named for a tag


class Heard(NamedTuple):
    """What a text is to a tagger by itself: the columns of its features, and what its meaning adds for each tag (k)."""

    columns: Columns
    meaning: Floats


@dataclass(frozen=True, slots=True)
class Tagger:
    """Weights of each feature and landmark for each tag; ``base``: the share of the examples that have it."""

    tags: tuple[str, ...]
    base: Floats
    weights: Floats
    near: Floats
    weighing: Weighing
    landmarks: Landmarks

    def heard(self, text: TextFeatures) -> Heard:
        """What is in a text by itself; it is the same wherever the text is said, and can be remembered."""
        return Heard(self.weighing.columns(text), self.landmarks.near(text.spoken) @ self.near)

    def judged(self, heard: Heard, names: Iterable[str] = ()) -> Floats:
        """One score for each tag (k), about 1 where it is sure and 0 where it is sure that it is not. ``names``:
        features that the text has besides, none of which is one of its own."""
        columns = np.concatenate([heard.columns, self.weighing.columns_of(names)])
        if not len(columns):  # nothing is known of it
            return self.base
        values = self.weighing.values(columns)
        found: Floats = values @ self.weights.take(columns, 0) + heard.meaning + self.base
        return found

    def scores(self, text: TextFeatures) -> Floats:
        """The scores of a text of which nothing else is known."""
        return self.judged(self.heard(text))

    def evidence(self, text: TextFeatures, tag: str) -> list[str]:
        """The names of the features that speak most for a tag, best first."""
        columns, values = self.weighing.look(text)
        if not len(columns) or tag not in self.tags:
            return []
        worth = values[0] * self.weights[columns, self.tags.index(tag)]
        best = [at for at in np.argsort(-worth)[:EVIDENCE].tolist() if worth[at] > 0]
        return list(self.weighing.named(columns[best].tolist()))


def learn_tags(
    examples: Examples, said: Sequence[Sequence[frozenset[str]]], weight: float = RIDGE
) -> tuple[Tagger, ...]:
    """From what each example has and the tags it carries (none, one or several): one tagger for each kind of tags in
    ``said``. What they look at is gathered once, and theirs together. Where no example carries any of a kind, a tag
    that nothing has is all there is to learn."""
    kinds = [tuple(sorted(frozenset[str]().union(*tags))) or (NONE,) for tags in said]
    columns = [
        np.array([[tag in one for tag in tags] for one in carried], np.float32)
        for tags, carried in zip(kinds, said, strict=True)
    ]
    targets = np.concatenate(columns, 1)
    base: Floats = targets.mean(0)
    weighing = Weighing.learn(examples)
    landmarks, near_examples = Landmarks.learn(examples.words)
    apart = root_of_inverse(landmarks.among_themselves().astype(np.float64)).T
    weights, near = ridge(weighing.matrix(examples), near_examples @ apart, targets - base, weight)
    near = apart @ near
    cuts = np.cumsum([len(tags) for tags in kinds])[:-1]
    parts = zip(kinds, np.split(base, cuts), np.split(_rounded(weights), cuts, 1), np.split(near, cuts, 1), strict=True)
    return tuple(
        Tagger(tags, mean, np.ascontiguousarray(worth), np.ascontiguousarray(nearness), weighing, landmarks)
        for tags, mean, worth, nearness in parts
    )


def _rounded(weights: Floats) -> Floats:
    """As they are kept, in half the room: a score is the sum of a hundred of them, and decides at hundredths."""
    return weights.astype(np.float16).astype(np.float32)
