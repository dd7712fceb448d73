"""What a message gives a measure: figures by their roles, facts, the answer to the question that was put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.dialogue.acts import Acts
from bot.dialogue.state import State
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.memo import once
from bot.nlu.facts import read_answer
from bot.nlu.hearing import Setting
from bot.nlu.several import read_several
from bot.nlu.utterance import Utterance
from bot.slots.fill import Filling, fill
from bot.slots.model import MONEY_UNITS, RATE_UNITS, Slot
from bot.slots.roles import answers, fits, place_once
from knowledge.records.model import Fact, Measure
from knowledge.text.tokens import fold

UNIT_WORDS = {**MONEY_UNITS, **RATE_UNITS}
CHANGES = ("correct", "requantify", "add", "remove", "address", "what_if", "other_firm")  # acts that change a value
ANEW = ("correct", "what_if", "add", "remove")  # of which the figure said alone is that of the input said last
DUE = re.compile("到期|还|底到|结清")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calculation takes in. ``filling``: figures by input; ``facts``: conditions stated, or answered;
    ``doubts``: conditions said not to be known; ``unclear``: those a word of which was said and not understood."""

    filling: Filling
    facts: Mapping[str, str]
    doubts: frozenset[str]
    unclear: frozenset[str] = frozenset()

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

    def __init__(self, utterance: Utterance, state: State, measure: Measure, acts: Acts) -> None:
        self._utterance, self._state, self._measure, self._acts = utterance, state, measure, acts

    @once
    def filling(self) -> Filling:
        return _filling(self._utterance, self._state, self._measure, self._acts)

    @once
    def taken(self) -> Taken:
        facts = _facts(self._utterance, self._state, self._measure, self)
        unclear = _unclear(self._utterance, self._state, self._measure, facts)
        facts |= dict.fromkeys(unclear & self._utterance.unclear, "unknown")
        return Taken(self.filling, facts, doubted(self._utterance, self._measure), unclear)

    @once
    def figures(self) -> bool:
        taken_away = self.filling.part is not None and self._acts.does("remove")
        return taken_away or _gives_figures(self._utterance, self.filling, self._state, self._measure)

    @once
    def usable(self) -> bool:
        stated = set(self._utterance.facts) & _looked_at(self._measure)
        if _stands(self._state, self._measure):
            stated |= set(self._utterance.supposed) & _looked_at(self._measure)
        return self.figures or bool(stated) or self._utterance.wants("all_met")

    @once
    def breaks(self) -> bool:
        return bool(broken_conditions(self._measure, Standing(facts=self._utterance.facts)))

    @once
    def answers(self) -> bool:
        return _fits_question(self._utterance, self._state, self._measure, self)

    @once
    def answer(self) -> str:
        """The value that the message gives the condition just asked about; "" for none."""
        return _answer(self._utterance, self._state)

    @once
    def several(self) -> Mapping[str, str]:
        """The answers it gives to several of the conditions that the last reply listed."""
        return read_several(self._utterance.bare, _opened(self._utterance, self._state, self._measure))


def extract(utterance: Utterance, state: State, measure: Measure, acts: Acts) -> Extraction:
    """Reads the message for the measure. ``Turn`` keeps what is read, so that it is read once."""
    return Extraction(utterance, state, measure, acts)


def setting_for(state: State, measure: Measure | None) -> Setting:
    """Where a message is said that is heard for ``measure``: what stands counts when the talk is about it."""
    topic = state.topic
    if measure is None or (topic.policy, topic.measure) != (measure.policy, measure.id):
        return Setting(measure)
    stands = {key: slot.value for key, slot in topic.standing.inputs.items()}
    return Setting(measure, state.asked, state.shown, stands)


def _gives_figures(utterance: Utterance, filling: Filling, state: State, measure: Measure) -> bool:
    known = {record.key for record in measure.inputs} | measure.follows
    told = set(filling.others) & _related(utterance, measure)
    before = state.topic.standing.others
    news = {key for key in told if key not in before or before[key].value != filling.others[key].value}
    stands = state.topic.standing.inputs
    said = {key for key, slot in filling.inputs.items() if key not in stands or stands[key].value != slot.value}
    said |= {key for key in filling.inputs if key == state.asked}
    return bool(said & known or filling.items or filling.problems or filling.foreign or news)


def _related(utterance: Utterance, measure: Measure) -> set[str]:
    """Sums that are no input of the measure, but from which one of its inputs can follow."""
    sums = {distractor.key for distractor in utterance.knowledge.distractors if distractor.unit == "yuan"}
    return sums & {key for row in measure.derivations for key in row.sources}


def _looked_at(measure: Measure) -> set[str]:
    """The facts a measure uses."""
    return {c.key for c in measure.conditions} | set(measure.stated)


def _fits_question(utterance: Utterance, state: State, measure: Measure, given: Extraction) -> bool:
    record = measure.input(state.asked)
    fact = utterance.knowledge.facts.get(state.asked)
    if utterance.bare in UNIT_WORDS:
        return True
    if fact and (state.asked in utterance.facts or given.answer):
        return True
    if fact and given.several:
        return True
    return bool(record and any(fits(figure, record.unit) or figure.kind == "number" for figure in utterance.figures))


def _filling(utterance: Utterance, state: State, measure: Measure, acts: Acts) -> Filling:
    if utterance.bare in UNIT_WORDS and state.last_text:
        again = saying(utterance, state.last_text)
        setting = setting_for(state, measure)
        return _filled(again, again.figures, measure, setting, asked=state.asked, unit_in_use=utterance.bare)
    record = measure.input(state.asked)
    fitting = record is not None and any(answers(figure, record.unit) for figure in utterance.figures)
    asked = state.asked if fitting else _recent(utterance, state, measure)
    standing = state.topic.standing
    filling = _filled(
        utterance,
        utterance.figures,
        measure,
        replace(
            setting_for(state, measure), changes=acts.does(*CHANGES), asks=bool(acts.asked), corrects=acts.does(*ANEW)
        ),
        asked=asked,
        unit_in_use=state.unit,
        last_wins=utterance.wants("correct"),
        before=standing.others,
        stands=standing.inputs,
        items=standing.items,
    )
    return _after_the_end(utterance, measure, filling)


def _filled(
    utterance: Utterance, figures: Sequence[Figure], measure: Measure, setting: Setting, **context: Any
) -> Filling:
    heard = utterance.matcher.listener.roles(utterance, setting)
    known = utterance.knowledge.distractors
    year = utterance.day.year
    by_words = place_once(utterance, measure, known, context.get("asked", ""), year)
    return fill(
        utterance.text, figures, measure, known, year=year, heard=heard, setting=setting, by_words=by_words, **context
    )


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
    if not utterance.figures:
        return ""
    for key, slot in state.topic.standing.inputs.items():
        if measure.input(key) and any(figure.text in slot.text for figure in utterance.figures):
            return key
    if state.asked and utterance.bare in {fold(figure.text) for figure in utterance.figures if figure.kind == "number"}:
        return ""
    for key in reversed(state.said):
        record = measure.input(key)
        if record and record.unit != "choice" and any(fits(figure, record.unit) for figure in utterance.figures):
            return key
    return ""


def doubted(utterance: Utterance, measure: Measure) -> frozenset[str]:
    """The conditions of the measure the message says are not known."""
    return utterance.doubts & {c.key for c in measure.conditions if not c.hidden and not c.limit}


def _facts(utterance: Utterance, state: State, measure: Measure, given: Extraction) -> dict[str, str]:
    """Facts stated, and the answer to the condition just asked. Only those the measure uses are kept."""
    keys = _looked_at(measure)
    facts = {key: value for key, value in utterance.facts.items() if key in keys}
    if _stands(state, measure):
        facts = {**{key: value for key, value in utterance.supposed.items() if key in keys}, **facts}
    facts |= dict.fromkeys(unknown := doubted(utterance, measure), "unknown")
    for key in keys:
        like = utterance.knowledge.facts[key].like if key in utterance.knowledge.facts else ""
        if like and key not in facts and like in utterance.facts:
            facts[key] = utterance.facts[like]
    if utterance.wants("all_met"):
        facts |= {c.key: "yes" for c in measure.conditions if not c.limit and not c.accepts and not c.hidden}
    if not facts and utterance.wants("correct"):
        facts |= _corrected(utterance, state, keys)
    if not unknown and state.asked in utterance.knowledge.facts:
        if given.several:
            facts |= given.several
        elif state.asked not in facts and given.answer:
            facts[state.asked] = given.answer
    return facts


def _opened(utterance: Utterance, state: State, measure: Measure) -> list[Fact]:
    """The conditions that the last reply listed as not settled, in its order."""
    known, facts = state.topic.standing.facts, utterance.knowledge.facts
    listed = [c.key for c in measure.conditions if not c.hidden and c.key in facts]
    return [facts[key] for key in listed if known.get(key, "unknown") == "unknown" and key not in state.skipped]


def _stands(state: State, measure: Measure) -> bool:
    """Whether the measure is under way: what is supposed then is reckoned with."""
    standing = state.topic.standing
    return state.topic.measure == measure.id and bool(standing.inputs or standing.items or standing.facts)


def _unclear(utterance: Utterance, state: State, measure: Measure, facts: Mapping[str, str]) -> frozenset[str]:
    """Conditions a word of which is said that neither settled nor doubted them, nor was settled before."""
    known = state.topic.standing.facts
    named = {c.key for c in measure.conditions if not c.hidden and not c.limit} - set(facts)
    said = {key for key in utterance.mentioned if known.get(key, "unknown") == "unknown"}
    return frozenset(named & (said | utterance.unclear))


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
    another = bool(utterance.mentioned - {state.asked})
    if value := read_answer(utterance.bare, fact, another):
        return value
    repaired = utterance.bare
    for said, meant in utterance.match.repaired:
        repaired = repaired.replace(said, meant)
    return read_answer(repaired, fact, another) if repaired != utterance.bare else ""
