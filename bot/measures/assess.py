"""Measure record + what is known → sum, conditions met or not, what is missing. Where data and formulas meet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.copies import replace
from bot.measures.case import FORMULAS, case_of, key_to_ask
from bot.measures.dated import Gap, on_the_day
from bot.memo import WhileItLives
from bot.slots.conditions import Broken as Broken
from bot.slots.conditions import broken_conditions as broken_conditions
from bot.slots.conditions import undecided
from bot.slots.model import Problem, Slot
from bot.slots.parts import with_parts
from bot.slots.standing import Standing as Standing
from calculators.core import CalculatorError, Result, others, to_fen
from calculators.core import Reading as OtherSum
from calculators.lpr import NoRate
from knowledge.records.model import ConditionRecord, InputRecord, Knowledge, Measure, Policy

ZERO = Decimal(0)
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: a result or None, what is missing, unconfirmed, broken, and other sums.

    ``measure`` has one row of each figure, that of the day that decides; ``gap``: why there is none. ``expired``: why
    no sum is offered, "" when one is: "early" or "over", the document is not in force on the ``day`` of the answer,
    "starts_after", a loan is paid out after its end, "paused", staff have stopped it. ``rates_from``: the first day of
    the series, when a day before it was said.
    """

    measure: Measure
    result: Result | None = None
    missing: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()
    eligible: bool | None = None
    expired: str = ""
    day: date | None = None
    rates_from: date | None = None
    high: Decimal | None = None
    gap: Gap | None = None

    def asking(self, keys: Collection[str]) -> "Outcome":
        """The same, and of what is unconfirmed ``keys`` are asked about before the others."""
        first = [key for key in self.unconfirmed if key in keys]
        return replace(self, unconfirmed=tuple(dict.fromkeys([*first, *self.unconfirmed]))) if first else self


_known: WhileItLives[Standing, dict[tuple[str, date], tuple[Knowledge, Measure, Outcome]]] = WhileItLives(lambda _: {})


def compute(
    knowledge: Knowledge, measure: Measure, standing: Standing, day: date, problems: Sequence[Problem] = ()
) -> Outcome:
    """Runs the measure's formula over what is known on ``day``; asks for what is missing; judges the conditions.

    What came of a standing is kept while it lives: the next message asks again what stood before it.
    """
    if problems:
        return _outcome(knowledge, measure, standing, day, problems)
    known, seen = _known(standing), (measure.key, day)
    if seen not in known or known[seen][0] is not knowledge or known[seen][1] is not measure:
        known[seen] = knowledge, measure, _outcome(knowledge, measure, standing, day, problems)
    return known[seen][2]


def _outcome(
    knowledge: Knowledge, measure: Measure, standing: Standing, day: date, problems: Sequence[Problem]
) -> Outcome:
    policy = knowledge.policy(measure.policy)
    unconfirmed = tuple(c.key for c in measure.conditions if not c.hidden and _unknown(measure, c, standing))
    if expired := _expired(policy, measure, standing, day):
        return Outcome(measure, unconfirmed=unconfirmed, eligible=False, expired=expired, day=day)
    if late := after_the_end(policy, measure, standing):
        counted = [part for place, part in enumerate(standing.items) if place not in late]
        standing = replace(with_parts(standing, counted, measure), out=())
    dated = on_the_day(measure, standing.inputs, standing.rows, day)
    if isinstance(dated, Gap):
        return Outcome(measure, None, (dated.asked,) if dated.asked else (), unconfirmed, gap=dated)
    return _in_force(knowledge, dated, standing, day, problems, unconfirmed)


def _in_force(
    knowledge: Knowledge,
    measure: Measure,
    standing: Standing,
    day: date,
    problems: Sequence[Problem],
    unconfirmed: tuple[str, ...],
) -> Outcome:
    """The outcome of a measure with one row of each figure."""
    broken = broken_conditions(measure, standing)
    missing = missing_inputs(measure, standing, problems)
    if broken:
        met = _if_met(knowledge, measure, standing, day, missing)
        return Outcome(
            measure, met, (), unconfirmed, broken, False, high=_high_if_met(knowledge, measure, standing, day)
        )
    if missing:
        return Outcome(measure, None, missing, unconfirmed)
    return _computed(knowledge, measure, standing, day, unconfirmed)


def _computed(
    knowledge: Knowledge, measure: Measure, standing: Standing, day: date, unconfirmed: tuple[str, ...]
) -> Outcome:
    try:
        result = run(knowledge, measure, standing, day)
    except NoRate as error:
        return Outcome(measure, None, (key_to_ask(measure, "start"),), unconfirmed, rates_from=error.first)
    except CalculatorError as error:
        role = getattr(error, "key", "")
        key = measure.key_of(role) or key_to_ask(measure, role)
        record = measure.input(key)
        if key in standing.inputs and (record is None or not (record.required or record.ask)):
            kept = {name: slot for name, slot in standing.inputs.items() if name != key}
            return _computed(knowledge, measure, replace(standing, inputs=kept), day, unconfirmed)
        return Outcome(measure, None, (key_to_ask(measure, role),), unconfirmed)
    told = result.bound != "ceiling" and bool(measure.conditions)  # of no condition nothing can be said
    certain = told and _within(knowledge, measure, standing)
    eligible = True if certain and not unconfirmed else None
    high = _high(knowledge, measure, standing, day, result)
    return Outcome(measure, result, (), unconfirmed, (), eligible, high=high)


def run(knowledge: Knowledge, measure: Measure, standing: Standing, day: date) -> Result:
    """The formula alone, of a measure with one row of each figure. Raises CalculatorError when a value cannot be
    computed with."""
    case = case_of(knowledge, measure, standing.inputs, standing.rows, standing.facts, day)
    return FORMULAS[measure.formula](case)


def _high(knowledge: Knowledge, measure: Measure, standing: Standing, day: date, result: Result) -> Decimal | None:
    """The sum at the upper end of a range the user gave (0 when it fails a condition), None when there is no range."""
    top = _at_the_top(standing)
    if top is None or result.amount is None:
        return None
    if broken_conditions(measure, top):
        return ZERO
    try:
        high = run(knowledge, measure, top, day).amount
    except CalculatorError:
        return None
    return high if high != result.amount else None


def _at_the_top(standing: Standing) -> Standing | None:
    """What is known with every range at its upper end; None when there is no range."""
    ranged = {key: slot for key, slot in standing.inputs.items() if slot.high is not None}
    upper = {key: replace(slot, value=slot.high or ZERO, high=None) for key, slot in ranged.items()}
    return Standing({**standing.inputs, **upper}, (), standing.facts, standing.others) if ranged else None


def _high_if_met(knowledge: Knowledge, measure: Measure, standing: Standing, day: date) -> Decimal | None:
    """「融资80到120万」: the lower end fails the threshold, the upper end may pass it."""
    top = _at_the_top(standing)
    if top is None or broken_conditions(measure, top):
        return None
    try:
        return run(knowledge, measure, top, day).amount
    except CalculatorError:
        return None


def alternatives(outcome: Outcome) -> tuple[OtherSum, ...]:
    """Other readings, the upper end of a range among them; none equals the headline."""
    if outcome.broken:
        return () if not outcome.high else (OtherSum(outcome.high, "按范围的上端算"),)
    if outcome.result is None or outcome.result.amount is None:
        return ()
    high = () if outcome.high is None else (OtherSum(outcome.high, "按范围的上端算"),)
    return others(outcome.result.amount, *high, *outcome.result.alternatives)


def missing_inputs(measure: Measure, standing: Standing, problems: Sequence[Problem]) -> tuple[str, ...]:
    """Required inputs not yet known, "unit" alone when a number came without one; rejected figures stay missing."""
    if any(problem.reason == "unit" for problem in problems):
        return ("unit",)
    known = set(standing.inputs) | {key for key in measure.stated if key in standing.facts}
    known |= set.intersection(*(set(item) for item in standing.items)) if standing.items else set()
    rejected = [problem.key for problem in problems if measure.input(problem.key)]
    missing = [i.key for i in measure.inputs if i.required and i.key not in known and not _stood_in(measure, i, known)]
    return tuple(dict.fromkeys([*rejected, *missing, *_to_be_asked(measure, standing)]))


def _stood_in(measure: Measure, record: InputRecord, known: set[str]) -> bool:
    """One other input can stand in alone (premium_rate); of a pair (start, end) both are needed. Of several kinds that
    are counted one is enough."""
    instead = bool(record.instead) and all(key in known for key in record.instead)
    return instead or measure.stands_for(record, known)


def _to_be_asked(measure: Measure, standing: Standing) -> tuple[str, ...]:
    """Figures that do not decide whether the least sum is reached."""
    return tuple(
        c.key
        for c in measure.conditions
        if c.limit and c.test == "at_least" and (s := standing.inputs.get(c.key)) and undecided(measure, c, s)
    )


def _unknown(measure: Measure, condition: ConditionRecord, standing: Standing) -> bool:
    if condition.limit:
        slot = standing.inputs.get(condition.key)
        return slot is None or undecided(measure, condition, slot)
    return standing.facts.get(condition.key) in (None, "unknown")


def _if_met(
    knowledge: Knowledge, measure: Measure, standing: Standing, day: date, missing: tuple[str, ...]
) -> Result | None:
    """What the sum would be if the broken condition were met, to say how much is at stake."""
    if missing:
        return None
    try:
        return run(knowledge, measure, standing, day)
    except CalculatorError:
        return None


def _expired(policy: Policy, measure: Measure, standing: Standing, day: date) -> str:
    """Why no sum is offered: staff have stopped it, the document is not in force on the day of the answer, or the loan
    begins after it."""
    if measure.paused:
        return PAUSED
    if day < policy.valid_from:
        return "early"
    if day > policy.valid_to:
        return "over"
    every = len(standing.rows) and len(after_the_end(policy, measure, standing)) == len(standing.rows)
    return "starts_after" if every or _is_after(policy, standing.inputs.get(measure.day_key)) else ""


def after_the_end(policy: Policy, measure: Measure, standing: Standing) -> tuple[int, ...]:
    """Places, among several parts that count, of those which begin after the document's last day."""
    starts = [part.get(measure.day_key) for part in standing.rows]
    return tuple(place for place, slot in enumerate(starts) if _is_after(policy, slot))


def _is_after(policy: Policy, start: Slot | None) -> bool:
    return start is not None and isinstance(start.value, date) and start.value > policy.valid_to


def _within(knowledge: Knowledge, measure: Measure, standing: Standing) -> bool:
    """A loan before the document's first day is not settled by it."""
    start = standing.inputs.get(measure.day_key)
    before = start and isinstance(start.value, date) and start.value < knowledge.policy(measure.policy).valid_from
    return not before


def amount_of(outcome: Outcome) -> Decimal | None:
    """The contract's sum: 0.00 when a condition is broken or the document not in force, None without figures and for
    what is stopped."""
    if outcome.expired == PAUSED:
        return None
    if outcome.broken or outcome.expired:
        return to_fen(ZERO)
    return outcome.result.amount if outcome.result else None
