"""Settles neighbouring figures: ranges, terms in two parts, 「分别」 lists."""

import re
from dataclasses import replace
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.draft import Draft
from bot.figures.modifiers import head_of
from bot.figures.spelled import DIGITS, PLACES

_TERM_JOINTS = frozenset(["", "零", "又", "加", "外加", "另"])
_OR = frozenset(["或", "或者", "或是"])
_FAR = 100  # a bare lower end this many times the upper one's own digits has its own scale
_MONTHS = range(1, 13)
_YEARS = (1900, 2100)


def settle(text: str, found: list[Draft], new: Draft) -> None:
    """Add `new` to what was found, joined to the figure in front of it where they are one."""
    last = found[-1] if found else None
    if last is not None and new.start - last.end < 8:
        if _months(text, found, new) is not None:
            return
        shared = _share_unit(text, found, new)
        if shared is not None:
            found[-1] = shared
            return
        last = found[-1]
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


def _months(text: str, found: list[Draft], new: Draft) -> Draft | None:
    """「2024年8、9月」「8月底9月初」: one day in one of the months; what stood in front of it is taken in."""
    if new.kind != "date" or not isinstance(new.value, str) or len(new.value) != 7 or new.invalid:
        return None
    at, front = len(found), new
    while at and _is_month_of(text, found[at - 1], front):
        at, front = at - 1, found[at - 1]
    if at == len(found):
        return None
    first = found[at]
    month = first.value if isinstance(first.value, str) else ""
    if not month or first.assumed:
        number = int(month[5:] or str(first.value))
        month = f"{int(new.value[:4]) - (number > int(new.value[5:])):04d}-{number:02d}"
    start, assumed = first.start, first.assumed if first.kind == "date" else new.assumed
    before = found[at - 1] if at else None
    if before is not None and before.kind == "date" and len(str(before.value)) == 4 and before.end == first.start:
        at, start, assumed = at - 1, before.start, before.assumed
    found[at:] = [replace(new, start=start, value=(month, new.value), approx=True, assumed=assumed, span=True)]
    return found[at]


def _is_month_of(text: str, draft: Draft, front: Draft) -> bool:
    gap = text[draft.end : front.start].strip()
    if draft.kind == "date":
        parts = draft.approx and front.approx and gap in ("", "、", "或", "到", "-")
        same = isinstance(draft.value, str) and len(draft.value) == 7 and not draft.invalid and not draft.span
        return (
            same
            and front.kind == "date"
            and (parts or gap in _OR)
            and (draft.assumed != "" or str(draft.value) < str(front.value))
        )
    return (
        draft.kind == "number"
        and draft.unit_missing
        and isinstance(draft.value, Decimal)
        and draft.value in _MONTHS
        and gap in ("、", "/", "和", "及", *_OR)
    )


def _share_unit(text: str, found: list[Draft], new: Draft) -> Draft | None:
    """「300、400、500万」「1800或2000万」: bare numbers in front of an amount take its unit.

    Two that are near each other, without a count of parts, are the ends of a range, given back as one.
    """
    if new.kind not in _SHARED or new.unit_missing or not isinstance(new.value, Decimal) or new.negative:
        return None
    at, front = len(found), new
    while at and _is_listed(text, found[at - 1], front, new):
        at, front = at - 1, found[at - 1]
    bare = found[at:]
    if not bare:
        return None
    gap = text[bare[-1].end : new.start].strip()
    shared = [_with_unit(text, draft, new) for draft in bare]
    if len(bare) == 1 and (gap in lexicon.EITHER or (gap == "、" and _is_one(text, shared[0], new))):
        return _either(shared[0], new)
    found[at:] = shared
    return None


_SHARED = frozenset(["money", "percent", "duration"])
_NEAR, _COMPARABLE = 2, 10  # how many times the smaller of two alternatives, of two in a list, the other may be
_OF_ITS_OWN = re.compile(r"(?:期限?|年限|[率息长龄]|LPR|人数|员工|职工)[是为有:： ]{0,2}$", re.IGNORECASE)
_PARTS = re.compile(r"[两俩二三四五六仨2-9]\s?[笔次家份个期项张]|分别|各")


def _is_listed(text: str, draft: Draft, front: Draft, new: Draft) -> bool:
    """Whether a bare number stands in one list with the amount behind it, by the sign between and by its size."""
    gap = text[draft.end : front.start].strip()
    if draft.kind != "number" or not draft.unit_missing or not isinstance(draft.value, Decimal) or draft.value <= 0:
        return False
    if gap in ("，", ",") and not (100 <= draft.value < 1000 and draft.end - draft.start == 3 and new.kind == "money"):
        return False
    if gap not in lexicon.EITHER and gap not in lexicon.JOINTS:
        return False
    if draft.scale > 1 or (new.kind == "money" and _OF_ITS_OWN.search(text[: draft.start][-6:])):
        return False
    return _in_unit(text, draft.value, new) is not None


def _in_unit(text: str, value: Decimal, new: Draft) -> Decimal | None:
    """The bare number as an amount that is comparable with the one behind it, or None."""
    assert isinstance(new.value, Decimal)
    for amount in (_scaled(text, value, new), value * new.scale * new.factor):
        if new.value / _COMPARABLE <= amount <= new.value * _COMPARABLE:
            return amount
    return None


def _with_unit(text: str, draft: Draft, new: Draft) -> Draft:
    assert isinstance(draft.value, Decimal)
    value = _in_unit(text, draft.value, new)
    assert value is not None
    return replace(
        draft, kind=new.kind, unit=new.unit, value=value, factor=new.factor, scale=new.scale,
        unit_missing=False, per=new.per, explicit_percent=new.explicit_percent, tentative=False,
    )  # fmt: skip


def _is_one(text: str, last: Draft, new: Draft) -> bool:
    """「300、400万」 is between the two, unless parts are counted."""
    assert isinstance(last.value, Decimal) and isinstance(new.value, Decimal)
    behind = text[new.end : new.end + 1] in ("、", "和", "及")
    counted = _PARTS.search(text[max(0, last.start - 16) : last.start]) or _PARTS.match(text, new.end)
    return last.value < new.value <= last.value * _NEAR and not counted and not behind


def _either(last: Draft, new: Draft) -> Draft:
    """One of two amounts: as a range, the lower first."""
    assert isinstance(last.value, Decimal) and isinstance(new.value, Decimal)
    ends = (min(last.value, new.value), max(last.value, new.value))
    return replace(new, start=last.start, value=ends, approx=True, bound=None, side="", several=False)


def _join(text: str, last: Draft, new: Draft, gap: str) -> Draft | None:
    if gap in lexicon.CONNECTORS:
        return _range(text, last, new)
    if last.kind == new.kind == "money" and gap in _OR and not (last.unit_missing or new.unit_missing):
        both = isinstance(last.value, Decimal) and isinstance(new.value, Decimal)
        return _either(last, new) if both and last.unit == new.unit else None
    if last.kind == new.kind == "duration" and gap in _TERM_JOINTS:
        return _again(last, new) if (last.value, last.unit) == (new.value, new.unit) else _sum(last, new)
    return None


def _again(last: Draft, new: Draft) -> Draft:
    """「五年 60个月」: the same term in another unit."""
    return replace(new, start=last.start)


def _listed(text: str, last: Draft, new: Draft, gap: str) -> None:
    """「分别300万和500万」: each of them is one of several."""
    sums = {last.kind, new.kind} == {"money", "number"} and (last.unit_missing or new.unit_missing)
    if not (last.kind == new.kind or sums) or gap not in lexicon.JOINTS:
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
    elided = _elided(text, last, new)
    if elided is not None:
        return replace(new, value=elided)
    if new.kind != "number" or not new.unit_missing or not isinstance(new.value, Decimal):
        return new
    over = last.kind == "percent" and "分之" in text[last.start : last.end]
    amount = last.kind == "money" and not last.unit_missing
    if not over and not amount:
        return new
    factor = last.factor * (1 if over or new.value >= last.scale else last.scale)
    return replace(last, start=new.start, end=new.end, value=new.value * factor, approx=new.approx, bound=new.bound)


_TENTH = re.compile(r"([一二三四五六七八九\d])([千百])[一二三四五六七八九\d]")
_BEHIND = re.compile(r"([一二三四五六七八九\d])([百十])(?=[万亿])")


def _elided(text: str, last: Draft, new: Draft) -> Decimal | None:
    """「一千五到六百万」 ends at 一千六百万: the upper end leaves out the thousand of the lower one."""
    low, high = _TENTH.fullmatch(text, last.start, last.end), _BEHIND.match(text, new.start)
    if low is None or high is None or not last.unit_missing or not isinstance(last.value, Decimal):
        return None
    place = PLACES[low[2]]
    assert isinstance(new.value, Decimal)
    if PLACES[high[2]] * 10 != place or new.value < last.value % place * new.scale:
        return None
    return new.value + (last.value // place) * place * new.scale


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
    return _ordered(joined, str(last.value), str(new.value), new.assumed != "")


def _ordered(joined: Draft, first: str, last: str, movable: bool) -> Draft:
    """A later end without a year lies after the first: 2024年9月到3月 ends in 2025."""
    if movable and last < first:
        last = f"{int(last[:4]) + 1:04d}{last[4:]}"
    joined.value = (first, last)
    if last < first[: len(last)]:
        joined.invalid = "reversed_range"
    return joined
