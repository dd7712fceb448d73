"""Numbers as a shop owner reads them: 500万元, 6.70万元, 3.35%, 1年."""

from decimal import Decimal

WAN, YI = Decimal(10_000), Decimal(100_000_000)


def plain(value: Decimal) -> str:
    """A Decimal without exponent and without trailing zeros: 3.10 -> 3.1."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal) -> str:
    """Yuan in the unit a person would say, exact: 5000000 -> 500万元, 200000000 -> 2亿元, 1234.5 -> 1234.5元."""
    size = abs(amount)
    if size >= YI and plain(amount / YI).partition(".")[2].__len__() <= 4:
        return f"{plain(amount / YI)}亿元"
    if size >= WAN:
        return f"{plain(amount / WAN)}万元"
    return f"{plain(amount)}元"


def percent(ratio: Decimal) -> str:
    """0.0335 -> 3.35%."""
    return f"{plain(ratio * 100)}%"


def term(months: Decimal, days: Decimal = Decimal(0)) -> str:
    """12 -> 1年, 18 -> 1年6个月, 6 and 15 days -> 6个月15天."""
    years, rest = divmod(months, 12)
    parts = [
        f"{plain(years)}年" if years else "",
        f"{plain(rest)}个月" if rest else "",
        f"{plain(days)}天" if days else "",
    ]
    return "".join(parts) or "0个月"
