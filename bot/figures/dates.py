"""Dates as ISO strings: written out, numeric, or by their distance from today.

An impossible date is returned with the reason, never moved.
"""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from bot.figures import festivals, lexicon
from bot.figures.days import SMALL, impossible, iso, last_day, nearest_year, year_of
from bot.figures.draft import Draft
from bot.figures.numerals import Numeral

_CN = "零〇一二三四五六七八九"
_SMALL_NUMBER = r"(?:\d{1,2}(?!\d)|初?[一二三四五六七八九零廿卅]?十?[一二三四五六七八九]|[一二三零]?十|廿|卅)"
_MONTH = rf"(?P<month>{_SMALL_NUMBER}|元)月份?"
_NOT_DAY = "楼|线|院|店|铺|文|令|公告"
_ENDS_DAY = "$|,(?![0-9]{3})|[，。;；、）)？?！还放贷借到至批签起拿去办呢吧啊呀]"
_DAY = rf"(?:(?P<day>{_SMALL_NUMBER})(?:[日号](?!{_NOT_DAY})|(?={_ENDS_DAY})))?"
_WRITTEN = re.compile(
    rf"(?P<year>\d{{4}}|\d{{2}}|[{_CN}]{{4}}|[{_CN}]{{2}}|两千(?:零?[一二三四五六七八九]?十?[{_CN}]?)?)年(?:{_MONTH}{_DAY})?"
)
_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?(?![\d%万亿千百元块wWkK]|(?P=sep)(?!(?:19|20)\d\d[-/.])\d)"
    r"|(?P<year2>\d{2,4})(?P<sep2>[-/. ])(?P<month2>\d{1,2})(?P=sep2)(?P<day2>\d{1,2})(?![\d%万亿千百元块wWkK]|[-/.]\d)"
    r"|(?P<year3>20[0-4]\d)(?P<month3>0[1-9]|1[0-2])(?P<day3>0[1-9]|[12]\d|3[01])(?![\d.,%万亿千百元块wWkK])"
)
MONTHS = re.compile(rf"{_MONTH}{_DAY}")
DAY_ONLY = re.compile(_DAY.removesuffix("?"))
_LONE_DAY = re.compile(
    rf"(?<![\d零一二三四五六七八九十年月第.\-/])(?P<day>{_SMALL_NUMBER})[日号](?!{_NOT_DAY}|[^，。,;；]?(?:楼|门|机|车|店|库))"
)
_CHINESE_DATE = re.compile("[零〇一二三四五六七八九十廿卅两千元]{1,6}[年月]")
# 「日期10.28」, 「10.28放的款」: month and day with a point between, where the words beside say that it is a day
_DOTTED = re.compile(r"(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.%万亿千百元块倍个点wWkK])")
# 「24.7放的」: year and month with a point between
_SHORT = re.compile(
    r"(?P<year>1[3-9]|2\d)\.(?P<month>1[0-2]|0?[1-9])(?=月?份?(?:放|到账|起息|发放|打款|下款|贷的|借的))"
)
_IS_DAY = re.compile(
    r"(?:日期|日子|(?:放款|到期|起息|发放|到账|借款|还款|签约|签订)(?:日|时间|那天)|放款|到期)[是为在:： ]*$"
)
_HAS_DAY = re.compile(r"[日号]?(?:放款?|到账|到期|起息|发放|还[的清款]|结清|打款|下款|签的)")
_RATED = re.compile(r"(?:率|LPR|lpr|息|点|按|%)[是为到成:： ]*$")
_EDGE = re.compile(r"年?(?P<edge>上半年|下半年|前半年|后半年|年底|年末|年终|年初|底|末|初|第?[一二三四1-4]季度|Q[1-4])")
_PART = re.compile(
    r"[的]?(?:上旬|中旬|下旬|月底|月末|月初|底|末(?![一二])|初(?!创|期|步|始|级)|中(?=$|[，。,;；\s放贷借]))"
)
_EDGES = {"底": (12, 12), "末": (12, 12), "终": (12, 12), "初": (1, 1)}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_OLDEST, _NEWEST = 12, 6  # years around today that a two-digit year may mean by itself
_UNCLEAR_YEARS = (10, 15, 20, 30)
_REPAID = re.compile(r"[^，。,;；\d]{0,3}(?:还|到期|结清)")
_PAST = re.compile(r"[^，。,;；\d]{0,4}[的了过]")  # 「3月底放的款」 is over


class Moment(NamedTuple):
    """Today, and the last date that the message named: what 「当年」 and 「6月」 lean on."""

    today: date
    named: date | None = None
    year: int = 0  # of it, when no more than the year was said


def absolute(text: str, start: int, moment: Moment) -> Draft | None:
    """A date that begins with a numeral at `start`."""
    if text[start].isascii():
        match = _WRITTEN.match(text, start)
    elif _CHINESE_DATE.match(text, start) is None:
        return None
    else:
        match = _WRITTEN.match(text, start)
    if match is not None:
        return _written(text, match, moment)
    if text[start].isascii():
        match = _NUMERIC.match(text, start)
        if match is not None:
            return _numeric(text, match, moment.today)
        match = _DOTTED.match(text, start)
        if match is not None and _is_dotted(text, match):
            return _month_day(text, match, moment)
        match = _SHORT.match(text, start)
        if match is not None and _RATED.search(text[max(0, start - 8) : start]) is None:
            parts = (year_of(match["year"], moment.today), int(match["month"]), 0)
            return checked(text, start, match.end() + text.startswith("月", match.end()), parts)
    match = MONTHS.match(text, start)
    return _month_day(text, match, moment) if match is not None else None


def _is_dotted(text: str, match: re.Match[str]) -> bool:
    """Whether the words on one of its sides say that it is a day, and none that it is a rate."""
    before = text[max(0, match.start() - 8) : match.start()]
    said = _IS_DAY.search(before) is not None or _HAS_DAY.match(text, match.end()) is not None
    return said and _RATED.search(before) is None


def _written(text: str, match: re.Match[str], moment: Moment) -> Draft | None:
    year = year_of(match["year"], moment.today)
    if match["month"] is not None:
        return dated(text, match, year)
    if not _is_year(text, match, year, moment.today):
        return None
    return whole_year(text, match.start(), match.end(), year, moment.today)


def _is_year(text: str, match: re.Match[str], year: int, today: date) -> bool:
    """Whether 「24年」 is a year and not a term: never in doubt for four digits."""
    written, end = match["year"], match.end()
    if len(written) == 4 or written.startswith("两千"):
        return not text.startswith(("期", "以来的历史"), end) and 1900 <= year <= 2100
    if written in ("一二", "三四", "四五", "五六", "六七", "七八", "八九"):
        return False
    if written[0] in "0零":
        return True
    likely = today.year - _OLDEST <= year <= today.year + _NEWEST and year % 100 not in _UNCLEAR_YEARS
    head = text[max(0, match.start() - 5) : match.start()]
    return likely and not text.startswith(lexicon.TERM_BEHIND, end) and not head.endswith(lexicon.TERM_BEFORE)


def whole_year(text: str, start: int, end: int, year: int, today: date) -> Draft:
    """A year, or the part or the festival of it that the next words name."""
    if impossible(year, 1, 0):
        return _refused(start, end, "no_such_year")
    behind = end + text.startswith(("的", "年"), end)
    festival = festivals.read(text, behind, today, year) if text[behind : behind + 1] in festivals.SIGNS else None
    if festival is not None:
        festival.start = start
        return festival
    edge = _EDGE.match(text, end)
    if edge is None:
        return Draft("date", start, end, f"{year:04d}", "iso-date")
    first, last = _edge(edge["edge"])
    value = iso(year, first) if first == last else (iso(year, first), iso(year, last))
    found = Draft("date", start, edge.end(), value, "iso-date")
    found.approx, found.span = first == last, first != last
    return found


def _edge(word: str) -> tuple[int, int]:
    """First and last month of 上半年, 三季度, 年底."""
    if word.endswith("半年"):
        return (1, 6) if word[0] in "上前" else (7, 12)
    if word.endswith("季度") or word[0] == "Q":
        quarter = _QUARTERS[word.removeprefix("第").removeprefix("Q")[0]]
        return 3 * quarter - 2, 3 * quarter
    return _EDGES[word[-1]]


def dated(text: str, match: re.Match[str], year: int) -> Draft:
    """Year and month, perhaps a day."""
    pair = _neighbours(match["month"]) if not match["day"] else None
    if pair is not None:
        return _between(match.start(), match.end(), (year, *pair), "")
    month = SMALL.get(match["month"], 0)
    day = SMALL.get(match["day"], 99) if match["day"] else 0
    return checked(text, match.start(), match.end(), (year, month, day))


def checked(text: str, start: int, end: int, parts: tuple[int, int, int]) -> Draft:
    reason = impossible(*parts)
    if reason or (parts[2] == 0 and text[end - 1] in "日号"):
        return _refused(start, end, reason or "no_such_day")
    found = Draft("date", start, end, iso(*parts), "iso-date")
    part = _PART.match(text, end) if not parts[2] else None
    if part is not None:
        found.end, found.approx = part.end(), True
    return found


def _refused(start: int, end: int, reason: str) -> Draft:
    found = Draft("date", start, end, Decimal(0), "iso-date")
    found.invalid = reason
    return found


def _numeric(text: str, match: re.Match[str], today: date) -> Draft | None:
    """2024-06-01, 2024/6, 24.6.1, 20240601."""
    if match["year"]:
        return _plain(text, match, match["year"], match["month"], match["day"] or "0")
    if match["year3"]:
        return _plain(text, match, match["year3"], match["month3"], match["day3"])
    if len(match["year2"]) == 3 or (match["sep2"] == " " and len(match["year2"]) != 4):
        return None
    year = year_of(match["year2"], today)
    if not today.year - 30 <= year <= today.year + 20 or impossible(year, int(match["month2"]), int(match["day2"])):
        return None
    return _plain(text, match, str(year), match["month2"], match["day2"])


def _plain(text: str, match: re.Match[str], year: str, month: str, day: str) -> Draft | None:
    if match["sep"] and day == "0" and int(month) > 12:
        return None
    return checked(text, match.start(), match.end(), (int(year), int(month), int(day)))


def _month_day(text: str, match: re.Match[str], moment: Moment) -> Draft | None:
    """「6月1日」「3月底」: of the year named before, else the nearest one, and said to be assumed."""
    pair = _neighbours(match["month"]) if not match["day"] else None
    month = pair[1] if pair else SMALL.get(match["month"], 0)
    if (month > 12 and not match["day"]) or text.startswith("期", match.end()):
        return None
    day = SMALL.get(match["day"], 99) if match["day"] else 0
    year = _year_for(text, match, moment, month, day)
    found = checked(text, match.start(), match.end(), (year, month, day))
    today = moment.today
    if (year, month, day) > (today.year, today.month, today.day) and _PAST.match(text, found.end):
        year -= 1
        found = checked(text, match.start(), match.end(), (year, month, day))
    found.assumed = "year" if moment.named is None else "neighbour"
    return _between(match.start(), match.end(), (year, *pair), found.assumed) if pair else found


# What is done before the day named: 「今年1月放的款，11月签的合同」
_BEFORE_IT = re.compile("[^，。；0-9]{0,4}(?:签|登记|备案|评|申请|授权|拿证|下证|成立|注册|谈|批)")


def _year_for(text: str, match: re.Match[str], moment: Moment, month: int, day: int) -> int:
    """The year said by itself; of a day named before the nearest, of a repayment the first that follows it."""
    if moment.year:
        return moment.year
    near = moment.named or moment.today
    year = nearest_year(month, min(day, 31), near)
    if (month, day) == (2, 29) and not impossible(year - 1, 2, 29):
        return year - 1
    if moment.named is not None and _REPAID.match(text, match.end()):
        return near.year + ((month, day or 99) <= (near.month, near.day))
    if moment.named is not None and year < near.year and not _BEFORE_IT.match(text, match.end()):
        today = moment.today  # who tells of several days goes on in the year of the first
        return near.year if (near.year, month, day) <= (today.year, today.month, today.day) else year
    return year


def _neighbours(written: str) -> tuple[int, int] | None:
    """「八九月」: one of two months."""
    first, last = SMALL.get(written[:-1], 0), SMALL.get(written[-1], 0)
    if len(written) == 3 and written[0] == "十":
        last += 10
    return (first, last) if len(written) > 1 and written not in SMALL and first and last == first + 1 else None


def _between(start: int, end: int, months: tuple[int, int, int], assumed: str) -> Draft:
    """A day in the first or the last of these months of the year."""
    year, first, last = months
    value = (iso(year, first), iso(year, last))
    return Draft("date", start, end, value, "iso-date", approx=True, assumed=assumed, span=True)


def lean(text: str, found: list[Draft], today: date) -> None:
    """A day without a year in front of one that has it: the last such day before it, of a repayment the first after."""
    for at, draft in enumerate(found):
        if draft.kind != "date" or draft.assumed != "year" or not isinstance(draft.value, str) or len(draft.value) < 7:
            continue
        other = next((one for one in found[at + 1 :] if one.kind == "date" and not one.assumed), None)
        if other is None or not isinstance(other.value, str) or len(other.value) < 7 or other.invalid:
            continue
        year = int(other.value[:4])
        rest, fixed = draft.value[5:], other.value[5:]
        if _REPAID.match(text, draft.end) and not _REPAID.match(text, other.end):
            year += rest <= fixed[: len(rest)]
        else:
            year -= rest[: len(fixed)] >= fixed[: len(rest)]
        moved = f"{year:04d}-{rest}"
        if moved <= today.isoformat()[: len(moved)] and not impossible(year, int(rest[:2]), int(rest[3:] or 0)):
            draft.value, draft.assumed = moved, "neighbour"


def lone_day(text: str) -> tuple[str, int] | None:
    """The words and the number of the one day of a month said without its month (具体是21号); None without it."""
    found = list(_LONE_DAY.finditer(text))
    day = SMALL.get(found[0]["day"], 0) if len(found) == 1 else 0
    return (found[0].group(), day) if 0 < day <= 31 else None


def is_bare_year(numeral: Numeral, today: date) -> bool:
    """「2024」 without 年, within the years that matter here."""
    recent = numeral.arabic and numeral.end - numeral.start == 4
    return recent and today.year - _OLDEST <= numeral.low <= today.year + 3 and numeral.low % 1 == 0


def remember(found: Draft, moment: Moment) -> Moment:
    """The moment with the date that the message just named."""
    value = found.value[-1] if isinstance(found.value, tuple) else found.value
    if not isinstance(value, str):
        return moment
    return moment._replace(named=end_of(value), year=int(value) if len(value) == 4 else 0)


def end_of(value: str) -> date:
    """The day that a date stands for when others lean on it."""
    parts = [int(part) for part in value.split("-")] + [1, 1]
    return date(parts[0], parts[1], min(parts[2], last_day(parts[0], parts[1])))
