"""Currency and minus signs in front of a figure, and amounts too large to be meant."""

from decimal import Decimal

from bot.figures import money
from bot.figures.draft import Draft
from bot.figures.spelled import SIGNS

_TELLS = frozenset("是为成示写填:：=＝")
_FIGURE_ENDS = frozenset(SIGNS) | frozenset("元块角分年月日号天周度期点成折厘‰人家项个台）)%-")


def apply(text: str, found: Draft) -> None:
    """Currency and minus signs in front belong to the figure."""
    if found.kind == "money" or (found.kind == "number" and found.unit_missing):
        code, start = money.currency_before(text, found.start)
        if code and found.unit in ("yuan", "count"):
            found.kind, found.unit, found.start, found.unit_missing = "money", code, start, False
        if found.kind == "money" and _largest(found) > money.LARGEST:
            found.invalid = "too_large"
    if found.start:
        before = text[found.start - 1]
        if before == "负" or (before == "-" and not _joins(text, found.start - 1, found.kind)):
            _negate(found)


def _joins(text: str, at: int, kind: str) -> bool:
    """Whether a hyphen stands between two figures or words, not in front of one: before a term it is a sign only where
    the term is all that is told of something (期限是-6个月)."""
    before = text[at - 1 : at]
    if kind == "duration":
        return before not in _TELLS
    if before == "成" and not (text[at - 2 : at - 1].isdigit() or text[at - 2 : at - 1] in SIGNS):
        return False  # 「改成-10万」
    return before != "" and ((before.isascii() and before.isalnum()) or before in _FIGURE_ENDS)


def _negate(found: Draft) -> None:
    found.start -= 1
    found.negative = True
    if isinstance(found.value, Decimal):
        found.value = -found.value
    elif isinstance(found.value[0], Decimal) and isinstance(found.value[1], Decimal):
        found.value = (-found.value[1], -found.value[0])


def _largest(found: Draft) -> Decimal:
    value = found.value[-1] if isinstance(found.value, tuple) else found.value
    return abs(value) if isinstance(value, Decimal) else Decimal(0)
