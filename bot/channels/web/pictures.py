"""Charts as SVG templates: a sum against its cap, and the LPR over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.measures.assess import Outcome, Standing
from bot.measures.case import goes_by
from calculators.core import SeriesRow
from calculators.lpr import row_on
from calculators.wording import money, percent
from knowledge.records.model import Knowledge, LprRow, Measure

WIDTH, HEIGHT = 320, 110
LEFT, RIGHT, TOP, BOTTOM = 4, 4, 22, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A sum against its cap: ``share`` of the width, 0 … 100."""

    amount: str
    cap: str
    share: int


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    label: str
    day: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The LPR as a stepped line (``path`` of an SVG), the row used, and the first and last year on the axis."""

    path: str
    used: Dot
    first: str
    last: str
    tenor: str
    words: str


def bar(outcome: Outcome) -> Bar | None:
    """None where there is no sum or no cap in yuan."""
    caps = [figure.value for figure in outcome.measure.figures if figure.role == "cap" and figure.unit == "yuan"]
    if not caps or outcome.broken or outcome.result is None or outcome.result.amount is None:
        return None
    amount = outcome.result.amount
    return Bar(money(amount), money(caps[0]), max(0, min(100, round(amount / caps[0] * 100))))


def chart(knowledge: Knowledge, outcome: Outcome, standing: Standing, day: date) -> Chart | None:
    """None where the measure does not go by the LPR, or the user's own LPR is taken."""
    if not goes_by(outcome.measure, "lpr") or outcome.result is None or standing.items:
        return None
    measure = outcome.measure
    start = standing.inputs.get(measure.key_of("start"))
    if start is None and measure.quotes("lpr") in standing.inputs:
        return None
    on = start.value if start and isinstance(start.value, date) and start.value <= day else day
    row = row_on(tuple(SeriesRow(r.since, r.one_year, r.five_year) for r in knowledge.lpr), on)
    return _chart(knowledge.lpr, row, on, day, _long(measure, standing)) if row else None


def _long(measure: Measure, standing: Standing) -> bool:
    months = standing.inputs.get(measure.key_of("term"))
    return bool(months and isinstance(months.value, Decimal) and months.value > 60)


def _chart(rows: Sequence[LprRow], used: SeriesRow, on: date, day: date, long: bool) -> Chart:
    values = [(row.since, row.five_year if long else row.one_year) for row in rows if row.since <= day]
    first, last = values[0][0], max(day, values[-1][0])
    low, high = min(v for _, v in values), max(v for _, v in values)

    def x(when: date) -> int:
        span = max((last - first).days, 1)
        return LEFT + round((WIDTH - LEFT - RIGHT) * (when - first).days / span)

    def y(value: Decimal) -> int:
        return TOP + round((HEIGHT - TOP - BOTTOM) * float((high - value) / (high - low or Decimal(1))))

    path = f"M{x(first)} {y(values[0][1])}" + "".join(f"H{x(since)}V{y(v)}" for since, v in values[1:]) + f"H{x(last)}"
    rate = used.five_year if long else used.one_year
    dot = Dot(x(max(on, first)), y(rate), percent(rate), f"{on.year}年{on.month}月{on.day}日")
    tenor = "5年期以上" if long else "1年期"
    words = f"{tenor}LPR从{percent(values[0][1])}变到{percent(values[-1][1])}，{dot.day}用的是{dot.label}"
    return Chart(path, dot, f"{first.year}", f"{last.year}", tenor, words)
