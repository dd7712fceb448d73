"""What must come of a profile, by the document's text alone: nothing of the program is used here.

``truth``: what the profile tells, in plain terms. An item is available when all its conditions are told and met; its
sum is exact arithmetic. ``None``: there is no figure to be given.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

YES, NO = True, False
Truth = Mapping[str, Any]


def fen(value: Fraction) -> Decimal:
    whole = Decimal(value.numerator) * 100 / Decimal(value.denominator)
    return (whole.to_integral_value(ROUND_HALF_UP) / 100).quantize(Decimal("0.01"))


def verdict(*conditions: Any) -> bool | None:
    """All of them: False as soon as one is not so, None while one is not told."""
    if any(one is False for one in conditions):
        return False
    return None if any(one is None for one in conditions) else True


def of(truth: Truth, *path: str) -> Any:
    found: Any = truth
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def patent(t: Truth) -> tuple[bool | None, Fraction | None]:
    loan = t["patent"]
    small_and_tech = t.get("sme") if t.get("sme") is not None else t.get("tech") and (t.get("small") or None)
    met = verdict(small_and_tech, loan.get("registered"), loan.get("repaid"), loan.get("patent", True))
    if loan.get("before"):
        met = verdict(met, None)
    sum_ = sum((Fraction(str(p)) * Fraction(str(r)) * Fraction(str(m)) / 12 for p, r, m in loan["loans"]), Fraction())
    return met, min(sum_ * Fraction(40, 100), Fraction(100_000) - Fraction(str(loan.get("prior", 0))))


def conversion(t: Truth) -> tuple[bool | None, Fraction | None]:
    loan = t["conversion"]
    met = verdict(t.get("sme"), loan.get("is_one", True), loan.get("repaid"), loan.get("granted"))
    return met, Fraction(str(loan["province"])) / 2 if "province" in loan else None


def guarantee(t: Truth) -> tuple[bool | None, Fraction | None]:
    one = t["guarantee"]
    rate = Fraction(str(one["rate"])) <= Fraction(5, 1000) if "rate" in one else None
    met = verdict(rate, one.get("counter"), one.get("filed"), t.get("tech"))
    return met, Fraction(str(one["amount"])) * Fraction(2, 1000) if "amount" in one else None


def lukebao(t: Truth) -> tuple[bool | None, Fraction | None]:
    one = t["lukebao"]
    met = verdict(one.get("is_one", True), t.get("tech"))
    return met, Fraction(str(one["province"])) / 2 if "province" in one else None


def first_set(t: Truth) -> tuple[bool | None, Fraction | None]:
    one = t["first_set"]
    met = verdict(one.get("is_one", True), one.get("kind"))
    if "premium" not in one or "insured" not in one:
        return met, None
    counted = min(Fraction(str(one["premium"])), Fraction(str(one["insured"])) * Fraction(3, 100))
    return met, min(counted / 5, Fraction(1_000_000))


def ipo(t: Truth) -> tuple[bool | None, Fraction | None]:
    return verdict(t["ipo"].get("first", True), t.get("tech"), t["ipo"].get("begun", True) or None), None


def regional(t: Truth) -> tuple[bool | None, Fraction | None]:
    one = t["regional"]
    enough = one["raised"] >= 1_000_000 if "raised" in one else None
    return verdict(t.get("above_scale"), t.get("tech"), one.get("listed"), enough), Fraction(100_000)


def neeq(t: Truth) -> tuple[bool | None, Fraction | None]:
    one = t["neeq"]
    share = Fraction(str(one["raised"])) / 100 if "raised" in one else None
    bonus = 500_000 if one.get("layer") == "upper" else 0
    return verdict(t.get("tech"), one.get("listed", True)), None if share is None else share + bonus


def bad_loan(key: str, share: Fraction) -> Any:
    def work(t: Truth) -> tuple[bool | None, Fraction | None]:
        one = t[key]
        met = verdict(one.get("filed"), one.get("bad_one", True), *one.get("also", ()))
        return met, Fraction(str(one["bad"])) * share if "bad" in one else None

    return work


FIRM = {
    "1.1/patent_pledge_interest": ("patent", patent),
    "1.1/conversion_loan_interest": ("conversion", conversion),
    "1.2/guarantee_fee": ("guarantee", guarantee),
    "1.3/lukebao_premium": ("lukebao", lukebao),
    "1.3/first_set_insurance": ("first_set", first_set),
    "2.3/ipo_award": ("ipo", ipo),
    "2.3/regional_equity_award": ("regional", regional),
    "2.3/neeq_award": ("neeq", neeq),
}
BANK = {
    "1.1/conversion_loan_risk": ("conversion_bad", bad_loan("conversion_bad", Fraction(35, 100))),
    "1.1/rd_credit_loan_risk": ("rd_bad", bad_loan("rd_bad", Fraction(45, 100))),
}


def expected(t: Truth) -> dict[str, tuple[str, Decimal | None]]:
    """Item → group and sum, of every measure."""
    found: dict[str, tuple[str, Decimal | None]] = {}
    for item, (key, work) in {**FIRM, **BANK}.items():
        mine = item in (BANK if t.get("party") == "bank" else FIRM) and t.get("party") in (None, "bank")
        if not mine or t.get("elsewhere") or t.get("over"):
            found[item] = "not_met", None
        elif key not in t:
            broken = _broken_without(t, item)
            found[item] = "not_met" if broken else "conditional", None
        else:
            met, amount = work(t)
            has_sum = amount is not None or key == "ipo"
            if met is False:
                found[item] = "not_met", None
            elif met and has_sum and not t[key].get("unclear"):
                found[item] = "available", None if amount is None else fen(amount)
            else:
                found[item] = "conditional", None
    return found


def _broken_without(t: Truth, item: str) -> bool:
    """Whether what the enterprise is rules the item out, though it has nothing of the kind."""
    needs_tech = item not in ("1.3/first_set_insurance", "1.1/patent_pledge_interest", "1.1/conversion_loan_interest")
    needs_tech = needs_tech and item != "1.1/conversion_loan_risk"
    if needs_tech and t.get("tech") is False:
        return True
    if item in ("1.1/patent_pledge_interest", "1.1/conversion_loan_interest") and t.get("sme") is False:
        return True
    return item == "2.3/regional_equity_award" and t.get("above_scale") is False
