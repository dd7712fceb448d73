"""A share of one sum: bad principal × 35%, the province's subsidy × 50%."""

from calculators.core import Bound, Case, Result, Step, formula, to_fen
from calculators.wording import money, percent

BASES = {
    "bad_principal_yuan": "不良本金",
    "province_subsidy_yuan": "省级补贴额",
    "guarantee_yuan": "担保金额",
}


def _base(case: Case) -> str:
    return next((key for key in BASES if key in case.inputs), "bad_principal_yuan")


def _share(case: Case, bound: Bound) -> Result:
    base, share = _base(case), case.figure("share")
    amount = to_fen(case.money(base) * share.value)
    words = f"{BASES[base]}{money(case.money(base))} × {percent(share.value)} ＝ {money(amount)}"
    return Result(amount, bound, (Step(words, quote=share.quote),))


@formula("share_of_amount")
def share_of_amount(case: Case) -> Result:
    """``base`` yuan × ``share`` ratio, exact. Source: clause 1.1."""
    return _share(case, "exact")


@formula("share_at_most")
def share_at_most(case: Case) -> Result:
    """``base`` yuan × ``share`` ratio where the text says 最高 or 不高于. Source: clauses 1.1, 1.3."""
    return _share(case, "at_most")
