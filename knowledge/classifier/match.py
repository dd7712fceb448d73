"""Question → what it is about: ranked clauses with reasons, the document itself, or not ours."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.cache import OWN, code_of, keep, keep_cuts, remembered, remembered_cuts
from knowledge.classifier.confidence import Evidence, Judgement, judge
from knowledge.classifier.features import Features, Numbers, readable
from knowledge.classifier.kinds import is_learnt as are_kinds_learnt
from knowledge.classifier.kinds import kinds_for
from knowledge.classifier.model import Learned, Look, Tell, learn, silent
from knowledge.classifier.scope import BARE, PLACE, Scope
from knowledge.records.model import Knowledge
from knowledge.records.places import names_of
from knowledge.records.schema import read_toml
from knowledge.search.clauses import Library, is_sure, spoken_of, without_examples
from knowledge.text.embeddings import Floats
from knowledge.text.phrase_search import Sayings
from knowledge.text.request import asked, denying, is_vague, request
from knowledge.text.spelling import Pairs, Repairs, replaced
from knowledge.text.tokens import Words, fold

CONCEPTS = "vocabulary/concepts.toml"
DENIED = "vocabulary/denied.txt"
KEPT = "vocabulary/kept.txt"
PLACES = "vocabulary/places.txt"
GENERAL, WANTS = "vocabulary/general.txt", "要："
LONGEST = 600  # characters looked at, half from each end
SHOWN = 5
COURTESY = 8  # characters that a greeting or thanks may have besides

# Chosen by cross-validation on our own examples (families in one fold); the figures stand in the commit
END_SHARE = 0.4  # of the request alone beside the whole message
EVEN = 0.2  # a label's score is divided by its share of the examples to this power
NONE_SHARE = 0.13  # counted as this share: the examples of what is not ours cover the world, not one clause
REFUSE = 0.67  # chance of "not ours" from which we refuse
SURE = 0.75  # chance of being right from which one clause is answered
NO_WORSE = 0.02  # a repair that leaves us less sure than this is none
NEAR_ENOUGH = 0.25  # cosine from which an example is shown as a reason

Verdict = Literal["sure", "unsure", "meta", "none", "smalltalk"]


class Hit(NamedTuple):
    """One clause found; ``score`` 0..1; ``reasons``: what made it, where they were asked for."""

    policy: str
    clause: str
    title: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """``hits`` best first, at most 5, only for sure and unsure. ``section``: measure of the first hit ("" = general),
    section of a question about the document, or topic that is not ours. ``repaired``: (said, understood)."""

    verdict: Verdict
    hits: tuple[Hit, ...]
    section: str
    repaired: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...] = ()


class ScoredText(NamedTuple):
    """One text as the model sees it, the scores, and what follows from them; ``meant``: the text (folded) without what
    the speaker sets aside."""

    look: Look
    evidence: Evidence
    judgement: Judgement
    vague: bool
    meant: str


class Matcher:
    """Learns from the examples of ``knowledge``, or recalls it: from ``cache``, a folder of ours alone (mode 0700),
    or as it was installed. Learning takes 3 s, 2 s where only few examples are new.

    ``labels``: what it tells apart (policy/clause, "meta", "none"); ``none``: the place of "none", or -1;
    ``kinds``: what a text wants to know, kind → score.
    ``tell`` hears the share done while it learns, first 0.
    """

    def __init__(
        self, knowledge: Knowledge, cache: Path | None = None, library: Library | None = None, tell: Tell = silent
    ) -> None:
        self._library = library if library is not None else _library(knowledge)
        self._topics = knowledge.topics
        self._clauses = {_label(c.policy, c.id): c for policy in knowledge.policies for c in policy.clauses}
        self._rows = tuple(_rows(knowledge))
        words = Words(own_words(knowledge))
        self.features = Features(words, concepts(knowledge))
        self._scope = Scope(knowledge.topics, places(knowledge))
        self._general = Sayings(general_words(knowledge))
        self._denied = denying(denied_words(knowledge))
        self._repairs = Repairs(own_words(knowledge), words, kept_words(knowledge))
        name, vocabulary = _digest(knowledge, self._rows), _digest(knowledge)
        self._learned = remembered(cache, name) or self._learn(cache, name, vocabulary, tell)
        self.labels = self._learned.labels
        self.none = self.labels.index("none") if "none" in self.labels else -1
        self._even = self._evening()
        self._kinds = kinds_for(knowledge, self.features, vocabulary, cache)
        self.kinds = self._kinds.scores

    def known_runs(self) -> tuple[Numbers, Numbers]:
        """The runs of characters and sounds that each of its models knows."""
        return self._learned.weighing.runs, self._kinds.known_runs

    def match(self, text: str) -> Match:
        """Never raises on any text; an empty or unreadable one is small talk."""
        reading, repaired = self._understood(text)
        match = self._decide(reading, repaired)
        return self._looked_up(replaced(text, repaired), reading, match)

    def explain(self, text: str) -> Match:
        """The same match with its reasons: the words, concepts and the nearest example that made it."""
        reading, repaired = self._understood(text)
        match = self._decide(reading, repaired)
        if (elsewhere := self._looked_up(replaced(text, repaired), reading, match)) is not match:
            return elsewhere
        near = self._learned.nearness(reading.look)
        hits = tuple(h._replace(reasons=self._why(_label(h.policy, h.clause), reading, near)) for h in match.hits)
        label = "meta" if match.verdict == "meta" else "none"
        reasons = hits[0].reasons if hits else reading.evidence.ruling.reasons or self._why(label, reading, near)
        return replace(match, hits=hits, reasons=reasons)

    def forget(self) -> None:
        """Drops every text that is remembered."""
        self.features.forget()
        self._repairs.forget()

    def slips(self, text: str) -> Pairs:
        """What looks misspelt in a text, and what may be meant; whether that is understood, ``match`` tells."""
        return self._repairs.find(_looked_at(text))

    def evidence(self, text: str) -> Evidence:
        """What the decision is made from, without repairs: to fit the judgement to."""
        return self._read(text).evidence

    def _understood(self, text: str) -> tuple[ScoredText, Pairs]:
        """The text read as it stands, or with its slips put right when we are no less sure of that."""
        text = _looked_at(text)
        reading = self._read(text)
        if found := self._repairs.find(text):
            again = self._read(replaced(text, found))
            if again.judgement.right > reading.judgement.right - NO_WORSE:
                return again, found
        return reading, ()

    def _learn(self, cache: Path | None, name: str, vocabulary: str, tell: Tell) -> Learned:
        tell(0.0)
        texts, labels, sections = zip(*self._rows, strict=True)
        cuts = remembered_cuts(cache, vocabulary)
        known = len(cuts)
        learned = learn(self.features.of_all(map(fold, texts), cuts), labels, sections, tell)
        keep(cache, name, learned)
        if len(cuts) > known:
            keep_cuts(cache, vocabulary, cuts)
        return learned

    def _evening(self) -> Floats:
        share = self._learned.base.copy()
        if self.none >= 0:
            share[self.none] = NONE_SHARE
        found: Floats = (share / np.float32(0.1)) ** np.float32(-EVEN)
        return found

    def _read(self, text: str) -> ScoredText:
        meant = asked(fold(text), self._denied)
        end = request(meant)
        placeless = self._scope.without_others(meant)  # where only another than the firm is, says nothing of the matter
        seen = placeless or meant
        seen_end = request(placeless) if placeless else end
        look = self._learned.look(self.features.of(seen, seen_end if seen_end != seen else ""))
        scores = self._learned.scores(look) * self._even
        whole, ends = scores[0], scores[-1]
        both = whole if len(scores) == 1 else (1 - END_SHARE) * whole + END_SHARE * ends
        ruling = self._scope.judge(meant, end)
        evidence = Evidence(whole, ends, both, ruling, look.strange)
        vague = not evidence.ruling.how and is_vague(meant, self._general)
        return ScoredText(look, evidence, judge(evidence, self.none), vague, meant)

    def _decide(self, reading: ScoredText, repaired: Pairs) -> Match:
        judgement, labels = reading.judgement, self._learned.labels
        best = labels[judgement.order[0]]
        if not len(reading.look.columns) or (judgement.others > REFUSE and not reading.vague):
            refusal = self._refusal(reading, repaired)
            if refusal.section != PLACE or not self._scope.names_no_place(reading.meant):
                return refusal
        section = self._learned.sections[best].best(reading.look)
        if best == "meta":
            return Match("meta", (), section, repaired)
        ours = [i for i in judgement.order if labels[i] in self._clauses][:SHOWN]
        scores = reading.evidence.both.tolist()
        hits = tuple([self._hit(labels[i], scores[i]) for i in ours])
        sure = judgement.right > SURE and not reading.vague
        return Match("sure" if sure else "unsure", hits, "" if section == "general" else section, repaired)

    def _looked_up(self, text: str, reading: ScoredText, match: Match) -> Match:
        """``match``, unless it is not sure and a clause that no example speaks of is likely meant."""
        if self._library is None or match.verdict == "sure" or reading.evidence.ruling.how == "sole":
            return match
        found = self._library.find(text, SHOWN)
        if not found:
            return match
        hits = tuple([Hit(f.policy, f.clause, f.title, round(f.score, 3), f.words) for f in found])
        verdict: Verdict = "sure" if is_sure(found) else "unsure"
        return Match(verdict, (*hits, *match.hits)[:SHOWN], "", match.repaired, hits[0].reasons)

    def _hit(self, label: str, score: float) -> Hit:
        clause = self._clauses[label]
        return Hit(clause.policy, clause.id, clause.title, round(min(1.0, max(0.0, score)), 3))

    def _refusal(self, reading: ScoredText, repaired: Pairs) -> Match:
        ruling = reading.evidence.ruling
        if not len(reading.look.columns):
            key = "gibberish"
        elif ruling.how not in ("", "passing") or self.none < 0:
            key = ruling.topic
        else:
            # A letter that ends in thanks is about something else
            polite = BARE if self._scope.besides(reading.meant) > COURTESY else ()
            key = self._learned.sections["none"].best(reading.look, but=polite)
        topic = self._topics.get(key)
        return Match("smalltalk" if topic and topic.kind == "smalltalk" else "none", (), key, repaired)

    def _why(self, label: str, reading: ScoredText, near: NDArray[np.float64]) -> tuple[str, ...]:
        """The words and concepts that count most for a label, then the nearest example when it is near indeed."""
        if label not in self._learned.labels:
            return ()
        index, look = self._learned.labels.index(label), reading.look
        worth = look.values[0] * self._learned.weights[look.columns, index]
        names = list(self._learned.weighing.named(look.columns[np.argsort(-worth)[:12]].tolist()))
        shown = readable(names, int((worth > 0).sum()))
        row = max((i for i, (_, other, _) in enumerate(self._rows) if other == label), key=lambda i: near[i])
        return (*shown, f"像「{self._rows[row][0][:40]}」") if near[row] >= NEAR_ENOUGH else shown


def _looked_at(text: str) -> str:
    """The text, of a long one its two ends."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"


def is_learnt(knowledge: Knowledge, folder: Path) -> bool:
    """Whether ``folder`` holds what a ``Matcher`` learns from ``knowledge``, whole."""
    clauses = remembered(folder, _digest(knowledge, tuple(_rows(knowledge)))) is not None
    return clauses and are_kinds_learnt(knowledge, _digest(knowledge), folder)


def _label(policy: str, clause: str) -> str:
    """The name under which a clause is learnt: two policies may both have a 1.1."""
    return f"{policy}/{clause}"


def _rows(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """(text, label, section) of every example, and of the clauses' own words: a new clause works at once by them."""
    for example in knowledge.examples:
        label = _label(example.policy, example.label) if example.label not in ("meta", "none") else example.label
        yield example.text, label, example.section
    # Beside examples the words of a document without any would only be taken for what these do not say
    untold = {clause.policy for clause in without_examples(knowledge)} if spoken_of(knowledge) else set()
    for policy in knowledge.policies:
        for clause in policy.clauses if policy.id not in untold else ():
            sentences = [part for part in re.split("[。；，]", clause.text) if len(part) > 6 and "牵头" not in part]
            for text in (*clause.words, clause.title, clause.summary, *sentences):
                yield text, _label(policy.id, clause.id), "general"
    for measure in [measure for measure in knowledge.measures if measure.policy not in untold]:
        yield measure.name, _label(measure.policy, measure.clause), measure.id


def _library(knowledge: Knowledge) -> Library | None:
    clauses = tuple(without_examples(knowledge))
    return Library.of(clauses, Words(own_words(knowledge))) if clauses else None


def own_words(knowledge: Knowledge) -> tuple[str, ...]:
    """The words that are cut whole: of words.txt, the synonyms and the clauses' plain words."""
    said = [word for policy in knowledge.policies for clause in policy.clauses for word in clause.words]
    return tuple(dict.fromkeys((*knowledge.words, *knowledge.synonyms, *knowledge.synonyms.values(), *said)))


def concepts(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Saying → the features it stands for: the word of the document (synonyms), the concepts of concepts.toml."""
    found: dict[str, tuple[str, ...]] = {fold(said): (f"={fold(meant)}",) for said, meant in knowledge.synonyms.items()}
    for concept, said in _sayings(knowledge.files[CONCEPTS]) if CONCEPTS in knowledge.files else ():
        found[said] = (*found.get(said, ()), f"@{concept}")
    return found


@lru_cache(maxsize=8)  # one start asks four times, and the next version has the same ones
def _sayings(text: str) -> tuple[tuple[str, str], ...]:
    """(concept, saying) of concepts.toml."""
    file = read_toml({CONCEPTS: text}, CONCEPTS)
    return tuple((concept, fold(said)) for concept in list(file.table) for said in file.texts(concept))


def general_words(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """The words that go with any question, from general.txt; those that want something are marked."""
    found: dict[str, tuple[str, ...]] = {}
    for line in knowledge.files.get(GENERAL, "").splitlines():
        if not line.startswith("#"):
            words = line.split()
            means = ("want",) if words[:1] == [WANTS] else ("general",)
            found |= dict.fromkeys((word for word in words if word != WANTS), means)
    return found


def places(knowledge: Knowledge) -> dict[str, str]:
    """The places elsewhere of places.txt, each with its short name, "" for none: all but those of its documents."""
    lines = [line.split() for line in knowledge.files.get(PLACES, "").splitlines() if not line.startswith("#")]
    ours = names_of(knowledge.policies)
    return {fold(words[0]): fold("".join(words[1:])) for words in lines if words and words[0] not in ours}


def denied_words(knowledge: Knowledge) -> list[str]:
    """The words that, denied, are as good as not said, from denied.txt."""
    return _words_of(knowledge, DENIED)


def kept_words(knowledge: Knowledge) -> list[str]:
    """The words that only sound like one of ours, from kept.txt."""
    return _words_of(knowledge, KEPT)


def _words_of(knowledge: Knowledge, file: str) -> list[str]:
    lines = knowledge.files.get(file, "").splitlines()
    return [fold(word) for line in lines if not line.startswith("#") for word in line.split()]


def _digest(knowledge: Knowledge, rows: Sequence[tuple[str, str, str]] = ()) -> str:
    """The name of what is learnt from ``rows``; without rows, of how texts are cut into words."""
    whole = hashlib.sha256(f"{code_of(*OWN)} {version('jieba')}".encode())
    for part in (rows, own_words(knowledge), sorted(concepts(knowledge).items())):
        whole.update(repr(part).encode("utf-8", "backslashreplace"))
    return f"{'matcher' if rows else 'cuts'}-{whole.hexdigest()[:24]}"
