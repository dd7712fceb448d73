"""Settles neighbouring figures: ranges, terms in two parts, 「分别」 lists."""

from dataclasses import replace
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.draft import Draft
from bot.figures.modifiers import head_of
from bot.figures.spelled import DIGITS, PLACES

_TERM_JOINTS = frozenset(["", "零", "又", "加", "外加", "另"])
_FAR = 100  # a bare lower end this many times the upper one's own digits has its own scale
_MONTHS = range(1, 13)
_YEARS = (1900, 2100)


def settle(text: str, found: list[Draft], new: Draft) -> None:
    """Add `new` to what was found, joined to the figure in front of it where they are one."""
    last = found[-1] if found else None
    if last is not None and new.start - last.end < 8:
        gap = text[last.end : new.start].strip()
        joined = _join(text, last, new, gap)
        if joined is not None:
            found[-1] = joined
            return
        _listed(text, last, new, gap)
    drop_tentative(found)
    found.append(new)


def drop_tentative(found: list[Draft]) -> None:
    """Forget an end of a range that found no other end."""
    if found and found[-1].tentative:
        found.pop()


def _join(text: str, last: Draft, new: Draft, gap: str) -> Draft | None:
    if gap in lexicon.CONNECTORS:
        return _range(text, last, new)
    if last.kind == new.kind == "duration" and gap in _TERM_JOINTS:
        return _sum(last, new)
    return None


def _listed(text: str, last: Draft, new: Draft, gap: str) -> None:
    """「分别300万和500万」: each of them is one of several."""
    if last.kind != new.kind or gap not in lexicon.JOINTS:
        return
    if last.several or head_of(text, last.start).endswith(lexicon.APART):
        last.several = new.several = True


def _sum(last: Draft, new: Draft) -> Draft | None:
    """一年零三个月."""
    if not isinstance(last.value, Decimal) or not isinstance(new.value, Decimal):
        return None
    if last.unit != new.unit or last.factor <= new.factor or last.approx:
        return None
    return replace(new, start=last.start, value=last.value + new.value, bound=new.bound or last.bound)


def _range(text: str, last: Draft, new: Draft) -> Draft | None:
    if isinstance(last.value, tuple) or isinstance(new.value, tuple) or last.negative:
        return None
    if new.kind == "date":
        return _dates(last, new)
    new = _upper_end(text, last, new)
    low = _lower_end(text, last, new)
    if low is None or not isinstance(new.value, Decimal):
        return None
    joined = replace(new, start=last.start, value=(low, new.value), bound=None, tentative=False)
    joined.approx, joined.several = last.approx or new.approx, last.several or new.several
    joined.per = new.per or last.per
    joined.invalid = new.invalid or ("reversed_range" if low > new.value else "")
    return joined


def _upper_end(text: str, last: Draft, new: Draft) -> Draft:
    """「百分之三到五」「300万到500」: a bare upper end takes the unit of the lower one."""
    if new.kind != "number" or not new.unit_missing or not isinstance(new.value, Decimal):
        return new
    over = last.kind == "percent" and "分之" in text[last.start : last.end]
    amount = last.kind == "money" and not last.unit_missing
    if not over and not amount:
        return new
    factor = last.factor * (1 if over or new.value >= last.scale else last.scale)
    return replace(last, start=new.start, end=new.end, value=new.value * factor, approx=new.approx, bound=new.bound)


def _lower_end(text: str, last: Draft, new: Draft) -> Decimal | None:
    """The lower end in the unit of the upper one, or None when the two are no range."""
    if not isinstance(last.value, Decimal):
        return None
    if last.unit_missing and last.kind in ("number", new.kind):
        return _scaled(text, last.value, new)
    return last.value if last.kind == new.kind and last.unit == new.unit else None


def _scaled(text: str, low: Decimal, new: Draft) -> Decimal:
    """「300到500万」 is 300万, 「三到五百万」 300万 too, 「5000到1万」 is 5000."""
    assert isinstance(new.value, Decimal)
    lead = _lead(text, new)
    if low < 10 and lead:
        return low * new.value / lead
    scale = new.scale * new.factor
    upper = new.value / scale
    if low > upper and new.kind == "money" and (low >= 1000 or low >= upper * _FAR):
        return low * new.factor if new.factor <= 1 else low
    return low * scale


def _lead(text: str, new: Draft) -> int:
    """The digit of 五百万 or 5千: the one digit that the places behind it multiply; else 0."""
    sign = text[new.start]
    if text[new.start + 1 : new.start + 2] not in PLACES or not (sign in DIGITS or sign.isdigit()):
        return 0
    digit = DIGITS.get(sign) or int(sign if sign.isascii() else 0)
    assert isinstance(new.value, Decimal)
    rest = new.value / digit if digit else Decimal(0)
    return digit if rest and set(f"{rest:f}".rstrip("0").rstrip(".")) == {"1"} else 0


def _dates(last: Draft, new: Draft) -> Draft | None:
    """From one date to another; a bare year in front of a year is one too."""
    if last.kind == "number" and last.unit_missing and isinstance(last.value, Decimal):
        if last.value in _MONTHS and new.assumed and not new.invalid:
            return _ordered(
                replace(new, start=last.start), f"{str(new.value)[:5]}{int(last.value):02d}", str(new.value), False
            )
        if not _YEARS[0] <= last.value <= _YEARS[1]:
            return None
        last = replace(last, kind="date", value=str(last.value), unit="iso-date")
    if last.kind != "date":
        return None
    joined = replace(new, start=last.start, approx=last.approx or new.approx, assumed=last.assumed)
    if last.invalid or new.invalid:
        joined.value, joined.invalid = Decimal(0), last.invalid or new.invalid
        return joined
    return _ordered(joined, str(last.value), str(new.value), new.assumed == "year")


def _ordered(joined: Draft, first: str, last: str, movable: bool) -> Draft:
    """A later end without a year lies after the first: 2024年9月到3月 ends in 2025."""
    if movable and last < first:
        last = f"{int(last[:4]) + 1:04d}{last[4:]}"
    joined.value = (first, last)
    if last < first[: len(last)]:
        joined.invalid = "reversed_range"
    return joined
