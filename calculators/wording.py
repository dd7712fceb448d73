"""Numbers as a shop owner reads them: 500万元, 6.7万元, 3.35%, 1年, 2024年7月22日."""

from datetime import date
from decimal import Decimal

from calculators.core import to_fen

WAN, YI = Decimal(10_000), Decimal(100_000_000)
PERCENT_PLACES = Decimal("0.0001")


def plain(value: Decimal) -> str:
    """A Decimal without exponent and without trailing zeros: 3.10 -> 3.1."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def places(value: Decimal) -> int:
    """How many decimals are left when trailing zeros are gone: 1.2300 -> 2."""
    return len(plain(value).partition(".")[2])


def money(amount: Decimal) -> str:
    """Yuan in the unit a person would say: 500万元, 2亿元, 1234.5元, 29,033.33元; finer than a fen -> 约…"""
    if places(amount) > 2:
        return f"约{money(to_fen(amount))}"
    size = abs(amount)
    if size >= YI and places(amount / YI) <= 4:
        return f"{plain(amount / YI)}亿元"
    if size >= WAN and places(amount) == 0:
        return f"{plain(amount / WAN)}万元"
    return f"{_grouped(amount) if size >= WAN else plain(amount)}元"


def _grouped(amount: Decimal) -> str:
    whole, _, fraction = plain(amount).partition(".")
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def to_places(value: Decimal) -> str:
    """With exactly two decimals, half up as money is: 3.225 -> 3.23, 10450 -> 10,450.00."""
    return f"{to_fen(value):,.2f}"


def percent(ratio: Decimal) -> str:
    """0.0335 -> 3.35%; finer than 0.0001% -> 约…%."""
    value = ratio * 100
    return f"{plain(value)}%" if places(value) <= 4 else f"约{plain(value.quantize(PERCENT_PLACES))}%"


FOREIGN = {"usd": "美元"}


def measured(value: Decimal, unit: str) -> str:
    """A value in its unit: 50万元 (yuan), 3.5% (ratio), 1年6个月 (months), 2万美元 (usd), 120平方米 (other words)."""
    if unit == "yuan":
        return money(value)
    if unit == "ratio":
        return percent(value)
    if unit == "months":
        return term(value)
    return f"{_myriads(value)}{FOREIGN.get(unit, unit)}"


def _myriads(value: Decimal) -> str:
    """A count: 3, 1200, 2.5万; a part of one to four decimals."""
    if abs(value) >= WAN and places(value / WAN) <= 4:
        return f"{plain(value / WAN)}万"
    return plain(value) if places(value) <= 4 else f"约{plain(value.quantize(PERCENT_PLACES))}"


def published(ratio: Decimal) -> str:
    """A rate with at least the two decimals in which the LPR is published: 0.03 -> 3.00%."""
    shown = percent(ratio)
    return f"{to_places(ratio * 100)}%" if len(shown.rstrip("%").partition(".")[2]) < 2 else shown


def term(months: Decimal, days: Decimal = Decimal(0)) -> str:
    """12 -> 1年, 18 -> 1年6个月, 6 and 15 days -> 6个月15天."""
    years, rest = divmod(months, 12)
    parts = [
        f"{plain(years)}年" if years else "",
        f"{plain(rest)}个月" if rest else "",
        f"{plain(days)}天" if days else "",
    ]
    return "".join(parts) or "0个月"


def years(months: Decimal, days: Decimal = Decimal(0)) -> str:
    """A term as it is keyed into a calculator: 24 -> 2年, 18 -> 18÷12年, 6 and 15 days -> （6÷12＋15÷360）年."""
    if not days:
        return f"{plain(months / 12)}年" if months % 12 == 0 else f"{plain(months)}÷12年"
    if not months:
        return f"{plain(days)}÷360年"
    return f"（{plain(months)}÷12＋{plain(days)}÷360）年"


def on(day: date) -> str:
    """2024-07-22 -> 2024年7月22日."""
    return f"{day.year}年{day.month}月{day.day}日"
