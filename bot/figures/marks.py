"""Marks between digits: thousands (2，500万), decimal points (三.五百万, 3点5万), numbers of a list (1. 2. 3.)."""

import re
import unicodedata

_DIGITS = "零一二三四五六七八九"
_MONEY = "[.．\\s]?\\d*\\s?[十百千]?[万萬亿億元圆块wWkK]"
_NO_DIGIT_BEFORE = r"(?<![\d.．·，,])"
_GROUPED = re.compile(
    rf"{_NO_DIGIT_BEFORE}\d{{1,2}}(?:，\d{{3}})+(?![\d，]*\d)(?={_MONEY}|[.．]\d)"  # 2，500万; 1，234，567元
    rf"|{_NO_DIGIT_BEFORE}\d{{3}}(?:，\d{{3}}){{2,}}(?!\d)(?=[.．]\d|\s?[元圆块])"
    rf"|{_NO_DIGIT_BEFORE}\d{{3}}，\d{{3}}(?![\d，])(?=[.．]\d|\s?[元圆块])"  # of 300，400万 there are two
    r"|(?<!\d)\d{1,3}(?:，(?:000|０００))+(?!\d)"
)
_WIDE = re.compile(r"[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])")
_OWN = re.compile(r"(?:[年月日号期限率长龄]|LPR)[是为有：: ]{0,2}$", re.IGNORECASE)  # 期限12，500万: two figures
_HUNDREDS = re.compile(r"(?<![\d.,])[1-9]00,[1-9]00(?=[万萬wW])")  # 300,400万 are two, nobody borrows 30亿
_POINT = re.compile(
    r"(?<=\d)[·・•点點](?=\d{1,6}\s?[万萬亿億千百%％‰])"
    rf"|(?<=\d)[点點](?=[{_DIGITS}]{{1,4}}\s?[万萬亿億])"
    rf"|(?<=[{_DIGITS}十百])[.．·・•](?=[{_DIGITS}])"
    rf"|(?<=[{_DIGITS}十])[.．·・•点點](?=\d{{1,4}}\s?[万萬亿億千百])"
    r"|(?<=\d)。(?=\d{1,2}[万萬亿億%％])"
)
_CLOCK = re.compile(r"(?:[上下中]午|早上|晚上|凌晨|[早晚]|[:：]\d*)\s?\d{0,2}$")
_TO_HAN = {str(value): sign for value, sign in enumerate(_DIGITS)}
_TO_ARABIC = {sign: digit for digit, sign in _TO_HAN.items()}
_CLAUSE_ENDS = frozenset("，。；;,：:！？!?)）\n \t")
_LINE_STARTS = frozenset(" \t\n；;。(")
_ENTRY = re.compile(r"(\d{1,2})\s?([、.)，,:：]|\s(?=[\u4e00-\u9fff]|20\d\d[年.-]))(?!\s*[万亿元%])\s*")
_AFTER_POINT = re.compile(
    r"(?:19|20)\d\d[年.-]|\d{1,3}(?:个月|年|天|[月日号])|[1-9]\d{2,}[万w]"
)  # 「2.12个月」 is no decimal
_HAN = re.compile("[\u4e00-\u9fff]")
_NEXT = dict(zip("一二三四五六七八", "二三四五六七八九", strict=True))


def plain(text: str) -> str:
    """The text with one kind of comma between thousands and one kind of decimal point; every sign keeps its place."""
    if "，" in text:
        text = _WIDE.sub(_thousands, text)
        text = _GROUPED.sub(_thousands, text)
    if "," in text:
        text = _HUNDREDS.sub(lambda match: match.group().replace(",", "、"), text)
    return _pointed(text)


def _thousands(match: re.Match[str]) -> str:
    text, start = match.string, match.start()
    lead = match.group().partition("，")[0]
    alone = _OWN.search(text[max(0, start - 6) : start]) or (len(lead) < 3 and is_listed(text, start, lead, "，"))
    return match.group() if alone else match.group().replace("，", ",")


def begins_clause(text: str, start: int) -> bool:
    """Whether nothing of the same clause stands in front of `start`."""
    return not start or text[start - 1] in _CLAUSE_ENDS


def is_listed(text: str, start: int, number: str, mark: str, loose: bool = False) -> bool:
    """Whether `number` at `start` is the mark of an entry: it begins a clause, and so does its neighbour (1. … 2. …).

    `loose`: the neighbour may be what else is read as thousands (1，500万；2，一年).
    """
    if not begins_clause(text, start):
        return False
    if number in _TO_ARABIC:
        neighbours = [_NEXT.get(number, ""), *(sign for sign, following in _NEXT.items() if following == number)]
    elif not number.isdecimal():
        return False
    else:
        neighbours = [str(int(number) + 1), str(int(number) - 1)]
    here = rf"\s?{re.escape(mark)}" + ("" if loose else r"(?!\d{3}(?!\d))")
    return any(re.search(rf"(?:^|[，。；;,：:！？!?)）\s]){one}{here}", text) for one in neighbours if one)


def entry(text: str, start: int) -> int:
    """Where the mark of an entry that begins at `start` ends, or 0: 「1、」「2.」「(3)」「4：」, also 「问题1：」."""
    match = _ENTRY.match(text, start)
    if match is None:
        return 0
    number, mark = match.groups()
    opened = start > 0 and text[start - 1] == "("
    if opened and mark == ")" and re.search(rf"\((?:{int(number) + 1}|{int(number) - 1})\)", text):
        return match.end()
    if not begins_clause(text, start - opened):
        return match.end() if mark in ":：" and len(number) == 1 and _HAN.match(text, start - 1) else 0
    is_digit = text[match.end(2) : match.end(2) + 1].isdigit()
    if mark == ")" or (mark in "、." and match.end(2) == match.end() and not is_digit and _begins_line(text, start)):
        return match.end()
    if is_digit and (mark == "," or (mark == "." and not _AFTER_POINT.match(text, match.end()))):
        return 0
    return match.end() if is_listed(text, start, number, mark, loose=True) else 0


def _begins_line(text: str, start: int) -> bool:
    return not start or text[start - 1] in _LINE_STARTS


def _pointed(text: str) -> str:
    for match in reversed(list(_POINT.finditer(text))):
        at = match.start()
        if _is_point(text, at):
            end = at + 1
            while end < len(text) and _plain_digit(text[end]) in _TO_HAN | _TO_ARABIC:
                end += 1
            arabic = text[at - 1].isdigit()
            names = _TO_ARABIC if arabic else _TO_HAN
            tail = "".join([names.get(sign, sign) for sign in map(_plain_digit, text[at + 1 : end])])
            text = f"{text[:at]}{'.' if arabic else '点'}{tail}{text[end:]}"
    return text


def _is_point(text: str, at: int) -> bool:
    """Not 下午3点5万到账, nor the mark of an entry, nor the end of a sentence after a longer number."""
    sign = text[at]
    if sign in "点點" and text[at - 1] == "一" and text[at + 1].isdigit():
        return False  # 差一点100万
    if sign in "点點":
        return _CLOCK.search(text[:at]) is None
    begin = at
    while begin and text[begin - 1].isdigit():
        begin -= 1
    if sign == "。":
        return (
            at - begin < 3
            and text[begin - 1 : begin] not in (".", "．")
            and not _OWN.search(text[:begin][-6:].rstrip("率"))
        )
    if begin == at:
        begin -= 1
        return not is_listed(text, begin, text[begin], sign)
    return True


def _plain_digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() and unicodedata.digit(sign, None) is not None else sign
