"""What a reading is: one `Figure` per amount, rate, count, term or date in a message."""

from decimal import Decimal
from typing import Any, Literal

from bot.records import record

Kind = Literal["money", "percent", "number", "duration", "date"]
Bound = Literal["min", "max"]
Side = Literal["", "above", "below"]
Value = Decimal | tuple[Decimal, Decimal] | str | tuple[str, str]

_FLAGS = (
    "approx", "bound", "per", "negative", "several", "unit_missing",
    "counted", "basis_points", "assumed", "invalid",
)  # fmt: skip


@record(frozen=True, slots=True)
class Figure:
    """A figure and where the user wrote it: `text == message[start:end]`.

    `value` by kind: money in `unit` ("yuan" or an ISO currency code), percent a ratio, number a
    count, duration in `unit` ("months" or "days"), date an ISO string ("YYYY-MM-DD", "YYYY-MM" or
    "YYYY"). A range is a pair, lower end first. `invalid` names why a figure cannot be used
    ("no_such_day", "too_large", "reversed_range", "vague", "malformed"); it then has a value of 0
    where none can be given. `assumed` is "year" when a date was written without one and the year is
    the nearest, "neighbour" when it follows from another date of the message.

    Two fields are not printed. `side`: "above" or "below" when the words say that it is not the figure
    itself but a little or a lot more (超过, 出头, 略高于) or less (不到, 近, 差一点); "" for the figure itself,
    for about it and for at least or at most. `span`: the pair of dates is a time in which one day lies
    (上季度, 8、9月), not a beginning and an end.
    """

    text: str
    start: int
    end: int
    kind: Kind
    value: Value
    unit: str
    approx: bool = False
    bound: Bound | None = None
    negative: bool = False
    several: bool = False
    unit_missing: bool = False
    counted: str = ""
    per: str = ""
    basis_points: bool = False
    explicit_percent: bool = False
    invalid: str = ""
    assumed: str = ""
    side: Side = ""
    span: bool = False

    def to_json(self) -> dict[str, Any]:
        """The figure as `fudaoyuan figures` prints it; flags only where they are set."""
        line: dict[str, Any] = {
            "text": self.text, "start": self.start, "end": self.end,
            "kind": self.kind, "value": _plain(self.value), "unit": self.unit,
        }  # fmt: skip
        line.update((name, getattr(self, name)) for name in _FLAGS if getattr(self, name))
        return line


def _plain(value: Value) -> Any:
    """A value as JSON has it: int when whole, else float; a pair as a list."""
    if isinstance(value, tuple):
        return [_plain(end) for end in value]
    if isinstance(value, str):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
