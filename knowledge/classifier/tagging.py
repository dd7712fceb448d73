"""Several yes-or-no questions about one text, answered by one linear model learnt from annotated examples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.classifier.features import TextFeatures, examples_of
from knowledge.classifier.ridge import RIDGE, Weighing, ridge, root_of_inverse
from knowledge.classifier.semantic import Landmarks
from knowledge.text.embeddings import Floats

NONE = "-"
EVIDENCE = 16  # features that are named for a tag


@dataclass(frozen=True, slots=True)
class Tagger:
    """Weights of each feature and landmark for each tag; ``base``: the share of the examples that have it."""

    tags: tuple[str, ...]
    base: Floats
    weights: Floats
    near: Floats
    weighing: Weighing
    landmarks: Landmarks

    def scores(self, text: TextFeatures) -> Floats:
        """One score for each tag (k), about 1 where it is sure and 0 where it is sure that it is not."""
        columns, values = self.weighing.look(text)
        if not len(columns):
            return self.base
        near, _ = self.landmarks.look(text.words)
        found: Floats = values[0] @ self.weights.take(columns, 0) + near[0] @ self.near + self.base
        return found

    def evidence(self, text: TextFeatures, tag: str) -> list[str]:
        """The names of the features that speak most for a tag, best first."""
        columns, values = self.weighing.look(text)
        if not len(columns) or tag not in self.tags:
            return []
        worth = values[0] * self.weights[columns, self.tags.index(tag)]
        best = [at for at in np.argsort(-worth)[:EVIDENCE].tolist() if worth[at] > 0]
        return list(self.weighing.named(columns[best].tolist()))


def learn_tags(texts: Sequence[TextFeatures], said: Sequence[frozenset[str]], weight: float = RIDGE) -> Tagger:
    """From what each example has and the tags it carries (none, one or several). Where no example carries any, a tag
    that nothing has is all there is to learn."""
    tags = tuple(sorted(frozenset[str]().union(*said))) or (NONE,)
    targets = np.array([[tag in one for tag in tags] for one in said], np.float32)
    base: Floats = targets.mean(0)
    examples = examples_of(texts)
    weighing = Weighing.learn(examples)
    landmarks, near_examples = Landmarks.learn(examples.words)
    apart = root_of_inverse(landmarks.among_themselves().astype(np.float64)).T
    weights, near = ridge(weighing.matrix(examples), near_examples @ apart, targets - base, weight)
    return Tagger(tags, base, weights, apart @ near, weighing, landmarks)
