"""One value a user gave for one input, with his own words; and what can be wrong with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.figures import Figure
from bot.records import record
from knowledge.records.model import InputRecord

LARGEST = Decimal(10) ** 12
FEWEST_BARE_MONTHS = 6  # a bare 12 is months, a bare 3 can be years as well
LONGEST_MONTHS = Decimal(600)
HIGHEST_PUBLISHED = Decimal("0.3")  # above it a rate said to be a published one is a slip
MONEY_UNITS = {
    "元": Decimal(1),
    "块": Decimal(1),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "亿": Decimal(10) ** 8,
}
UNITS_OF_MONEY = {**MONEY_UNITS, "块钱": Decimal(1), "万块": Decimal(10_000), "亿元": Decimal(10) ** 8}  # in any words
RATE_UNITS = {
    "%": Decimal("0.01"),
    "百分之": Decimal("0.01"),
    "个点": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "千分之": Decimal("0.001"),
}


@record(frozen=True, slots=True)
class Slot:
    """``value``: Decimal (yuan, ratio, months), date or str; ``text``: the user's words; ``high``: upper end of a
    range; ``month_only``: of a date only the month was said; ``adopted``: the unit was taken from before;
    ``below``, ``above``: said to be short of it or beyond (不到100万, 100万出头); ``edge``: or just that (不超过0.5%);
    ``step``: how it follows from other figures (2000万元 × 3%); ``yearly``: of a fee, said to be that of one year."""

    value: Decimal | date | str
    text: str
    approx: bool = False
    high: Decimal | None = None
    month_only: bool = False
    adopted: bool = False
    below: bool = False
    above: bool = False
    edge: bool = False
    step: str = ""
    yearly: bool = False

    def to_json(self) -> dict[str, Any]:
        kind = "date" if isinstance(self.value, date) else "decimal" if isinstance(self.value, Decimal) else "text"
        high = None if self.high is None else str(self.high)
        flags = {"approx": self.approx, "month_only": self.month_only, "adopted": self.adopted}
        flags |= {"below": self.below, "above": self.above, "edge": self.edge, "yearly": self.yearly}
        return {"kind": kind, "value": str(self.value), "text": self.text, "high": high, "step": self.step, **flags}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Slot":
        high = None if data["high"] is None else Decimal(data["high"])
        value = _read(data["kind"], data["value"])
        flags = (data["month_only"], data["adopted"], data["below"], data.get("above", False), data.get("edge", False))
        step, yearly = data.get("step", ""), data.get("yearly", False)
        return cls(value, data["text"], data["approx"], high, *flags, step=step, yearly=yearly)


def _read(kind: str, text: str) -> Decimal | date | str:
    return date.fromisoformat(text) if kind == "date" else Decimal(text) if kind == "decimal" else text


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a figure was not taken: ``reason`` is a key of the template that says it in Chinese; ``unit``: of the input,
    where it is the unit that is missing."""

    key: str
    said: str
    reason: str
    unit: str = ""


def slot_of(figure: Figure, record: InputRecord, unit_in_use: str, asked: str) -> Slot | Problem:
    """The figure as a value of this input, or what is wrong with it; the user's own words are kept either way."""
    if figure.invalid:
        return Problem(record.key, figure.text, figure.invalid)
    if figure.span:
        return Problem(record.key, figure.text, "vague_day")
    if isinstance(figure.value, str):
        return _day_slot(figure, record)
    low, high = figure.value if isinstance(figure.value, tuple) else (figure.value, None)
    if isinstance(low, str) or isinstance(high, str):
        return Problem(record.key, figure.text, "vague_day")
    if record.unit == "months" and figure.kind == "number" and low < FEWEST_BARE_MONTHS:
        return Problem(record.key, figure.text, "unit", record.unit)
    factor, adopted = _factor(figure, record, unit_in_use, asked)
    if factor is None:
        return Problem(record.key, figure.text, "unit", record.unit)
    approx = figure.approx or figure.bound is not None or high is not None
    below, above = figure.side == "below", figure.side == "above"
    slot = Slot(
        low * factor, figure.text, approx, None if high is None else high * factor, False, adopted, below, above
    )
    reason = complaint(slot.value, record)
    return Problem(record.key, figure.text, reason) if reason else slot


def _day_slot(figure: Figure, record: InputRecord) -> Slot | Problem:
    text = str(figure.value)
    if len(text) < 7:
        return Problem(record.key, figure.text, "vague_day")
    month_only = len(text) == 7
    return Slot(date.fromisoformat(text + "-01" if month_only else text), figure.text, month_only=month_only)


def _factor(figure: Figure, record: InputRecord, unit_in_use: str, asked: str) -> tuple[Decimal | None, bool]:
    """What to multiply a figure by to have it in the input's unit; None when only the user can tell."""
    if record.unit == "yuan" and figure.unit_missing:
        if figure.value == 0:
            return Decimal(1), False
        if figure.counted:  # 300个: so many 万
            return UNITS_OF_MONEY["万"], True
        if unit_in_use not in UNITS_OF_MONEY or (asked != record.key and _tiny(figure)):
            return None, False
        return UNITS_OF_MONEY[unit_in_use], True
    if record.unit == "ratio" and figure.kind == "number":
        if record.percent and asked == record.key:
            return Decimal("0.01"), False
        return (RATE_UNITS[unit_in_use], True) if unit_in_use in RATE_UNITS else (None, False)
    if record.unit == "ratio" and figure.per == "month" and record.yearly:
        return Decimal(12), False
    return Decimal(1), False


def _tiny(figure: Figure) -> bool:
    """3.1 is a rate before it is 3.1万."""
    return isinstance(figure.value, Decimal) and figure.value < 10


def complaint(value: Decimal | date | str, record: InputRecord) -> str:
    """Why a value cannot be meant: negative, zero where senseless, beyond 1e12 yuan, a rate above 100%; "" if fine."""
    if not isinstance(value, Decimal):
        return ""
    if value < 0:
        return "negative"
    if value == 0 and not record.zero:
        return "zero" if record.unit != "ratio" else ""
    if record.unit == "yuan" and value > LARGEST:
        return "too_large"
    if (record.unit == "ratio" and value > 1) or (record.series and value > HIGHEST_PUBLISHED):
        return "rate_too_high"
    return "too_long" if record.unit == "months" and value > LONGEST_MONTHS else ""
