"""Learns from the annotated turns of one version what people do by what they say, and hears it in a message."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.figures import Figure, in_full, read_figures
from bot.listening.features import Reader, Seen, readable_names
from bot.nlu.hearing import Deaf, Listener, Scores, Setting, Value
from bot.nlu.utterance import Utterance
from bot.slots.roles import Placed, place, place_once
from knowledge.classifier.cache import OWN, code_of, keep_taggers, remembered_taggers
from knowledge.classifier.features import Examples, Features, Numbers
from knowledge.classifier.match import concepts, own_words
from knowledge.classifier.model import Tell, silent
from knowledge.classifier.tagging import Tagger, learn_tags
from knowledge.records.model import AnnotatedTurn, Knowledge, Measure

# The score from which an act is as likely as not grows with its share of the examples; there it is made 0.5
RARE, COMMON = 0.22, 0.6
WORTH_TELLING, SHOWN = 0.25, 4  # scores and how many of them are told
# Besides those of the classifier, packages whose code decides how a turn is seen
HEARING = ("bot/listening", "bot/figures", "bot/nlu", "bot/slots")
REMEMBERED = 2048  # texts each model has in mind: 4 MB
MODELS = ("messages", "figures")
DAY = date(2025, 11, 22)  # on which the annotated turns were said
ALL_OF_IT = attrgetter(*[field.name for field in fields(AnnotatedTurn)])


@dataclass(frozen=True, slots=True)
class Rows:
    """What there is to learn from: messages and figures, and the tags of each."""

    messages: Examples
    acts: tuple[frozenset[str], ...]
    facts: tuple[frozenset[str], ...]
    figures: Examples
    roles: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The three models."""

    acts: Tagger
    facts: Tagger
    roles: Tagger


@dataclass(frozen=True, slots=True)
class Reason:
    """Something heard: ``kind`` "act", "fact" or "role"; ``of``: the figure whose role it is; ``tag``: the act, the
    fact with its value, the role; its score; ``evidence``: the words and circumstances that speak for it."""

    kind: str
    of: str
    tag: str
    score: float
    evidence: tuple[str, ...]


class Ear:
    """One model; what it makes of a text is remembered: the same words are said in many places, and with a sign for
    each figure many messages are alike."""

    def __init__(self, tagger: Tagger, features: Features) -> None:
        self.tagger = tagger
        self._heard = lru_cache(maxsize=REMEMBERED)(lambda text: tagger.heard(features.of(text)))
        self.forget = self._heard.cache_clear

    def scores(self, seen: Seen, even: NDArray[np.floating] | None = None) -> Scores:
        """Tag → score; divided by ``even`` where that is given."""
        found = self.tagger.judged(self._heard(seen.text), seen.plain_names())
        scores = found if even is None else found / even
        return dict(zip(self.tagger.tags, scores.tolist(), strict=True))


class LearntListener:
    """Hears acts, roles and conditions by what was learnt; nothing of a measure that no annotated turn is about: what
    is said of others says nothing of it."""

    def __init__(self, knowledge: Knowledge, features: Features, learnt: Learnt) -> None:
        self._distractors = knowledge.distractors
        self._acts, self._facts = Ear(learnt.acts, features), Ear(learnt.facts, features)
        self._roles = Ear(learnt.roles, features)
        self._reader = Reader(features, knowledge.intents)
        self._even = 2 * (RARE + COMMON * np.sqrt(learnt.acts.base))
        self._taught = {f"{turn.policy}/{turn.measure}" for turn in knowledge.annotated}

    def knows(self, setting: Setting) -> bool:
        """Whether there is anything to go by: no measure is talked about yet, or one that was taught."""
        return setting.measure is None or setting.measure.key in self._taught

    def forget(self) -> None:
        for ear in (self._acts, self._facts, self._roles):
            ear.forget()

    def known_runs(self) -> Sequence[Numbers]:
        return tuple(ear.tagger.weighing.runs for ear in (self._acts, self._roles))

    def acts(self, utterance: Utterance, setting: Setting) -> Scores:
        if not self.knows(setting):
            return {}
        return self._acts.scores(self._message(utterance, setting), self._even)

    def alone(self, utterance: Utterance) -> Scores:
        return self.acts(utterance, Setting())

    def facts(self, utterance: Utterance, setting: Setting) -> Scores:
        if not self.knows(setting):
            return {}
        return self._facts.scores(self._message(utterance, setting))

    def _message(self, utterance: Utterance, setting: Setting) -> Seen:
        return self._reader.message(utterance.text, utterance.figures, setting, utterance.intents)

    def why(self, utterance: Utterance, setting: Setting) -> tuple[Reason, ...]:
        """What is heard, likeliest first: acts, a role for each figure, conditions; each with what speaks for it."""
        if not self.knows(setting):
            return ()
        text, figures = utterance.text, utterance.figures
        message = self._message(utterance, setting)
        found = [
            *self._reasons("act", "", self._acts, message, self.acts(utterance, setting)),
            *self._reasons("fact", "", self._facts, message, self.facts(utterance, setting)),
        ]
        looked_at = self._reader.figures(text, figures, setting, self._announced(utterance, setting))
        for figure, around, scores in zip(figures, looked_at, self.roles(utterance, setting), strict=True):
            found += self._reasons("role", figure.text, self._roles, around, scores)
        return tuple(found)

    def _reasons(self, kind: str, of: str, ear: Ear, seen: Seen, scores: Scores) -> Iterator[Reason]:
        text = self._reader.look(seen)
        likely = sorted((tag for tag in scores if scores[tag] >= WORTH_TELLING), key=lambda tag: -scores[tag])
        for tag in likely[:SHOWN]:
            yield Reason(kind, of, tag, scores[tag], readable_names(ear.tagger.evidence(text, tag)))

    def _announced(self, utterance: Utterance, setting: Setting) -> dict[int, str]:
        measure = setting.measure
        placed = place_once(utterance, measure, self._distractors, setting.asked) if measure else ()
        return announced(placed, utterance.figures)

    def roles(self, utterance: Utterance, setting: Setting) -> tuple[Scores, ...]:
        if not self.knows(setting):
            return ()
        text, figures = utterance.text, utterance.figures
        if not figures:
            return ()
        rules = self._announced(utterance, setting)
        seen = self._reader.figures(text, figures, setting, rules)
        return tuple(map(self._roles.scores, seen))


def listener_for(knowledge: Knowledge, features: Features, cache: Path | None = None, tell: Tell = silent) -> Listener:
    """One that has learnt from the annotated turns, or recalls it from ``cache`` or as installed; one that hears
    nothing when there are none. Learning takes about two seconds."""
    if not knowledge.annotated:
        return Deaf()
    told = as_taught(knowledge)
    digest = _digest(told)
    known = [remembered_taggers(cache, f"{model}-{digest}") or () for model in MODELS]
    if len(both := [*known[0], *known[1]]) == len(fields(Learnt)):
        return LearntListener(knowledge, features, Learnt(*both))
    tell(0.0)
    learnt = learn(rows_of(told, features, told.annotated))
    tell(1.0)
    for model, taggers in zip(MODELS, ((learnt.acts, learnt.facts), (learnt.roles,)), strict=True):
        keep_taggers(cache, f"{model}-{digest}", taggers)
    return LearntListener(knowledge, features, learnt)


def is_learnt(knowledge: Knowledge, folder: Path) -> bool:
    """Whether ``folder`` holds all that a listener learns from ``knowledge``."""
    digest = _digest(as_taught(knowledge))
    return not knowledge.annotated or all(remembered_taggers(folder, f"{model}-{digest}") for model in MODELS)


def as_taught(knowledge: Knowledge) -> Knowledge:
    """The knowledge with the first row of each figure: the turns were annotated by these, and a figure that is another
    from some day on comes into force at once, without anything being learnt anew."""
    if all(row.since == date.min for measure in knowledge.measures for row in measure.figures):
        return knowledge
    first = {m.key: tuple(row for row in m.figures if row.since == date.min) for m in knowledge.measures}
    measures = tuple(replace(m, figures=first[m.key] or m.figures) for m in knowledge.measures)
    return replace(knowledge, measures=measures)


def _digest(knowledge: Knowledge) -> str:
    """Of everything that is learnt from, or that changes how a message is seen."""
    whole = hashlib.sha256(f"{code_of(*OWN, *HEARING)} {version('jieba')}".encode())
    # Of figures their values alone are looked at: a quote or a label that is mended costs no learning
    figures = {m.key: [(one.key, one.value, one.unit) for one in m.figures] for m in knowledge.measures}
    measures = [(m.key, figures[m.key], m.inputs, m.conditions, m.derivations) for m in knowledge.measures]
    for part in (
        list(map(ALL_OF_IT, knowledge.annotated)),
        own_words(knowledge),
        sorted(concepts(knowledge).items()),
        sorted(knowledge.intents.items()),
        knowledge.distractors,
        measures,
    ):
        whole.update(repr(part).encode("utf-8", "backslashreplace"))
    return whole.hexdigest()[:24]


def announced(placed: Sequence[Placed], figures: Sequence[Figure]) -> dict[int, str]:
    """Place of a figure → the role that the words beside it announce, with a mark where none does."""
    where = {one.figure.start: f"{one.key}{'' if one.announced else '~'}" for one in placed}
    return {i: where[figure.start] for i, figure in enumerate(figures) if figure.start in where}


def learn(rows: Rows) -> Learnt:
    """All three models, from all rows."""
    return Learnt(*learn_tags(rows.messages, (rows.acts, rows.facts)), *learn_tags(rows.figures, (rows.roles,)))


def rows_of(knowledge: Knowledge, features: Features, turns: Sequence[AnnotatedTurn]) -> Rows:
    """The annotated turns as they would be heard."""
    reader = Reader(features, knowledge.intents)
    messages: list[Seen] = []
    around: list[Seen] = []
    roles: list[frozenset[str]] = []
    for turn in turns:
        setting = setting_of(turn, knowledge)
        figures = in_full(turn.text, read_figures(turn.text, DAY))
        measure, known = setting.measure, knowledge.distractors
        placed = place(turn.text, figures, measure, known, setting.asked) if measure else ()
        rules = announced(placed, figures)
        messages.append(reader.message(turn.text, figures, setting))
        if told := dict(_annotated(turn, figures)):
            around += reader.figures(turn.text, figures, setting, rules, told)
            roles += [frozenset({role}) for role in told.values()]
    if not around:  # no turn has a figure: there must be something of which nothing is said
        around, roles = messages[:1], [frozenset[str]()]
    facts = tuple(frozenset(f"{key}={value}" for key, value in turn.facts.items()) for turn in turns)
    cuts: dict[str, str] = {}
    seen, near = reader.look_at_all(messages, cuts), reader.look_at_all(around, cuts)
    return Rows(seen, tuple(frozenset(turn.acts) for turn in turns), facts, near, tuple(roles))


def _annotated(turn: AnnotatedTurn, figures: Sequence[Figure]) -> Iterator[tuple[int, str]]:
    """Each figure that is read where one is annotated, with its role."""
    at, spans = 0, []
    for said, role in turn.figures:
        at = turn.text.find(said, at)
        if at < 0:
            return
        spans.append((at, at + len(said), role))
        at += len(said)
    for i, figure in enumerate(figures):
        for begin, end, role in spans:
            if begin < figure.end and figure.start < end:
                yield i, role
                break


def setting_of(turn: AnnotatedTurn, knowledge: Knowledge) -> Setting:
    """Where an annotated turn is said."""
    measure = _measure(turn, knowledge)
    stands = {key: _value(value) for key, value in turn.stands.items()}
    asked = turn.asked or (_left_open(turn, measure) if turn.shown and measure else "")
    return Setting(measure, asked, _number(turn.shown), stands)


def _left_open(turn: AnnotatedTurn, measure: Measure) -> str:
    """The condition that a reply with a sum ends by asking about; "" when all are known."""
    return next((c.key for c in measure.conditions if not c.hidden and c.key not in turn.stands), "")


def _measure(turn: AnnotatedTurn, knowledge: Knowledge) -> Measure | None:
    return next((m for m in knowledge.measures if (m.policy, m.id) == (turn.policy, turn.measure)), None)


def _value(text: str) -> Value:
    return text if (number := _number(text)) is None else number


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
