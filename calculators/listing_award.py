"""A share of what a firm raised, and a fixed sum more on the upper of two levels."""

from collections.abc import Iterator
from decimal import Decimal

from calculators import caps, checks
from calculators.core import (
    BadInputError,
    Case,
    Figure,
    MissingInputError,
    Needed,
    Reading,
    Result,
    Step,
    backwards,
    formula,
    others,
    to_fen,
)
from calculators.declared import Example, Given, Open, Part, Said
from calculators.wording import money, percent

LOWER, UPPER = "lower", "upper"


@formula(
    "listing_award",
    "两个层级：按金额的百分之几给，上面一级再加一笔定额",
    figures={
        "share": Part("给金额的百分之几", ("ratio",)),
        "bonus": Part("上面一级再给多少"),
        "share_cap": Part("按比例算的那部分最高给多少", required=False),
        "cap": caps.CAP,
    },
    inputs={
        "base": Part("按它的百分之几给"),
        "level": Part("在哪一级", ("choice",)),
        "was_lower": Part("以前是不是在下面一级待过（是否类的事实）", ("choice",), required=False),
        "prior": caps.PRIOR,
    },
    example=Example(
        "对普通板企业，按融资额的2%给予补助；对优选板企业，再补助30万元。",
        (Given("share", "0.02", "ratio", "按融资额的2%给予补助"), Given("bonus", "300000", "yuan", "再补助30万元")),
        (
            Said("base", "融资额", "yuan", "20000000"),
            Said("level", "层级", "choice", "upper", options=(("lower", "普通板"), ("upper", "优选板"))),
        ),
    ),
    choices={"level": (LOWER, UPPER)},
    texts={"order": ("lower", "share")},
    opens={"period": Open("按比例算的那个数是哪一段时间的")},
)
def listing_award(case: Case) -> Result:
    """``base`` yuan × ``share``, exact; on the ``level`` upper ``bonus`` yuan more, an estimate.

    The part by share is at most ``share_cap`` yuan, the whole at most ``cap``, less ``prior``. A base of 0 is legal;
    the document may tell of which ``period`` it is. Unless the firm ``was_lower`` before, the bonus alone is the other
    reading, and the text ``order`` says why. Raises MissingInputError (level, base), BadInputError.
    """
    level, base, share = _level(case), checks.total(case, "base"), case.figure("share")
    part = base * share.value
    words = f"{case.label('base')}{money(base)} × {percent(share.value)} ＝ {money(to_fen(part))}"
    part, cut = _cut(case, part)
    steps = (Step(words, quote=share.quote), *cut)
    if level == LOWER:
        kept, bound, closing = caps.limited(case, part, "capped" if cut else "exact")
        return Result(to_fen(kept), bound, (*steps, *closing), notes=tuple(_notes(case, part)))
    bonus = case.figure("bonus")
    whole = part + bonus.value
    more = f"{money(to_fen(part))} ＋ {case.label(UPPER)}{money(bonus.value)} ＝ {money(to_fen(whole))}"
    kept, bound, closing = caps.limited(case, whole, "estimate")
    amount = to_fen(kept)
    readings = others(amount, *_bonus_alone(case, bonus.value))
    notes = (*_notes(case, part), *_order(case, share, readings))
    return Result(amount, bound, (*steps, Step(more, quote=bonus.quote), *closing), readings, notes=notes)


def _cut(case: Case, part: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
    """The part by share under its own limit, and what is said where that bites."""
    most = case.maybe("share_cap")
    if most is None or part <= most.value:
        return part, ()
    name = case.called("share_cap", caps.USUAL)
    return most.value, (Step(f"{name}{money(most.value)}：{money(to_fen(part))}超过封顶", quote=most.quote),)


def _level(case: Case) -> str:
    level = case.inputs.get("level")
    if level is None:
        raise MissingInputError("level")
    if level not in (LOWER, UPPER):
        raise BadInputError("level", level, f"{LOWER} or {UPPER}")
    return str(level)


def _bonus_alone(case: Case, bonus: Decimal) -> Iterator[Reading]:
    if case.inputs.get("was_lower") is not True:
        alone = caps.limited(case, bonus, "estimate")[0]
        yield Reading(alone, f"没在{case.label(LOWER)}待过的话，可能只有这{money(bonus)}")


def _order(case: Case, share: Figure, readings: tuple[Reading, ...]) -> Iterator[str]:
    if readings:
        usual = "没在{lower}待过的公司有没有前面那{share}，文件没写"
        yield case.text("order", usual, lower=case.label(LOWER), share=percent(share.value))


def _notes(case: Case, part: Decimal) -> Iterator[str]:
    if part:
        said = case.written.get("period")
        yield f"{case.label('base')}算哪一段时间的，{f'文件写的是「{said.quote}」' if said else '文件没写'}"
    limited = "cap" in case.figures or "share_cap" in case.figures
    if "bonus" in case.figures and not limited and part > case.figure("bonus").value:
        yield f"按{case.label('base')}算的这部分文件没写封顶，数大的更要先问清楚"


@backwards("listing_award")
def base_for(case: Case, role: str, target: Decimal) -> Needed | None:
    """(``target`` − the fixed sum of the level) ÷ ``share``; 0 where that sum is enough. Raises as the formula."""
    if role != "base":
        return None
    share, bonus, cap = case.figure("share"), case.figure("bonus"), case.maybe("cap")
    if cap and (out_of_reach := caps.beyond(target, cap, caps.received(case), caps.named(case))):
        return out_of_reach
    fixed_part, most = Decimal(0) if _level(case) == LOWER else bonus.value, case.maybe("share_cap")
    if most and target - fixed_part > most.value:
        words = f"{case.called('share_cap', caps.USUAL)}{money(most.value)}"
        return Needed(None, (Step(words, quote=most.quote),), most.value + fixed_part)
    if _level(case) == LOWER:
        base = target / share.value
        return Needed(base, (Step(f"{money(target)} ÷ {percent(share.value)} ＝ {money(base)}", quote=share.quote),))
    fixed = f"{case.label(UPPER)}{money(bonus.value)}"
    if target <= bonus.value:
        return Needed(Decimal(0), (Step(f"光{fixed}就有了", quote=bonus.quote),))
    part = target - bonus.value
    words = f"（{money(target)} － {fixed}）÷ {percent(share.value)} ＝ {money(part / share.value)}"
    return Needed(part / share.value, (Step(words, quote=share.quote),))
