"""A measure worked backwards: the smallest input for which its sum is so much, everything else as it stands."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from bot.measures.assess import Outcome, Standing, compute, run
from bot.measures.case import FORMULAS, case_of, key_to_ask
from bot.measures.dated import Gap, on_the_day
from bot.slots.model import LARGEST, LONGEST_MONTHS, Slot
from calculators.core import CalculatorError, Case, Result, Step
from calculators.lpr import NoRate
from calculators.wording import money
from knowledge.records.model import SUMS, FigureRecord, Knowledge, Measure

ONE = Decimal(1)
CAPS = ("cap",)
FIXED = ("award", "ceiling")
BASES = ("base", "count", "quantity", "now")  # roles of what a sum is a share or a multiple of


@dataclass(frozen=True, slots=True)
class Found:
    """What comes of working backwards for ``target`` yuan.

    ``value``: the input ``key`` in whole yuan (or months), None when no value will do; ``exact``: before it was rounded
    up; ``steps``: how it is found, or why it is not; ``proof``: the sum worked out forwards with it; ``most``: yuan
    there can be at most, None without a limit; ``also``: other inputs with what each must be then; ``missing``: the
    input without which nothing can be said, "" for none.
    """

    key: str
    target: Decimal
    value: Decimal | None = None
    exact: bool = True
    steps: tuple[Step, ...] = ()
    proof: Outcome | None = None
    most: Decimal | None = None
    also: tuple[tuple[str, Decimal], ...] = ()
    missing: str = ""


def main_key(measure: Measure) -> str:
    """The input the measure is a share or a multiple of, in yuan or counted; "" where there is none, or several."""
    return next((i.key for i in measure.inputs if i.role in BASES and i.unit in SUMS and not i.of), "")


def unknowns(measure: Measure) -> tuple[str, ...]:
    """The inputs one can ask for backwards: the sums and terms there is no result without, the main one first."""
    main = main_key(measure)
    units = (*SUMS, "months")
    others = [i.key for i in measure.inputs if i.required and i.unit in units and not i.of and i.key != main]
    return (main, *others) if main else tuple(others)


def cap_of(measure: Measure) -> FigureRecord | None:
    """The figure that limits what one firm gets in a year."""
    return next((figure for figure in measure.figures if figure.role in CAPS), None)


def threshold_of(measure: Measure) -> FigureRecord | None:
    """The figure that the main input must reach for there to be anything."""
    limits = {c.limit for c in measure.conditions if c.test == "at_least"}
    return next((figure for figure in measure.figures if figure.key in limits), None)


def fixed_of(measure: Measure) -> FigureRecord | None:
    """The one sum there is, whatever the inputs, where the text gives one."""
    return next((figure for figure in measure.figures if figure.role in FIXED), None)


def room(measure: Measure, standing: Standing) -> Decimal | None:
    """What earlier payments leave of the year's cap, None without a cap."""
    cap, slot = cap_of(measure), standing.inputs.get(measure.key_of("prior"))
    if cap is None:
        return None
    prior = slot.value if slot and isinstance(slot.value, Decimal) else Decimal(0)
    return max(cap.value - prior, Decimal(0))


def needed(knowledge: Knowledge, measure: Measure, standing: Standing, day: date, key: str, target: Decimal) -> Found:
    """The smallest ``key`` for which the sum is at least ``target`` yuan, by the formula, else by halving; worked out
    forwards to prove it. Never raises: what is missing is named."""
    dated = on_the_day(measure, standing.inputs, standing.rows, day)
    if isinstance(dated, Gap):
        return Found(key, target, missing=dated.asked)
    try:
        return _needed(knowledge, dated, standing, day, Found(key, target))
    except NoRate:
        return Found(key, target, missing=key_to_ask(measure, "start"))
    except CalculatorError as error:
        return Found(key, target, missing=key_to_ask(measure, getattr(error, "key", "")))


def _needed(knowledge: Knowledge, measure: Measure, standing: Standing, day: date, asked: Found) -> Found:
    role, solve = measure.role_of(asked.key), FORMULAS[measure.formula].backwards
    case = _case(knowledge, measure, standing, day)
    solved = solve(case, role, asked.target) if solve else None
    if solved is None:
        return _by_halving(knowledge, measure, standing, day, asked)
    also = tuple((measure.key_of(other), _whole(value)) for other, value in solved.also)
    value = solved.yuan if solved.yuan is not None else solved.alone
    if value is None:
        return replace(asked, steps=solved.steps, most=solved.most)
    with_all = standing
    for other, least in also:
        with_all = put(with_all, other, least)
    found = _proved(knowledge, measure, with_all, day, replace(asked, value=_whole(value), also=also))
    if found is None:
        return _by_halving(knowledge, measure, standing, day, asked)
    exact = value == _whole(value)
    return replace(found, steps=solved.steps, most=solved.most, exact=exact, value=_whole(value))


def _case(knowledge: Knowledge, measure: Measure, standing: Standing, day: date) -> Case:
    return case_of(knowledge, measure, standing.inputs, standing.rows, standing.facts, day)


def _whole(value: Decimal) -> Decimal:
    return Decimal(int(value.to_integral_value(ROUND_CEILING)))


def put(standing: Standing, key: str, value: Decimal, text: str = "") -> Standing:
    """The standing with another value; of several parts the last one takes up the difference."""
    old = standing.inputs.get(key)
    items = standing.items
    if items and key in items[-1] and old and isinstance(old.value, Decimal):
        last = items[-1][key].value
        if isinstance(last, Decimal) and (rest := last + value - old.value) > 0:
            items = (*items[:-1], {**items[-1], key: Slot(rest, money(rest))})
        else:
            items = ()
    return replace(standing, inputs={**standing.inputs, key: Slot(value, text or str(value))}, items=items)


def _proved(knowledge: Knowledge, measure: Measure, standing: Standing, day: date, found: Found) -> Found | None:
    """With the sum worked out forwards; None when it is not as much as it should be."""
    if not found.value:
        return replace(found, proof=None)
    proof = compute(knowledge, measure, put(standing, found.key, found.value), day)
    amount = proof.result.amount if proof.result else None
    return replace(found, proof=proof) if amount is not None and amount >= found.target else None


def _by_halving(knowledge: Knowledge, measure: Measure, standing: Standing, day: date, asked: Found) -> Found:
    """The sum never falls when a sum or a term grows: between nothing and the most the point is found by halving."""
    months = _is_months(measure, asked.key)
    low, high = Decimal(0), LONGEST_MONTHS if months else LARGEST

    def at(value: Decimal) -> Result:
        return run(knowledge, measure, put(standing, asked.key, value), day)

    most = at(high).amount
    if most is None or most < asked.target:
        return replace(asked, steps=at(high).steps if most is None else (), most=most)
    while high - low > 1:
        middle = _whole((low + high) / 2)
        amount = at(middle).amount
        low, high = (low, middle) if amount is not None and amount >= asked.target else (middle, high)
    found = _proved(knowledge, measure, standing, day, replace(asked, value=high, exact=False))
    return found or asked


def _is_months(measure: Measure, key: str) -> bool:
    record = measure.input(key)
    return record is not None and record.unit == "months"
