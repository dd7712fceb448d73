"""Numbers written out to the last yuan: 2,000,000 and 3,249.40 and 43600 say their unit by how they are written."""

import re
from dataclasses import replace
from decimal import Decimal

from bot.figures.model import Figure

LEAST = 10_000  # nobody counts in 万 what he writes as 43600
_DIGITS = r"-?\d{5,12}(?:\.\d{1,2})?"
_GROUPED = r"-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
_CENTS = r"-?\d{3,12}\.\d\d"  # 612.40 and not 3.45, which is a rate
_TO_THE_YUAN = re.compile(f"(?:{_GROUPED}|{_CENTS}|{_DIGITS})")
_TWO_HUNDREDS = re.compile(r"[1-9]00,[1-9]00")  # 300,400 may be two figures


def in_full(figure: Figure) -> Figure:
    """The figure, as yuan when it is a bare number written out in full; any other figure as it is."""
    if figure.kind != "number" or not figure.unit_missing or figure.counted or figure.approx:
        return figure
    if not isinstance(figure.value, Decimal) or not _says_yuan(figure.text.strip(), figure.value):
        return figure
    return replace(figure, kind="money", unit="yuan", unit_missing=False)


def _says_yuan(text: str, value: Decimal) -> bool:
    plain = text.translate(_WIDE).replace(" ", "")
    if _TO_THE_YUAN.fullmatch(plain) is None or _TWO_HUNDREDS.fullmatch(plain):
        return False
    return "," in plain or "." in plain or abs(value) >= LEAST


_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x2212: "-", ord("负"): "-"}
