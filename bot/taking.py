"""What a message gives a measure: figures by their roles, facts, the answer to the question that was put."""

from collections.abc import Mapping

from bot.computing import Standing, broken_conditions
from bot.conversations import State
from bot.facts import read_answer
from bot.filling import Filling, fill
from bot.hearing import Heard
from bot.roles import fits
from bot.slots import MONEY_UNITS, RATE_UNITS, Slot
from knowledge.model import Measure

UNIT_WORDS = {**MONEY_UNITS, **RATE_UNITS}
SHORT_ANSWER = 14


def gives_figures(heard: Heard, measure: Measure, state: State | None = None) -> bool:
    """Whether the message gives this measure a figure, or one that must be complained about."""
    filling = take_figures(heard, state, measure) if state else heard_filling(heard, measure)
    known = {record.key for record in measure.inputs} | {"term_days"}
    return bool(set(filling.inputs) & known or filling.problems or filling.foreign)


def usable(heard: Heard, measure: Measure, state: State | None = None) -> bool:
    """Whether the message gives this measure a figure, a complaint about one, or a fact it asks for."""
    keys = {c.key for c in measure.conditions} | {i.key for i in measure.inputs if i.unit == "choice"} | {"was_base"}
    return gives_figures(heard, measure, state) or bool(set(heard.facts) & keys) or heard.wants("all_met")


def breaks_something(heard: Heard, measure: Measure) -> bool:
    return bool(broken_conditions(measure, Standing(facts=heard.facts)))


def heard_filling(
    heard: Heard,
    measure: Measure,
    asked: str = "",
    unit: str = "",
    last_wins: bool = False,
    before: Mapping[str, Slot] | None = None,
) -> Filling:
    distractors = heard.knowledge.distractors
    return fill(
        heard.text,
        heard.figures,
        measure,
        distractors,
        asked=asked,
        unit_in_use=unit,
        last_wins=last_wins,
        before=before or {},
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
    before = state.topic.standing.others
    return heard_filling(heard, measure, asked, state.unit, heard.wants("correct"), before)


def replace_text(heard: Heard, text: str) -> Heard:
    return Heard(text, heard.day, heard.knowledge, heard.matcher)


def _recent(heard: Heard, state: State, measure: Measure) -> str:
    """The input said last that a figure of this message could be: what 「不对，是800万」 corrects."""
    for key in reversed(state.said):
        record = measure.input(key)
        if record and record.unit != "choice" and any(fits(figure, record.unit) for figure in heard.figures):
            return key
    return ""


def take_facts(heard: Heard, state: State, measure: Measure) -> dict[str, str]:
    """Facts stated, and the answer to the condition just asked. Only those the measure looks at are kept."""
    keys = {c.key for c in measure.conditions} | {i.key for i in measure.inputs if i.unit == "choice"} | {"was_base"}
    facts = {key: value for key, value in heard.facts.items() if key in keys}
    for key in keys:
        like = heard.knowledge.facts[key].like if key in heard.knowledge.facts else ""
        if like and key not in facts and like in heard.facts:
            facts[key] = heard.facts[like]
    if heard.wants("all_met"):
        facts |= {c.key: "yes" for c in measure.conditions if not c.limit and not c.accepts and not c.hidden}
    fact = heard.knowledge.facts.get(state.asked)
    short = len(heard.bare) <= SHORT_ANSWER
    if fact and short and state.asked not in facts and (value := _answer(heard, state)):
        facts[state.asked] = value
    return facts


def _answer(heard: Heard, state: State) -> str:
    """「都办了」 and 「专力」: the answer to the question, also in the words the matcher repaired."""
    fact = heard.knowledge.facts[state.asked]
    if value := read_answer(heard.bare, fact):
        return value
    repaired = heard.bare
    for said, meant in heard.match.repaired:
        repaired = repaired.replace(said, meant)
    return read_answer(repaired, fact) if repaired != heard.bare else ""
