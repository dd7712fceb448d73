"""Terms in months or days: 一年半, 18个月, 三个季度, 90天."""

from bot.figures.draft import Draft, amount, draft
from bot.figures.lexicon import Unit
from bot.figures.numerals import Numeral

_NOT_YEARS = frozenset("度级纪薪报轮货味")
_MONTH_DAYS = 31
_NO_YEARS = 10_000  # from which 「五百万年费率」 is a sum and a yearly rate
_YEARLY = frozenset("费利化均")  # what is a year's stands behind 年
_INSTALMENTS = range(6, 361)  # a loan of 12期 is paid back in so many months; 两期 and 三期 are stages of something
_NOT_INSTALMENTS = frozenset("工项投培产")


def read(text: str, numeral: Numeral, unit: Unit) -> Draft | None:
    """A numeral with a unit of time behind it; 百年 and 零年 are no terms."""
    end = numeral.end + len(unit.word)
    if numeral.bare or numeral.string or not numeral.low:
        return None
    if unit.word == "年" and text[end : end + 1] in _NOT_YEARS:
        return None
    if unit.word == "年" and numeral.low >= _NO_YEARS and text[end : end + 1] in _YEARLY:
        return None
    if unit.note == "instalments" and (numeral.low not in _INSTALMENTS or text[end : end + 1] in _NOT_INSTALMENTS):
        return None
    found = draft("duration", numeral, end, amount(numeral, unit), unit.kind)
    found.factor = unit.factor
    found.approx |= unit.note == "approx"
    return _half(text, found, unit)


def _half(text: str, found: Draft, unit: Unit) -> Draft:
    """「三年多」 is about three years."""
    if unit.note == "" and text.startswith("多", found.end) and not text.startswith("多少", found.end):
        found.approx = True
        found.end += 1
    return found


def days(text: str, numeral: Numeral) -> Draft | None:
    """「90日」「30日内」: days when no day of a month can be meant."""
    end = numeral.end + 1
    inside = text.startswith(("内", "以内", "之内", "以上", "期"), end)
    if numeral.low <= _MONTH_DAYS and not inside:
        return None
    return draft("duration", numeral, end, amount(numeral), "days")
