"""Figures + a measure's declared inputs → filled inputs, what is wrong with others, what was corrected."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from bot.figures import Figure
from bot.nlu.hearing import Scores, Setting
from bot.nlu.phrases import mentions
from bot.slots.days import is_payout, with_years
from bot.slots.derive import derive, derive_parts
from bot.slots.items import Settled, settle
from bot.slots.leaning import leaning
from bot.slots.model import Problem, Slot, slot_of
from bot.slots.parts import named, totals
from bot.slots.reconcile import IDLE, Aside, reconcile
from bot.slots.roles import POLICY_KEY, Placed, of_another_kind, place, ruled_out
from bot.slots.stretches import matter_of
from knowledge.records.model import Distractor, Measure
from knowledge.text.tokens import fold

YEAR_ONLY = "start_year"  # among the figures that are no input: the year of a day of which no more was said
NOWHERE = Setting()
WORKING = re.compile("[＋－×÷]|到(?=[0-9一二])")
DENIED = re.compile("(?:不是|并非|而非|非)[^，。；]{0,3}$")  # 「不是3月，是6月」
MEANT = re.compile("(?:是|改成|改为|换成)[^，。；不]{0,6}$")


@dataclass(frozen=True, slots=True)
class Filling:
    """What one message gave for one measure.

    ``inputs``: input → slot; ``items``: the parts when several loans or policies were said; ``problems``: figures
    that could not be taken; ``others``: distractor → slot (注册资本 …), kept to explain and to derive from;
    ``aside``: figures that went into nothing, and why; ``part``: which of the parts known so far is spoken of.
    """

    inputs: Mapping[str, Slot] = field(default_factory=dict)
    items: tuple[Mapping[str, Slot], ...] = ()
    problems: tuple[Problem, ...] = ()
    others: Mapping[str, Slot] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    part: int | None = None


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
    stands: Mapping[str, Slot] = MappingProxyType({}),
    items: Sequence[Mapping[str, Slot]] = (),
    by_words: Sequence[Placed] | None = None,
) -> Filling:
    """Reads one message for one measure.

    ``last_wins``: 「不是500万，是800万」, the later figure counts. ``before``: what was lent or paid back according to
    earlier messages. ``year``: of the answer; what was received in another one is not this year's. ``heard``: what
    the listener says of each figure in this ``setting``. ``stands``: the inputs known so far; ``items``:
    the parts, which a figure may only name (「200万那笔」). ``by_words``: what ``place`` says, where it was asked.
    """
    called = named(text, figures, items, measure) if items else None
    part = called.index if called else None
    if not figures and not before:
        none = _nothing(text, measure, {}, ())
        return Filling(derive(text, none, {}, measure) if none else none, part=part)
    known_by_words = place(text, figures, measure, distractors, asked, year) if by_words is None else by_words
    barred = ruled_out(text, figures, measure) if heard else {}
    reconciled = reconcile(figures, known_by_words, heard, setting, measure, barred)
    names = called.figures if called else frozenset()
    denied = _denied(text, figures) | names
    spoken = [one for one in reconciled.placed if one.figure.start not in denied]
    said_year = (before or {}).get(YEAR_ONLY)
    placed = with_years(text, spoken, figures, stands, measure, int(str(said_year.value)) if said_year else 0)
    slots, problems = _taken(
        text, [one for one in placed if one.is_input], measure, asked, unit_in_use or _unit_said(figures)
    )
    others = _set_aside(placed, measure)
    settled = settle(text, figures, measure, slots, last_wins, distractors)
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
    items = derive_parts(text, settled.items, inputs, measure)
    if items != settled.items:
        inputs |= {
            key: slot for key, slot in totals(items, measure).items() if key in inputs or key not in settled.inputs
        }
    derived = derive(text, inputs, known, measure)
    problems += [doubt for doubt in settled.doubts if doubt.key not in _yearly_anyway(text, measure)]
    aside = _left_over(
        text,
        figures,
        measure,
        distractors,
        {one.figure.start: one.why for one in reconciled.aside}
        | dict.fromkeys(denied, "old")
        | dict.fromkeys(names, "part")
        | dict(settled.aside),
        {one.figure.start: one for one in placed},
        _used(settled, derived, problems),
    )
    return Filling(derived, items, tuple(problems), known, foreign, aside, part)


def _used(settled: Settled, derived: Mapping[str, Slot], problems: Sequence[Problem]) -> set[str]:
    """The words of the figures that are in an input, a part, a working or a complaint."""
    slots = [*settled.inputs.values(), *derived.values(), *(slot for item in settled.items for slot in item.values())]
    words = {word for slot in slots for word in (slot.text, *WORKING.split(slot.text))}
    return words | {word for problem in problems for word in (problem.said, *problem.said.split("、"))}


def _yearly_anyway(text: str, measure: Measure) -> set[str]:
    """The number of years does not matter where the sum is said to be that of one."""
    rows = (row for row in measure.derivations if row.op == "per_years" and row.unless)
    return {row.sources[0] for row in rows if re.search(row.unless, text)}


def _left_over(
    text: str,
    figures: Sequence[Figure],
    measure: Measure,
    distractors: tuple[Distractor, ...],
    why: Mapping[int, str],
    placed: Mapping[int, Placed],
    used: set[str],
) -> tuple[Aside, ...]:
    """Every figure that is in none of these, with the reason; counts and years passing by say nothing."""
    found: list[Aside] = []
    for figure in figures:
        one = placed.get(figure.start)
        if figure.start in why:
            found.append(Aside(figure, why[figure.start]))
        elif figure.text not in used and not _says_nothing(figure):
            reason = _reason(figure, one)
            told = matter_of(text, figures, figure, measure, distractors) if reason in ("unclear", "other") else ""
            found.append(Aside(figure, told or reason))
    return tuple(found)


def _reason(figure: Figure, placed: Placed | None) -> str:
    if placed and placed.key == POLICY_KEY:
        return "policy"
    if placed and not placed.is_input:
        return placed.key
    return "other" if figure.kind in ("duration", "date") and placed is None else "unclear"


def _says_nothing(figure: Figure) -> bool:
    """今年, 两笔, foreign money (told apart by itself)."""
    if figure.kind == "date":
        return isinstance(figure.value, str) and len(figure.value) < 7
    return (figure.kind == "number" and not figure.unit_missing) or (figure.kind == "money" and figure.unit != "yuan")


def _taken_off(measure: Measure) -> set[str]:
    """Figures that are taken off an input: 「从银行贷了120万」 beside a raise does not say that it was nothing."""
    return {key for row in measure.derivations if row.op == "less" for key in row.sources}


def _set_aside(placed: Sequence[Placed], measure: Measure) -> dict[str, Slot]:
    """Of figures that are no input of the measure, the first of each kind."""
    others: dict[str, Slot] = {}
    for one in placed:
        record = measure.input(one.key) if one.is_input else None
        if record is None and one.key not in IDLE and isinstance(one.figure.value, Decimal):
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
            if is_payout(text, one.figure, measure):
                problems.append(Problem(span[0], one.figure.text, "vague_day"))
            else:
                problems += _range_of_days(one, slots, span)
            continue
        got = slot_of(one.figure, record, unit, asked)
        if isinstance(got, Problem):
            problems.append(got)
            continue
        got = replace(got, **leaning(text, one.figure)._asdict())
        slots[record.key + ("_days" if one.figure.unit == "days" else "")].append((one, got))
    return slots, problems


def _denied(text: str, figures: Sequence[Figure]) -> set[int]:
    """Begins of the figures in place of which another is given: 「不是3月，是6月10日」."""
    return {
        figure.start
        for i, figure in enumerate(figures)
        if DENIED.search(text[: figure.start])
        and any(
            other.kind == figure.kind and MEANT.search(text[figures[j - 1].end : other.start])
            for j, other in enumerate(figures[i + 1 :], i + 1)
        )
    }


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
