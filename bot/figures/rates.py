"""Rates and shares as ratios: %, 百分之, 点, 基点, 成, 折, and 厘 and 分 where interest is meant."""

import re
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.draft import Draft, amount, draft
from bot.figures.lexicon import Unit
from bot.figures.modifiers import ends_with, period_before
from bot.figures.numerals import Numeral, parse
from bot.figures.spelled import DIGITS, MYRIADS, PLACES

_WINDOW = 12  # characters in which LPR may stand before its figure
_LIKELY = (Decimal(1), Decimal(24))  # percent a year that a bare figure after 利率 can mean
_NOT_SHARE = frozenset("立功果交本员长为都熟效绩型份套分人才品就败名")
_TAIL = re.compile(r"(半)|([一二三四五六七八九\d])(?![\d一二三四五六七八九十百千万亿年个月天%成])")
_LPR = re.compile(r"LPR[^，。；！？,;]{0,11}$", re.IGNORECASE)
_LPR_NOW = re.compile(r"LPR[^\d，。；！？,;加减浮+-]{0,8}$", re.IGNORECASE)
_BASIS = re.compile(r"LPR(?:利率)?(?:上浮|下浮|加|减|\+|-|再加|基础上加|上加|下调|上调)$", re.IGNORECASE)
_BASIS_POINT = Decimal("0.0001")
_MANY_POINTS = 10


def read(text: str, numeral: Numeral, unit: Unit) -> Draft | None:
    """A numeral with a percent word behind it."""
    end = numeral.end + len(unit.word)
    special = _SPECIAL.get(unit.note) or _SPECIAL.get(unit.word)
    if special is not None:
        return special(text, numeral, unit, end)
    return _rate(text, numeral, unit, end)


def _rate(text: str, numeral: Numeral, unit: Unit, end: int) -> Draft:
    if (
        unit.word == "个点"
        and numeral.low >= _MANY_POINTS
        and _BASIS.search(text[max(0, numeral.start - _WINDOW) : numeral.start])
    ):
        unit = unit._replace(factor=_BASIS_POINT, note="basis")  # 「LPR加30个点」: bankers count basis points
    found = draft("percent", numeral, end, amount(numeral, unit), "ratio")
    found.factor, found.explicit_percent = unit.factor, True
    found.basis_points = unit.note == "basis"
    found.approx |= unit.note == "approx"
    return _with_period(text, found)


def _with_period(text: str, found: Draft) -> Draft:
    after = lexicon.PERIODS_AFTER.find(text, found.end)
    if after is not None:
        word, found.per = after
        if word[0] == "/":
            found.end += len(word)
    else:
        found.per = period_before(text, found.start)
    return found


def _over(text: str, numeral: Numeral, unit: Unit, end: int) -> Draft | None:
    """百分之五, 三分之一: the numeral in front is what it is divided by."""
    sign = -1 if text[end : end + 1] in ("负", "-") else 1
    begin = end + (sign < 0)
    top = parse(text, begin) if begin < len(text) else None
    if top and text[top.end - 1 : top.end + 1] == "一年" and top.end - begin > 1:
        top = parse(text[: top.end - 1], begin)  # 千分之八一年: eight a year
    if top is None or not numeral.low:
        return None
    one = Unit("分之", "percent", sign / numeral.low)
    found = draft("percent", top, top.end, amount(top, one), "ratio")
    found.start, found.explicit_percent, found.negative = numeral.start, True, sign < 0
    found.factor = one.factor
    return _with_period(text, found)


def _share(text: str, numeral: Numeral, unit: Unit, end: int) -> Draft | None:
    """三成, 七成六, 三成半; not 2017成立."""
    if numeral.low > 10 or is_not_share(text[end : end + 1]) or numeral.low == 0:
        return None
    found = _rate(text, numeral, unit, end)
    return _tail(text, found, unit)


def is_not_share(following: str) -> bool:
    """成立, 成功, 成果: 成 begins another word."""
    return following in _NOT_SHARE


def _tail(text: str, found: Draft, unit: Unit) -> Draft:
    """The digit or 半 behind the unit: 七成六, 四厘五."""
    match = _TAIL.match(text, found.end)
    if match is None or isinstance(found.value, tuple | str):
        return found
    half, digit = match.groups()
    found.value += unit.factor * (Decimal(5) if half else _digit(digit)) / 10
    found.end = match.end()
    return found


def _digit(sign: str) -> Decimal:
    return Decimal(DIGITS[sign]) if sign in DIGITS else Decimal(sign)


def _discount(text: str, numeral: Numeral, unit: Unit, end: int) -> Draft | None:
    """八折, 九五折, 75折: tenths, or hundredths when two digits stand there."""
    if numeral.low > 100 or text[end : end + 1] in ("叠", "旧", "算", "现", "合"):
        return None
    if numeral.low > 10:
        unit = unit._replace(factor=unit.factor / 10)
    return _rate(text, numeral, unit, end)


def _point(text: str, numeral: Numeral, unit: Unit, end: int) -> Draft | None:
    """「LPR加30点」 are basis points, 「利率3.45点」 percent, 「三点」 elsewhere a time."""
    head = text[max(0, numeral.start - _WINDOW) : numeral.start]
    if _BASIS.search(head):
        basis = unit._replace(factor=_BASIS_POINT, note="basis") if numeral.low >= 2 else unit
        return _rate(text, numeral, basis, end)
    near = ends_with(text, numeral.start, lexicon.RATE_WORDS)
    return _rate(text, numeral, unit, end) if near else None


def _li(text: str, numeral: Numeral, unit: Unit, end: int) -> Draft | None:
    """月息一厘 is 0.1% a month, 年息一厘 1% a year; 分 is ten 厘."""
    named = unit.word != "厘" and unit.word != "分"
    head = text[max(0, numeral.start - _WINDOW) : numeral.start].rstrip(lexicon.FILLERS)
    if not named and _is_fee(text, numeral, head, end):
        return _tail(text, _rate(text, numeral, unit, end), unit)
    if not named and not head.endswith(lexicon.INTEREST_WORDS):
        return None
    found = _tail(text, _rate(text, numeral, unit, end), unit)
    found.per = found.per or ("year" if head.endswith("利率") else "month")
    if found.per == "year":
        found.value = _times(found.value, Decimal(10))
    elif found.per == "day":
        found.value = _times(found.value, Decimal("0.1"))
    return found


def _is_fee(text: str, numeral: Numeral, head: str, end: int) -> bool:
    """「费率四厘」, 「担保费收四厘」: of a fee a 厘 is one in a thousand, whatever the time."""
    alone = not text[: numeral.start].strip() and not text[end:].strip("。！!.，, 吧的啊呢哦")
    return numeral.low < 100 and (alone or _FEE.search(head) is not None)


_FEE = re.compile("(?:费率?|收费|手续费)[^，。；息利\\d]{0,6}$")


def _times(value: object, factor: Decimal) -> Decimal | tuple[Decimal, Decimal]:
    if isinstance(value, tuple):
        return value[0] * factor, value[1] * factor
    assert isinstance(value, Decimal)
    return value * factor


_SPECIAL = {
    "over": _over,
    "discount": _discount,
    "point": _point,
    "li": _li,
    "fen": _li,
    "成": _share,
}


def bare(text: str, numeral: Numeral) -> Draft | None:
    """A numeral without a unit behind 利率, 年化 or LPR: percent, though no sign was written."""
    if numeral.scale > 1 or numeral.string or not _LIKELY[0] <= numeral.low <= _LIKELY[1]:
        return None
    near = ends_with(text, numeral.start, lexicon.RATE_WORDS)
    if not near and not _quoted_lpr(text, numeral):
        return None
    found = draft("percent", numeral, numeral.end, amount(numeral, _PERCENT), "ratio")
    found.factor = _PERCENT.factor
    found.per = period_before(text, numeral.start)
    return found


_PERCENT = Unit("", "percent", Decimal("0.01"))


def _quoted_lpr(text: str, numeral: Numeral) -> bool:
    """「LPR 1年期3.45」「LPR降到3」: a few words behind LPR."""
    head = text[max(0, numeral.start - _WINDOW) : numeral.start]
    if not 2 <= numeral.low < 8 or _LPR.search(head) is None:
        return False
    return numeral.low % 1 != 0 or _LPR_NOW.search(head) is not None


def part(text: str, start: int) -> Draft | None:
    """「百分之五」「万分之五」: a bare place in front of 分之."""
    whole = Decimal((PLACES | MYRIADS)[text[start]])
    return _over(text, Numeral(start, start + 1, whole), _PERCENT, start + 3)


def slang(text: str, start: int) -> Draft | None:
    """「日息万五」「费率千三」「千4.5」: so many in a thousand; in ten thousand only behind a word for a rate."""
    match = _SLANG.match(text, start)
    if match is None:
        return None
    named = ends_with(text, start, lexicon.SLANG_RATE_WORDS)
    if not named and (text[start] == "万" or not _may_be_slang(text, start, match.end())):
        return None
    parts = parse(match[1], 0)
    if parts is None or not parts.low:
        return None
    found = Draft("percent", start, match.end(), parts.low / (10**4 if text[start] == "万" else 10**3), "ratio")
    found.explicit_percent = True
    return _with_period(text, found)


_SLANG = re.compile(
    r"[千万]([一二三四五六七八九](?:点[一二三四五六七八九]{1,2}|半)?|\d(?:\.\d{1,2})?)(?![一二三四五六七八九十百千万亿零\d.])"
)
_NO_SLANG_BEHIND = frozenset(lexicon.UNITS.table) - frozenset("一")
_WORDS_IN_FRONT = frozenset(
    "按到回改调升涨跌是要收给降为成过于就才还只了交谈压至和或跟把用走费息率价的：:，,。、；; (（"
)


def _may_be_slang(text: str, start: int, end: int) -> bool:
    """「按千五」「谈到千三」: in front of it a word after which one names a figure, behind it no unit."""
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    after = lexicon.PERIODS_AFTER.find(text, end)
    if behind in _NO_SLANG_BEHIND and behind and not (after and after[1]):
        return False
    return not before or before in _WORDS_IN_FRONT


def half(start: int, end: int) -> Draft:
    """一半, 对半, 对折: one half."""
    found = Draft("percent", start, end, Decimal("0.5"), "ratio")
    found.explicit_percent = True
    return found
