"""Dates said by their distance from today: 去年7月, 上个月, 半年前, 三季度."""

import re
from datetime import date, timedelta
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.dates import DAY_ONLY, MONTHS, Moment, checked, dated, whole_year
from bot.figures.days import SMALL, iso, shifted
from bot.figures.draft import Draft
from bot.figures.numerals import Numeral

_AGO = re.compile(r"(?:之|以)?前(?![\d一二三两四五六七八九十几]|期|景|提|后|述|置|往|台|端)")
_NOT_BEFORE = frozenset("之以目此马加算证说声成基日版相原样文资最网早晚线楼车")  # 马上一年, 成本年化, 之前年度
_NOT_BEHIND = frozenset("化利息半多龄检")


def read(text: str, start: int, moment: Moment) -> Draft | None:
    """「去年7月」「上个月」「今天」 at `start`."""
    found = RELATIVE.find(text, start)
    if found is None or (start and text[start - 1] in _NOT_BEFORE):
        return None
    word, (kind, distance) = found
    if word.endswith("年") and text[start + len(word) : start + len(word) + 1] in _NOT_BEHIND:
        return None
    return _FINDERS[kind](text, start, start + len(word), distance, moment)


def _year(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    return _in_year(text, start, end, moment.today.year + distance)


def _next_year(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    """「次年3月」 counts from the date named before; without one it says nothing."""
    if moment.named is None:
        return None
    return _in_year(text, start, end, moment.named.year + distance)


def _in_year(text: str, start: int, end: int, year: int) -> Draft | None:
    match = MONTHS.match(text, end)
    if match is None:
        return whole_year(text, start, end, year)
    found = dated(text, match, year)
    found.start = start
    return found


def _month(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    first = shifted(moment.today.replace(day=1), distance)
    match = DAY_ONLY.match(text, end)
    if match is None:
        return checked(text, start, end, (first.year, first.month, 0))
    return checked(text, start, match.end(), (first.year, first.month, SMALL.get(match["day"], 99)))


def _day(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    if not 366 < moment.today.toordinal() < date.max.toordinal() - 366:
        return None
    return Draft("date", start, end, (moment.today + timedelta(days=distance)).isoformat(), "iso-date")


_FINDERS = {"years": _year, "next_years": _next_year, "relative_months": _month, "relative_days": _day}
RELATIVE = lexicon.WordTable(
    [(word, (kind, distance)) for kind in _FINDERS for word, distance in lexicon.distances(kind).items()]
)


def quarter(text: str, numeral: Numeral, moment: Moment) -> Draft | None:
    """「三季度」: the quarter of this year or of the year named."""
    if numeral.low not in (1, 2, 3, 4):
        return None
    year, number = (moment.named or moment.today).year, int(numeral.low)
    value = (iso(year, 3 * number - 2), iso(year, 3 * number))
    found = Draft("date", numeral.start, numeral.end + 2, value, "iso-date")
    found.assumed = "year"
    return found


def half_year(first: bool, start: int, moment: Moment) -> Draft:
    """「上半年」「下半年」 of this year or of the year named."""
    year = (moment.named or moment.today).year
    value = (iso(year, 1), iso(year, 6)) if first else (iso(year, 7), iso(year, 12))
    found = Draft("date", start, start + 3, value, "iso-date")
    found.assumed = "year"
    return found


def ago(text: str, found: Draft, today: date) -> Draft:
    """「半年前」「三天前」: a term followed by 前 is a day in the past."""
    match = _AGO.match(text, found.end)
    if match is None or not isinstance(found.value, Decimal):
        return found
    then = _back(today, found.value, found.unit)
    past = Draft("date", found.start, match.end(), then.isoformat(), "iso-date")
    past.approx = found.unit == "months"
    return past


def _back(today: date, length: Decimal, unit: str) -> date:
    whole = int(length)
    if unit == "days":
        return date.fromordinal(max(1, today.toordinal() - whole))
    then = shifted(today, -whole)
    return date.fromordinal(max(1, then.toordinal() - int((length - whole) * 30)))
