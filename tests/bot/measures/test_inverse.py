"""Backwards and forwards: the value found brings the sum, a little less does not; formula and halving agree."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.measures import inverse
from bot.measures.assess import Standing, run
from bot.measures.case import FORMULAS
from bot.measures.dated import on_the_day
from bot.measures.inverse import needed, put
from bot.slots.model import Slot
from knowledge.records.model import Measure
from tests.city import shipped_knowledge

KNOWN = shipped_knowledge()
DAY = date(2025, 11, 22)
FEN = Decimal("0.01")
STANDS = {
    "conversion_loan_risk": {},
    "rd_credit_loan_risk": {},
    "conversion_loan_interest": {},
    "patent_pledge_interest": {"term_months": "12"},
    "guarantee_fee": {"fee_rate": "0.004"},
    "lukebao_premium": {},
    "first_set_insurance": {"insured_yuan": "100000000"},
    "regional_equity_award": {},
    "neeq_award": {},
}


def standing(measure: str, **more: str) -> Standing:
    inputs = {key: Slot(Decimal(value), value) for key, value in {**STANDS[measure], **more}.items()}
    return Standing(inputs, (), {"tier": "base"} if measure == "neeq_award" else {})


def forwards(measure: Measure, stands: Standing, key: str, value: Decimal) -> Decimal:
    amount = run(KNOWN, measure, put(stands, key, value), DAY).amount
    assert amount is not None
    return amount


@pytest.mark.parametrize("name", list(STANDS))
@settings(deadline=None, max_examples=40)
@given(target=st.decimals(1, 90_000, places=2))
def test_what_is_needed_brings_the_sum_and_a_yuan_less_does_not(name: str, target: Decimal) -> None:
    measure, stands = KNOWN.measure(name), standing(name)
    key = inverse.main_key(measure)
    found = needed(KNOWN, measure, stands, DAY, key, target)
    assert found.value is not None and found.value == found.value.to_integral_value()
    dated = on_the_day(measure, {}, (), DAY)
    assert isinstance(dated, Measure)
    assert forwards(dated, stands, key, found.value) >= target
    if found.value > 1:
        assert forwards(dated, stands, key, found.value - 1) <= target + FEN


@pytest.mark.parametrize("name", list(STANDS))
@settings(deadline=None, max_examples=15)
@given(target=st.integers(1_000, 90_000).map(Decimal))
def test_the_formula_and_halving_differ_by_no_more_than_the_rounding_of_a_fen(name: str, target: Decimal) -> None:
    measure, stands = KNOWN.measure(name), standing(name)
    key, formula = inverse.main_key(measure), FORMULAS[measure.formula]
    solved = needed(KNOWN, measure, stands, DAY, key, target).value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inverse, "FORMULAS", {**FORMULAS, measure.formula: replace(formula, backwards=None)})
        halved = needed(KNOWN, measure, stands, DAY, key, target).value
    assert solved is not None and halved is not None and 0 <= solved - halved <= 5  # 0.2%: half a fen is 2.5 yuan


OUT_OF_REACH = [
    ("patent_pledge_interest", "principal_yuan", {}, "100000.01", "100000"),
    ("patent_pledge_interest", "principal_yuan", {"prior_subsidy_yuan": "30000"}, "70001", "70000"),
    ("patent_pledge_interest", "term_months", {"principal_yuan": "100000"}, "100000", "70000.00"),
    ("regional_equity_award", "direct_financing_yuan", {}, "100001", "100000"),
    ("first_set_insurance", "premium_yuan", {}, "1000001", "1000000"),
]


@pytest.mark.parametrize(("name", "key", "more", "target", "most"), OUT_OF_REACH)
def test_what_is_out_of_reach_has_no_value_but_the_most_there_is(
    name: str, key: str, more: dict[str, str], target: str, most: str
) -> None:
    found = needed(KNOWN, KNOWN.measure(name), standing(name, **more), DAY, key, Decimal(target))
    assert found.value is None and found.most == Decimal(most)


def test_where_the_insured_sum_stands_in_the_way_both_are_given() -> None:
    stands = standing("first_set_insurance", insured_yuan="20000000", premium_yuan="900000")
    measure = KNOWN.measure("first_set_insurance")
    found = needed(KNOWN, measure, stands, DAY, "premium_yuan", Decimal(300_000))
    assert (found.value, found.most) == (Decimal(1_500_000), Decimal(120_000))
    assert found.also == (("insured_yuan", Decimal(50_000_000)),)
    found = needed(KNOWN, measure, stands, DAY, "insured_yuan", Decimal(160_000))
    assert (found.value, found.also) == (Decimal(26_666_667), ())


def test_of_several_loans_the_last_one_takes_up_what_is_missing() -> None:
    first = {"principal_yuan": Slot(Decimal(2_000_000), "200万"), "term_months": Slot(Decimal(12), "一年")}
    second = {"principal_yuan": Slot(Decimal(2_000_000), "200万"), "term_months": Slot(Decimal(6), "半年")}
    stands = replace(standing("patent_pledge_interest", principal_yuan="4000000"), items=(first, second))
    measure = KNOWN.measure("patent_pledge_interest")
    found = needed(KNOWN, measure, stands, DAY, "principal_yuan", Decimal(60_000))
    # 24,000 of the first; 36,000 ÷ (0.03 × 0.4 × 0.5) = 6,000,000 of the second
    assert found.value is not None and abs(found.value - 8_000_000) <= 1
    assert found.proof and found.proof.result and found.proof.result.amount == Decimal("60000.00")


def test_what_is_missing_is_named() -> None:
    measure = KNOWN.measure("patent_pledge_interest")
    assert needed(KNOWN, measure, Standing(), DAY, "principal_yuan", Decimal(1)).missing == "term_months"
    measure = KNOWN.measure("neeq_award")
    assert needed(KNOWN, measure, Standing(), DAY, "raise_yuan", Decimal(1)).missing == "tier"


def test_a_ceiling_without_a_formula_has_no_way_back() -> None:
    found = needed(KNOWN, KNOWN.measure("ipo_award"), Standing(), DAY, "raise_yuan", Decimal(6_000_000))
    assert found.value is None and found.steps and not found.missing
