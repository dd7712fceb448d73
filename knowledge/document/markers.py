"""The numbers that stand before headings and clauses: 第一章, 第一条, 一、, （一）, 1., （1）, ①."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.document.numerals import HAN, any_number

CHAPTERS = ("部分", "编", "章", "节")  # from the widest to the narrowest
ARTICLE = "条"
HAN_COMMA, HAN_BRACKET, DIGIT, DIGIT_BRACKET, DIGIT_HALF, RING = "一、", "（一）", "1.", "（1）", "1）", "①"
DECIMAL = ("1.1", "1.1.1")  # 2.3, 2.3.1: headings, never entries of a list
NUMBER = rf"(?:{HAN}(?: ?{HAN})*|\d(?: ?\d){{0,2}})"
RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
IN_BRACKETS = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
DIGITS_IN_BRACKETS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
DIGITS_WITH_STOP = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
SIGNS = ((RINGS, RING), (IN_BRACKETS, HAN_BRACKET), (DIGITS_IN_BRACKETS, DIGIT_BRACKET), (DIGITS_WITH_STOP, DIGIT))
AMOUNT = "(?![亿万千百元%倍个年月天日米吨])"
PATTERNS = (
    (None, re.compile(rf"第 ?(?P<n>{NUMBER}) ?(?P<kind>[编章节])(?=[\s:]|[^之的规])")),
    (None, re.compile(rf"第 ?(?P<n>{NUMBER}) ?(?P<kind>部分)")),
    (ARTICLE, re.compile(rf"第 ?(?P<n>{NUMBER}) ?条(?![、和至及或款第规之,])(?:之[一二三四五])?")),
    (HAN_COMMA, re.compile(rf"(?P<n>{HAN}(?: ?{HAN}){{0,3}}) ?[、.](?!{HAN}[类级等])")),
    (HAN_BRACKET, re.compile(rf"[(〔] ?(?P<n>{HAN}(?: ?{HAN}){{0,3}}) ?[)〕](?: ?、)?")),
    (DIGIT_BRACKET, re.compile(r"\( ?(?P<n>\d{1,3}) ?\)(?: ?、)?")),
    (DECIMAL[0], re.compile(rf"\d{{1,2}}\.(?P<n>\d{{1,2}})(?=[ 、]|[一-鿿《“]){AMOUNT}")),
    (DECIMAL[1], re.compile(rf"\d{{1,2}}\.\d{{1,2}}\.(?P<n>\d{{1,2}})(?![.\d]){AMOUNT}")),
    (DIGIT, re.compile(r"(?P<n>\d(?: ?\d){0,2}) ?[.、](?![\d])")),
    (DIGIT_HALF, re.compile(r"(?P<n>\d{1,3}) ?\)")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A number before a paragraph: its ``kind``, ``number`` and how many characters it takes."""

    kind: str
    number: int
    length: int

    @property
    def is_chapter(self) -> bool:
        return self.kind in CHAPTERS


@lru_cache(maxsize=8192)
def marker_of(fold: str) -> Marker | None:
    """The number the paragraph begins with, None when it begins with none."""
    for signs, sign in SIGNS:
        if fold[0] in signs:
            return Marker(sign, signs.index(fold[0]) + 1, 1 + (fold[1:2] in ("、", ".")))
    for kind, pattern in PATTERNS:
        if (found := pattern.match(fold)) and (number := any_number(found["n"])):
            return Marker(kind or found["kind"], number, found.end())
    return None
