"""Numbers written out to the last yuan: 2,000,000 and 3,249.40 and 43600 say their unit by how they are written."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bot.figures.lexicon import JOINTS
from bot.figures.model import Figure

WAN, FEWEST = "个", 10  # what people call a 万 among themselves (三百个); fewer are a count of something
_ENDS = re.compile(r"[吧呢啊哦呀的]?(?:$|[，。；！？!?;,、\s])")
_SUM_BEFORE = re.compile(
    r"(?:^|[，。；;,：:\s]|[贷借放款担保融募投批额金]|[贷借放担保融募投批加减到降涨]了|[是到约]|大概|差不多)$"
)
FEWEST_YUAN = 100  # what is less beside a sum is a rate or a count
LEAST = 10_000  # nobody counts in 万 what he writes as 43600
_DIGITS = r"-?\d{5,12}(?:\.\d{1,2})?"
_GROUPED = r"-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
_CENTS = r"-?\d{3,12}\.\d\d"  # 612.40 and not 3.45, which is a rate
_TO_THE_YUAN = re.compile(f"(?:{_GROUPED}|{_CENTS}|{_DIGITS})")
_TWO_HUNDREDS = re.compile(r"[1-9]00,[1-9]00")  # 300,400 may be two figures
_TIMES = re.compile("[百千万萬亿wWkK]")


def in_full(text: str, figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures of ``text``, those that are bare numbers written out in full as yuan, with what is listed beside
    them (2,100和980) and with a 0 listed beside any sum."""
    found: list[Figure] = []
    for figure in figures:
        if _counts_wan(text, figure):
            found.append(replace(figure, unit_missing=True))
        else:
            full = _is_in_full(figure) or (_is_bare(figure) and bool(found) and _is_listed(text, found[-1], figure))
            found.append(_in_yuan(figure) if full else figure)
    return tuple(found)


def _is_listed(text: str, before: Figure, figure: Figure) -> bool:
    """Whether it stands in a list after a sum in yuan, and is nothing or said to the yuan as that one."""
    listed = before.kind == "money" and text[before.end : figure.start].strip() in JOINTS
    if not listed or before.unit != "yuan" or not isinstance(figure.value, Decimal):
        return False
    return figure.value == 0 or (figure.value >= FEWEST_YUAN and not _TIMES.search(before.text + figure.text))


def _counts_wan(text: str, figure: Figure) -> bool:
    """「贷了300个，一年」: of sums one counts the 万, and says no more."""
    value = figure.value[0] if isinstance(figure.value, tuple) else figure.value
    if figure.counted != WAN or figure.kind != "number" or not isinstance(value, Decimal) or value < FEWEST:
        return False
    behind = text[figure.end :].removeprefix(WAN)
    return _ENDS.match(behind) is not None and _SUM_BEFORE.search(text[: figure.start]) is not None


def _in_yuan(figure: Figure) -> Figure:
    return replace(figure, kind="money", unit="yuan", unit_missing=False)


def _is_bare(figure: Figure) -> bool:
    return figure.kind == "number" and figure.unit_missing and not figure.counted and not figure.approx


def _is_in_full(figure: Figure) -> bool:
    return _is_bare(figure) and isinstance(figure.value, Decimal) and _says_yuan(figure.text.strip(), figure.value)


def _says_yuan(text: str, value: Decimal) -> bool:
    plain = text.translate(_WIDE).replace(" ", "")
    if _TO_THE_YUAN.fullmatch(plain) is None or _TWO_HUNDREDS.fullmatch(plain):
        return False
    return "," in plain or "." in plain or abs(value) >= LEAST


_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x2212: "-", ord("负"): "-"}
