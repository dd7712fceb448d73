"""Festivals and lunar days: 元旦, 春节后, 农历八月十五, 腊月. A day where it is certain, else only the year."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from bot.figures import lexicon
from bot.figures.days import SMALL
from bot.figures.draft import Draft

_NUMBER = "(?:[一二三四五六七八九十廿卅]{1,3}|\\d{1,2})"
_LUNAR = re.compile(
    rf"(?:(?:农历|阴历|旧历)(?P<leap>闰)?(?P<month>{_NUMBER}|[正冬腊])月?|(?P<own>[正冬腊])月)"
    rf"(?:份)?(?:初?(?P<day>{_NUMBER})(?![个年万亿千百%])[日号]?)?"
)
_NEW_YEAR = re.compile("大年初(?P<first>[一二三四五六七八九十])|(?:大年三十|年三十|除夕)")
_NAMED = re.compile(f"(?P<word>{'|'.join(sorted(lexicon.FESTIVALS, key=len, reverse=True))})(?:节|佳节)?")
_NEAR = re.compile("(?:[的之以]?前后?|[的之以过]?后|期间|放?假期?间?|长假|左右|附近|那[几阵会段]|节[前后])")
_TOLD = re.compile(
    "[^，。,;；？?能可会想吗\\d]{0,5}?(?:放款|放的|放了|放出|贷|借|还|到账|下款|批下|批的|发放|签|投保|承保|起保|出单|交的|办的|办下|拿到|到期)"
)
_ONLY_AS_DAY = re.compile("节|[的之以过]?后|[的之以]?前|期间|假期|长假|那|放款|放的|贷")
_SHORT = 10  # characters of a message that is nothing but the answer
_MONTHS = {"正": 1, "冬": 11, "腊": 12}


class Month(NamedTuple):
    """A lunar month: its first and its last day."""

    first: date
    last: date

    @property
    def in_civil(self) -> str:
        """The month of the civil calendar in which most of its days lie."""
        return (self.first + (self.last - self.first) / 2).isoformat()[:7]


def _calendar() -> dict[tuple[int, int, bool], Month]:
    """Lunar months by year, number and whether they are leap months."""
    starts: list[tuple[int, int, bool, date]] = []
    for written, row in lexicon.LUNAR_YEARS.items():
        year, number = int(written), 0
        for entry in row.split():
            leap, day = entry.startswith("+"), entry.lstrip("+")
            number += not leap
            civil = year + (day < row[:4])  # the last month of a lunar year may begin in the next
            starts.append((year, number, leap, date(civil, int(day[:2]), int(day[2:]))))
    months = {}
    for (year, number, leap, first), following in pairwise(starts):
        months[year, number, leap] = Month(first, following[3] - timedelta(days=1))
    return months


_LUNAR_MONTHS = _calendar()
SIGNS = frozenset("农阴旧正冬腊大年除") | {word[0] for word in lexicon.FESTIVALS}


def read(text: str, start: int, today: date, year: int = 0) -> Draft | None:
    """A festival or lunar day that begins at `start`; of `year` when one stands in front of it."""
    new_year = _NEW_YEAR.match(text, start)
    if new_year is not None:
        offset = SMALL[new_year["first"]] - 1 if new_year["first"] else -1
        return _told(text, start, new_year.end(), today, year, (1, 1, offset))
    lunar = _LUNAR.match(text, start)
    if lunar is not None:
        return _of_lunar(text, lunar, today, year)
    named = _NAMED.match(text, start)
    if named is None or (text[start - 1 : start] in "双两" and start):
        return None
    month, day, kind = lexicon.FESTIVALS[named["word"]]
    if kind == "number" and not _ONLY_AS_DAY.match(text, start + len(named["word"])):
        return None
    if kind == "civil" or kind == "number":
        return _told(text, start, named.end(), today, year, (0, month, day))
    return _told(text, start, named.end(), today, year, (month, day, 0))


def _told(text: str, start: int, end: int, today: date, year: int, day: tuple[int, int, int]) -> Draft | None:
    """The day itself, or only its year when the words say before, after or about it; None in small talk."""
    near = _NEAR.match(text, end)
    stop = near.end() if near else end
    is_answer = len(text) <= _SHORT and not text[stop:].strip("，。！？!?,. 的")
    if not (year or is_answer or _TOLD.match(text, stop)):
        return None
    when = _day_of(day, year) if year else _last(day, today)
    if when is None:
        return _only_year(start, stop, year) if year else None
    if near is not None:
        before = text[end : near.end()].endswith("前") and (when.month, when.day) == (1, 1)
        found = _only_year(start, stop, when.year - before)
    else:
        found = Draft("date", start, end, when.isoformat(), "iso-date")
    found.assumed = "" if year else "year"
    return found


def _only_year(start: int, end: int, year: int) -> Draft:
    return Draft("date", start, end, f"{year:04d}", "iso-date", approx=True)


def _day_of(day: tuple[int, int, int], year: int) -> date | None:
    """(0, month, day) of the civil year, or (lunar month, lunar day, days on)."""
    if not day[0]:
        return date(year, day[1], day[2]) if 1 <= year <= 9999 else None
    month = _LUNAR_MONTHS.get((year, day[0], False))
    return month.first + timedelta(days=day[1] - 1 + day[2]) if month else None


def _last(day: tuple[int, int, int], today: date) -> date | None:
    """The last such day that is over, or the first to come when none is known."""
    days = [when for year in (today.year - 1, today.year) if (when := _day_of(day, year))]
    past = [when for when in days if when <= today]
    return past[-1] if past else days[0] if days else None


def _of_lunar(text: str, match: re.Match[str], today: date, year: int) -> Draft | None:
    """「农历八月十五」; a month without a day is the month of the civil calendar that it mostly is; the day of 冬月 and
    腊月 behind a year can be of either."""
    written = match["month"] or match["own"]
    number = _MONTHS.get(written) or SMALL.get(written, 0)
    day = SMALL.get(match["day"], 0) if match["day"] else 0
    leap = bool(match["leap"])
    years = [year] if year else [today.year - 1, today.year]
    months = [one for y in years if (one := _LUNAR_MONTHS.get((y, number, leap)))]
    months = [month for month in months if month.first <= today] or months[:1]
    if not months or day > 30:
        return _only_year(match.start(), match.end(), year or today.year)
    month = months[-1]
    when = month.first + timedelta(days=day - 1)
    near = _NEAR.match(text, match.end()) is not None
    if day and when <= month.last and not (year and number > 10) and not near:
        found = Draft("date", match.start(), match.end(), when.isoformat(), "iso-date")
    elif not day and not near:
        found = Draft("date", match.start(), match.end(), month.in_civil, "iso-date", approx=True)
    else:
        ends = (month.first.isoformat(), month.last.isoformat())
        found = Draft("date", match.start(), match.end(), ends, "iso-date", approx=True, span=True)
    found.assumed = "" if year else "year"
    return found
