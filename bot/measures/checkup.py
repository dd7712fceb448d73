"""What fits an enterprise: every measure and service of the documents in one of three groups, each with its reason.

The one place that decides it: the check-up, its page and the overview in the chat all show what stands here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.measures.assess import Outcome, Standing, compute
from bot.measures.audiences import for_audiences, payees_of
from bot.nlu.firm_place import is_elsewhere, place_facts
from bot.slots.model import Problem
from knowledge.records.checkup import CheckupRecord, Implied, Part, Service
from knowledge.records.checkups import SMALL
from knowledge.records.measures import ENTERPRISE
from knowledge.records.model import Audience, Clause, Knowledge, Measure, Policy
from knowledge.text.tokens import fold

NOTHING = Decimal(-1)
UNKNOWN = "unknown"


class Group(StrEnum):
    """The closed list of what can be said of an item."""

    AVAILABLE = "available"
    CONDITIONAL = "conditional"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Things told of one matter that cannot all be so. ``key``: the fact or input; ``said``: the words."""

    key: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Business:
    """What is known of one thing the enterprise has, for one measure. ``waits``: what still has to happen, and
    ``waited_for``: the conditions it decides; ``left_out``: other things of the kind that do not count, in words;
    ``problems``: figures that cannot be meant."""

    standing: Standing = field(default_factory=Standing)
    waits: tuple[str, ...] = ()
    waited_for: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one enterprise. ``facts``: what it is; ``has``: measure key → what it has of that kind;
    ``lacks``: keys of measures it has nothing for, as said; ``party``: what it is when no enterprise; ``wishes``: what
    it wants, in words, "" when not said; ``words``: everything told, in words."""

    facts: Mapping[str, str] = field(default_factory=dict)
    has: Mapping[str, Business] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
    party: Audience | None = None
    wishes: str = ""
    words: str = ""
    contradictions: tuple[Contradiction, ...] = ()


class Why(StrEnum):
    """Why an item is not met, or what it still needs; the words of each are the templates'."""

    CONDITION = "condition"  # broken, or not yet stated
    FIGURE = "figure"  # without which there is no sum
    WAIT = "wait"  # it has not happened yet
    BUSINESS = "business"  # nothing of the kind is there yet
    CONTRADICTION = "contradiction"
    PROBLEM = "problem"  # a figure that cannot be meant
    BEFORE = "before"  # it began before the document did
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"
    PLACE = "place"  # not known to be here
    NOT_ITS_MONEY = "not_its_money"
    GAP = "gap"  # the document says nothing for the day


@dataclass(frozen=True, slots=True)
class Reason:
    """``key``: of the input or condition; ``words``: what the records say of it; ``quote``: the document's."""

    why: Why
    key: str = ""
    words: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One measure, or a service of a clause, and how it stands. ``outcome``: None for a service and for what is not
    worked out; ``begun``: something of the kind is there; ``part``: what it takes, in words."""

    clause: Clause
    group: Group
    measure: Measure | None = None
    outcome: Outcome | None = None
    standing: Standing = field(default_factory=Standing)
    reasons: tuple[Reason, ...] = ()
    says: str = ""
    begun: bool = False
    part: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Clause and measure, as the contract writes them."""
        return f"{self.clause.id}/{self.measure.id}" if self.measure else self.clause.id

    @property
    def to_bank(self) -> bool:
        """Whether the money is for another than the enterprise."""
        return self.measure is not None and self.measure.payee != ENTERPRISE

    @property
    def amount(self) -> Decimal | None:
        """The sum in yuan: worked out, or what it would be once nothing is missing; None where there is none."""
        result = self.outcome.result if self.outcome else None
        return result.amount if result and not (self.outcome and self.outcome.expired) else None

    @property
    def ceiling(self) -> Decimal | None:
        """The most there is, where the text gives no more than that."""
        result = self.outcome.result if self.outcome else None
        return result.ceiling if result and result.amount is None else None

    @property
    def bound(self) -> str | None:
        return self.outcome.result.bound if self.outcome and self.outcome.result else None

    @property
    def next_steps(self) -> tuple[str, ...]:
        return self.measure.next_steps if self.measure else self.clause.next_steps

    @property
    def weight(self) -> tuple[bool, bool, Decimal, Decimal]:
        """By which the items of a group are sorted, the greatest first: what is there, by its sum, then services."""
        amount = NOTHING if self.amount is None else self.amount
        return self.measure is not None, self.begun, amount, self.ceiling or NOTHING


@dataclass(frozen=True, slots=True)
class Checkup:
    """Every item in its group, in order."""

    day: date
    known: Known
    items: tuple[Item, ...]

    def group(self, which: Group | str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.group == which)

    @property
    def policies(self) -> tuple[str, ...]:
        """Ids of the documents the items are of."""
        return tuple(dict.fromkeys(item.clause.policy for item in self.items))


def check(knowledge: Knowledge, known: Known, day: date) -> Checkup:
    """Sorts every measure and every service of all documents into the three groups."""
    items = [_of_measure(knowledge, measure, known, day) for measure in knowledge.measures]
    for record in knowledge.checkups:
        items += _services(knowledge, record, known, day)
    ranked = sorted(items, key=lambda item: item.weight, reverse=True)
    return Checkup(day, known, tuple(ranked))


def part_of(knowledge: Knowledge, measure: Measure) -> Part | None:
    """The kind of business a measure is for."""
    parts = (part for record in knowledge.checkups if record.policy == measure.policy for part in record.parts)
    return next((part for part in parts if measure.id in part.measures), None)


def facts_for(knowledge: Knowledge, measure: Measure, known: Known) -> dict[str, str]:
    """What is known of the enterprise as far as the measure looks at it, with what follows from it."""
    facts = {key: value for key, value in known.facts.items() if key != SMALL}
    for record in knowledge.checkups:
        for row in record.implied if record.policy == measure.policy else ():
            if not row.measures or measure.id in row.measures:
                facts = {**follows(row, known.facts), **facts}
    looked_at = {c.key for c in measure.conditions} | set(measure.stated)
    return {key: value for key, value in facts.items() if key in looked_at}


def follows(row: Implied, facts: Mapping[str, str]) -> Mapping[str, str]:
    """What follows by this row from the facts."""
    return row.then if all(facts.get(key) == value for key, value in row.when.items()) else {}


def standing_for(knowledge: Knowledge, measure: Measure, known: Known) -> Standing:
    """What stands for a measure: its business, and what is known of the enterprise."""
    standing = known.has[measure.key].standing if measure.key in known.has else Standing()
    facts = {**facts_for(knowledge, measure, known), **standing.facts}
    return replace(standing, facts=facts)


def _of_measure(knowledge: Knowledge, measure: Measure, known: Known, day: date) -> Item:
    policy, business = knowledge.policy(measure.policy), known.has.get(measure.key)
    begun, part = business is not None, part_of(knowledge, measure)
    standing = standing_for(knowledge, measure, known)
    business = business or Business()
    outcome = compute(knowledge, measure, standing, day, business.problems)
    group, reasons = _judged(knowledge, policy, known, outcome, standing, business, begun=begun)
    if not begun and group is Group.CONDITIONAL and part:
        reasons = [Reason(Why.BUSINESS, part.key, part.label), *_of_the_firm(knowledge, reasons)]
    return Item(
        clause=policy.clause(measure.clause),
        group=group,
        measure=measure,
        outcome=outcome,
        standing=standing,
        reasons=tuple(reasons),
        begun=begun,
        part=part.label if part else "",
        left_out=business.left_out,
    )


def _of_the_firm(knowledge: Knowledge, reasons: Iterable[Reason]) -> list[Reason]:
    """Of what is missing only what the enterprise itself is: the rest comes with the business."""
    return [one for one in reasons if one.key in knowledge.facts and knowledge.facts[one.key].of == "firm"]


def _judged(
    knowledge: Knowledge,
    policy: Policy,
    known: Known,
    outcome: Outcome,
    standing: Standing,
    business: Business,
    *,
    begun: bool,
) -> tuple[Group, list[Reason]]:
    measure = outcome.measure
    if against := list(_against(knowledge, known, outcome)):
        return Group.NOT_MET, against
    needs = list(_needs(knowledge, known, outcome, business))
    if begun and not needs and _is_before(policy, measure, standing):
        needs.append(Reason(Why.BEFORE))
    met = outcome.result is not None and not outcome.unconfirmed and not needs
    return (Group.AVAILABLE, []) if met and begun else (Group.CONDITIONAL, needs)


def _against(knowledge: Knowledge, known: Known, outcome: Outcome) -> Iterator[Reason]:
    """What stands in the way whatever else is told."""
    measure, facts = outcome.measure, known.facts
    if measure.payee not in payees_of(known.party):
        yield Reason(Why.NOT_ITS_MONEY, measure.payee, measure.payee_note)
    elif is_elsewhere(facts, knowledge):
        yield Reason(Why.ELSEWHERE, words=knowledge.policy(measure.policy).region)
    elif outcome.expired:
        yield Reason(Why.EXPIRED, outcome.expired)
    else:
        for broken in outcome.broken:
            yield Reason(Why.CONDITION, broken.key, broken.distance or broken.why, broken.quote)


def _needs(knowledge: Knowledge, known: Known, outcome: Outcome, business: Business) -> Iterator[Reason]:
    """What would have to be told or done."""
    measure, conditions = outcome.measure, {c.key: c for c in outcome.measure.conditions}
    asked: set[str] = set()
    for one in (*known.contradictions, *business.contradictions):
        if one.key in conditions or measure.input(one.key) or one.key == SMALL:
            asked.add(one.key)
            yield Reason(Why.CONTRADICTION, one.key, "、".join(one.said))
    if is_unplaced(knowledge, known):
        yield Reason(Why.PLACE, words=knowledge.policy(measure.policy).region)
    yield from (Reason(Why.PROBLEM, one.key, one.said) for one in business.problems)
    yield from (Reason(Why.WAIT, words=words) for words in business.waits)
    for key in outcome.missing:
        record = measure.input(key)
        if key not in asked and record and not any(one.key == key for one in business.problems):
            yield Reason(Why.FIGURE, key, record.ask or record.label)
    if outcome.gap and not outcome.missing:
        yield Reason(Why.GAP)
    for key in outcome.unconfirmed:
        if key not in asked | business.waited_for:
            yield Reason(Why.CONDITION, key, conditions[key].question, conditions[key].quote)


def is_unplaced(knowledge: Knowledge, known: Known) -> bool:
    """Whether a place is told that may be here or not."""
    return any(known.facts.get(fact.key) == UNKNOWN for fact in place_facts(knowledge))


def _is_before(policy: Policy, measure: Measure, standing: Standing) -> bool:
    """Whether what is told began, or was even over, before the document did."""
    slots = (standing.inputs.get(key) for key in (measure.day_key, measure.key_of("end")))
    return any(isinstance(day := slot and slot.value, date) and day < policy.valid_from for slot in slots)


def _services(knowledge: Knowledge, record: CheckupRecord, known: Known, day: date) -> list[Item]:
    """The clauses without a sum that are of use; those that need more than is known are left out."""
    policy = knowledge.policy(record.policy)
    if not policy.valid_from <= day <= policy.valid_to:
        return []
    useful = set(for_audiences(knowledge, fold(known.wishes))) if known.wishes else set()
    found: dict[str, Item] = {}
    for service in record.services:
        clause = policy.clause(service.clause)
        if clause.id not in found and _serves(knowledge, service, known, wanted=clause.key in useful):
            found[clause.id] = Item(clause, Group.AVAILABLE, says=service.says, begun=True)
    return list(found.values())


def _serves(knowledge: Knowledge, service: Service, known: Known, *, wanted: bool) -> bool:
    party = known.party.key if known.party else ENTERPRISE
    if party not in (service.parties or (ENTERPRISE,)):
        return False
    if not service.outside and (is_elsewhere(known.facts, knowledge) or is_unplaced(knowledge, known)):
        return False
    if any(known.facts.get(key) != value for key, value in service.facts.items()):
        return False
    if service.only and not re.search(service.only, known.words):
        return False
    if service.unless and re.search(service.unless, known.words):
        return False
    return not (service.words and known.wishes) or wanted or re.search(service.words, known.wishes) is not None
