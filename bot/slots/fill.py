"""Figures + a measure's declared inputs → filled inputs, what is wrong with others, what was corrected."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.figures import Figure
from bot.nlu.hearing import Scores, Setting
from bot.nlu.phrases import mentions
from bot.slots.derive import derive
from bot.slots.items import settle
from bot.slots.model import Problem, Slot, slot_of
from bot.slots.reconcile import Aside, reconcile
from bot.slots.roles import Placed, of_another_kind, place
from knowledge.records.model import Distractor, Measure
from knowledge.text.tokens import fold

YEAR_ONLY = "start_year"  # among the figures that are no input: the year of a day of which no more was said
NOWHERE = Setting()


@dataclass(frozen=True, slots=True)
class Filling:
    """What one message gave for one measure.

    ``inputs``: input → slot; ``items``: the parts when several loans or policies were said; ``problems``: figures
    that could not be taken; ``others``: distractor → slot (注册资本 …), kept to explain and to derive from;
    ``aside``: figures that went into nothing, and why.
    """

    inputs: Mapping[str, Slot] = field(default_factory=dict)
    items: tuple[Mapping[str, Slot], ...] = ()
    problems: tuple[Problem, ...] = ()
    others: Mapping[str, Slot] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()


def fill(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    distractors: tuple[Distractor, ...],
    *,
    asked: str = "",
    unit_in_use: str = "",
    last_wins: bool = False,
    before: Mapping[str, Slot] | None = None,
    year: int = 0,
    heard: Sequence[Scores] = (),
    setting: Setting = NOWHERE,
) -> Filling:
    """Reads one message for one measure.

    ``last_wins``: 「不是500万，是800万」, the later figure counts. ``before``: what was lent or paid back according to
    earlier messages. ``year``: of the answer; what was received in another one is not this year's. ``heard``: what
    the listener says of each figure in this ``setting``.
    """
    if not figures and not before:
        none = _nothing(text, measure, {}, ())
        return Filling(derive(text, none, {}, measure) if none else none)
    known_by_words = place(text, figures, measure, distractors, asked, year)
    reconciled = reconcile(figures, known_by_words, heard, setting, measure)
    placed = reconciled.placed
    slots, problems = _taken(
        text, [one for one in placed if one.is_input], measure, asked, unit_in_use or _unit_said(figures)
    )
    others = _set_aside(placed, measure)
    settled = settle(text, figures, measure, slots, last_wins)
    inputs = dict(settled.inputs)
    if not _taken_off(measure) & {one.key for one in placed}:
        inputs |= _nothing(text, measure, inputs, problems)
    for problem in problems:
        if problem.reason == "vague_day" and (said := re.search("20[0-9]{2}", problem.said)):
            others[YEAR_ONLY] = Slot(Decimal(said[0]), problem.said)
    day = measure.day_key
    problems = [p for p in problems if p.reason != "vague_day" or (p.key == day and day not in inputs)]
    beside = of_another_kind(text, figures, measure, distractors)
    foreign = tuple(f.text for f in figures if f.kind == "money" and f.unit != "yuan" and f.text not in beside)
    known = {**(before or {}), **others}
    derived = derive(text, inputs, known, measure)
    return Filling(derived, settled.items, (*problems, *settled.doubts), known, foreign, reconciled.aside)


def _taken_off(measure: Measure) -> set[str]:
    """Figures that are taken off an input: 「从银行贷了120万」 beside a raise does not say that it was nothing."""
    return {key for row in measure.derivations if row.op == "less" for key in row.sources}


def _set_aside(placed: Sequence[Placed], measure: Measure) -> dict[str, Slot]:
    """Of figures that are no input of the measure, the first of each kind."""
    others: dict[str, Slot] = {}
    for one in placed:
        record = measure.input(one.key) if one.is_input else None
        if record is None and isinstance(one.figure.value, Decimal):
            others.setdefault(one.key, Slot(one.figure.value, one.figure.text))
    return others


def _taken(
    text: str, placed: Sequence[Placed], measure: Measure, asked: str, unit: str
) -> tuple[dict[str, list[tuple[Placed, Slot]]], list[Problem]]:
    """The slots for each input, in the order said, and the figures that fit none."""
    slots: dict[str, list[tuple[Placed, Slot]]] = defaultdict(list)
    problems: list[Problem] = []
    for one in placed:
        record = measure.input(one.key)
        if record is None:
            continue
        span = (measure.key_of("start"), measure.key_of("end"))
        if all(span) and record.key in span and isinstance(one.figure.value, tuple) and not one.figure.span:
            problems += _range_of_days(one, slots, span)
            continue
        got = slot_of(one.figure, record, unit, asked)
        if isinstance(got, Problem):
            problems.append(got)
            continue
        slots[record.key + ("_days" if one.figure.unit == "days" else "")].append((one, got))
    return slots, problems


def _nothing(text: str, measure: Measure, inputs: Mapping[str, Slot], problems: Sequence[Problem]) -> dict[str, Slot]:
    """「没融资」 is 0, when no figure was said for that input."""
    said, named = fold(text), {problem.key for problem in problems}
    return {
        record.key: Slot(Decimal(0), next(p for p in record.nothing if mentions(said, [p])))
        for record in measure.inputs
        if record.nothing and record.key not in inputs and record.key not in named and mentions(said, record.nothing)
    }


def _unit_said(figures: Sequence[Figure]) -> str:
    """万 when another amount of the same message carries it: 「贷了一千万，还剩五百」."""
    said = any(f.kind == "money" and not f.unit_missing and re.search("[万萬wW]", f.text) for f in figures)
    return "万" if said else ""


def _range_of_days(one: Placed, slots: dict[str, list[tuple[Placed, Slot]]], span: tuple[str, str]) -> list[Problem]:
    """2024年6月到2025年6月 is a start and an end (``span``); the other way round it is named, not turned."""
    first, last = (str(part) for part in one.figure.value) if isinstance(one.figure.value, tuple) else ("", "")
    if len(first) < 7 or len(last) < 7:
        return [Problem(span[0], one.figure.text, "vague_day")]
    days = [date.fromisoformat((part + "-01")[:10]) for part in (first, last)]
    if days[0] >= days[1]:
        return [Problem(span[0], one.figure.text, "reversed_range")]
    for key, part, day in zip(span, (first, last), days, strict=True):
        slots[key].append((one, Slot(day, one.figure.text, month_only=len(part) == 7)))
    return []
