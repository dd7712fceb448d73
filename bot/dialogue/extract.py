"""What a message gives a measure: figures by their roles, facts, the answer to the question that was put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.dialogue.state import State
from bot.figures import Figure
from bot.measures.assess import Standing, broken_conditions
from bot.nlu.facts import read_answer
from bot.nlu.utterance import Heard
from bot.slots.fill import YEAR_ONLY, Filling, fill
from bot.slots.model import MONEY_UNITS, RATE_UNITS, Slot
from bot.slots.roles import fits
from knowledge.records.model import Measure

UNIT_WORDS = {**MONEY_UNITS, **RATE_UNITS}
SHORT_ANSWER = 14
DUE = re.compile("到期|还|底到|结清")


def gives_figures(heard: Heard, measure: Measure, state: State | None = None) -> bool:
    """Whether the message gives this measure a figure, or one that must be complained about."""
    filling = take_figures(heard, state, measure) if state else filling_alone(heard, measure)
    known = {record.key for record in measure.inputs} | measure.follows
    told = set(filling.others) & _related(heard, measure)
    before = set(state.topic.standing.others) if state else set()
    return bool(set(filling.inputs) & known or filling.problems or filling.foreign or told - before)


def _related(heard: Heard, measure: Measure) -> set[str]:
    """Sums that are no input of the measure, but from which one of its inputs can follow."""
    sums = {distractor.key for distractor in heard.knowledge.distractors if distractor.unit == "yuan"}
    return sums & {key for row in measure.derivations for key in row.sources}


def usable(heard: Heard, measure: Measure, state: State | None = None) -> bool:
    """Whether the message gives this measure a figure, a complaint about one, or a fact it asks for."""
    keys = {c.key for c in measure.conditions} | set(measure.stated)
    return gives_figures(heard, measure, state) or bool(set(heard.facts) & keys) or heard.wants("all_met")


def breaks_something(heard: Heard, measure: Measure) -> bool:
    return bool(broken_conditions(measure, Standing(facts=heard.facts)))


def filling_alone(heard: Heard, measure: Measure) -> Filling:
    """What the message gives this measure when nothing was said before."""
    if measure.key not in heard.fillings:
        heard.fillings[measure.key] = heard_filling(heard, measure)
    return heard.fillings[measure.key]


def heard_filling(
    heard: Heard,
    measure: Measure,
    asked: str = "",
    unit: str = "",
    last_wins: bool = False,
    before: Mapping[str, Slot] | None = None,
    figures: Sequence[Figure] | None = None,
) -> Filling:
    distractors = heard.knowledge.distractors
    return fill(
        heard.text,
        heard.figures if figures is None else figures,
        measure,
        distractors,
        asked=asked,
        unit_in_use=unit,
        last_wins=last_wins,
        before=before or {},
        year=heard.day.year,
    )


def fits_question(heard: Heard, state: State, measure: Measure) -> bool:
    """Whether the message can be the answer to the question that was put."""
    record = measure.input(state.asked)
    fact = heard.knowledge.facts.get(state.asked)
    if heard.bare in UNIT_WORDS:
        return True
    if fact and (state.asked in heard.facts or _answer(heard, state)):
        return True
    return bool(record and any(fits(figure, record.unit) or figure.kind == "number" for figure in heard.figures))


def take_figures(heard: Heard, state: State, measure: Measure) -> Filling:
    if heard.bare in UNIT_WORDS and state.last_text:
        again = replace_text(heard, state.last_text)
        return heard_filling(again, measure, state.asked, heard.bare)
    record = measure.input(state.asked)
    fitting = record is not None and any(fits(figure, record.unit) for figure in heard.figures)
    asked = state.asked if fitting else _recent(heard, state, measure)
    standing = state.topic.standing
    dated = _in_the_year_said(heard, standing, measure)
    filling = heard_filling(heard, measure, asked, state.unit, heard.wants("correct"), standing.others, dated)
    return _after_the_end(heard, measure, filling)


def _in_the_year_said(heard: Heard, standing: Standing, measure: Measure) -> list[Figure]:
    """「7月25日」 after 「放款日是2024年7月」 is of that year."""
    start, year = standing.inputs.get(measure.day_key), standing.others.get(YEAR_ONLY)
    said = start.value.year if start and isinstance(start.value, date) else int(str(year.value)) if year else 0
    return [
        replace(f, value=f"{said}{f.value[4:]}") if said and f.assumed == "year" and isinstance(f.value, str) else f
        for f in heard.figures
    ]


def _after_the_end(heard: Heard, measure: Measure, filling: Filling) -> Filling:
    """「2030年投保」: a bare year beyond the document's term stands for a start in it."""
    last, key = heard.knowledge.policy(measure.policy).valid_to.year, measure.day_key
    for figure in heard.figures:
        bare = figure.kind == "date" and isinstance(figure.value, str) and len(figure.value) == 4
        due = DUE.search(heard.text[figure.end : figure.end + 4])
        if bare and not due and int(str(figure.value)) > last and key not in filling.inputs:
            start = Slot(date(int(str(figure.value)), 1, 1), figure.text)
            problems = tuple(problem for problem in filling.problems if problem.key != key)
            return replace(filling, inputs={**filling.inputs, key: start}, problems=problems)
    return filling


def replace_text(heard: Heard, text: str) -> Heard:
    return Heard(text, heard.day, heard.knowledge, heard.matcher)


def _recent(heard: Heard, state: State, measure: Measure) -> str:
    """The input said last that a figure of this message could be: what 「不对，是800万」 corrects."""
    for key, slot in state.topic.standing.inputs.items():
        if measure.input(key) and any(figure.text in slot.text for figure in heard.figures):
            return key
    for key in reversed(state.said):
        record = measure.input(key)
        if record and record.unit != "choice" and any(fits(figure, record.unit) for figure in heard.figures):
            return key
    return ""


def doubted(heard: Heard, measure: Measure) -> frozenset[str]:
    """The conditions of the measure the message says are not known."""
    return heard.doubts & {c.key for c in measure.conditions if not c.hidden and not c.limit}


def take_facts(heard: Heard, state: State, measure: Measure) -> dict[str, str]:
    """Facts stated, and the answer to the condition just asked. Only those the measure looks at are kept."""
    keys = {c.key for c in measure.conditions} | set(measure.stated)
    facts = {key: value for key, value in heard.facts.items() if key in keys}
    facts |= dict.fromkeys(unknown := doubted(heard, measure), "unknown")
    for key in keys:
        like = heard.knowledge.facts[key].like if key in heard.knowledge.facts else ""
        if like and key not in facts and like in heard.facts:
            facts[key] = heard.facts[like]
    if heard.wants("all_met"):
        facts |= {c.key: "yes" for c in measure.conditions if not c.limit and not c.accepts and not c.hidden}
    if not facts and heard.wants("correct"):
        facts |= _corrected(heard, state, keys)
    fact = heard.knowledge.facts.get(state.asked)
    short = len(heard.bare) <= SHORT_ANSWER
    if fact and short and not unknown and state.asked not in facts and (value := _answer(heard, state)):
        facts[state.asked] = value
    return facts


def _corrected(heard: Heard, state: State, keys: set[str]) -> dict[str, str]:
    """「说错了，是专利」 after 「厂房做的反担保」: the fact said last that these words answer."""
    for key in reversed(state.said):
        fact = heard.knowledge.facts.get(key)
        if fact and key in keys and (value := read_answer(heard.folded, fact)):
            return {key: value}
    return {}


def _answer(heard: Heard, state: State) -> str:
    """「都办了」 and 「专力」: the answer to the question, also in the words the matcher repaired."""
    fact = heard.knowledge.facts[state.asked]
    if value := read_answer(heard.bare, fact):
        return value
    repaired = heard.bare
    for said, meant in heard.match.repaired:
        repaired = repaired.replace(said, meant)
    return read_answer(repaired, fact) if repaired != heard.bare else ""
