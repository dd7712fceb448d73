"""The most one firm gets in one year: what earlier payments leave of it, and how the working says so."""

from decimal import Decimal

from calculators.core import Bound, Figure, Needed, Step, to_fen
from calculators.wording import money


def room(cap: Figure, prior: Decimal) -> Decimal:
    """Yuan left of the year's cap after ``prior`` yuan already received; never below 0."""
    return max(cap.value - prior, Decimal(0))


def bound(raw: Decimal, left: Decimal) -> Bound:
    """``capped`` as soon as the sum before the cap reaches what is left of it."""
    return "capped" if to_fen(raw) >= to_fen(left) else "estimate"


def step(raw: Decimal, cap: Figure, prior: Decimal) -> Step:
    """The line that compares ``raw`` yuan with the cap; its quote is the cap's."""
    left = room(cap, prior)
    start = f"每年最高{money(cap.value)}"
    if prior:
        start += f"，已领{money(prior)}，还剩{money(left)}"
    return Step(f"{start}：{_verdict(to_fen(raw), left)}", quote=cap.quote)


def _verdict(raw: Decimal, left: Decimal) -> str:
    if not left:
        return "今年的封顶已经用完，这次是0元"
    if raw < left:
        return f"{money(raw)}没到封顶"
    return f"{money(raw)}正好到封顶" if raw == left else f"{money(raw)}超过封顶，按{money(left)}算"


def beyond(target: Decimal, cap: Figure, prior: Decimal) -> Needed | None:
    """Why ``target`` yuan are out of reach whatever the inputs are; None when what is left of the cap allows it."""
    left = room(cap, prior)
    if target <= left:
        return None
    words = f"每年最高{money(cap.value)}"
    if prior:
        words += f"，已领{money(prior)}，还剩{money(left)}"
    return Needed(None, (Step(words, quote=cap.quote),), left)
