"""The one numeral parser: Arabic, Chinese and mixed numerals from a position in normalised text.

Financial capitals and traditional signs are already plain when the text arrives here.
"""

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8, "兆": 10**12}
SIGNS = "零〇一二两三四五六七八九十百千万亿兆廿卅几"
_TENS = {"廿": 20, "卅": 30}
_MORE = "多余来几"
_NEIGHBOURS = frozenset(["一两", "一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"])
_LONGEST = 48  # characters; nobody writes a longer numeral, and parsing stays linear
_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})++(?!\d)|\d++)(\.\d++)?|\.\d++")
_QUICK = re.compile(
    r"((?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?)([十百千]?[万亿]{0,2})"
    rf"(?![{SIGNS}]|[多余来][十百千万亿]|[.,]?\d)"
)
_STRING = re.compile(r"(?!零.(?![零一二三四五六七八九]))[零〇一二三四五六七八九]{2,}+(?![十百千万亿点])")
_SCALES = {
    place + myriad: Decimal(size * factor)
    for place, size in ({"": 1} | PLACES).items()
    for myriad, factor in {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12, "万万": 10**8}.items()
}


_UNITS = "一二两三四五六七八九"
_PLAIN = re.compile(
    rf"([{_UNITS}]?十[一二三四五六七八九]?|[{_UNITS}](?=([百千])?))(?(2)[百千])([万亿]{{0,2}})(?![{SIGNS}多余来把点0-9])"
)
_TO_99 = {sign: Decimal(value) for sign, value in DIGITS.items() if value} | {
    tens + "十" + ones: Decimal(10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0))
    for tens in ("", *_UNITS)
    for ones in ("", *"一二三四五六七八九")
}


class Numeral(NamedTuple):
    """A numeral at [start, end): `low` its value, `high` the upper end of 「三五百」 or None.

    `scale` is the last 万 or 亿 (else 1); `cut` is (end, value) of the shorter reading that counts
    when the rest turns out to belong to another figure (「五百万一年」).
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
    quick = _QUICK.match(text, start)
    if quick is not None:
        return _quick(quick, start)
    plain = _PLAIN.match(text, start)
    if plain is not None:
        return _short(plain, start)
    string = _STRING.match(text, start)
    if string is not None and not _is_pair(text, start, string.end()):
        return _digit_string(text, start, string.end())
    if text[start] == "几":
        return _some(text, start)
    found = _spelled(text, start)
    return _vaguely(found) if found is not None and text.startswith(_ABOUT, start) else found


_FEW = ("个亿", "个点", "个百分点", "个千万", "个小目标")
_ABOUT = ("百八十", "百十", "千八百", "百儿八十")  # 「百八十万」 is about a million, not 180万


def _vaguely(found: Numeral) -> Numeral:
    return found._replace(fuzzy=True, vague=True)


def _quick(match: re.Match[str], start: int) -> Numeral | None:
    digits, scale = match.groups()
    if scale not in _SCALES or len(digits) > _LONGEST:
        return None
    value = Decimal(digits.replace(",", "")) * _SCALES[scale]
    last = MYRIADS[scale[-1]] if scale and scale[-1] in MYRIADS else 1
    return Numeral(start, match.end(), value, scale=last, arabic=True)


def _short(match: re.Match[str], start: int) -> Numeral | None:
    """五, 二十五, 五百, 三千万: most of what people write in Chinese signs."""
    number, place, myriad = match.groups()
    scale = (place or "") + myriad
    if scale not in _SCALES:
        return None
    last = MYRIADS[scale[-1]] if myriad else 1
    return Numeral(start, match.end(), _TO_99[number] * _SCALES[scale], scale=last)


def _is_pair(text: str, start: int, end: int) -> bool:
    return end - start == 2 and text[start:end] in _NEIGHBOURS


def _digit_string(text: str, start: int, end: int) -> Numeral:
    digits = "".join(str(DIGITS[sign]) for sign in text[start : min(end, start + _LONGEST)])
    return Numeral(start, end, Decimal(digits), string=True)


def _some(text: str, start: int) -> Numeral | None:
    """「几百万」: between two and nine of them, and no better known."""
    rest = text[start + 1 : start + _LONGEST]
    if rest.startswith(_FEW):
        return Numeral(start, start + 1, Decimal(2), Decimal(9), fuzzy=True, vague=True)
    if not rest or rest[0] not in "十百千万亿":
        return None
    low, high = _spelled("两" + rest, 0), _spelled("九" + rest, 0)
    if low is None or high is None:
        return None
    return low._replace(start=start, end=start + low.end, high=high.low, fuzzy=True, vague=True, cut=None)


class _Tally:
    """Adds up a spelled numeral sign by sign; `take` says whether the sign still belongs to it."""

    __slots__ = ("bare", "cut", "digit", "fuzzy", "last", "place", "sums", "wide", "zero")

    def __init__(self) -> None:
        self.sums = {10**12: Decimal(0), 10**8: Decimal(0), 10**4: Decimal(0), 1: Decimal(0)}
        self.digit: Decimal | None = None
        self.wide = 0  # digits of an Arabic piece
        self.place = 10**4  # the smallest place taken since the last 万 or 亿
        self.last = 0  # size of the sign just taken when it was a place, 万 or 亿
        self.zero = self.fuzzy = self.bare = False
        self.cut: tuple[int, Decimal, int] | None = None

    def total(self) -> Decimal:
        return sum(self.sums.values(), Decimal(0))

    def take(self, sign: str, at: int) -> bool:
        if sign in DIGITS:
            return self.take_digit(Decimal(DIGITS[sign]), 1)
        if sign in PLACES:
            return self.take_place(PLACES[sign])
        if sign in MYRIADS:
            return self.take_myriad(MYRIADS[sign], at)
        return sign in _TENS and self.take_tens(_TENS[sign])

    def take_digit(self, value: Decimal, wide: int) -> bool:
        if self.digit is not None and self.digit:
            return False
        if not value and wide == 1:
            self.zero = True
            if self.total():
                return True
        self.digit, self.wide = value, wide
        return True

    def take_tens(self, value: int) -> bool:
        if self.digit is not None or self.place <= 10:
            return False
        self.sums[1] += value
        self.place = self.last = 10
        return True

    def take_place(self, size: int) -> bool:
        if size >= self.place or (self.wide > 1 and self.last):
            return False
        if self.digit is None:
            if self.total() and not (size == 10 and self.zero | (self.last >= 100)):
                return False
            self.bare = not self.total() and size > 10
        elif not self.digit and size > 10:
            return False
        self.sums[1] += (self.digit or 1) * size
        self.place = self.last = size
        self.digit, self.zero, self.wide = None, False, 0
        return True

    def take_myriad(self, size: int, at: int) -> bool:
        below = sum((part for level, part in self.sums.items() if level < size), Decimal(0))
        below += self.digit or 0
        if not below:
            return self.last == size == 10**4 and self.again(size, at)
        if self.sums[size]:
            return False
        for level in self.sums:
            if level < size:
                self.sums[level] = Decimal(0)
        self.sums[size] = below * size
        self.settle(size, at)
        return True

    def again(self, size: int, at: int) -> bool:
        """万万 is 亿."""
        if self.sums[size] >= 10**8:
            return False
        self.sums[size] *= size
        self.settle(size, at)
        return True

    def settle(self, size: int, at: int) -> None:
        self.digit, self.zero, self.wide = None, False, 0
        self.place, self.last = 10**4, size
        self.cut = (at + 1, self.total(), size)


def _spelled(text: str, start: int) -> Numeral | None:
    tally, at, stop = _Tally(), start, min(len(text), start + _LONGEST)
    while at < stop:
        sign = text[at]
        step = _piece(tally, text, at) if sign.isdigit() or sign == "." else _sign(tally, text, at)
        if step == 0:
            break
        if step < 0:
            return _pair(text, start, at)
        at += step
    return _finish(tally, text, start, at)


def _piece(tally: _Tally, text: str, at: int) -> int:
    """Take an Arabic piece; its length, or 0 when it does not belong here."""
    match = _ARABIC.match(text, at)
    if match is None or match.end() - at > _LONGEST or tally.digit:
        return 0
    piece = match.group().replace(",", "")
    wide = len(piece)
    lone = tally.last and not tally.zero and wide > 1 and not _continues(text, match.end())
    if lone and (wide != len(str(tally.last)) - 1 or tally.last < 1000):
        return 0  # 「1万2000」 is one numeral, 「3万60」 is not
    return match.end() - at if tally.take_digit(Decimal(piece), wide) else 0


def _continues(text: str, end: int) -> bool:
    return text[end : end + 1] in PLACES or text[end : end + 1] in MYRIADS


def _sign(tally: _Tally, text: str, at: int) -> int:
    """Take one sign (or 点 with its digits); its length, 0 to stop, -1 for a pair like 三五."""
    sign = text[at]
    if sign == "点":
        return _fraction(tally, text, at)
    if sign in _MORE:
        return _more(tally, text, at)
    before = text[at - 1 : at]
    if tally.digit and sign in DIGITS:
        return -1 if before + sign in _NEIGHBOURS and text[at + 1 : at + 2] not in DIGITS else 0
    return int(tally.take(sign, at))


def _more(tally: _Tally, text: str, at: int) -> int:
    """多, 余, 来, 几 inside a numeral: 一千多万, 二十几亿, 十几."""
    if not (tally.last or tally.digit) or (text[at] == "几" and tally.digit):
        return 0
    if text[at] != "几" and text[at + 1 : at + 2] not in ("千", "万", "亿"):
        return 0
    tally.fuzzy = True
    return 1


def _fraction(tally: _Tally, text: str, at: int) -> int:
    """「点三五」 after a digit, a ten or a whole numeral."""
    end = at + 1
    while end < len(text) and end < at + 16 and text[end] in DIGITS and text[end] != "两":
        end += 1
    if end == at + 1 or (tally.digit is None and not tally.total()):
        return 0
    if tally.digit is not None and tally.last >= 100 and not tally.zero:
        tally.digit *= tally.last // 10
    digits = "".join(str(DIGITS[sign]) for sign in text[at + 1 : end])
    tally.digit = (tally.digit or Decimal(0)) + Decimal(f"0.{digits}")
    tally.wide, tally.zero = 0, True
    return end - at


def _pair(text: str, start: int, at: int) -> Numeral | None:
    """「三五百万」 and 「十七八」: the numeral once with each of two neighbouring digits."""
    rest = text[at + 1 : at + _LONGEST]
    low = _spelled(text[start:at] + rest, 0)
    high = _spelled(text[start : at - 1] + text[at] + rest, 0)
    if low is None or high is None or low.end < at - start:
        return None
    return low._replace(start=start, end=start + low.end + 1, high=high.low, fuzzy=True, cut=None)


def _finish(tally: _Tally, text: str, start: int, end: int) -> Numeral | None:
    if end == start or (tally.digit is None and not tally.total()):
        return None
    before, digit = tally.total(), tally.digit
    scale = _scale(tally) if digit is None else 1
    cut, colloquial = tally.cut, False
    if digit is None:
        value = before
    elif tally.last >= 100 and not tally.zero and digit < tally.last:
        colloquial = tally.wide == 1
        value = before + (digit * (tally.last // 10) if colloquial else digit)
        cut = (end - (tally.wide or 1), before, tally.last if tally.last > 1000 else 1)
    else:
        value = before + digit
    if cut is not None and (cut[0] == end or _contiguous(text, cut[0])):
        cut = None
    return Numeral(
        start, end, value, None, scale, tally.fuzzy, False, colloquial,
        tally.bare and text[start] in "百千", False, text[start].isdigit(), cut,
    )  # fmt: skip


def _scale(tally: _Tally) -> int:
    """The last 万 or 亿 when nothing stands below it."""
    for size in (1, 10**4, 10**8, 10**12):
        if tally.sums[size]:
            return size
    return 1


def _contiguous(text: str, at: int) -> bool:
    """Whether what follows 万 or 亿 goes on with 千 or 零, as one numeral does."""
    return text[at] in "零〇" or text[at + 1 : at + 2] == "千"
