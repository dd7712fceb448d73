"""What is still worth asking an enterprise: only what would move an item to another group or change a sum."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.measures.checkup import Checkup, Group, Known, check
from knowledge.records.checkup import Part
from knowledge.records.measures import ENTERPRISE
from knowledge.records.model import Fact, Knowledge, Measure

MOST = 10
HAS = "has"
FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Question:
    """``target``: "has", "firm/fact" or "policy/measure/key"; ``key``: the fact or input it is for; ``measure``: of
    which, None for one about the enterprise; ``label``: of the measure, where that must be said; ``parts``: what there
    may be something of, where that is asked."""

    target: str
    words: str
    key: str = ""
    measure: Measure | None = None
    parts: tuple[Part, ...] = ()


def questions(knowledge: Knowledge, known: Known, day: date, settled: Collection[str]) -> list[Question]:
    """Those that still matter, the most telling first; ``settled``: targets that were put already."""
    result = check(knowledge, known, day)
    found = [*_of_businesses(knowledge, result, known), *_of_firm(knowledge, known, day), *_of_items(knowledge, result)]
    return [one for one in found if one.target not in settled]


def _of_businesses(knowledge: Knowledge, result: Checkup, known: Known) -> Iterator[Question]:
    items = (i for i in result.group(Group.CONDITIONAL) if i.measure and not i.begun)
    wanted = {i.measure.key for i in items if i.measure} - known.lacks
    parts = [
        part
        for record in knowledge.checkups
        for part in record.parts
        if any(f"{record.policy}/{one}" in wanted for one in part.measures)
    ]
    if parts:
        yield Question(HAS, "", parts=tuple(parts))


def _of_firm(knowledge: Knowledge, known: Known, day: date) -> Iterator[Question]:
    scored = [
        (_moved(knowledge, known, day, fact), -place, fact)
        for place, (fact, _) in enumerate(asked_of_firm(knowledge))
        if known.facts.get(fact.key, "unknown") == "unknown"
    ]
    for moved, _, fact in sorted(scored, key=lambda one: one[:2], reverse=True):
        if moved:
            yield Question(f"{FIRM}/{fact.key}", _asked(knowledge, fact), fact.key)


def asked_of_firm(knowledge: Knowledge) -> list[tuple[Fact, str]]:
    """What an enterprise may be asked of itself, and how."""
    return [
        (fact, words)
        for fact in knowledge.facts.values()
        if fact.of == "firm" and fact.is_boolean and (words := _asked(knowledge, fact))
    ]


def _asked(knowledge: Knowledge, fact: Fact) -> str:
    """How the records ask for a fact, those of the enterprise's own money first; "" where none does."""
    own_first = sorted(knowledge.measures, key=lambda measure: measure.payee != ENTERPRISE)
    asked = (c.question for m in own_first for c in m.conditions if c.key == fact.key and not c.hidden)
    return next(asked, "")


def with_fact(fact: Fact, known: Known, value: str) -> Known:
    """What is known once a fact is told, with what it implies."""
    implied = {other: which or "yes" for other, _, which in (one.partition("=") for one in fact.implies)}
    return replace(known, facts={**known.facts, **(implied if value == "yes" else {}), fact.key: value})


def _moved(knowledge: Knowledge, known: Known, day: date, fact: Fact) -> int:
    """How many items stand otherwise when it is so than when it is not."""
    yes, no = (_standing(knowledge, with_fact(fact, known, value), day) for value in ("yes", "no"))
    return sum(yes.get(name) != no.get(name) for name in {*yes, *no})


def _standing(knowledge: Knowledge, known: Known, day: date) -> dict[str, tuple[Group, Decimal | None, int]]:
    """Item → how it stands, of all that the enterprise may have something of."""
    items = check(knowledge, known, day).items
    return {
        item.name: (item.group, item.amount, len(item.reasons))
        for item in items
        if item.measure is None or item.measure.key not in known.lacks
    }


def _of_items(knowledge: Knowledge, result: Checkup) -> Iterator[Question]:
    """What is missing for what is there, the greatest sum first; figures before conditions."""
    for item in result.group(Group.CONDITIONAL):
        if item.measure is None or not item.begun or item.outcome is None:
            continue
        for key in (*item.outcome.missing, *item.outcome.unconfirmed):
            fact = knowledge.facts.get(key)
            if fact and fact.of == "firm":
                continue
            record, condition = item.measure.input(key), item.measure.condition(key)
            words = record.ask if record and record.ask else condition.question if condition else ""
            if words:
                yield Question(f"{item.measure.key}/{key}", words, key, item.measure)
