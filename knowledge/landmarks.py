"""How near a text lies to a few hundred examples in the space of meanings: what a linear model can learn from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from knowledge.points import Floats, known, middle

MOST = 1_536  # landmarks; of 1,024, 2,048 and all examples none did better than its neighbours by more than chance
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

    @classmethod
    def learn(cls, texts: Sequence[Sequence[str]]) -> "Landmarks":
        """From the words of all examples: which words are common, where the middle is, and landmarks at random."""
        texts = [known(words) for words in texts]
        counts = Counter(word for words in texts for word in set(words))
        worth = {word: sqrt(log((len(texts) + 1) / (count + 1))) for word, count in counts.items()}
        unseen = sqrt(log(len(texts) + 1))
        sums = np.array([middle(words, [worth[word] for word in words]) for words in texts])
        centre = sums.mean(0)
        rows = np.sort(np.random.default_rng(7).permutation(len(texts))[:MOST])
        return cls(worth, unseen, centre, _unit(sums[rows] - centre))

    def look(self, words: Sequence[str]) -> tuple[Floats, float]:
        """Of a text, given by its words: nearness (m, each 0 … 1) to each landmark, and which share (0 … 1) of what
        its words weigh is in words that no example has."""
        found = known(words)
        weights = [self.worth.get(word, 0.0) for word in found]
        strange = sum([not weight for weight in weights]) * self.unseen
        place = middle(found, [weight or self.unseen for weight in weights]) - self.centre
        length = float(np.sqrt(place @ place))
        near = self._nearness(self.points @ (place / max(length, 1e-6)))
        return near, strange / max(strange + sum(weights), 1e-6)

    def among_themselves(self) -> Floats:
        """Nearness of the landmarks to one another (m × m), made steady."""
        nearness = self._nearness(self.points @ self.points.T)
        nearness[np.diag_indices_from(nearness)] += np.float32(STEADY)
        return nearness

    @staticmethod
    def _nearness(cosine: Floats) -> Floats:
        found: Floats = np.exp(SHARPNESS * (cosine - 1))
        return found


def _unit(rows: Floats) -> Floats:
    lengths = np.sqrt((rows * rows).sum(1, keepdims=True))
    found: Floats = (rows / np.maximum(lengths, 1e-6)).astype(np.float32)
    return found
