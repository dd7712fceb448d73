"""Figures that begin with no digit: 半年, 一半, 对折, 俩专利, 数百万, 万分之五, 上亿."""

from decimal import Decimal

from bot.figures import dates, lexicon, money, rates, relative
from bot.figures.draft import Draft
from bot.figures.lexicon import Unit
from bot.figures.model import Kind
from bot.figures.numerals import Numeral, parse

_NOT_HALF = frozenset("天年月夜路个")  # behind 一半
_NOT_FIFTY = frozenset("分货度")
_PERSONS = frozenset("咱我你他她们哥姐妹这那夫母父")
_KINDS: dict[str, Kind] = {"duration": "duration", "money": "money", "percent": "percent", "number": "number"}


def half_of(text: str, start: int, moment: dates.Moment) -> Draft | None:
    """半年, 半个月, 半个亿, 半成; not 半导体."""
    if text.startswith("年", start + 1) and start and text[start - 1] in "上下":
        return relative.half_year(text[start - 1] == "上", start - 1, moment)
    for word, (kind, value, unit) in lexicon.HALVES.items():
        if text.startswith(word, start + 1):
            found = Draft(_KINDS[kind], start, start + 1 + len(word), Decimal(value), unit)
            return _accepted(text, found, word, moment)
    return None


def _accepted(text: str, found: Draft, word: str, moment: dates.Moment) -> Draft | None:
    following = text[found.end : found.end + 1]
    if (word == "成" and rates.is_not_share(following)) or (word == "百" and following in _NOT_FIFTY):
        return None
    found.explicit_percent = found.kind == "percent"
    if found.kind == "duration":
        if following == "多" and not text.startswith("多少", found.end):
            found.end, found.approx = found.end + 1, True
        return relative.ago(text, found, moment.today)
    return found


def halved(text: str, start: int) -> Draft | None:
    """一半, 对半, 对折."""
    if text.startswith(("对折", "对半"), start):
        return rates.half(start, start + 2)
    if text.startswith("一半", start) and text[start + 2 : start + 3] not in _NOT_HALF:
        return rates.half(start, start + 2)
    return None


def several(text: str, start: int) -> Numeral | None:
    """「数百万」: as vague as 「几百万」."""
    numeral = parse("几" + text[start + 1 : start + 8], 0)
    return numeral._replace(start=start, end=start + numeral.end) if numeral is not None else None


def couple(text: str, start: int) -> tuple[Numeral, Unit] | None:
    """俩 is 两个, 仨 is 三个: the numeral, and the unit that 个 begins."""
    if text[start - 1 : start] in _PERSONS and start:
        return None
    numeral = Numeral(start, start + 1, Decimal(2 if text[start] == "俩" else 3))
    rest = "个" + text[start + 1 : start + 8]
    found = lexicon.UNITS.find(rest, 0)
    if found is None or found[0] in ("个", "个人"):
        return numeral, Unit("", "counter", Decimal(1), "个")
    return numeral, found[1]._replace(word=found[0][1:])


def counted_couple(numeral: Numeral) -> Draft:
    """俩专利: a count of two."""
    found = Draft("number", numeral.start, numeral.end, numeral.low, "count")
    found.counted = "个"
    return found


def places(text: str, start: int) -> Draft | None:
    """百, 千, 万 or 亿 without a digit: 万分之五, 日息万五, 上亿, 万把块."""
    if text.startswith("分之", start + 1):
        return rates.part(text, start)
    if text[start] == "百":
        return None
    return rates.slang(text, start) or money.myriad(text, start)
