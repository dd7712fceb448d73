"""Adds up a spelled numeral sign by sign: 一亿零三百二十万, 5亿1万4千6, 三点五万."""

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8, "兆": 10**12}
SIGNS = "零〇一二两三四五六七八九十百千万亿兆廿卅几"
LONGEST = 48  # characters; nobody writes a longer numeral, and parsing stays linear
NEIGHBOURS = frozenset(["一两", "一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"])
_TENS = {"廿": 20, "卅": 30}
_MORE = frozenset("多余来几把")
_PIECE = re.compile(r"(\d{1,3}(?:,\d{3})++(?!\d)|\d++)(\.\d++)?|\.\d++")
_LIST_MARK = re.compile(r"[.)]|、(?!\d)")
_DAY = re.compile(r"(?:19|20)\d{2}[-/.]\d{1,2}(?!\d)")
_FRACTION = re.compile("点([零〇一二三四五六七八九]{1,15})")

Amount = int | Decimal
Cut = tuple[int, Decimal, int]


class Spelled(NamedTuple):
    """What stands spelled up to `end`; with `second` the digit at `end` pairs with the one before."""

    end: int
    value: Decimal
    scale: int = 1
    fuzzy: bool = False
    colloquial: bool = False
    bare: bool = False
    cut: Cut | None = None
    second: bool = False


class _Tally:
    """The sums so far by level; each `take` says whether the sign still belongs to the numeral."""

    __slots__ = ("bare", "cut", "digit", "few", "fuzzy", "high", "last", "low", "myriad", "place", "wide", "zero")

    def __init__(self) -> None:
        self.high: Amount = 0  # 亿 and above
        self.myriad: Amount = 0  # 万
        self.low: Amount = 0
        self.digit: Amount | None = None  # not yet placed
        self.wide = 0  # characters of it when it is Arabic
        self.place = 10**4  # the smallest place taken since the last 万 or 亿
        self.last = 0  # size of the last place, 万 or 亿
        self.zero = self.fuzzy = self.bare = self.few = False
        self.cut: Cut | None = None

    def total(self) -> Amount:
        return self.high + self.myriad + self.low

    def take(self, sign: str, at: int) -> bool:
        if sign in DIGITS:
            return self.take_digit(DIGITS[sign], 1)
        if sign in PLACES:
            return self.take_place(PLACES[sign])
        if sign in MYRIADS:
            return self.take_myriad(MYRIADS[sign], at)
        return sign in _TENS and self.take_tens(_TENS[sign])

    def take_digit(self, value: Amount, wide: int) -> bool:
        if self.digit:
            return False
        if not value and wide == 1:
            self.zero = True
            if self.last:
                return True
        self.digit, self.wide = value, wide
        return True

    def take_tens(self, value: int) -> bool:
        if self.digit is not None or self.place <= 10:
            return False
        self.low += value
        self.place = self.last = 10
        return True

    def take_place(self, size: int) -> bool:
        digit = self.digit
        if size >= self.place or (self.wide > 1 and self.last):
            return False
        if digit is None and not self.few:
            if self.last and not (size == 10 and (self.zero or self.last >= 100)):
                return False
            self.bare = not self.last and size > 10
        elif not digit and size > 10 and not self.few:
            return False
        self.low += 0 if self.few else (digit or 1) * size
        self.few = False
        self.place = self.last = size
        self.digit, self.zero, self.wide = None, False, 0
        return True

    def take_myriad(self, size: int, at: int) -> bool:
        below = self.low + (self.digit or 0)
        if size == 10**4:
            if not below and self.last == size and self.myriad < 10**8:
                below = self.myriad  # 万万 is 亿
            elif self.myriad or not below:
                return False
            self.myriad = below * size
        else:
            below += self.myriad
            taken = self.high if size > 10**8 else self.high % 10**12
            if taken or not below:
                return False
            self.high, self.myriad = self.high + below * size, 0
        self.low, self.digit, self.zero, self.wide = 0, None, False, 0
        self.place, self.last = 10**4, size
        self.cut = (at + 1, Decimal(self.total()), size)
        return True


def spell(text: str, start: int) -> Spelled | None:
    """Add up from `start` as far as the signs make one numeral; None when they make none."""
    tally, at, stop = _Tally(), start, min(len(text), start + LONGEST)
    while at < stop:
        sign = text[at]
        if tally.last and sign in "12" and _DAY.match(text, at):
            break  # 「350万2024-09-01」
        step = _piece(tally, text, at) if sign.isdigit() or sign == "." else _sign(tally, text, at)
        if step == 0:
            break
        if step < 0:
            return Spelled(at, Decimal(0), second=True)
        at += step
    if at == start or (tally.digit is None and not tally.last):
        return None
    if tally.last and (tally.digit or (tally.low and tally.cut)) and _goes_on(text, at):
        return _retreated(tally, at)
    return _finished(tally, at)


def _piece(tally: _Tally, text: str, at: int) -> int:
    """Take an Arabic piece; its length, or 0 when it does not belong here."""
    match = _PIECE.match(text, at)
    if match is None or match.end() - at > LONGEST or tally.digit:
        return 0
    piece = match.group().replace(",", "")
    wide = len(piece)
    lone = tally.last and not tally.zero and wide > 1 and not _goes_on(text, match.end())
    if lone and (wide != len(str(tally.last)) - 1 or tally.last < 1000):
        return 0  # 「1万2000」 is one numeral, 「3万60」 is not
    if tally.last and _LIST_MARK.match(text, match.end()):
        return 0  # 「500万2、期限」
    return match.end() - at if tally.take_digit(Decimal(piece), wide) else 0


def _goes_on(text: str, end: int) -> bool:
    sign = text[end : end + 1]
    return sign in PLACES or sign in MYRIADS


def _sign(tally: _Tally, text: str, at: int) -> int:
    """Take one sign, or 点 with its digits; its length, 0 to stop, -1 for the second digit of a pair (三五)."""
    sign = text[at]
    if sign == "点":
        return _fraction(tally, text, at)
    if sign in _MORE:
        return _more(tally, text, at)
    if tally.digit and sign in DIGITS:
        return -1 if text[at - 1 : at + 1] in NEIGHBOURS and text[at + 1 : at + 2] not in DIGITS else 0
    return int(tally.take(sign, at))


def _more(tally: _Tally, text: str, at: int) -> int:
    """多, 余, 来, 几 inside a numeral: 一千多万, 二十几亿, 十几."""
    if not (tally.last or tally.digit) or (text[at] == "几" and tally.digit):
        return 0
    if text[at] != "几" and text[at + 1 : at + 2] not in ("千", "万", "亿"):
        return 0
    tally.fuzzy = True
    tally.few = text[at] == "几" and text[at + 1 : at + 2] in PLACES  # 五百几十万 is not 510万
    return 1


def _fraction(tally: _Tally, text: str, at: int) -> int:
    """「点三五」 after a digit, a ten or a whole numeral."""
    match = _FRACTION.match(text, at)
    if match is None or (tally.digit is None and not tally.last):
        return 0
    if tally.digit is not None and tally.last >= 100 and not tally.zero:
        tally.digit *= tally.last // 10
    digits = "".join([str(DIGITS[sign]) for sign in match[1]])
    tally.digit = (tally.digit or 0) + Decimal(f"0.{digits}")
    tally.wide, tally.zero = 0, True
    return match.end() - at


def _finished(tally: _Tally, end: int) -> Spelled:
    """The value; a last digit behind a place counts its tenth: 一千二, 3万6."""
    before, digit, last = tally.total(), tally.digit, tally.last
    bare = tally.bare and before != 0
    if digit is None:
        return Spelled(end, Decimal(before), _scale(tally), tally.fuzzy, False, bare, tally.cut)
    if last < 100 or tally.zero or digit >= last:
        return Spelled(end, Decimal(before + digit), 1, tally.fuzzy, False, bare, tally.cut)
    colloquial = tally.wide == 1
    value = before + (digit * (last // 10) if colloquial else digit)
    cut = (end - (tally.wide or 1), Decimal(before), last if last > 1000 else 1)
    return Spelled(end, Decimal(value), 1, tally.fuzzy, colloquial, bare, cut)


def _retreated(tally: _Tally, end: int) -> Spelled:
    """「1.5万2.5万」 are two numerals: the digits in front of a place that does not fit begin the next."""
    if tally.cut is not None:
        at, value, scale = tally.cut
        return Spelled(at, value, scale, tally.fuzzy, False, tally.bare)
    return Spelled(end - (tally.wide or 1), Decimal(tally.total()), 1, tally.fuzzy, False, tally.bare)


def _scale(tally: _Tally) -> int:
    """The last 万 or 亿 when nothing stands below it."""
    if tally.low:
        return 1
    if tally.myriad:
        return 10**4
    return 10**8 if tally.high % 10**12 else 10**12
