"""How Chinese says that a sum is so many times what it was: 减半, 翻一番, 打八折, 多三成."""

import re
from decimal import Decimal
from typing import NamedTuple

HALF, TWICE = Decimal("0.5"), Decimal(2)
DIGITS = {char: Decimal(n) for n, char in enumerate("一二三四五六七八九", start=1)} | {"两": Decimal(2)}
DIGITS |= {str(n): Decimal(n) for n in range(1, 10)}
SAID = re.compile(
    "(?P<half>减半|砍半|折半|对折|(?:少|减|砍|降|缩)(?:了|掉|去)?一半)"
    "|翻(?:了|上|个)?(?P<doublings>[一两二三])?(?:番|倍|个倍)(?!期)|(?P<twice>加倍)"
    "|[打谈给降砍][了过到个的成]{0,2}(?P<tenths>[一二三四五六七八九1-9][.点]?[一二三四五六七八九1-9]?)折(?!扣)"
    "|(?P<way>多|加|涨|增加?|提|少|减|降|砍)(?:了|掉|去)?(?P<parts>[一二两三四五六七八九])成"
)
LESS = "少减降砍"


class Scaling(NamedTuple):
    """``factor``: by which it is multiplied; ``said``: the words; ``start``: where they begin; ``discount``: the figure
    of one, of what is paid (九折)."""

    factor: Decimal
    said: str
    start: int
    discount: str = ""


def scaling(text: str) -> Scaling | None:
    """The first such word of a text (folded); None where there is none."""
    found = SAID.search(text)
    if found is None:
        return None
    said = found.groupdict()
    if said["half"]:
        factor = HALF
    elif said["tenths"]:
        first, *more = (char for char in said["tenths"] if char in DIGITS)
        factor = DIGITS[first] / 10 + sum((DIGITS[char] for char in more), Decimal(0)) / 100  # 九折, 八五折, 8.5折
    elif said["parts"]:
        part = DIGITS[said["parts"]] / 10
        factor = 1 - part if said["way"][0] in LESS else 1 + part
    else:
        factor = TWICE ** int(DIGITS[said["doublings"] or "一"])
    return Scaling(factor, found[0], found.start(), f"{said['tenths']}折" if said["tenths"] else "")
