"""Chinese and Arabic numbers of headings, and days as documents write them."""

import re
from datetime import date

from knowledge.document.folding import folded

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "两": 2}
HAN = "[〇零一二三四五六七八九十百两]"
HAN_NUMBER = re.compile(
    r"(?:(?P<hundreds>[一二三四五六七八九两])百零?)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?"
)
YEAR = r"(?:(?:19|20)\s?\d\s?\d|[一二][〇零○O一二三四五六七八九]{3})"
DAY = (
    rf"{YEAR}\s*年\s*(?:\d[\d\s]?|[一二三四五六七八九十]{{1,2}})\s*月\s*(?:\d[\d\s]?"
    rf"|[一二三四五六七八九十]{{1,3}})\s*日"
)


def han_number(text: str) -> int | None:
    """一 … 九百九十九 as an int; None for what is no such number (十十, 一二)."""
    found = HAN_NUMBER.fullmatch(text)
    if not text or not found or (found["ten"] and found["tens"] == "一" and not found["hundreds"]):
        return None
    hundreds = DIGITS[found["hundreds"]] if found["hundreds"] else 0
    tens = DIGITS[found["tens"]] if found["tens"] else 1 if found["ten"] else 0
    return hundreds * 100 + tens * 10 + (DIGITS[found["ones"]] if found["ones"] else 0)


def any_number(text: str) -> int | None:
    """A number in Chinese or in digits, stray spaces between them left out."""
    close = re.sub(r"\s", "", text)
    return int(close) if close.isascii() and close.isdigit() else han_number(close)


def day_in(text: str) -> date | None:
    """2024年5月20日 or 二〇二四年五月二十日 as a date; None where the words are no day that exists."""
    parts = re.findall(r"[^年月日]+(?=[年月日])", re.sub(r"\s", "", folded(text)))
    try:
        return date(*(_of_day(part) for part in parts[-3:]))
    except (TypeError, ValueError):
        return None


def days_in(text: str) -> set[date]:
    """Every day a text writes out."""
    return {day for found in re.finditer(DAY, folded(text)) if (day := day_in(found[0]))}


def _of_day(part: str) -> int:
    if part.isdigit() and part.isascii():
        return int(part)
    if len(part) == 4:
        return int("".join(str(DIGITS[c]) for c in part if c in DIGITS))
    number = han_number(part)
    if number is None:
        raise ValueError(part)
    return number
