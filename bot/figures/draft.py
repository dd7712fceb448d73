"""What a finder hands to the reader: a figure in the making, with the numeral's own flags set."""

from dataclasses import dataclass
from decimal import Decimal

from bot.figures.lexicon import Unit
from bot.figures.model import Bound, Kind, Side, Value
from bot.figures.numerals import Numeral


@dataclass(slots=True)
class Draft:
    """A figure before the words around it are read; positions are in the normalised text."""

    kind: Kind
    start: int
    end: int
    value: Value
    unit: str
    approx: bool = False
    bound: Bound | None = None
    side: Side = ""
    negative: bool = False
    several: bool = False
    unit_missing: bool = False
    counted: str = ""
    per: str = ""
    basis_points: bool = False
    explicit_percent: bool = False
    invalid: str = ""
    assumed: str = ""
    span: bool = False
    factor: Decimal = Decimal(1)  # of the unit: what a bare lower end of a range is multiplied by
    scale: int = 1  # of the numeral: the 万 that a lower end takes over
    tentative: bool = False  # 「三」 of 「三到五年」: a figure only as one end of a range


def draft(kind: Kind, numeral: Numeral, end: int, value: Value, unit: str) -> Draft:
    """A draft of the numeral's figure that ends at `end`."""
    found = Draft(kind, numeral.start, end, value, unit)
    found.approx = numeral.fuzzy
    found.scale = numeral.scale
    if numeral.vague:
        found.invalid = "vague"
    return found


def amount(numeral: Numeral, unit: Unit | None = None) -> Decimal | tuple[Decimal, Decimal]:
    """The numeral times its unit; a pair when the numeral is one."""
    if unit is None:
        return numeral.low if numeral.high is None else (numeral.low, numeral.high)
    half = unit.factor / 2 if unit.note == "half" else 0
    if numeral.high is None:
        return numeral.low * unit.factor + half
    return numeral.low * unit.factor + half, numeral.high * unit.factor + half
