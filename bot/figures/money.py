"""Amounts: yuan by word, by sign or by a 万 that nothing else claims; foreign money by its code."""

import re
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.draft import Draft, amount, draft
from bot.figures.lexicon import Unit
from bot.figures.numerals import Numeral
from bot.figures.spelled import DIGITS, MYRIADS

LARGEST = Decimal(10) ** 12  # yuan; the spec's bound, nobody borrows more
_SMALL = re.compile(r"零?([一二两三四五六七八九\d])([毛角])?(?:([一二三四五六七八九\d])分?)?")
_CENT = re.compile(r"([一二三四五六七八九\d])(?:分钱?)")
_WHOLE = re.compile(r"人民币|[整正](?![数常式是])|钱")
_FRESH = frozenset("年月天日周个季项件人名笔家号成折%‰点期倍台套次分万千百亿w级")
_NOT_TENTH = ("度", "落")
_OPEN = frozenset("贷融投订资授规额元块左上以的级项单")


_CURRENCY_ENDS = frozenset(lexicon.CURRENCIES.table) | {" "}
_WORDS = "|".join(sorted(lexicon.CODES, key=len, reverse=True))
_FOREIGN_BEHIND = re.compile(rf"\s?(?:\(\s?({_WORDS})\s?\)|(?:的|等值)?({_WORDS})(?!汇率|兑))")
_FOREIGN_BEFORE = re.compile(
    rf"({_WORDS})(?:计价的?|的)?(?:贷款|借款|融资|本金|存款|保费|保额|额度|投资)[:：是为了约共有\s]{{0,3}}$"
)


def currency_before(text: str, start: int) -> tuple[str, int]:
    """Code and start of a currency sign or word in front of `start`, ("", start) without one."""
    named = _FOREIGN_BEFORE.search(text[max(0, start - 14) : start]) if "元" in text or "币" in text else None
    if named is not None:
        return lexicon.CODES[named[1]], start
    if not start or text[start - 1] not in _CURRENCY_ENDS:
        return "", start
    head = text[max(0, start - 5) : start]
    stripped = head.rstrip()
    found = lexicon.CURRENCIES.find(stripped)
    if found is None:
        return "", start
    word, code = found
    is_sign = not word[-1].isalpha()
    return code, start - len(head) + len(stripped) - len(word) if is_sign else start


def read(text: str, numeral: Numeral, unit: Unit) -> Draft | None:
    """A numeral with a money word behind it."""
    end = numeral.end + len(unit.word)
    if unit.kind == "foreign":
        return draft("money", numeral, end, amount(numeral, unit), unit.note)
    if unit.word in ("毛", "角") and _CENT.match(text, end):
        return _dimes(text, numeral, unit, end)
    if not _is_money(text, numeral, unit, end):
        return None
    value = amount(numeral, unit)
    if unit.word in ("元", "块", "w", "W", "k", "K", "元钱", "毛") and isinstance(value, Decimal):
        more, end = _change(text, end, unit)
        value += more
    whole = _WHOLE.match(text, end)
    found = draft("money", numeral, whole.end() if whole else end, value, _code(text, numeral))
    found.factor = unit.factor
    found.approx |= unit.note == "approx"
    return _abroad(text, found)


def _abroad(text: str, found: Draft) -> Draft:
    """「3万元欧元」「500万（美元）」: the currency behind counts, whatever stands in front of it."""
    match = _FOREIGN_BEHIND.match(text, found.end)
    if match is not None and found.unit == "yuan":
        found.unit, found.end = lexicon.CODES[match[1] or match[2]], match.end()
    return found


def _code(text: str, numeral: Numeral) -> str:
    """兆 counts yen and Taiwan dollars; a mainland amount says 万亿, so its currency is not known."""
    foreign = numeral.low >= LARGEST and "兆" in text[numeral.start : numeral.end]
    return "XXX" if foreign else "yuan"


def _dimes(text: str, numeral: Numeral, unit: Unit, end: int) -> Draft | None:
    """八角五分."""
    match = _CENT.match(text, end)
    assert match is not None
    value = numeral.low * unit.factor + _digit(match[1]) / 100
    return draft("money", numeral, match.end(), value, "yuan")


def _is_money(text: str, numeral: Numeral, unit: Unit, end: int) -> bool:
    """块 and 角 also count things: 一块, 三角."""
    if numeral.arabic or numeral.scale > 1:
        return unit.word not in ("角", "毛") or text[end : end + 1] not in _NOT_TENTH
    if unit.word == "块":
        following = text[end : end + 1]
        return (
            numeral.low != 1 and (following in ("多", "左", "上", "以") or not following.isalpha())
        ) or following in DIGITS
    if unit.word in ("角", "毛"):
        return numeral.low not in (3, 6, 8) and not text[end : end + 1].isalpha()
    return True


def _change(text: str, end: int, unit: Unit) -> tuple[Decimal, int]:
    """What follows the unit: 三块五, 五十元六角三分, 3w5."""
    match = _SMALL.match(text, end)
    zero = Decimal(0)
    if match is None:
        return zero, end
    tenth, word, cent = match.groups()
    if not word and (cent or text[match.end() : match.end() + 1] in _STOPS):
        found = _CENT.match(text, end)
        return (_digit(found.group(1)) / 100, found.end()) if found and unit.word == "元" else (zero, end)
    if not word and unit.word in ("元", "元钱"):
        return zero, end
    if cent and not word:
        return zero, end
    value = _digit(tenth) / 10 * unit.factor
    if cent and text[match.end() : match.end() + 1] in _STOPS and text[match.end() - 1] != "分":
        return value, match.end() - 1
    return value + (_digit(cent) / 100 if cent else 0), match.end()


_STOPS = _FRESH | frozenset("0123456789.,零一二两三四五六七八九十")


def _digit(sign: str) -> Decimal:
    return Decimal(DIGITS[sign]) if sign in DIGITS else Decimal(sign)


_MYRIADS = frozenset(MYRIADS)


def bare(text: str, numeral: Numeral, alone: bool) -> Draft | None:
    """A numeral that says money by its 万 or 亿, or by the colloquial 一千二."""
    large = numeral.scale > 1 or not _MYRIADS.isdisjoint(text[numeral.start : numeral.end])
    if numeral.string or not (large or numeral.colloquial):
        return None
    following = text[numeral.end : numeral.end + 1]
    if numeral.bare and not (alone or following in _OPEN or not following.isalnum() or _about(text, numeral)):
        return None
    found = draft("money", numeral, numeral.end, amount(numeral), _code(text, numeral))
    found.approx |= numeral.bare and text[numeral.start - 1 : numeral.start] in _NEARLY
    found.unit_missing = not large
    return _abroad(text, found)


def _about(text: str, numeral: Numeral) -> bool:
    """「上百万」「近千万」「百来万」: with such a word the bare 百 is an amount."""
    return numeral.fuzzy or text[numeral.start - 1 : numeral.start] in _ABOUT


_ABOUT = frozenset("上近约数过超破逾达好小满")


def myriad(text: str, start: int) -> Draft | None:
    """「上亿」「万把块」: 亿 or 万 without a numeral."""
    if text.startswith("万把块", start):
        return Draft("money", start, start + 3, Decimal(10000), "yuan", approx=True)
    before, behind = text[start - 1 : start], text[start + 1 : start + 2]
    if text[start] != "亿" or before not in _ABOUT or (behind.isalpha() and behind not in _OPEN):
        return None
    end = start + 1 + (behind in ("元", "块"))
    return Draft("money", start, end, Decimal(10**8), "yuan", approx=before in _NEARLY, scale=10**8)


_NEARLY = frozenset("上近约好小")
