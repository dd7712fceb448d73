"""Settles neighbouring figures: ranges, terms in two parts, 「分别」 lists."""

from dataclasses import replace
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.build import Draft

_BASE = "iso-date"
_FAR = 100  # a bare lower end this many times the upper one's own digits has its own scale


def settle(text: str, found: list[Draft], new: Draft) -> None:
    """Add `new` to what was found, joined to the figure in front of it where they are one."""
    if not found:
        found.append(new)
        return
    last = found[-1]
    gap = text[last.end : new.start]
    joined = _join(text, last, new, gap) if len(gap) < 8 else None
    if joined is not None:
        found[-1] = joined
        return
    _listed(text, last, new, gap)
    found.append(new)


def _join(text: str, last: Draft, new: Draft, gap: str) -> Draft | None:
    if gap.strip() in lexicon.CONNECTORS and (gap.strip() != "或" or last.approx):
        return _range(text, last, new)
    if last.kind == new.kind == "duration" and gap in ("", "零", "又", "加", "外加", "另"):
        return _sum(text, last, new)
    return None


def _listed(text: str, last: Draft, new: Draft, gap: str) -> None:
    """「分别300万和500万」: each of them is one of several."""
    head = text[max(0, last.start - 6) : last.start].rstrip(lexicon.FILLERS)
    if last.kind == new.kind and gap.strip() in lexicon.JOINTS and (last.several or head.endswith(lexicon.APART)):
        last.several = new.several = True


def _sum(text: str, last: Draft, new: Draft) -> Draft | None:
    """一年零三个月."""
    whole = isinstance(last.value, Decimal) and isinstance(new.value, Decimal)
    if not whole or last.unit != new.unit or last.factor <= new.factor or last.approx:
        return None
    assert isinstance(last.value, Decimal) and isinstance(new.value, Decimal)
    return replace(new, start=last.start, value=last.value + new.value, bound=new.bound or last.bound)


def _range(text: str, last: Draft, new: Draft) -> Draft | None:
    if isinstance(last.value, tuple) or isinstance(new.value, tuple) or last.negative:
        return None
    if new.kind == "date":
        return _dates(last, new)
    low = _lower_end(last, new)
    if low is None or not isinstance(new.value, Decimal):
        return None
    joined = replace(new, start=last.start, value=(low, new.value), approx=last.approx or new.approx)
    joined.bound = None
    if low > new.value:
        joined.invalid = "reversed_range"
    joined.several |= last.several
    joined.per = new.per or last.per
    return joined


def _lower_end(last: Draft, new: Draft) -> Decimal | None:
    """The lower end in the unit of the upper one, or None when the two are no range."""
    if not isinstance(last.value, Decimal):
        return None
    if last.kind == new.kind and last.unit == new.unit and not (last.unit_missing and last.kind == "number"):
        if last.kind == "money" and last.scale == 1 and last.unit_missing:
            return _scaled(last.value, new)
        return last.value
    if last.kind == "money" and new.kind == "money":
        return last.value if last.unit == "yuan" and last.scale > 1 else None
    if last.kind != "number" or not last.unit_missing:
        return last.value if last.kind == "money" and new.kind == "number" and last.scale > 1 else None
    return _scaled(last.value, new)


def _scaled(low: Decimal, new: Draft) -> Decimal:
    """「300到500万」 is 300万, 「5000到1万」 is 5000."""
    assert isinstance(new.value, Decimal)
    scale = new.scale * new.factor
    upper = new.value / scale if scale else new.value
    if low > upper and new.kind == "money" and (low >= 1000 or low >= upper * _FAR):
        return low * new.factor
    return low * scale


def _dates(last: Draft, new: Draft) -> Draft | None:
    """From one date to another; a bare year in front of a year is one too."""
    if last.kind == "number" and last.unit_missing and isinstance(last.value, Decimal) and 1900 <= last.value <= 2100:
        last = replace(last, kind="date", value=str(last.value), unit=_BASE)
    if last.kind != "date":
        return None
    joined = replace(new, start=last.start, approx=last.approx or new.approx, assumed=last.assumed)
    if last.invalid or new.invalid:
        joined.value, joined.invalid = Decimal(0), last.invalid or new.invalid
        return joined
    assert isinstance(last.value, str) and isinstance(new.value, str)
    value = new.value
    if new.assumed == "year" and value < last.value:
        value = f"{int(value[:4]) + 1:04d}{value[4:]}"
    joined.value = (last.value, value)
    if value < last.value[: len(value)]:
        joined.invalid = "reversed_range"
    return joined
