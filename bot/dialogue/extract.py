"""What a message gives a measure: figures by their roles, facts, the answer to the question that was put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.dialogue.state import State
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.memo import Once
from bot.nlu.facts import read_answer
from bot.nlu.utterance import Utterance
from bot.slots.fill import YEAR_ONLY, Filling, fill
from bot.slots.model import MONEY_UNITS, RATE_UNITS, Slot
from bot.slots.roles import fits
from knowledge.records.model import Measure

UNIT_WORDS = {**MONEY_UNITS, **RATE_UNITS}
DUE = re.compile("到期|还|底到|结清")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calculation takes in. ``filling``: figures by input; ``facts``: conditions stated, or answered;
    ``doubts``: conditions said not to be known."""

    filling: Filling
    facts: Mapping[str, str]
    doubts: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the message can be put down."""
        return not (self.filling.inputs or self.filling.problems or self.facts)


NOTHING_TAKEN = Taken(Filling(), {}, frozenset())


class Extraction:
    """What one message gives one measure, in the light of what was asked and what stands; read as it is asked for.

    ``figures``: a figure is given, or one that must be complained about; ``usable``: that, or a fact the measure uses;
    ``breaks``: a stated fact breaks a condition; ``answers``: it can be the answer to the question that was put.
    """

    def __init__(self, utterance: Utterance, state: State, measure: Measure) -> None:
        self._utterance, self._state, self._measure = utterance, state, measure

    @Once
    def filling(self) -> Filling:
        return _filling(self._utterance, self._state, self._measure)

    @Once
    def taken(self) -> Taken:
        facts = _facts(self._utterance, self._state, self._measure)
        return Taken(self.filling, facts, doubted(self._utterance, self._measure))

    @Once
    def figures(self) -> bool:
        return _gives_figures(self._utterance, self.filling, self._state, self._measure)

    @Once
    def usable(self) -> bool:
        stated = set(self._utterance.facts) & _looked_at(self._measure)
        return self.figures or bool(stated) or self._utterance.wants("all_met")

    @Once
    def breaks(self) -> bool:
        return bool(broken_conditions(self._measure, Standing(facts=self._utterance.facts)))

    @Once
    def answers(self) -> bool:
        return _fits_question(self._utterance, self._state, self._measure)


def extract(utterance: Utterance, state: State, measure: Measure) -> Extraction:
    """Reads the message for the measure. ``Turn`` keeps what is read, so that it is read once."""
    return Extraction(utterance, state, measure)


def _gives_figures(utterance: Utterance, filling: Filling, state: State, measure: Measure) -> bool:
    known = {record.key for record in measure.inputs} | measure.follows
    told = set(filling.others) & _related(utterance, measure)
    news = told - set(state.topic.standing.others)
    return bool(set(filling.inputs) & known or filling.problems or filling.foreign or news)


def _related(utterance: Utterance, measure: Measure) -> set[str]:
    """Sums that are no input of the measure, but from which one of its inputs can follow."""
    sums = {distractor.key for distractor in utterance.knowledge.distractors if distractor.unit == "yuan"}
    return sums & {key for row in measure.derivations for key in row.sources}


def _looked_at(measure: Measure) -> set[str]:
    """The facts a measure uses."""
    return {c.key for c in measure.conditions} | set(measure.stated)


def _fits_question(utterance: Utterance, state: State, measure: Measure) -> bool:
    record = measure.input(state.asked)
    fact = utterance.knowledge.facts.get(state.asked)
    if utterance.bare in UNIT_WORDS:
        return True
    if fact and (state.asked in utterance.facts or _answer(utterance, state)):
        return True
    return bool(record and any(fits(figure, record.unit) or figure.kind == "number" for figure in utterance.figures))


def _filling(utterance: Utterance, state: State, measure: Measure) -> Filling:
    if utterance.bare in UNIT_WORDS and state.last_text:
        again = saying(utterance, state.last_text)
        return _filled(again, again.figures, measure, asked=state.asked, unit_in_use=utterance.bare)
    record = measure.input(state.asked)
    fitting = record is not None and any(fits(figure, record.unit) for figure in utterance.figures)
    asked = state.asked if fitting else _recent(utterance, state, measure)
    standing = state.topic.standing
    filling = _filled(
        utterance,
        _in_the_year_said(utterance, standing, measure),
        measure,
        asked=asked,
        unit_in_use=state.unit,
        last_wins=utterance.wants("correct"),
        before=standing.others,
    )
    return _after_the_end(utterance, measure, filling)


def _filled(utterance: Utterance, figures: Sequence[Figure], measure: Measure, **context: Any) -> Filling:
    return fill(utterance.text, figures, measure, utterance.knowledge.distractors, year=utterance.day.year, **context)


def _in_the_year_said(utterance: Utterance, standing: Standing, measure: Measure) -> list[Figure]:
    """「7月25日」 after 「放款日是2024年7月」 is of that year."""
    start, year = standing.inputs.get(measure.day_key), standing.others.get(YEAR_ONLY)
    said = start.value.year if start and isinstance(start.value, date) else int(str(year.value)) if year else 0
    return [
        replace(f, value=f"{said}{f.value[4:]}") if said and f.assumed == "year" and isinstance(f.value, str) else f
        for f in utterance.figures
    ]


def _after_the_end(utterance: Utterance, measure: Measure, filling: Filling) -> Filling:
    """「2030年投保」: a bare year beyond the document's term stands for a start in it."""
    last, key = utterance.knowledge.policy(measure.policy).valid_to.year, measure.day_key
    for figure in utterance.figures:
        bare = figure.kind == "date" and isinstance(figure.value, str) and len(figure.value) == 4
        due = DUE.search(utterance.text[figure.end : figure.end + 4])
        if bare and not due and int(str(figure.value)) > last and key not in filling.inputs:
            start = Slot(date(int(str(figure.value)), 1, 1), figure.text)
            problems = tuple(problem for problem in filling.problems if problem.key != key)
            return replace(filling, inputs={**filling.inputs, key: start}, problems=problems)
    return filling


def saying(utterance: Utterance, text: str) -> Utterance:
    """Another text in the same conversation, on the same day."""
    return Utterance(text, utterance.day, utterance.knowledge, utterance.matcher)


def _recent(utterance: Utterance, state: State, measure: Measure) -> str:
    """The input said last that a figure of this message could be: what 「不对，是800万」 corrects."""
    for key, slot in state.topic.standing.inputs.items():
        if measure.input(key) and any(figure.text in slot.text for figure in utterance.figures):
            return key
    for key in reversed(state.said):
        record = measure.input(key)
        if record and record.unit != "choice" and any(fits(figure, record.unit) for figure in utterance.figures):
            return key
    return ""


def doubted(utterance: Utterance, measure: Measure) -> frozenset[str]:
    """The conditions of the measure the message says are not known."""
    return utterance.doubts & {c.key for c in measure.conditions if not c.hidden and not c.limit}


def _facts(utterance: Utterance, state: State, measure: Measure) -> dict[str, str]:
    """Facts stated, and the answer to the condition just asked. Only those the measure uses are kept."""
    keys = _looked_at(measure)
    facts = {key: value for key, value in utterance.facts.items() if key in keys}
    facts |= dict.fromkeys(unknown := doubted(utterance, measure), "unknown")
    for key in keys:
        like = utterance.knowledge.facts[key].like if key in utterance.knowledge.facts else ""
        if like and key not in facts and like in utterance.facts:
            facts[key] = utterance.facts[like]
    if utterance.wants("all_met"):
        facts |= {c.key: "yes" for c in measure.conditions if not c.limit and not c.accepts and not c.hidden}
    if not facts and utterance.wants("correct"):
        facts |= _corrected(utterance, state, keys)
    fact = utterance.knowledge.facts.get(state.asked)
    if (
        fact
        and utterance.is_brief
        and not unknown
        and state.asked not in facts
        and (value := _answer(utterance, state))
    ):
        facts[state.asked] = value
    return facts


def _corrected(utterance: Utterance, state: State, keys: set[str]) -> dict[str, str]:
    """「说错了，是专利」 after 「厂房做的反担保」: the fact said last that these words answer."""
    for key in reversed(state.said):
        fact = utterance.knowledge.facts.get(key)
        if fact and key in keys and (value := read_answer(utterance.folded, fact)):
            return {key: value}
    return {}


def _answer(utterance: Utterance, state: State) -> str:
    """「都办了」 and 「专力」: the answer to the question, also in the words the matcher repaired."""
    fact = utterance.knowledge.facts[state.asked]
    if value := read_answer(utterance.bare, fact):
        return value
    repaired = utterance.bare
    for said, meant in utterance.match.repaired:
        repaired = repaired.replace(said, meant)
    return read_answer(repaired, fact) if repaired != utterance.bare else ""
