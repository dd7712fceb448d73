"""The one numeral parser: Arabic, Chinese and mixed numerals from a position in normalised text.

Financial capitals and traditional signs are already plain when the text arrives here.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from bot.figures.spelled import DIGITS, LONGEST, MYRIADS, NEIGHBOURS, PLACES, SIGNS, Spelled, spell

_UNITS = "一二两三四五六七八九"
_ARABIC = re.compile(
    r"((?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?)([十百千]?[万亿]{0,2})"
    rf"(?![{SIGNS}]|[多余来][十百千万亿]|[.,]?\d)"
)
_CHINESE = re.compile(
    rf"([{_UNITS}]?十[一二三四五六七八九]?|[{_UNITS}](?=([百千])?))(?(2)[百千])([万亿]{{0,2}})(?![{SIGNS}多余来把点0-9])"
)
_STRING = re.compile(r"(?!零.(?![零一二三四五六七八九]))[零〇一二三四五六七八九]{2,}+(?![十百千万亿点])")
_DICTATED = re.compile(
    r"([零〇一二三四五六七八九]{2,}+)(?:点([零〇一二三四五六七八九]{1,6}))?([万亿])(?!["
    rf"{SIGNS}]|[多余来][十百千万亿])"
)
_FEW = ("个亿", "个点", "个百分点", "个千万", "个小目标")
_ABOUT = ("百八十", "百十", "千八百", "百儿八十")  # 「百八十万」 is about a million, not 180万
_SCALES = {
    place + myriad: Decimal(size * factor)
    for place, size in ({"": 1} | PLACES).items()
    for myriad, factor in {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12, "万万": 10**8}.items()
}
_TO_99 = {sign: Decimal(value) for sign, value in DIGITS.items() if value} | {
    tens + "十" + ones: Decimal(10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0))
    for tens in ("", *_UNITS)
    for ones in ("", *"一二三四五六七八九")
}


class Numeral(NamedTuple):
    """A numeral at [start, end): `low` its value, `high` the upper end of 「三五百」 or None.

    `scale` is the last 万 or 亿 (else 1); `cut` is (end, value, scale) of the shorter reading that
    counts when the rest turns out to belong to another figure (「五百万一年」).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal | None = None
    scale: int = 1
    fuzzy: bool = False
    vague: bool = False
    colloquial: bool = False
    bare: bool = False  # begins with a place, no digit: 百万, 千万
    string: bool = False  # digits in a row without places: 二零二四
    arabic: bool = False
    cut: tuple[int, Decimal, int] | None = None

    def shortened(self) -> "Numeral":
        """The reading without the part that belongs to what follows."""
        if self.cut is None:
            return self
        end, value, scale = self.cut
        return self._replace(end=end, low=value, scale=scale, colloquial=False, cut=None)


def parse(text: str, start: int) -> Numeral | None:
    """The longest numeral that begins at `start`, or None; never raises."""
    match = _ARABIC.match(text, start)
    if match is not None:
        return _arabic(match, start)
    match = _CHINESE.match(text, start)
    if match is not None:
        return _chinese(match, start)
    match = _DICTATED.match(text, start)
    if match is not None and (match[2] or match[1] not in NEIGHBOURS) and match[1][0] not in "零〇":
        return _dictated(match, start)
    match = _STRING.match(text, start)
    if match is not None and text[start : match.end()] not in NEIGHBOURS:
        return _digit_string(text, start, match.end())
    if text[start] == "几":
        return _several(text, start)
    return _spelled(text, start)


def _arabic(match: re.Match[str], start: int) -> Numeral | None:
    digits, scale = match.groups()
    if scale not in _SCALES:
        return None
    value = Decimal(digits.replace(",", "")) if len(digits) < LONGEST else Decimal(10**LONGEST)
    last = MYRIADS.get(scale[-1:], 1)
    return Numeral(start, match.end(), value * _SCALES[scale] if scale else value, scale=last, arabic=True)


def _chinese(match: re.Match[str], start: int) -> Numeral | None:
    """五, 二十五, 五百, 三千万: most of what people write in Chinese signs."""
    number, place, myriad = match.groups()
    scale = (place or "") + myriad
    if scale not in _SCALES:
        return None
    value = _TO_99[number] * _SCALES[scale] if scale else _TO_99[number]
    return Numeral(start, match.end(), value, scale=MYRIADS[scale[-1]] if myriad else 1)


def _digit_string(text: str, start: int, end: int) -> Numeral:
    digits = "".join(str(DIGITS[sign]) for sign in text[start : min(end, start + LONGEST)])
    return Numeral(start, end, Decimal(digits), string=True)


def _dictated(match: re.Match[str], start: int) -> Numeral:
    """「一三八万」「二五零万」「三六五点二万」: digit by digit, as one reads them out, and then the place."""
    whole, tenths, place = match.groups()
    digits = "".join(str(DIGITS[sign]) for sign in whole[:LONGEST])
    rest = "".join(str(DIGITS[sign]) for sign in tenths or "")
    size = MYRIADS[place]
    return Numeral(start, match.end(), Decimal(f"{digits}.{rest}" if rest else digits) * size, scale=size)


def _several(text: str, start: int) -> Numeral | None:
    """「几百万」「几个亿」: between two and nine of them, and no better known."""
    rest = text[start + 1 : start + LONGEST]
    if rest.startswith(_FEW):
        return Numeral(start, start + 1, Decimal(2), Decimal(9), fuzzy=True, vague=True)
    if not rest or rest[0] not in "十百千万亿":
        return None
    low, high = _spelled("两" + rest, 0), _spelled("九" + rest, 0)
    if low is None or high is None:
        return None
    return low._replace(start=start, end=start + low.end, high=high.low, fuzzy=True, vague=True, cut=None)


def _spelled(text: str, start: int) -> Numeral | None:
    spelled = spell(text, start)
    if spelled is None:
        return None
    if spelled.second:
        return _pair(text, start, spelled.end)
    vague = text.startswith(_ABOUT, start)
    return Numeral(
        start, spelled.end, spelled.value, None, spelled.scale, spelled.fuzzy or vague, vague, spelled.colloquial,
        spelled.bare, False, text[start].isdigit(), _cut(text, spelled),
    )  # fmt: skip


def _cut(text: str, spelled: Spelled) -> tuple[int, Decimal, int] | None:
    """The shorter reading, unless what follows 万 goes on with 千 or 零 as one numeral does."""
    cut = spelled.cut
    if cut is None or cut[0] == spelled.end or text[cut[0]] in "零〇" or text[cut[0] + 1 : cut[0] + 2] == "千":
        return None
    return cut


def _pair(text: str, start: int, at: int) -> Numeral | None:
    """「三五百万」「十七八」: the numeral once with each of the two neighbouring digits; `at` is the second."""
    rest = text[at + 1 : at + LONGEST]
    low = _spelled(text[start:at] + rest, 0)
    high = _spelled(text[start : at - 1] + text[at] + rest, 0)
    if low is None or high is None or low.end < at - start:
        return None
    return low._replace(start=start, end=start + low.end + 1, high=high.low, fuzzy=True, cut=None)
