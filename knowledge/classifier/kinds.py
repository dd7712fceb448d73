"""What a first message wants to know: learnt from questions by kind, and from annotated turns that begin a talk."""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import numpy as np

from knowledge.classifier.cache import OWN, code_of, keep_taggers, remembered_taggers
from knowledge.classifier.features import Features
from knowledge.classifier.tagging import Tagger, learn_tags
from knowledge.records.model import Knowledge
from knowledge.text.tokens import fold

ASKS = "ask:"  # how an act of the annotated turns says that something is asked
# The score from which a kind is as likely as not grows with its share of the examples; there it is made 0.5
RARE, COMMON = 0.22, 0.6


class Kinds:
    """Hears of a message what it wants to know, by words alone: what was said before does not count."""

    def __init__(self, features: Features, tagger: Tagger) -> None:
        self._features, self._tagger = features, tagger
        self._even = 2 * (RARE + COMMON * np.sqrt(tagger.base))
        self.known_runs = tagger.weighing.runs

    def scores(self, text: str) -> Mapping[str, float]:
        """Kind → score, about 1 where it is sure and 0 where it is sure of the contrary; 0.5 is as likely as not."""
        tagger = self._tagger
        found = tagger.scores(self._features.of(fold(text))) / self._even
        return dict(zip(tagger.tags, found.tolist(), strict=True))


def kinds_for(knowledge: Knowledge, features: Features, words: str, cache: Path | None = None) -> Kinds:
    """Learns from the questions of ``knowledge``, half a second, or recalls it; ``words``: by which texts are cut."""
    name = _name(knowledge, words)
    if not (known := remembered_taggers(cache, name)):
        texts, tags = zip(*_rows(knowledge), strict=True)
        known = learn_tags(features.of_all(map(fold, texts), {}), (tags,))
        keep_taggers(cache, name, known)
    return Kinds(features, known[0])


def is_learnt(knowledge: Knowledge, words: str, folder: Path) -> bool:
    """Whether ``folder`` holds what is learnt from ``knowledge``."""
    return remembered_taggers(folder, _name(knowledge, words)) is not None


def _rows(knowledge: Knowledge) -> Iterator[tuple[str, frozenset[str]]]:
    """Each question with what it wants to know, and one of nothing: there must be something to learn from."""
    yield "", frozenset()
    for text, kind in knowledge.kinds:
        yield text, frozenset({kind})
    for turn in knowledge.annotated:
        if not (turn.asked or turn.shown or turn.stands):
            yield turn.text, frozenset(act.removeprefix(ASKS) for act in turn.acts if act.startswith(ASKS))


def _name(knowledge: Knowledge, words: str) -> str:
    whole = hashlib.sha256(f"{code_of(*OWN)} {version('jieba')} {words}".encode())
    for text, tags in _rows(knowledge):
        whole.update(f"{text} {sorted(tags)}".encode("utf-8", "backslashreplace"))
    return f"kinds-{whole.hexdigest()[:24]}"
