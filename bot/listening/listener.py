"""Learns from the annotated turns of one version what people do by what they say, and hears it in a message."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import numpy as np

from bot.figures import Figure, read_figures
from bot.listening.features import Reader
from bot.nlu.hearing import Deaf, Listener, Scores, Setting, Value
from bot.nlu.utterance import Utterance
from bot.slots.roles import place
from knowledge.classifier.features import Features, TextFeatures
from knowledge.classifier.tagging import Tagger, learn_tags
from knowledge.records.model import AnnotatedTurn, Knowledge, Measure

# The score from which an act is as likely as not grows with its share of the examples; there it is made 0.5
RARE, COMMON = 0.22, 0.6
DAY = date(2025, 11, 22)  # on which the annotated turns were said


@dataclass(frozen=True, slots=True)
class Rows:
    """What there is to learn from: features and tags of messages, of figures, and of conditions."""

    messages: tuple[TextFeatures, ...]
    acts: tuple[frozenset[str], ...]
    facts: tuple[frozenset[str], ...]
    figures: tuple[TextFeatures, ...]
    roles: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The three models."""

    acts: Tagger
    facts: Tagger
    roles: Tagger


class LearntListener:
    """Hears acts, roles and conditions by what was learnt."""

    def __init__(self, knowledge: Knowledge, features: Features, learnt: Learnt) -> None:
        self._knowledge, self._learnt = knowledge, learnt
        self._reader = Reader(features, knowledge.intents)

    def acts(self, utterance: Utterance, setting: Setting) -> Scores:
        tagger = self._learnt.acts
        scores = tagger.scores(self._reader.message(utterance.text, utterance.figures, setting))
        evened = scores / (2 * (RARE + COMMON * np.sqrt(tagger.base)))
        return dict(zip(tagger.tags, evened.tolist(), strict=True))

    def facts(self, utterance: Utterance, setting: Setting) -> Scores:
        return _scores(self._learnt.facts, self._reader.message(utterance.text, utterance.figures, setting))

    def roles(self, utterance: Utterance, setting: Setting) -> tuple[Scores, ...]:
        text, figures = utterance.text, utterance.figures
        rules = announced(text, figures, setting, self._knowledge)
        around = [self._reader.figure(text, figures, i, setting, rules.get(i, "")) for i in range(len(figures))]
        return tuple(_scores(self._learnt.roles, one) for one in around)


def listener_for(knowledge: Knowledge, features: Features) -> Listener:
    """One that has learnt from the annotated turns; one that hears nothing when there are none."""
    if not knowledge.annotated:
        return Deaf()
    return LearntListener(knowledge, features, learn(rows_of(knowledge, features, knowledge.annotated)))


def announced(text: str, figures: Sequence[Figure], setting: Setting, knowledge: Knowledge) -> dict[int, str]:
    """Place of a figure → the role that the words beside it announce, with a mark where none does."""
    if setting.measure is None:
        return {}
    placed = place(text, figures, setting.measure, knowledge.distractors, setting.asked)
    where = {one.figure.start: f"{one.key}{'' if one.announced else '~'}" for one in placed}
    return {i: where[figure.start] for i, figure in enumerate(figures) if figure.start in where}


def _scores(tagger: Tagger, text: TextFeatures) -> dict[str, float]:
    return dict(zip(tagger.tags, tagger.scores(text).tolist(), strict=True))


def learn(rows: Rows) -> Learnt:
    """All three models, from all rows."""
    return Learnt(
        learn_tags(rows.messages, rows.acts),
        learn_tags(rows.messages, rows.facts),
        learn_tags(rows.figures, rows.roles),
    )


def rows_of(knowledge: Knowledge, features: Features, turns: Sequence[AnnotatedTurn]) -> Rows:
    """The annotated turns as they would be heard."""
    reader = Reader(features, knowledge.intents)
    messages, around, roles = [], [], []
    for turn in turns:
        setting = setting_of(turn, knowledge)
        figures = read_figures(turn.text, DAY)
        rules = announced(turn.text, figures, setting, knowledge)
        messages.append(reader.message(turn.text, figures, setting))
        for i, role in _annotated(turn, figures):
            around.append(reader.figure(turn.text, figures, i, setting, rules.get(i, "")))
            roles.append(frozenset({role}))
    facts = tuple(frozenset(f"{key}={value}" for key, value in turn.facts.items()) for turn in turns)
    return Rows(tuple(messages), tuple(frozenset(turn.acts) for turn in turns), facts, tuple(around), tuple(roles))


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
