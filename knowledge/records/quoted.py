"""The numbers that a quote writes, in any unit: whether a figure stands in it, and which limits it sets."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from knowledge.document.limits import LIMIT, TIMES_SIGN

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
TENS = {"十": 10, "百": 100, "千": 1000}
TIMES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
NUMBER = r"\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+"
WRITTEN = re.compile(rf"(百分之)?({NUMBER})({TIMES_SIGN})?(?:\((?:不?含)\))?(%|‰|元|美元|成|倍|个?月|年|季度?)?")
JOINT = re.compile(r"(?:\(不?含\))?(?:以上)?(?:[、,，/和与或及至到~\-—－–]|——)+")
WORDS = {
    "ratio": (("全额", Decimal(1)), ("全部", Decimal(1)), ("一半", Decimal("0.5"))),
    "months": (("半年", Decimal(6)),),
}
SENTENCE = re.compile("[^。；;\n]+")


def stands_in(value: Decimal, unit: str, quote: str) -> bool:
    """Whether the number of a figure is written in its quote: 0.40 ratio in 「…40%…」, 100000 yuan in 「…10万元」, also
    where several share a unit (5、10、20万元; 50-200万元), 6 months in 「半年」, 3 of a count in 「3个国家」."""
    return any(value in said for said in _values(plain(quote), unit))


def written(quote: str, unit: str) -> tuple[Decimal, ...]:
    """Every value of the unit that the quote writes, in order; of those that share a unit in a list each."""
    return tuple(said[0] for said in _values(plain(quote), unit))


def limits(sentence: str) -> Iterator[tuple[str, Decimal]]:
    """The words of each limit in yuan that a sentence sets (最高不超过50万元), and the yuan."""
    for found in LIMIT.finditer(plain(sentence)):
        number, times = (found[1], found[2]) if found[1] else (found[3], found[4])
        yield found[0], Decimal(number) * TIMES[times or ""]


def without_limits(sentence: str) -> str:
    """The sentence without the limits it sets."""
    return LIMIT.sub("……", plain(sentence))


def sentences(text: str, quote: str) -> Iterator[str]:
    """The sentences of a text in which a quote stands."""
    begin = text.find(quote)
    for found in SENTENCE.finditer(text):
        if begin >= 0 and found.start() < begin + len(quote) and begin < found.end():
            yield found[0]


def plain(text: str) -> str:
    """Half-width, without blanks, and without commas within a number."""
    wide = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d),(?=\d{3})", "", wide)


def _values(quote: str, unit: str) -> Iterator[tuple[Decimal, ...]]:
    """Of every number in the quote what it can be read to be in the unit; those that can be none of it are left out."""
    found = [one for one in WRITTEN.finditer(quote) if one[2]]
    for place, one in enumerate(found):
        number = _number(one[2])
        factors = [_factor(unit, times, sign, bool(one[1])) for times, sign in _units(quote, found, place)]
        said = tuple(dict.fromkeys(number * factor for factor in factors if factor is not None))
        if said:
            yield said
    yield from ((value,) for word, value in WORDS.get(unit, ()) if word in quote)


def _units(quote: str, found: list[re.Match[str]], place: int) -> Iterator[tuple[str, str]]:
    """What stands behind a number, and behind those that it is in one list with: 万 and 元 of 20 in 5、10、20万元."""
    yield found[place][3] or "", found[place][4] or ""
    for one, following in zip(found[place:], found[place + 1 :], strict=False):
        if not JOINT.fullmatch(quote[one.end() : following.start()]):
            return
        yield following[3] or found[place][3] or "", following[4] or ""


def _factor(unit: str, times: str, sign: str, of_hundred: bool) -> Decimal | None:
    """What the number is multiplied by to be in the unit; None where it is of another."""
    if unit == "ratio":
        if of_hundred or sign == "%":
            return Decimal("0.01")
        return {"‰": Decimal("0.001"), "成": Decimal("0.1"), "倍": Decimal(1)}.get(sign)
    if unit == "yuan":
        is_money = sign == "元" or (times in ("万", "亿", "百万", "千万") and not sign)
        return Decimal(TIMES[times]) if is_money else None
    if unit == "usd":
        return Decimal(TIMES[times]) if sign == "美元" else None
    if unit == "months":
        return {"年": Decimal(12), "月": Decimal(1), "个月": Decimal(1), "季": Decimal(3), "季度": Decimal(3)}.get(sign)
    return Decimal(TIMES[times]) if sign in ("", "倍", "年") else None


def _number(text: str) -> Decimal:
    """3, 3.5, 三, 十二, 一百二十."""
    if text[0].isdigit() and text.isascii():
        return Decimal(text)
    total, last = 0, 0
    for sign in text:
        if sign in TENS:
            total += (last or 1) * TENS[sign]
            last = 0
        else:
            last = DIGITS[sign]
    return Decimal(total + last)
