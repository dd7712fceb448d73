"""What follows from stated figures by one operation: computed, echoed, stored under its canonical name."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.slots import Slot
from calculators.spans import Term, between
from calculators.thresholds import annual_fee_rate
from knowledge.model import Measure

REST_IS_BAD = re.compile(
    r"(?:剩下|余下|其余|剩余|剩的|其它|其他|余款)[^，。]{0,6}(?:坏|不良|收不回|还不上|没收|损失|核销|全|都|没还)"
)
YEARLY = re.compile(
    "(?<![一二两三四五六七八九十0-9])年度?保费|每年|年费|一年的?保费|一年收|一年交|年交|年缴|一年[0-9一二三四五六七八九十百]+"
)
INCLUDES = re.compile("含|其中|包括|连本带利")
SOURCES = {  # a worked-out input carries the sign of its working; a new source makes it stale
    "province_subsidy_yuan": ("×", ("premium_yuan", "province_ratio")),
    "fee_rate": ("÷", ("fee_paid_yuan", "guarantee_yuan", "term_months")),
    "premium_yuan": ("×", ("insured_yuan", "premium_rate")),
    "term_months": ("到", ("start", "end")),
    "term_days": ("到", ("start", "end")),
}
SMALLEST_PART = Decimal("0.1")
Slots = dict[str, Slot]


def derive(text: str, inputs: Mapping[str, Slot], others: Mapping[str, Slot], measure: Measure) -> Slots:
    """``inputs`` with what follows from them and from ``others`` (lent, repaid, balance, bank loans)."""
    found = dict(inputs)
    _term(found)
    _bad_principal(text, found, others, measure)
    _without_bank_loans(text, found, others)
    _premium(text, found, measure)
    _guaranteed_part(found)
    _fee_rate(text, found, measure)
    return found


def _guaranteed_part(inputs: Slots) -> None:
    """「贷款500万，担保80%」: what is guaranteed is that part; a rate of a few percent is a fee, not a part."""
    whole, ratio = inputs.get("guarantee_yuan"), number(inputs, "guarantee_ratio")
    if whole is None or ratio is None or not SMALLEST_PART <= ratio < 1 or "×" in whole.text:
        return
    if isinstance(whole.value, Decimal):
        inputs["guarantee_yuan"] = Slot(whole.value * ratio, f"{whole.text}×{inputs['guarantee_ratio'].text}")


def without_stale(old: Mapping[str, Slot], new: Mapping[str, Slot]) -> Slots:
    """What a new figure puts out of date: a new term the old end and odd days, a new source what came of it."""
    stale = {"end", "term_days"} if "term_months" in new else set()
    for key, (sign, sources) in SOURCES.items():
        if key in old and set(sources) & set(new) and sign in old[key].text:
            stale.add(key)
    return {key: slot for key, slot in old.items() if key not in stale}


def number(inputs: Mapping[str, Slot], key: str) -> Decimal | None:
    slot = inputs.get(key)
    return slot.value if slot and isinstance(slot.value, Decimal) else None


def _term(inputs: Slots) -> None:
    """Days said apart (45天) become term_days; a start and an end give the term."""
    if days := inputs.pop("term_months_days", None):
        inputs["term_days"] = days
        inputs.setdefault("term_months", Slot(Decimal(0), days.text))
    start, end = inputs.get("start"), inputs.get("end")
    if not (start and end) or "term_months" in inputs:
        return
    if isinstance(start.value, date) and isinstance(end.value, date) and end.value > start.value:
        term, said = between(start.value, end.value), f"{start.text}到{end.text}"
        inputs["term_months"] = Slot(term.months, said)
        if term.days:
            inputs["term_days"] = Slot(term.days, said)


def _bad_principal(text: str, inputs: Slots, others: Mapping[str, Slot], measure: Measure) -> None:
    """余额 × 不良率; 贷款 − 已还 when the rest is said to be bad; principal without the interest in it."""
    if not measure.input("bad_principal_yuan"):
        return
    rate, lent, repaid = number(others, "other_rate"), number(others, "lent_yuan"), number(others, "repaid_yuan")
    balance, interest = number(others, "balance_yuan"), others.get("interest_paid_yuan")
    bad = inputs.get("bad_principal_yuan")
    if rate and balance and "不良率" in text:
        inputs["bad_principal_yuan"] = Slot(
            balance * rate, f"{others['balance_yuan'].text}×{others['other_rate'].text}"
        )
    elif bad and interest and interest.text in text and INCLUDES.search(text):
        _take_off(inputs, "bad_principal_yuan", interest)
    elif bad and repaid and not lent:
        _recovered(text, inputs, bad, others["repaid_yuan"])
    elif not bad and lent and repaid and REST_IS_BAD.search(text) and lent > repaid:
        words = f"{others['lent_yuan'].text}－{others['repaid_yuan'].text}"
        inputs["bad_principal_yuan"] = Slot(lent - repaid, words)


def _recovered(text: str, inputs: Slots, bad: Slot, repaid: Slot) -> None:
    """What came back after the loan had gone bad is taken off; what was bad before stays as the other reading."""
    at = text.find(repaid.text)
    if at >= 0 and at > text.find(bad.text) and _take_off(inputs, "bad_principal_yuan", repaid):
        inputs["before_recovery_yuan"] = bad


def _without_bank_loans(text: str, inputs: Slots, others: Mapping[str, Slot]) -> None:
    """「融资200万，其中120万是银行贷款」: a bank loan is no direct financing and no raise."""
    loan = others.get("bank_loan_yuan")
    if loan is None or "其中" not in text or loan.text not in text:
        return
    for key in ("direct_financing_yuan", "raise_yuan"):
        if key in inputs:
            _take_off(inputs, key, loan)


def _take_off(inputs: Slots, key: str, part: Slot) -> bool:
    whole = inputs[key]
    if f"－{part.text}" in whole.text:
        return False
    if not isinstance(whole.value, Decimal) or not isinstance(part.value, Decimal) or part.value > whole.value:
        return False
    inputs[key] = Slot(whole.value - part.value, f"{whole.text}－{part.text}")
    return True


def _premium(text: str, inputs: Slots, measure: Measure) -> None:
    """保额 × 费率; 保费 × 省补比例; a premium for several years divided by them."""
    _per_year(text, inputs)
    premium, insured, rate = (number(inputs, key) for key in ("premium_yuan", "insured_yuan", "premium_rate"))
    if measure.input("premium_rate") and premium is None and insured and rate:
        inputs["premium_yuan"] = Slot(insured * rate, f"{inputs['insured_yuan'].text}×{inputs['premium_rate'].text}")
    ratio = number(inputs, "province_ratio")
    if measure.input("province_subsidy_yuan") and "province_subsidy_yuan" not in inputs and premium and ratio:
        words = f"{inputs['premium_yuan'].text}×{inputs['province_ratio'].text}"
        inputs["province_subsidy_yuan"] = Slot(premium * ratio, words)


def _per_year(text: str, inputs: Slots) -> None:
    """A premium paid for several years at once is divided by them; one said to be 年保费 is not."""
    if YEARLY.search(text):
        inputs.pop("premium_years", None)
    premium, years = number(inputs, "premium_yuan"), (number(inputs, "premium_years") or Decimal(12)) / 12
    if not premium or years <= 1 or "÷" in inputs["premium_yuan"].text:
        return
    inputs["premium_yuan"] = Slot(premium / years, f"{inputs['premium_yuan'].text}÷{years.normalize():f}年")


def _fee_rate(text: str, inputs: Slots, measure: Measure) -> None:
    """担保费 ÷ 担保金额 ÷ 年数; a fee said per year is not divided by the years again."""
    fee, amount = number(inputs, "fee_paid_yuan"), number(inputs, "guarantee_yuan")
    if not (measure.input("fee_paid_yuan") and fee and amount) or "fee_rate" in inputs:
        return
    months = None if YEARLY.search(text) else number(inputs, "term_months")
    term = Term(months or Decimal(12), number(inputs, "term_days") or Decimal(0))
    words = f"{inputs['fee_paid_yuan'].text}÷{inputs['guarantee_yuan'].text}"
    inputs["fee_rate"] = Slot(annual_fee_rate(fee, amount, term).quantize(Decimal("0.00000001")), words)
