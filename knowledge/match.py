"""Question → what it is about: ranked clauses with reasons, the document itself, or not ours."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.asking import asked, request
from knowledge.features import Features, plain_form
from knowledge.learned import Learned, keep, learn, remembered
from knowledge.linear import Floats
from knowledge.model import Clause, Knowledge, Topic
from knowledge.repair import Repairs
from knowledge.schema import read_toml
from knowledge.scope import NOTHING, Ruling, Scope
from knowledge.words import Words, fold

FORM = 1  # of what is learnt; a change in features or learning must raise it, or an old cache would be taken
CONCEPTS = "vocabulary/concepts.toml"
LONGEST = 600  # characters looked at, half from each end
SHOWN = 5

# Chosen by cross-validation on our own examples (families in one fold); the figures stand in the commit
END_SHARE = 0.4  # of the request alone beside the whole message
EVEN = 0.25  # a label's score is divided by its share of the examples to this power
NONE_SHARE = 0.36  # the same share for all of "not ours", whose examples cover the world and not one clause
RULES = {"sole": 1.0, "place": 0.5, "said": 0.35, "passing": 0.1, "": 0.0}
REFUSE = 0.0  # how far "not ours" must lead the best clause
SURE = 0.2  # how far the first must lead the second
SURE_OURS = 0.1  # how far the first must lead "not ours"
REPAIR_BELOW = 0.35
NEAR = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One clause found; ``score`` 0..1; ``reasons``: the words, concepts and the nearest example that made it."""

    policy: str
    clause: str
    title: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """``hits`` best first, at most 5, only for sure and unsure. ``section``: measure of the first hit ("" = general),
    section of a question about the document, or topic that is not ours. ``repaired``: (said, understood)."""

    verdict: Literal["sure", "unsure", "meta", "none", "smalltalk"]
    hits: tuple[Hit, ...]
    section: str
    repaired: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as the model sees it: features, their columns and values, scores by label."""

    columns: NDArray[np.int32]
    values: Floats
    scores: Floats
    ruling: Ruling


class Matcher:
    """Learns from the examples of ``knowledge`` (or recalls it from ``cache``, a folder of ours alone, mode 0700)."""

    def __init__(self, knowledge: Knowledge, cache: Path | None = None) -> None:
        self._topics = knowledge.topics
        self._clauses = {clause.id: clause for policy in knowledge.policies for clause in policy.clauses}
        self._rows = tuple(_rows(knowledge))
        self._features = Features(Words(own_words(knowledge)), concepts(knowledge))
        self._scope = Scope(knowledge.topics)
        self._repairs = Repairs(own_words(knowledge))
        name = _digest(knowledge, self._rows)
        self._learned = remembered(cache, name) or self._learn()
        if cache is not None and not (cache / f"{name}.npz").exists():
            keep(cache, name, self._learned)
        self._labels = np.array(self._learned.labels)
        self._none = self._learned.labels.index("none") if "none" in self._learned.labels else -1
        self._even = self._evening()
        self._row_labels = np.array([label for _, label, _ in self._rows])

    def match(self, text: str) -> Match:
        """Never raises on any text; an empty or unreadable one is small talk."""
        text = text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
        reading = self._read(text)
        repaired: tuple[tuple[str, str], ...] = ()
        if reading.ruling.how in ("", "passing") and self._lead(reading.scores) < REPAIR_BELOW:
            repaired = self._repairs.find(text)
            if repaired:
                reading = self._read(_replaced(text, repaired))
        return self._decide(reading, repaired)

    def _learn(self) -> Learned:
        labels = tuple(sorted({label for _, label, _ in self._rows}))
        return learn(
            [self._features.of(text) for text, _, _ in self._rows], [label for _, label, _ in self._rows], labels
        )

    def _evening(self) -> Floats:
        share = self._learned.base.copy()
        if self._none >= 0:
            share[self._none] = NONE_SHARE**2
        found: Floats = (share / np.float32(0.1)) ** np.float32(-EVEN)
        return found

    def _read(self, text: str) -> Reading:
        meant = asked(text)
        end = request(meant)
        columns, values = self._learned.weighing.row(self._features.of(meant))
        scores = self._learned.scores(columns, values)
        if end != meant:
            ends = self._learned.scores(*self._learned.weighing.row(self._features.of(end)))
            scores = (1 - END_SHARE) * scores + END_SHARE * ends
        scores = scores * self._even
        ruling = self._scope.judge(meant, end)
        if self._none >= 0:
            scores[self._none] += RULES[ruling.how]
        return Reading(columns, values, scores, ruling)

    def _lead(self, scores: Floats) -> float:
        first, second = np.partition(scores, -2)[-2:][::-1].tolist()
        return float(first - second)

    def _decide(self, reading: Reading, repaired: tuple[tuple[str, str], ...]) -> Match:
        scores = reading.scores
        order = [int(i) for i in np.argsort(-scores) if i != self._none]
        none = float(scores[self._none]) if self._none >= 0 else -1.0
        best = order[0]
        near = self._learned.nearness(reading.columns, reading.values)
        if not len(reading.columns) or none - float(scores[best]) > REFUSE:
            return self._refusal(reading, near, repaired)
        label = str(self._labels[best])
        section = self._section(label, near)
        if label == "meta":
            return Match("meta", (), section, repaired, self._why(best, reading, near))
        lead = float(scores[best] - scores[order[1]])
        sure = lead > SURE and float(scores[best]) - none > SURE_OURS
        ours = [i for i in order if self._labels[i] in self._clauses][:SHOWN]
        hits = tuple(self._hit(i, reading, near if i == best else None) for i in ours)
        return Match(
            "sure" if sure else "unsure", hits, "" if section == "general" else section, repaired, hits[0].reasons
        )

    def _hit(self, index: int, reading: Reading, near: NDArray[np.float64] | None) -> Hit:
        clause: Clause = self._clauses[str(self._labels[index])]
        score = min(1.0, max(0.0, float(reading.scores[index])))
        return Hit(clause.policy, clause.id, clause.title, round(score, 3), self._why(index, reading, near))

    def _refusal(self, reading: Reading, near: NDArray[np.float64], repaired: tuple[tuple[str, str], ...]) -> Match:
        key = reading.ruling.topic if reading.ruling.how not in ("", "passing") else self._section("none", near)
        if not len(reading.columns):
            key = "gibberish"
        topic: Topic | None = self._topics.get(key)
        verdict: Literal["none", "smalltalk"] = "smalltalk" if topic and topic.kind == "smalltalk" else "none"
        reasons = reading.ruling.reasons if reading.ruling is not NOTHING else ()
        return Match(
            verdict, (), key, repaired, reasons or (self._why(self._none, reading, near) if self._none >= 0 else ())
        )

    def _section(self, label: str, near: NDArray[np.float64]) -> str:
        """The section most of the nearest examples of ``label`` stand in."""
        rows = np.flatnonzero(self._row_labels == label)
        rows = rows[np.argsort(-near[rows])[:NEAR]]
        votes: dict[str, float] = {}
        for row in rows.tolist():
            section = self._rows[row][2]
            votes[section] = votes.get(section, 0.0) + float(near[row]) ** 2
        return max(votes, key=lambda section: votes[section], default="")

    def _why(self, index: int, reading: Reading, near: NDArray[np.float64] | None) -> tuple[str, ...]:
        """The features that count most for a label, as people can read them, and the nearest example."""
        return ()


def _rows(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """(text, label, section) of every example, and of the clauses' own words: a new clause works at once by them."""
    for example in knowledge.examples:
        yield example.text, example.label, example.section
    for policy in knowledge.policies:
        for clause in policy.clauses:
            sentences = [part for part in re.split("[。；，]", clause.text) if len(part) > 6 and "牵头" not in part]
            for text in (*clause.words, clause.title, clause.summary, *sentences):
                yield text, clause.id, "general"
    for measure in knowledge.measures:
        yield measure.name, measure.clause, measure.id


def own_words(knowledge: Knowledge) -> tuple[str, ...]:
    """The words that are cut whole: of words.txt, the synonyms and the clauses' plain words."""
    said = [word for policy in knowledge.policies for clause in policy.clauses for word in clause.words]
    return tuple(dict.fromkeys((*knowledge.words, *knowledge.synonyms, *knowledge.synonyms.values(), *said)))


def concepts(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Saying → the concepts it stands for, from concepts.toml."""
    found: dict[str, tuple[str, ...]] = {}
    if CONCEPTS in knowledge.files:
        file = read_toml(knowledge.files, CONCEPTS)
        for concept in list(file.table):
            for said in file.texts(concept):
                found[fold(said)] = (*found.get(fold(said), ()), f"@{concept}")
    return found


def _digest(knowledge: Knowledge, rows: Sequence[tuple[str, str, str]]) -> str:
    whole = hashlib.sha256(str(FORM).encode())
    for part in (rows, own_words(knowledge), sorted(concepts(knowledge).items())):
        whole.update(repr(part).encode("utf-8", "backslashreplace"))
    return f"matcher-{whole.hexdigest()[:24]}"


def _replaced(text: str, repaired: Sequence[tuple[str, str]]) -> str:
    for said, understood in repaired:
        text = text.replace(said, understood)
    return text
