"""What looks like a figure and is none: idioms, phone and document numbers, clock times, ranks."""

import re
from decimal import Decimal

from bot.figures import lexicon
from bot.figures.draft import Draft
from bot.figures.numerals import Numeral
from bot.figures.spelled import SIGNS

_LABEL = re.compile(
    r"\d{3,4}-\d{7,8}(?!\d)|\d{3,4}-\d{3,4}-\d{4}(?!\d)|\d{1,3}(?:\.\d{1,3}){3,}|\d{1,2}:\d{1,2}(?::\d{2})?(?!\d)"
    r"|(?:19|20)\d{2} ?[1-39] ?\d{7}(?:\.[\dX])?(?![\d万亿千百元块wWkK%])"
    r"|(?<=[-_])(?:19|20)\d{2}-(?!(?:19|20)\d{2}(?!\d))\d{3,6}(?![\d-])"
    r"|\d{11,}+(?![万亿千百元块wWkK%]|\.\d|美|港|欧|日元|英)|\d{1,17}+[A-Z]{2}[0-9A-Z]{6,}|\d{1,4}[xX×*]\d{1,4}"
)
_TOKEN = re.compile(r"[0-9A-Za-z_./-]*+")
_NAME = re.compile(r"[0-9A-Za-z_./-]++(?: \d{2,}+(?![\d.]*[万亿元千百%年月个天人块wW]))*+")  # 138 0635 1234
_HYPHENED = re.compile(r"(?<![A-Za-z])([A-Za-z]+)[-_](?:\w{1,20}[-_])*$")
_DOCUMENT = re.compile(r"[〔\[(【]\s?(?:19|20)\d{2}\s?[〕\])】]\s?[\u4e00-\u9fff]{0,12}?第?\s?\d{1,8}\s?号")
_NUMERAL = frozenset(SIGNS)
_BRACKETS = frozenset("〔[(【")
_MALFORMED = re.compile(
    r"\d{1,40}(?:[,.]\d{0,40}){2,}+|\d{1,40}(?:\.\d{1,40})?[eE][+-]?\d++|\d{1,40},\d{1,40}|0\d{1,40}"
)
_GROUPED = re.compile(r"(?!0\d)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d|,\d)|\d+(?:\.\d+)?(?![\d.,]*\d|[eE][+-]?\d))")
_PLACES = re.compile(rf"[{SIGNS}]{{0,4}}")
_MARKED = re.compile(r"\d{1,6}(?:\.\d{1,4})?[万亿]")  # 「A100万B80万」: the letter is a mark, and a sum follows
_ENTRIES = frozenset(["LPR", *(word.upper() for word in lexicon.CURRENCY_SIGNS if word.isascii())])


def idiom(text: str, start: int) -> int:
    """Where the idiom around the numeral sign at `start` ends, or 0."""
    idioms = lexicon.IDIOMS.get(text[start : start + 2], ())
    if start:
        idioms += lexicon.IDIOMS.get(text[start - 1 : start + 1], ())
    for word, at in idioms:
        if start >= at and text.startswith(word, start - at):
            return start - at + len(word)
    return 0


def label(text: str, start: int) -> int:
    """Where a phone, identity or document number or a clock time ends, or 0."""
    match = _LABEL.match(text, start)
    if match is None and start and text[start - 1] in _BRACKETS:
        match = _DOCUMENT.match(text, start - 1)
    if match is not None and not (start and _is_priced(text, start)):
        return match.end()
    if start and _is_named(text, start):
        name = _NAME.match(text, start)
        return name.end() if name is not None else start
    return _hyphened(text, start) if start and text[start - 1] in "-_" else 0


def _hyphened(text: str, start: int) -> int:
    """Where JK-2024-0815 ends, or 0: a number behind a Latin word and a hyphen, unless a unit follows."""
    word = _HYPHENED.search(text[max(0, start - 40) : start])
    if word is None or word[1].upper() in _ENTRIES:
        return 0
    end = token(text, start)
    return 0 if lexicon.UNITS.find(text, end) or text[end : end + 1] in _NUMERAL else end


def _is_priced(text: str, start: int) -> bool:
    """Eleven digits behind ¥ or RMB are an amount, not a phone number."""
    return lexicon.CURRENCIES.find(text[max(0, start - 4) : start].rstrip()) is not None


def _is_named(text: str, start: int) -> bool:
    """「邮编252000」「拨打12345」: a number that names something."""
    return lexicon.NAMED_BEFORE.find(text[max(0, start - 8) : start].rstrip(_COLONS)) is not None


_COLONS = " :：是为"
_FAREWELL = re.compile("(?:好|谢|拜|再见|行|ok|OK|嗯|嘞|得|这样|走|撤|溜|闪|哈|忙)[^0-9a-zA-Z]{0,6}$")
_BYE = re.compile("886?(?=[^0-9a-zA-Z.%万亿千百元块个年月天号期人家件]*$)")


def bye(text: str, start: int) -> int:
    """Where the 88 of 「好嘞，88」 (bye-bye) ends, or 0: the last of a message that takes leave."""
    match = _BYE.match(text, start)
    return match.end() if match and _FAREWELL.search(text, max(0, start - 8), start) else 0


def token(text: str, start: int) -> int:
    """Where the Latin word around `start` ends: ISO9001, 3D, A2021."""
    match = _TOKEN.match(text, start)
    return match.end() if match is not None else start


def in_word(text: str, start: int) -> bool:
    """Whether the digit at `start` goes on a Latin word other than LPR or a currency code."""
    before = text[start - 1]
    if not (before.isascii() and before.isalpha()):
        return False
    alone = start == 1 or token(text, start - 2) == start - 2
    if alone and _MARKED.match(text, start):
        return False
    return text[max(0, start - 3) : start].upper() not in _ENTRIES


def malformed(text: str, start: int) -> tuple[Draft | None, int] | None:
    """「1,2,3,4万元」 and 「1e9元」 are named, not guessed; without a unit they are no figure."""
    match = _MALFORMED.match(text, start)
    if match is None or _GROUPED.match(text, start):
        return None
    places = _PLACES.match(text, match.end())
    end = places.end() if places is not None else match.end()
    unit = lexicon.UNITS.find(text, end)
    meant = unit is not None and unit[1].kind in ("money", "foreign", "percent")
    if not meant and end == match.end():
        return None, match.end()
    found = Draft("money", start, end + (len(unit[0]) if unit and meant else 0), Decimal(0), "yuan")
    found.invalid = "malformed"
    return found, found.end


def past_ordinal(text: str, numeral: Numeral) -> int:
    """Where 「第三条」 ends."""
    unit = lexicon.UNITS.find(text, numeral.end)
    return numeral.end + (len(unit[0]) if unit else 0)
