"""The most there is: what earlier payments leave of it, and how the working says so."""

from decimal import Decimal

from calculators import checks
from calculators.core import Bound, Case, Figure, Needed, Step, to_fen
from calculators.declared import Part
from calculators.wording import money

YEARLY, USUAL = "每年最高", "最高"
CAP = Part("最高给多少（一家、一年或一个项目的，写在 label 里，例如“每家每年最高”）", required=False)
PRIOR = Part("封顶里已经领过的", required=False, beside=("cap",))


def room(cap: Figure, prior: Decimal) -> Decimal:
    """Yuan left of the cap after ``prior`` yuan already received; never below 0."""
    return max(cap.value - prior, Decimal(0))


def bound(raw: Decimal, left: Decimal, loose: Bound = "estimate") -> Bound:
    """``capped`` as soon as the sum before the cap reaches what is left of it."""
    return "capped" if to_fen(raw) >= to_fen(left) else loose


def limited(case: Case, raw: Decimal, loose: Bound) -> tuple[Decimal, Bound, tuple[Step, ...]]:
    """Yuan under the role ``cap``, if there is one, less ``prior`` yuan; how it binds, ``loose`` below it; the line
    that says so. Raises BadInputError."""
    cap = case.maybe("cap")
    if cap is None:
        return raw, loose, ()
    prior = received(case)
    left = room(cap, prior)
    return min(raw, left), bound(raw, left, loose), (step(raw, cap, prior, named(case)),)


def named(case: Case) -> str:
    """What the measure calls its cap: 每家每年最高."""
    return case.called("cap", USUAL)


def received(case: Case) -> Decimal:
    return checks.maybe_yuan(case.inputs, "prior") or Decimal(0)


def step(raw: Decimal, cap: Figure, prior: Decimal, name: str = YEARLY) -> Step:
    """The line that compares ``raw`` yuan with the cap; its quote is the cap's."""
    left = room(cap, prior)
    start = f"{name}{money(cap.value)}"
    if prior:
        start += f"，已领{money(prior)}，还剩{money(left)}"
    return Step(f"{start}：{_verdict(to_fen(raw), left, '今年的' if '年' in name else '')}", quote=cap.quote)


def _verdict(raw: Decimal, left: Decimal, whose: str) -> str:
    if not left:
        return f"{whose}封顶已经用完，这次是0元"
    if raw < left:
        return f"{money(raw)}没到封顶"
    return f"{money(raw)}正好到封顶" if raw == left else f"{money(raw)}超过封顶，按{money(left)}算"


def beyond(target: Decimal, cap: Figure, prior: Decimal, name: str = YEARLY) -> Needed | None:
    """Why ``target`` yuan are out of reach whatever the inputs are; None when what is left of the cap allows it."""
    left = room(cap, prior)
    if target <= left:
        return None
    words = f"{name}{money(cap.value)}"
    if prior:
        words += f"，已领{money(prior)}，还剩{money(left)}"
    return Needed(None, (Step(words, quote=cap.quote),), left)
