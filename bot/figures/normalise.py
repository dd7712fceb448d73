"""Plain text for the reader: one script, one width, no invisible signs; positions map back.

Most signs are replaced one for one, so positions stay. What is taken out (invisible signs, spaces
inside a numeral) is remembered in `origins`.
"""

import re
import unicodedata
from typing import NamedTuple

from bot.figures import marks

_YAO = re.compile("(?<=[0-9零一二三四五六七八九])幺|幺(?=[幺0-9零一二三四五六七八九])")  # one, as it is dictated
_VARIANTS = dict(
    zip(
        "壹贰貳弌弍叁叄肆伍陆陸柒捌玖拾佰仟萬億〇Ｏ○兩圆圓個點負號後數幾餘来來俩倆項專歲歳週內開於過",
        "一二二一二三三四五六六七八九十百千万亿零零零两元元个点负号后数几余来来俩俩项专岁岁周内开于过",
        strict=True,
    )
)
_MARKS = "，：；！？"  # clause marks stay what they are
_HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u0300-\u036f"


def _table() -> dict[int, str]:
    table = {ord(sign): plain for sign, plain in _VARIANTS.items()}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _MARKS}
    table |= {0x3000: " ", 0x2212: "-", 0xFFE5: "¥", 0x2009: " ", 0x202F: " "}
    digits = (code for code in range(0x660, 0xFF00) if unicodedata.category(chr(code)) == "Nd")
    table |= {code: str(unicodedata.digit(chr(code))) for code in digits}
    return table | {0x1D7CE + n: str(n % 10) for n in range(50)}  # mathematical digits


_TABLE = _table()
# Two searches: with signs beyond the BMP in the one class it is twenty times slower.
_SPECIAL = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_TABLE) if code < 0x10000) + "]")
_UNPLAIN = re.compile(
    _SPECIAL.pattern[:-1] + f"@ \t\u00a0_'{_HIDDEN}]"
)  # a message without any of these stays as it is
_MARKED = re.compile(
    r"[\d零一二三四五六七八九十百][，,。.·・•点](?=[\d零一二三四五六七八九])|好几|幺"
)  # what marks.py looks at
_FANCY = re.compile("[\U0001d7ce-\U0001d7ff]")
_URL = re.compile(r"(?:https?|ftp)://[^\s，。；、）)]*|www\.[^\s，。；、）)]*|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}")
_MAY_DROP = re.compile(f"[ \t\u00a0_'{_HIDDEN}]|好几")

_B = "[ \t\u00a0]{1,4}"  # blanks
_D = "[零一二两三四五六七八九]"
_N = "[0-9零一二两三四五六七八九十百千万亿]"
_LONE = f"{_D}(?![0-9零一二两三四五六七八九十百千万亿年个月天人项])"  # a last digit, nobody else's count
_DROPPED = re.compile(
    "|".join(
        [
            f"[{_HIDDEN}]+",
            f"(?<=[0-9零一二两三四五六七八九几]){_B}(?=[十百千万亿点成折分个元块年月日号天周%‰多余人项笔季倍])",
            f"(?<=成){_B}(?={_D}(?:$|[，。,]))",
            f"(?<=[0-9]){_B}(?=(?:[wWkK]|bps?|BPs?|RMB)(?![A-Za-z]))",
            f"(?<=[十百千]){_B}(?=[万亿元个多余几成分人年天])",
            f"(?<=[百千]){_B}(?=[0-9](?:{_B})?[十百])",
            "(?<=[十百千万亿])好(?=几[十百千万亿])",
            f"(?<=千){_B}(?={_D}(?:{_B})?百)|(?<=百){_B}(?={_D}(?:{_B})?十)|(?<=万){_B}(?=[0-9零一二两三四五六七八九](?:{_B})?千)",
            f"(?<=[十百]){_B}(?={_LONE})",
            f"(?<=[万亿余多]){_B}(?=[元亿万])",
            f"(?<=点){_B}(?={_D})|(?<=十){_B}(?=点)",
            f"(?<=百){_B}(?=分)|(?<=分){_B}(?=[之点])|(?<=之){_B}(?={_N})",
            f"(?<=个){_B}(?=百(?:{_B})?分|月|点|基点|季度|亿)",
            f"(?<=年){_B}(?=[0-9]{{1,2}}(?:{_B})?月)|(?<=月){_B}(?=[0-9]{{1,2}}(?:{_B})?[日号])",
        ]
    )
)
_ZERO = re.compile("(?<=[是为])零(?=$|[ ，,。；;！!？?吧呀啊的])")
_SPACED_GROUPS = re.compile(r"(?<![\d.])\d{1,3}(?:[ _']\d{3}){2,}(?!\d)|(?<![\d.])\d{1,3}(?:[_']\d{3})+(?!\d)")
_SPACED_DIGITS = re.compile(r"(?<![\d.])\d(?: \d){2,}(?![ .]?\d)")


class Page(NamedTuple):
    """`text` is what the reader reads, `origins[i]` where text[i] stood (None: the same place)."""

    text: str
    origins: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of `text` stood in the message."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def normalise(message: str) -> Page:
    """The message as the reader wants it."""
    if _UNPLAIN.search(message) is None and _FANCY.search(message) is None and _MARKED.search(message) is None:
        return Page(_zeros(_without_addresses(message)), None)
    return _rewritten(message)


def _zeros(text: str) -> str:
    """「融资额是零」: said alone as a value it is a number."""
    return _ZERO.sub("0", text) if "零" in text else text


def _rewritten(text: str) -> Page:
    text = marks.plain(text)
    if _SPECIAL.search(text) is not None or _FANCY.search(text) is not None:
        text = text.translate(_TABLE)
    if "幺" in text:
        text = _YAO.sub("一", text)
    text = _zeros(_without_addresses(text))
    dropped = _dropped(text) if _MAY_DROP.search(text) is not None else None
    if not dropped:
        return Page(text, None)
    origins = [i for i in range(len(text)) if i not in dropped]
    return Page("".join([text[i] for i in origins]), origins)


def _without_addresses(text: str) -> str:
    """Web and mail addresses blanked out."""
    if "." in text and ("://" in text or "www." in text or "@" in text):
        return _URL.sub(lambda match: "\0" * len(match.group()), text)
    return text


def _dropped(text: str) -> set[int]:
    """Positions of signs that do not count."""
    found = {i for match in _DROPPED.finditer(text) for i in range(match.start(), match.end())}
    for pattern in (_SPACED_GROUPS, _SPACED_DIGITS):
        for match in pattern.finditer(text):
            found.update(i for i in range(match.start(), match.end()) if not text[i].isdigit())
    return found
