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
_NOT_BEFORE = frozenset("之以目此马加证说声成基日版相原样文资最网早晚线楼车")  # 马上一年, 成本年化, 之前年度
_ALWAYS = frozenset("今去来大旧")  # begins a year that ends no other word: 「改成今年12月」, 「说去年」
_TOLD = re.compile("明年(?:[0-9一二三四五六七八九十]{1,3}月|[初中底]|[上下]半年|才|就|再)")  # 「老板说明年一月」
_RECKONED = re.compile("[预换测结决概核推]算$")  # 预算年度; but 「就算今年这笔」
_NOT_BEHIND = frozenset("化利息半多龄检间候")
_WEEK_DAYS = "一二三四五六日天"
_LAST_YEAR = "年时"  # 年时十一月; not in 三年时间, 当年时


def read(text: str, start: int, moment: Moment) -> Draft | None:
    """「去年7月」「上个月」「今天」 at `start`."""
    found = RELATIVE.find(text, start)
    if found is None or (start and (_ends_a_word(text, start) or _RECKONED.search(text[:start]))):
        return None
    word, (kind, distance) = found
    following = text[start + len(word) : start + len(word) + 1]
    if word.endswith("年") and following in _NOT_BEHIND:
        return None
    if word == _LAST_YEAR and (following in _NOT_BEHIND or (start and text[start - 1] in _NOT_PART)):
        return None
    return _FINDERS[kind](text, start, start + len(word), distance, moment)


def _ends_a_word(text: str, start: int) -> bool:
    """Whether the word for a year is the end of another: 说明年限, 成本年化, 之前年度."""
    before, first = text[start - 1], text[start]
    if before not in _NOT_BEFORE or first in _ALWAYS or (before == "成" and first != "本"):
        return False
    return before != "说" or _TOLD.match(text, start) is None


def _year(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    return _in_year(text, start, end, moment.today.year + distance, moment.today)


def _next_year(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    """「次年3月」 counts from the date named before; without one it says nothing."""
    if moment.named is None:
        return None
    return _in_year(text, start, end, moment.named.year + distance, moment.today)


def _in_year(text: str, start: int, end: int, year: int, today: date) -> Draft | None:
    match = MONTHS.match(text, end)
    if match is None:
        return whole_year(text, start, end, year, today)
    found = dated(text, match, year)
    found.start = start
    return found


def _month(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    first = shifted(moment.today.replace(day=1), distance)
    match = DAY_ONLY.match(text, end)
    if match is None:
        return checked(text, start, end, (first.year, first.month, 0))
    return checked(text, start, match.end(), (first.year, first.month, SMALL.get(match["day"], 99)))


def _week(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    """「上周五」: a day of a week that begins on Monday; without the day nothing is said."""
    number = _WEEK_DAYS.find(text[end : end + 1]) if end < len(text) else -1
    if number < 0:
        return None
    return _day(text, start, end + 1, 7 * distance - moment.today.weekday() + min(number, 6), moment)


def _quarter(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    """「上季度」: its months, and of 「上季度末」 the last."""
    first = shifted(moment.today.replace(day=1, month=3 * ((moment.today.month - 1) // 3) + 1), 3 * distance)
    return months_of(text, start, end, first, 3)


def _year_part(text: str, start: int, end: int, month: int, moment: Moment) -> Draft | None:
    """「年初放的款」: of the year in hand, or the one named before."""
    if text[start - 1 : start] in _NOT_PART and start:
        return None
    if not _TELLS.match(text, end):
        return None
    year = moment.year or (moment.named or moment.today).year
    found = checked(text, start, end, (year, month, 0))
    if month == 6:  # 年中: June or July
        found.value, found.span = (iso(year, 6), iso(year, 7)), True
    found.approx, found.assumed = True, "neighbour" if moment.named or text.startswith("到期", end) else "year"
    return found


def _month_part(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    """「月初放的款」: of this month, of the last when this one is not so far."""
    if (text[start - 1 : start] in _NOT_PART and start) or not _TELLS.match(text, end):
        return None
    early = {"初": 1, "中": 11, "底": 25, "末": 25}[text[end - 1]]
    first = shifted(moment.today.replace(day=1), -(moment.today.day < early))
    found = checked(text, start, end, (first.year, first.month, 0))
    found.approx = True
    return found


_NOT_PART = frozenset("0123456789零一二三四五六七八九十年月半每个今去前明后本当同次翌上下这那逐历全周百过多")
_TELLS = re.compile(
    "[^，。,;；？?能可会想吗\\d]{0,5}?(?:放款|放的|放了|放出|贷|借|还|到账|下款|批下|批的|发放|签|投保|承保|起保|出单|交的|办的|办下|拿到|到期)|[，。]?$"
)


def months_of(text: str, start: int, end: int, first: date, length: int) -> Draft:
    """A time of so many months in which one day lies; 初, 末 and 底 name one of its months."""
    last = shifted(first, length - 1)
    part = text[end : end + 1]
    if part in ("末", "底", "初"):
        one = first if part == "初" else last
        return Draft("date", start, end + 1, iso(one.year, one.month), "iso-date", approx=True)
    value = (iso(first.year, first.month), iso(last.year, last.month))
    return Draft("date", start, end, value, "iso-date", span=True)


def _day(text: str, start: int, end: int, distance: int, moment: Moment) -> Draft | None:
    if not 366 < moment.today.toordinal() < date.max.toordinal() - 366:
        return None
    return Draft("date", start, end, (moment.today + timedelta(days=distance)).isoformat(), "iso-date")


_FINDERS = {
    "years": _year, "next_years": _next_year, "relative_quarters": _quarter, "year_parts": _year_part,
    "month_parts": _month_part, "relative_months": _month, "relative_weeks": _week, "relative_days": _day,
}  # fmt: skip
RELATIVE = lexicon.WordTable(
    [(word, (kind, distance)) for kind in _FINDERS for word, distance in lexicon.distances(kind).items()]
)


def quarter(text: str, numeral: Numeral, moment: Moment) -> Draft | None:
    """「三季度」: the quarter of this year or of the year named."""
    if numeral.low not in (1, 2, 3, 4):
        return None
    year, number = (moment.named or moment.today).year, int(numeral.low)
    end = numeral.end + 2
    if moment.named is None and (year, 3 * number - 2) > (year, moment.today.month) and _TELLS.match(text, end):
        year -= 1
    found = months_of(text, numeral.start, end, date(year, 3 * number - 2, 1), 3)
    found.assumed = "neighbour" if moment.named else "year"
    return found


def half_year(first: bool, start: int, moment: Moment) -> Draft:
    """「上半年」「下半年」 of this year or of the year named."""
    year = (moment.named or moment.today).year
    value = (iso(year, 1), iso(year, 6)) if first else (iso(year, 7), iso(year, 12))
    found = Draft("date", start, start + 3, value, "iso-date", span=True)
    found.assumed = "neighbour" if moment.named else "year"
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
