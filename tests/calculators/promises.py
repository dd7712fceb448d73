"""Cases of the formulas for what documents promise, and the same sums once more in fractions, walked step by step."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculators import load
from calculators.core import Case, Figure, Result, Value

DAY = date(2026, 3, 1)
FORMULAS = load()
Band = tuple[int, Fraction]  # begins at so many yuan; share


def run(
    formula: str,
    figures: Mapping[str, tuple[str, str]],
    inputs: Mapping[str, Value],
    *,
    units: Mapping[str, str] | None = None,
    ways: Mapping[str, str] | None = None,
) -> Result:
    """What the formula gives; a figure is (value, unit), quoted by its role."""
    made = {role: Figure(role, Decimal(value), unit, f"原文{role}") for role, (value, unit) in figures.items()}
    known = dict.fromkeys(inputs, "yuan") | dict(units or {})
    return FORMULAS[formula](Case(made, inputs, DAY, ways=ways or {}, units=known))


def fen(yuan: Fraction) -> Decimal:
    """Half up to the fen, in whole numbers only."""
    count = (yuan.numerator * 200 + yuan.denominator) // (yuan.denominator * 2)
    return Decimal(count) / 100


def capped(yuan: Fraction, cap: int | None, prior: Fraction = Fraction(0)) -> Fraction:
    if cap is None:
        return yuan
    room = cap - prior
    return Fraction(0) if room <= 0 else room if yuan > room else yuan


def share(base: Fraction, percent: int, threshold: int, most: int, floor: int, cap: int) -> Fraction:
    """Yuan by yuan of the base: none below the threshold, none beyond the most that counts."""
    if base < threshold:
        return Fraction(0)
    counted = base if base < most else Fraction(most)
    part = counted * percent / 100
    return capped(part if part > floor else Fraction(floor), cap)


def whole_band(base: Fraction, bands: Sequence[Band], excluded: bool) -> Fraction:
    """The last band whose beginning is reached, found from above."""
    for begin, rate in reversed(bands):
        if base > begin or (base == begin and not excluded):
            return base * rate
    return Fraction(0)


def marginal(base: Fraction, bands: Sequence[Band]) -> Fraction:
    """Band after band is filled until nothing of the base is left."""
    total, ends = Fraction(0), [begin for begin, _ in bands[1:]]
    for place, (begin, rate) in enumerate(bands):
        end = ends[place] if place < len(ends) else None
        inside = max(Fraction(0), (base if end is None else min(base, Fraction(end))) - begin)
        total += inside * rate
    return total


def items(count: int, price: int, most: int, beyond: int, cap: int) -> int:
    """Counted one by one."""
    total = 0
    for number in range(1, count + 1):
        if number > beyond and number - beyond <= most:
            total += price
    return min(total, cap)


def months(price: int, size: int, term: int, most_months: int, year_cap: int) -> int:
    """Month by month, each year with a purse of its own."""
    total = spent = 0
    for month in range(min(term, most_months)):
        if month % 12 == 0:
            spent = 0
        paid = min(price * size, year_cap - spent)
        spent += paid
        total += paid
    return total


def increment(now: Fraction, before: Fraction, free: Fraction, percent: int) -> Fraction:
    allowed = before + before * free
    return Fraction(0) if now <= allowed else (now - allowed) * percent / 100


def interest(principal: Fraction, rate: Fraction, part: Fraction, term: int, most: int) -> Fraction:
    """A month after the other."""
    return sum((principal * rate * part / 12 for month in range(term) if month < most), Fraction(0))
