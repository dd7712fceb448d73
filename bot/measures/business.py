"""One loan, policy or listing of a profile, for one measure: its figures, its facts, and what still has to happen."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.measures.assess import broken_conditions
from bot.measures.checkup import Business, Contradiction, follows
from bot.measures.inputs import read_value, together
from bot.measures.profile_fields import Field, matches
from bot.nlu.facts import read_answer
from bot.slots.derive import derive
from bot.slots.model import Problem, Slot, complaint
from bot.slots.standing import Standing
from calculators.spans import Term, after
from calculators.wording import measured, money, on, plain
from knowledge.records.checkup import CheckupRecord, Part
from knowledge.records.model import Fact, InputRecord, Knowledge, Measure
from knowledge.text.tokens import fold

UNKNOWN = "unknown"
WAN, HUNDRED, YEAR = Decimal(10_000), Decimal(100), Decimal(12)
YEARS, DAYS = re.compile("year|年", re.IGNORECASE), re.compile("day|天", re.IGNORECASE)
IN_WAN, IN_PERCENT = re.compile("_wan$|万", re.IGNORECASE), re.compile("percent|pct|百分", re.IGNORECASE)
KINDS = (
    ("yuan", re.compile("yuan|rmb|cny|_wan|amount|元|万|金额", re.IGNORECASE)),
    ("ratio", re.compile("rate|ratio|percent|pct|lpr|率|比例", re.IGNORECASE)),
    ("months", re.compile("year|month|term|duration|(?<!birth)days?$|年|月|天|期限", re.IGNORECASE)),
)
KNOWN = tuple(name for name, _ in KINDS)
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
NUMBER = re.compile("[0-9０-９零一二两三四五六七八九十百千万亿半]")
NONE = re.compile("(?:无|没有?|不需要?|none|no|纯?信用)[^，。、]{0,4}", re.IGNORECASE)
Slots = dict[str, Slot]


@dataclass(slots=True)
class Told:
    """What one row tells: gathered field by field."""

    inputs: Slots = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    waits: list[str] = field(default_factory=list)
    waited_for: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)


def business_of(
    knowledge: Knowledge,
    record: CheckupRecord,
    part: Part,
    measure: Measure,
    rows: Sequence[Sequence[Field]],
    day: date,
) -> Business:
    """Of several rows those count that stand best; the others are told apart."""
    told = [_told(knowledge, record, part, measure, row, day) for row in rows]
    best = min(_rank(measure, one) for one in told)
    counted = [one for one in told if _rank(measure, one) == best]
    left_out = tuple(_words(measure, row) for one, row in zip(told, rows, strict=True) if one not in counted)
    inputs = [one.inputs for one in counted]
    facts: dict[str, str] = {}
    for one in counted:
        facts = {**one.facts, **facts}
    return Business(
        standing=Standing(together(measure, inputs), tuple(inputs) if len(inputs) > 1 else (), facts),
        waits=tuple(dict.fromkeys(wait for one in counted for wait in one.waits)),
        waited_for=frozenset().union(*(one.waited_for for one in counted)),
        problems=tuple(problem for one in counted for problem in one.problems),
        contradictions=tuple(each for one in counted for each in one.contradictions),
        left_out=left_out,
    )


def _rank(measure: Measure, told: Told) -> int:
    """0 where all is met, 1 where something is open, 2 where a condition is broken."""
    if broken_conditions(measure, Standing(told.inputs, (), told.facts)):
        return 2
    return 1 if told.waits or told.problems or told.contradictions or UNKNOWN in told.facts.values() else 0


def _words(measure: Measure, row: Iterable[Field]) -> str:
    """What is left out, in the words of the profile."""
    sums = [money(one.value) for one in row if isinstance(one.value, Decimal) and _kind(one.name) == "yuan"]
    return "，".join([*sums[:1], *(one.words for one in row if one.words)])


def _told(
    knowledge: Knowledge, record: CheckupRecord, part: Part, measure: Measure, row: Sequence[Field], day: date
) -> Told:
    told = Told()
    for one in row:
        _take_figure(part, measure, one, day, told)
    keys = {c.key for c in measure.conditions} | set(measure.stated)
    for one in row:
        told.waits += [wait] if (wait := _wait(part, one)) else []
    for key in keys | set(part.facts):
        if key in knowledge.facts:
            _take_fact(knowledge.facts[key], part, row, told)
    for key, fact in part.shows.items():
        if key in told.inputs:
            told.facts.setdefault(fact, "yes")
    for implied in record.implied:
        told.facts |= {**follows(implied, told.facts), **told.facts} if not implied.measures else {}
    if part.on_time in keys:
        _check_days(part, measure, row, told, day)
    told.inputs = derive("", told.inputs, {}, measure)
    told.facts = {key: value for key, value in told.facts.items() if key in keys}
    told.contradictions = [one for one in told.contradictions if one.key in keys or measure.input(one.key)]
    return told


def _take_figure(part: Part, measure: Measure, one: Field, day: date, told: Told) -> None:
    for key, pattern in part.figures.items():
        record = measure.input(key)
        if record is None or not (one.name == key or matches(pattern, one.name)) or not _fits(record, one):
            continue
        found = read_figure(record, one, day)
        if isinstance(found, Problem):
            told.problems.append(found)
        elif key in told.inputs and record.unit == "date":
            if matches(part.done, one.name):  # the day it was paid back, before the day it was due
                told.inputs[key] = found
        elif key in told.inputs and told.inputs[key].value != found.value:
            told.contradictions.append(Contradiction(key, (told.inputs[key].text, found.text)))
        else:
            told.inputs[key] = found
        return


def _kind(name: str) -> str:
    """The unit a field's name tells, "" for none."""
    return next((kind for kind, pattern in KINDS if pattern.search(name)), "")


def _fits(record: InputRecord, one: Field) -> bool:
    """Whether the value can be of the input, by what its name and its form tell."""
    if isinstance(one.value, bool) or record.unit == "choice" or (one.words and not NUMBER.search(one.words)):
        return False
    if record.unit == "date":
        return bool(one.words and ISO.fullmatch(one.words)) or (bool(one.words) and not _kind(one.name))
    kind = _kind(one.name)
    if record.unit == "months":
        return kind == "months"
    return kind in ("", record.unit if record.unit in KNOWN else "") and not (one.words and ISO.fullmatch(one.words))


def read_figure(record: InputRecord, one: Field, day: date) -> Slot | Problem:
    """A field's value as the input's: words as people write them, numbers in the unit that the name tells."""
    if one.words:
        found = _iso(one.words) if record.unit == "date" else None
        return found or read_value(record, one.words, day)
    assert isinstance(one.value, Decimal)
    value = one.value
    if record.unit == "yuan" and IN_WAN.search(one.name):
        value *= WAN
    if record.unit == "ratio" and IN_PERCENT.search(one.name):
        value /= HUNDRED
    if record.unit == "months":
        value = value * YEAR if YEARS.search(one.name) else value / 30 if DAYS.search(one.name) else value
    if reason := complaint(value, record):
        return Problem(record.key, plain(one.value), reason, record.unit)
    return Slot(value, measured(value, record.measured_in))


def _iso(text: str) -> Slot | None:
    found = ISO.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None
    return Slot(day, on(day), month_only=found[3] is None)


def _take_fact(fact: Fact, part: Part, row: Sequence[Field], told: Told) -> None:
    """What the fields say of one fact. A no of what must be is a no; yes beside no is a contradiction."""
    claims: dict[str, str] = {}
    for one in row:
        if one.name == fact.key or matches(part.facts.get(fact.key, ""), one.name):
            if _wait(part, one):
                told.waited_for.add(fact.key)
                claims.setdefault(UNKNOWN, one.words)
            elif value := _said(fact, one):
                claims.setdefault(value, one.words or one.name)
    for one in row:
        if matches(part.free.get(fact.key, ""), one.name):
            claims.setdefault(_said_free(fact, one), one.words or one.name)
    claims.pop("", None)
    missing = any(matches(part.must.get(fact.key, ""), one.name) and _said(fact, one) == "no" for one in row)
    claims = {"no": ""} if missing else claims
    settled = [value for value in claims if value != UNKNOWN]
    if len(settled) > 1:
        told.contradictions.append(Contradiction(fact.key, tuple(claims[value] for value in settled)))
    if claims:
        told.facts[fact.key] = settled[0] if len(claims) == 1 and settled else UNKNOWN
    elif fact.key in part.given:
        told.facts[fact.key] = part.given[fact.key]
    elif fact.key in part.named and any(matches(part.named[fact.key], one.inside) for one in row):
        told.facts[fact.key] = "yes"


def _wait(part: Part, one: Field) -> str:
    waits = (wait for wait in part.waits if matches(wait.names, one.name) and matches(wait.says, one.words))
    return next((wait.need for wait in waits), "")


def _said_free(fact: Fact, one: Field) -> str:
    """The same of a field in which nothing is what is wanted."""
    if isinstance(one.value, bool):
        return "no" if one.value else "yes"
    return "yes" if NONE.fullmatch(one.words) else _said(fact, one)


def _said(fact: Fact, one: Field) -> str:
    """The value of the fact that a field gives, "" for none."""
    if isinstance(one.value, bool):
        if fact.is_boolean:
            return "yes" if one.value else "no"
        return "" if one.value else fact.bare_no
    if not one.words:
        return ""
    if one.words in fact.values:
        return one.words
    return read_answer(fold(one.words), fact)


def _check_days(part: Part, measure: Measure, row: Sequence[Field], told: Told, day: date) -> None:
    """Whether it was paid back by the day it was due, where both are told."""
    done = _day(part.done, row)
    due = _day(part.due, row) or _due(measure, told.inputs)
    if done is None:
        return
    late = due is not None and done > due
    if (late or done > day) and told.facts.get(part.on_time) != "no":
        said = told.facts.get(part.on_time)
        words = [one.words for one in row if matches(part.facts.get(part.on_time, ""), one.name) and one.words]
        if said == "yes":
            told.contradictions.append(Contradiction(part.on_time, (*words, on(done))))
        told.facts[part.on_time] = UNKNOWN


def _day(pattern: str, row: Iterable[Field]) -> date | None:
    found = (_iso(one.words) for one in row if one.words and matches(pattern, one.name))
    days = (slot.value for slot in found if slot)
    return next((one for one in days if isinstance(one, date)), None)


def _due(measure: Measure, inputs: Mapping[str, Slot]) -> date | None:
    """The day it is due by its beginning and its term as told."""
    start, months = (inputs.get(measure.key_of(role)) for role in ("start", "term"))
    if start and months and isinstance(start.value, date) and isinstance(months.value, Decimal):
        return after(start.value, Term(months.value))
    return None
