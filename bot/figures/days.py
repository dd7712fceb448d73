"""Calendar arithmetic on ISO strings: years, months and days that exist."""

from calendar import monthrange
from datetime import date

from bot.figures.spelled import DIGITS

_ONES = ["", *"一二三四五六七八九"]
SMALL = {str(n): n for n in range(100)} | {f"{n:02d}": n for n in range(10)}
SMALL |= DIGITS
SMALL |= {
    tens + one: 10 * size + n for size, tens in enumerate(["十", "二十", "三十"], 1) for n, one in enumerate(_ONES)
}
SMALL |= {"一十" + one: 10 + n for n, one in enumerate(_ONES)} | {"廿" + one: 20 + n for n, one in enumerate(_ONES)}
SMALL |= {"零" + one: n for n, one in enumerate(_ONES) if one} | {"卅": 30, "卅一": 31, "零十": 10, "正": 1, "初十": 10}
SMALL |= {"初" + one: n for n, one in enumerate(_ONES) if one} | {"元": 1, "腊": 12}
CENTURY = 2000
_LATEST = 20  # years from today that a two-digit year may lie ahead


def year_of(written: str, today: date) -> int:
    """「2024」「24」「二〇二四」「两千零四」 as a year."""
    digits = "".join(str(DIGITS.get(sign, sign)) for sign in written)
    if written.startswith("两千"):
        return CENTURY + SMALL.get(written[2:], 0)
    year = int(digits)
    if len(digits) > 2:
        return year
    return CENTURY + year if CENTURY + year <= today.year + _LATEST else CENTURY - 100 + year


def iso(year: int, month: int, day: int = 0) -> str:
    """ "YYYY-MM-DD", or "YYYY-MM" without a day."""
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


def impossible(year: int, month: int, day: int) -> str:
    """The reason why there is no such date, or "". A day of 0 is not looked at."""
    if not 1 <= year <= 9999:
        return "no_such_year"
    if not 1 <= month <= 12:
        return "no_such_month"
    return "" if 0 <= day <= last_day(year, month) else "no_such_day"


def last_day(year: int, month: int) -> int:
    """How many days the month has."""
    return monthrange(year, month)[1]


def shifted(day: date, months: int) -> date:
    """The day so many months on, or the month's last when it is too short."""
    total = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 10)
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def nearest_year(month: int, day: int, near: date) -> int:
    """The year in which a month without one lies nearest to `near`, past before future."""
    distance = (month - near.month) + ((day or near.day) - near.day) / 31
    if distance > 6:
        return near.year - 1
    return near.year + 1 if distance <= -6 else near.year
