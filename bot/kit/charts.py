"""The report's numbers as pictures: bars of days, of clauses, of money by county, laid out for an SVG."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.kit.report import Period
from calculators.wording import money
from knowledge.records.model import Knowledge

WIDTH = 360  # as a phone shows it, so that its words can be read there
HEIGHT, FOOT, HEAD = 150, 18, 18  # of a chart of days
LINE, BAR, VALUE = 20, 16, 84  # of a row: its label, each of its bars below, and the room right of the longest
SHORT = 28  # characters of a row's label
NOWHERE = "没写县区"
MOST = 15


@dataclass(frozen=True, slots=True)
class Column:
    """A day: its two parts from the bottom, in the chart's units; ``label``: under it, "" for most days; ``words``:
    what a pointer shows."""

    day: date
    x: float
    width: float
    low: float
    high: float
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A bar to the right, or two one above the other. ``values``: what stands behind each; ``path``: where it leads."""

    label: str
    whole: str
    bars: tuple[float, ...]
    values: tuple[str, ...]
    path: str = ""

    @property
    def height(self) -> int:
        """Of the label, its bars and the gap below."""
        return LINE + BAR * len(self.bars) + 10


@dataclass(frozen=True, slots=True)
class Chart:
    """``top``: what the highest column says; ``words``: the whole of it in a sentence."""

    columns: tuple[Column, ...]
    top: str
    words: str


def by_day(period: Period) -> Chart:
    """Questions of each day, those that were not answered on top."""
    asked = Counter(turn.day for turn in period.turns)
    missed = Counter(turn.day for turn in period.missed)
    most = max(asked.values(), default=0)

    def told(day: str) -> str:
        return f"{day} 问了 {asked[day]} 句，没答上 {missed[day]} 句"

    columns = _columns(period, lambda day: (asked[day] - missed[day], missed[day]), most, told)
    words = f"每天问了几句：共 {len(period.turns)} 句，最多一天 {most} 句"
    return Chart(columns, str(most), words)


def missed_share(period: Period) -> Chart:
    """Of each day's questions the share that was not answered; days without questions have none."""
    asked = Counter(turn.day for turn in period.turns)
    missed = Counter(turn.day for turn in period.missed)
    share = {day: Decimal(missed[day]) / count for day, count in asked.items()}
    most = max(share.values(), default=Decimal(0))

    def told(day: str) -> str:
        return f"{day} 没答上 {percent(share[day])}" if day in share else f"{day} 没人问"

    columns = _columns(period, lambda day: (0, share.get(day, 0)), most, told)
    words = f"每天没答上的占几成：整段 {percent(part(len(period.missed), len(period.turns)))}，最高一天 {percent(most)}"
    return Chart(columns, percent(most), words)


def by_clause(knowledge: Knowledge, period: Period) -> list[Row]:
    """Questions about each clause, the most first."""
    counted = Counter(turn.clause for turn in period.turns if turn.clause)
    names = {one.id: f"{one.printed}{one.title}" for policy in knowledge.policies for one in policy.clauses}
    most = max(counted.values(), default=1)
    span = f"since={period.since}&until={period.until}"
    return [
        Row(
            _cut(names.get(name, name)),
            names.get(name, name),
            (_long(Decimal(count) / most),),
            (f"{count} 句",),
            f"/desk/questions?{span}&clause={name}",
        )
        for name, count in counted.most_common(MOST)
    ]


def by_county(period: Period) -> list[Row]:
    """What was estimated and what has landed, county by county, the most landed first."""
    sums: dict[str, list[Decimal]] = {}
    for one in period.visits:
        told = sums.setdefault(one.visit.county or NOWHERE, [Decimal(0), Decimal(0)])
        told[0] += one.visit.estimate_yuan or 0
        told[1] += one.visit.landed_yuan or 0
    found = sorted(((name, told) for name, told in sums.items() if any(told)), key=lambda pair: (-pair[1][1], pair[0]))
    most = max((value for _, told in found for value in told), default=Decimal(1))
    return [
        Row(name, name, tuple(_long(value / most) for value in told), tuple(money(value) for value in told))
        for name, told in found
    ]


def part(some: int, whole: int) -> Decimal:
    """The share of some in a whole, 0 of nothing."""
    return Decimal(some) / whole if whole else Decimal(0)


def percent(share: Decimal) -> str:
    """0.125 → 12.5%; whole ones without a point."""
    shown = (share * 100).quantize(Decimal("0.1"))
    return f"{shown:f}%".replace(".0%", "%")


def _columns(
    period: Period,
    heights: Callable[[str], tuple[Decimal | int, Decimal | int]],
    most: Decimal | int,
    told: Callable[[str], str],
) -> tuple[Column, ...]:
    """A column for each day of the period; ``heights``: its two parts, ``most``: what fills the chart."""
    days = [period.since + timedelta(days=n) for n in range((period.until - period.since).days + 1)]
    step = WIDTH / len(days)
    room = HEIGHT - HEAD - FOOT
    found = []
    for place, day in enumerate(days):
        low, high = (float(one) / float(most) * room if most else 0.0 for one in heights(day.isoformat()))
        label = f"{day.month}-{day.day}" if day.day in (1, 5, 10, 15, 20, 25) or place == len(days) - 1 else ""
        x, width = round(place * step + step * 0.12, 1), round(step * 0.76, 1)
        found.append(Column(day, x, width, round(low, 1), round(high, 1), label, told(day.isoformat())))
    return tuple(found)


def _long(share: Decimal) -> float:
    """How far a bar reaches; what is not nothing is to be seen."""
    room = WIDTH - VALUE
    return round(max(float(share) * room, 2.0 if share else 0.0), 1)


def _cut(label: str) -> str:
    return label if len(label) <= SHORT else f"{label[: SHORT - 1]}…"
