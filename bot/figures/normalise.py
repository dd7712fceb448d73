"""Plain text for the reader: one script, one width, no invisible signs; positions map back.

Most signs are replaced one for one, so positions stay. What is taken out (invisible signs, spaces
inside a numeral) is remembered in `origins`.
"""

import re
import sys
import unicodedata
from typing import NamedTuple

_PLAIN = dict(
    zip(
        "壹贰貳弌弍叁叄肆伍陆陸柒捌玖拾佰仟萬億〇Ｏ○兩圆圓個點負號後數幾餘来來俩倆項專歲歳週內開於過",
        "一二二一二三三四五六六七八九十百千万亿零零零两元元个点负号后数几余来来俩俩项专岁岁周内开于过",
        strict=True,
    )
)
_CAPITALS = "壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟"
_HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u0300-\u036f"
_DIGITS = "零一二两三四五六七八九"
_BLANK = "[ \t\u00a0]"


def _table() -> dict[int, str]:
    table = {ord(sign): plain for sign, plain in _PLAIN.items()}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(sign): sign for sign in "，：；！？"}  # clause marks stay what they are
    table |= {0x3000: " ", 0x2212: "-", 0xFFE5: "¥", 0x2009: " ", 0x202F: " "}
    for code in range(0x660, min(sys.maxunicode, 0x1E950)):
        if unicodedata.category(chr(code)) == "Nd" and code not in table:
            table[code] = str(unicodedata.digit(chr(code)))
    return table


_TABLE = _table()
_SPECIAL = re.compile("[" + "".join(re.escape(chr(c)) for c in sorted(_TABLE) if chr(c) not in "，：；！？") + "]")
_GROUPS = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_DROPPED = re.compile(
    f"[{_HIDDEN}]+"
    f"|(?<=[0-9{_DIGITS}几]){_BLANK}{{1,4}}(?=[十百千万亿点成折分个元块年月日号天周%‰多余人项笔季倍])"
    f"|(?<=[0-9]){_BLANK}{{1,4}}(?=(?:[wWkK]|bps?|BPs?|RMB)(?![A-Za-z]))"
    f"|(?<=[十百千]){_BLANK}{{1,4}}(?=[万亿元个多余几成分]|分之|人|年|天)"
    f"|(?<=[千]){_BLANK}{{1,4}}(?=[{_DIGITS}]{_BLANK}{{0,4}}百)"
    f"|(?<=[百]){_BLANK}{{1,4}}(?=[{_DIGITS}]{_BLANK}{{0,4}}十)"
    f"|(?<=[百]){_BLANK}{{1,4}}(?=[{_DIGITS}](?![0-9{_DIGITS}十百千万亿年个月天人项]))"
    f"|(?<=[万]){_BLANK}{{1,4}}(?=[0-9{_DIGITS}]{_BLANK}{{0,4}}千)"
    f"|(?<=[十]){_BLANK}{{1,4}}(?=[{_DIGITS}](?![0-9{_DIGITS}十百千万亿年个月天人项]))"
    f"|(?<=[万亿余多]){_BLANK}{{1,4}}(?=[元亿万])"
    f"|(?<=点){_BLANK}{{1,4}}(?=[{_DIGITS}])"
    f"|(?<=十){_BLANK}{{1,4}}(?=点)"
    f"|(?<=百){_BLANK}{{1,4}}(?=分)|(?<=分){_BLANK}{{1,4}}(?=之|点)|(?<=之){_BLANK}{{1,4}}(?=[0-9{_DIGITS}十百])"
    f"|(?<=个){_BLANK}{{1,4}}(?=百{_BLANK}{{0,4}}分|月|点|基点|季度|亿)"
    f"|(?<=[0-9]){_BLANK}{{1,2}}(?=[年月日])|(?<=[0-9]年){_BLANK}{{1,2}}(?=[0-9]{{1,2}}{_BLANK}{{0,2}}月)"
    f"|(?<=月){_BLANK}{{1,2}}(?=[0-9]{{1,2}}{_BLANK}{{0,2}}[日号])"
    f"|(?<![0-9])(?<=[0-9]) (?=[0-9] [0-9](?! ?[0-9]))",
)
_SPACED_GROUPS = re.compile(r"(?<![\d.])\d{1,3}(?:[ _']\d{3}){2,}(?!\d)|(?<![\d.])\d{1,3}(?:[_']\d{3})+(?!\d)")
_SPACED_DIGITS = re.compile(r"(?<![\d.])\d(?: \d){2,}(?![ .]?\d)")
_URL = re.compile(r"(?:https?|ftp)://[^\s，。；、）)]*|www\.[^\s，。；、）)]*|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}")


class Page(NamedTuple):
    """`text` is what the reader reads, `origins[i]` where text[i] stood (None: the same place)."""

    text: str
    origins: list[int] | None
    capitals: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of `text` stood in the message."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def normalise(message: str) -> Page:
    """The message as the reader wants it."""
    text = message
    special = _SPECIAL.search(message) is not None
    if special:
        text = _GROUPS.sub(",", text).translate(_TABLE)
    if "." in text and ("://" in text or "www." in text or "@" in text):
        text = _URL.sub(lambda match: "\0" * len(match.group()), text)
    dropped = _dropped(text)
    if not dropped:
        return Page(text, None, special)
    origins = [i for i in range(len(text)) if i not in dropped]
    return Page("".join([text[i] for i in origins]), origins, special)


_MAY_DROP = re.compile(f"[ \t\u00a0_'{_HIDDEN}]")


def _dropped(text: str) -> set[int]:
    """Positions of signs that do not count."""
    if _MAY_DROP.search(text) is None:
        return set()
    found = {i for match in _DROPPED.finditer(text) for i in range(match.start(), match.end())}
    for pattern in (_SPACED_GROUPS, _SPACED_DIGITS):
        for match in pattern.finditer(text):
            found.update(i for i in range(match.start(), match.end()) if not text[i].isdigit())
    return found
