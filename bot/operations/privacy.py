"""mask(text) → the same text without phone numbers, identity cards, bank cards, e-mail addresses and credit codes.

Sums, document and clause numbers, dates and rates stay: a number is taken for a person's only by its form and its
check digit (GB 11643 identity cards, GB 32100 credit codes, Luhn's for bank cards), never for its length alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

# Most texts hold nothing: seven digits with little between them, or an @, is the least that anything here needs.
SPOKEN = str.maketrans("〇零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖⓪①②③④⑤⑥⑦⑧⑨", "00112234567891234567890123456789")
WORDS = f"[{''.join(map(chr, SPOKEN))}]"
SIGN = rf"[\d{WORDS[1:]}"
HINT_OF_NUMBER = re.compile(SIGN + rf"[\W_]{{0,3}}{SIGN}" * 6)
HINT_OF_MAIL = re.compile(r"[@＠#＃(（](?:(?<=[@＠])|(?<=[#＃])\w|(?<=[(（])[aA][tT][)）])")
PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CARD = re.compile(r"[3-69]\d{12,18}")
ID = re.compile(r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
OLD_ID = re.compile(r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
CODE = re.compile(rf"[1-9ANY][1-9]\d{{6}}[{CODE_SIGNS}]{{10}}")
MOBILE = re.compile(r"(?:0|(?:00)?86)?1[3-9]\d{9}")
# A number before a unit or after a currency sign is a sum, whatever it looks like.
UNIT = re.compile(
    r" {0,2}[多余来几]?(?:元(?![宵旦])|人民币|万|亿|块|圆|千|百|美|港|欧|日元|RMB|CNY|USD|[%‰]|\.\d{1,2}(?!\d)"
    r"|,\d{3}(?!\d))",
    re.I,
)
# So is a bare one after a word for money, and a row of round ones.
MONEY = re.compile(
    r"(?:资本|保费|本金|金额|担保|营收|收入|贷款|融资|保额|产值|利润|税额|补贴|补助)"
    r"(?:总额|[是为共计约达了有到额: ]){0,4}$"
)
ROUND_ROW = re.compile(r"\d*0(?:[^\d]+\d*0)+")
NAMED_ROW = re.compile(r"(?:分别|各|依次)[是为有: ]{0,3}$")
CURRENCY = re.compile(r"(?:[¥$€]|RMB|CNY|USD|人民币) ?$", re.I)
LOCAL_CALLED = re.compile(r"(?:电话|手机|座机)(?:号码?)?(?:[前后]\d位)?[是为: ]{0,3}$")
CALLED = re.compile(r"(?:电话|手机|微信)(?:号码?)?[是为: ]{0,3}$")
ACCOUNT = re.compile(r"(?:卡号|账号|帐号|银行卡|账户|帐户)(?:号码?)?[是为: ]{0,3}$")
IDENTITY = re.compile(r"(?:身份证|证件)(?:号码?)?[是为: ]{0,3}$")
TAXPAYER = re.compile(r"(?:信用代码|税号|识别号)[是为: ]{0,3}$")


class DataKind(NamedTuple):
    """One kind of personal data. ``check(sign, before, after)``: whether the signs found, without what separates
    them, are one, between the words ``before`` and ``after``; ``most``: so many are its own, without a prefix."""

    placeholder: str
    patterns: tuple[re.Pattern[str], ...]
    check: Callable[[str, str, str], bool]
    most: int = 320


class Piece(NamedTuple):
    """One piece found: where, what it was, and its signs without what separated them or led to them."""

    start: int
    end: int
    placeholder: str
    sign: str


def mask(text: str) -> str:
    """``text`` with each piece of personal data replaced by what it was, for instance 〔手机号〕. Pure."""
    return _replaced(text, pieces(text))


@lru_cache(maxsize=16)  # a message is looked through to be kept, and again for what its answer repeats of it
def pieces(text: str) -> tuple[Piece, ...]:
    """The personal data in ``text``, in order."""
    if HINT_OF_NUMBER.search(text) or HINT_OF_MAIL.search(text):
        return tuple(sorted(_found(text)))
    return ()


def hidden(value: Any, found: Mapping[str, str]) -> Any:
    """A value of JSON in whose strings nothing is left of the signs ``found`` (sign → placeholder), however they are
    written there. Other numbers stay, also those that look like a person's: an office's telephone is no secret."""
    if isinstance(value, str):
        value = _replaced(value, [piece for piece in pieces(value) if piece.sign in found])
        for sign, placeholder in found.items():
            value = _written(sign).sub(placeholder, value)
        return value
    if isinstance(value, dict):
        return {key: hidden(one, found) for key, one in value.items()}
    return [hidden(one, found) for one in value] if isinstance(value, list | tuple) else value


def _replaced(text: str, found: Sequence[Piece]) -> str:
    parts, end = [], 0
    for piece in found:
        parts += [text[end : piece.start], piece.placeholder]
        end = piece.end
    return "".join([*parts, text[end:]]) if found else text


def _written(sign: str) -> re.Pattern[str]:
    """The signs with whatever may stand between them, in either width."""
    wide = [f"[{re.escape(one)}{chr(ord(one) + 0xFEE0)}]" for one in sign]
    return re.compile(r"[\W_]{0,3}".join(wide), re.I)


def _found(text: str) -> Iterator[Piece]:
    """What one kind has taken the next ones no longer see."""
    left = text.translate(_narrow())
    for kind, pattern in PATTERNS:
        for found in pattern.finditer(left):
            start, stop = found.span()
            before, after = left[max(start - 12, 0) : start], left[stop : stop + 6]
            sign = _bare(found[0])
            if kind.check(sign, before, after) and not _is_row(found[0], before):
                yield Piece(start, stop, kind.placeholder, sign[-kind.most :])
                left = left[:start] + "\n" * (stop - start) + left[stop:]


def _bare(found: str) -> str:
    """Its signs without what separates them."""
    return found.replace(" ", "") if "@" in found else re.sub(r"[^0-9A-Z]", "", found.translate(SPOKEN).upper())


def _is_row(found: str, before: str) -> bool:
    """Whether these are several round sums, one after another: named so, or with what stands between sums."""
    if not ROUND_ROW.fullmatch(found):
        return False
    return bool(NAMED_ROW.search(before) or MONEY.search(before) or set(found) & set("/*·,、"))


@cache
def _narrow() -> dict[int, str]:
    """Full-width and foreign digits, letters, dashes and spaces → those of ASCII, one for one."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    digits = (chr(code) for code in range(0x660, 0xFF00) if unicodedata.category(chr(code)) == "Nd")
    table |= {ord(digit): str(unicodedata.digit(digit)) for digit in digits}
    table |= {0x1D7CE + n: str(n % 10) for n in range(50)}  # mathematical digits
    table |= dict.fromkeys(map(ord, "×✕Ⅹ"), "X")
    return table | dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u200b\u202f\u3000"), " ") | {ord("￥"): "¥"}


def _is_sum(before: str, after: str) -> bool:
    return bool(CURRENCY.search(before) or UNIT.match(after))


def _is_identity_card(sign: str, before: str, after: str) -> bool:
    if not PROVINCE.match(sign) or sign[2:6] == "0000" or _is_sum(before, after):
        return False
    if len(sign) == 15:
        return bool(OLD_ID.fullmatch(sign))
    return bool(ID.fullmatch(sign)) and (_id_digit(sign) == sign[17] or bool(IDENTITY.search(before)))


def _id_digit(sign: str) -> str:
    """GB 11643: the last of the eighteen signs as the first seventeen have it."""
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, sign, strict=False)) % 11]


def _is_credit_code(sign: str, before: str, after: str) -> bool:
    if not CODE.fullmatch(sign) or (sign.isdecimal() and _is_sum(before, after)):
        return False
    return _code_sign(sign) == sign[17] or bool(TAXPAYER.search(before))


def _code_sign(sign: str) -> str:
    """GB 32100: the last of the eighteen signs as the first seventeen have it."""
    return CODE_SIGNS[-sum(CODE_SIGNS.index(one) * pow(3, i, 31) for i, one in enumerate(sign[:17])) % 31]


def _is_bank_card(sign: str, before: str, after: str) -> bool:
    if _is_sum(before, after) or MONEY.search(before) or sign.endswith("000000"):
        return False
    return bool(ACCOUNT.search(before) or (CARD.fullmatch(sign) and _luhn(sign)))


def _luhn(sign: str) -> bool:
    """ISO/IEC 7812: every second digit from the right counts double, its digits added."""
    doubled = [int(digit) * (1 + i % 2) for i, digit in enumerate(reversed(sign))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _is_mobile(sign: str, before: str, after: str) -> bool:
    if not MOBILE.fullmatch(sign):
        return False
    if MONEY.search(before):
        return False
    return not _is_sum(before, after) or bool(CALLED.search(before) and after.lstrip()[:1] in "万千百美港欧")


def _is_local(sign: str, before: str, after: str) -> bool:
    return bool(LOCAL_CALLED.search(before)) and not _is_sum(before, after)


def _is_any(sign: str, before: str, after: str) -> bool:
    return True


def _grouped(before: str, sign: str, after: str, *sizes: str) -> tuple[re.Pattern[str], ...]:
    """``sign`` as often as each of ``sizes`` says ("3-4-4"): the groups apart by one and the same separator or none."""
    return tuple([re.compile(before + _way(sign, size.split("-")) + after, re.I) for size in sizes])


def _way(sign: str, sizes: list[str]) -> str:
    first, second, *others = [f"{sign}{{{size}}}" for size in sizes]
    return f"{first}(?P<by> ?- ?| {{1,2}}|){second}" + "".join(f"(?P=by){other}" for other in others)


def _plain(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple([re.compile(pattern, re.I) for pattern in patterns])


ALONE, ENDS = r"(?<!\d)(?<!\D0\.)(?<!^0\.)", r"(?!\d)"  # not the decimals of a ratio
WORD, WORD_ENDS = "(?<![0-9A-Z])", "(?![0-9A-Z])"
ABROAD = r"(?:(?:\((?:\+|00)?86\)|(?:\+|00)?86)[ -]{0,3}|0)?"
AREA = r"(?:10|2\d|[3-9]\d\d)"
AREA_CODE = rf"(?:(?:\+|00)86[ -]{{0,3}}(?:0?{AREA}|\(0?{AREA}\))|0{AREA}|\(0{AREA}\))"
LOCAL = r"[ -]{0,3}[2-8]\d{2,3}[ -]?\d{4}(?: ?(?:转|-|ext\.?) ?\d{1,5})?"
ID_SIZES = (
    "6-8-4",
    "6-4-4-4",
    "6-4-2-2-4",
    "3-3-8-4",
    "4-4-4-4-2",
    "6-6-6",
    "3-3-3-3-3-3",
    "6-6-3",
    "-".join("1" * 18),
)
CODE_SIZES = ("2-6-9-1", "8-10", "8-9-1", "4-4-4-4-2", "6-6-6")
CARD_SIZES = ("4-4-4-4-1,3", "4-4-4-4", "4-4-4-1,3", "6-7,13", "4-9,15", "4-6-5", "8-8", "8-11")
MOBILE_SIZES = (
    "3-4-4",
    "3-8",
    "7-4",
    "5-6",
    "4-3-4",
    "4-4-3",
    "3-3-5",
    "3-3-3-2",
    "1-3-3-4",
    "3-2-2-2-2",
    "3-2-6",
    "-".join("1" * 11),
)
# Beside what separates any number: what people put between the groups of a mobile number.
MOBILES = (
    r"1[3-9]\d(?P<by> ?[/_*·,、] ?)(?:\d{4}(?P=by)\d{4}|\d{8}|\d\d(?P=by)\d\d(?P=by)\d\d(?P=by)\d\d)",
    r"\(1[3-9]\d\)[ -]?\d{4}[ -]?\d{4}",
)
SPELT = (
    rf"(?<!{SIGN}){WORDS}(?:[ -]?{WORDS}){{10}}(?!{SIGN})",
    rf"(?<!{SIGN})(?:\d{{3}}|{WORDS}{{3}})[ -]?(?:\d{{4}}|{WORDS}{{4}})[ -]?(?:\d{{4}}|{WORDS}{{4}})(?!{SIGN})",
)
MAIL_OTHERWISE = (
    r"(?<![A-Z0-9._%+-])[A-Z0-9._%+-]++ ?(?:@|#|\(at\)) ?[A-Z0-9-]{1,63}(?:[.。][A-Z0-9-]{1,63})*"
    r"[.。](?:com|cn|net|org)(?![A-Z])"
)
KINDS = (
    DataKind(
        "〔邮箱〕", _plain(r"(?<![A-Z0-9._%+-])[A-Z0-9._%+-]++ ?@ ?[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63})+"), _is_any
    ),
    DataKind("〔邮箱〕", _plain(MAIL_OTHERWISE), _is_any),
    DataKind("〔身份证号〕", _grouped(ALONE, r"[\dX]", ENDS, *ID_SIZES), _is_identity_card),
    DataKind("〔信用代码〕", _grouped(WORD, "[0-9A-Z]", WORD_ENDS, *CODE_SIZES), _is_credit_code),
    DataKind("〔银行卡号〕", _grouped(ALONE, r"\d", ENDS, *CARD_SIZES), _is_bank_card),
    DataKind("〔手机号〕", _grouped(ALONE + ABROAD, r"\d", ENDS, *MOBILE_SIZES), _is_mobile, 11),
    DataKind("〔手机号〕", _plain(*[ALONE + way + ENDS for way in MOBILES], *SPELT), _is_mobile, 11),
    DataKind("〔手机号〕", _plain(ALONE + r"1[3-9]\d\.\d{4}\.\d{4}" + ENDS), _is_any),
    DataKind("〔电话号码〕", _plain(ALONE + AREA_CODE + LOCAL + ENDS), _is_any),
    DataKind("〔电话号码〕", _plain(ALONE + r"[1-9]\d{2,3}[ -]?\d{4}" + ENDS), _is_local),
)
PATTERNS = tuple([(kind, pattern) for kind in KINDS for pattern in kind.patterns])
