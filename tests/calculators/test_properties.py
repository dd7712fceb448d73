"""What must hold for every sum: a cap is never passed, more never gives less, a limit met exactly is met."""

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.core import Inputs, Result
from calculators.thresholds import amount_at_least, rate_at_most
from tests.calculators.tables import run

FEN = Decimal("0.01")
yuan = st.integers(1, 10**14).map(lambda fen: Decimal(fen) / 100)
small = st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100)
rates = st.integers(1, 10_000).map(lambda points: Decimal(points) / 10_000)
months = st.integers(1, 240).map(Decimal)
PATENT, INSURANCE = "patent_pledge_interest", "first_set_insurance"
MONOTONE: list[tuple[str, str, Inputs]] = [
    ("conversion_loan_risk", "bad_principal_yuan", {}),
    ("rd_credit_loan_risk", "bad_principal_yuan", {}),
    ("conversion_loan_interest", "province_subsidy_yuan", {}),
    ("lukebao_premium", "province_subsidy_yuan", {}),
    (PATENT, "principal_yuan", {"term_months": Decimal(12)}),
    (PATENT, "principal_yuan", {"term_months": Decimal(7), "term_days": Decimal(11)}),
    ("guarantee_fee", "guarantee_yuan", {"fee_rate": Decimal("0.004")}),
    (INSURANCE, "premium_yuan", {"insured_yuan": Decimal(100_000_000)}),
    (INSURANCE, "premium_yuan", {"premium_rate": Decimal("0.045")}),
    (INSURANCE, "insured_yuan", {"premium_yuan": Decimal(3_000_000)}),
    ("neeq_award", "raise_yuan", {"tier": "base"}),
    ("neeq_award", "raise_yuan", {"tier": "innovation"}),
    ("regional_equity_award", "direct_financing_yuan", {}),
]


def amount(result: Result) -> Decimal:
    assert result.amount is not None
    return result.amount


@pytest.mark.parametrize(("measure", "key", "rest"), MONOTONE)
@given(one=yuan, two=yuan)
def test_more_never_gives_less(measure: str, key: str, rest: Inputs, one: Decimal, two: Decimal) -> None:
    less, more = (amount(run(measure, {**rest, key: value})) for value in sorted((one, two)))
    assert less <= more


@given(principal=yuan, rate=rates, one=months, two=months)
def test_a_longer_loan_never_gives_less(principal: Decimal, rate: Decimal, one: Decimal, two: Decimal) -> None:
    less, more = (
        amount(run(PATENT, {"principal_yuan": principal, "lpr": rate, "term_months": term}))
        for term in sorted((one, two))
    )
    assert less <= more


@given(principal=yuan, one=rates, two=rates, term=months)
def test_a_higher_lpr_never_gives_less(principal: Decimal, one: Decimal, two: Decimal, term: Decimal) -> None:
    less, more = (
        amount(run(PATENT, {"principal_yuan": principal, "lpr": rate, "term_months": term}))
        for rate in sorted((one, two))
    )
    assert less <= more


@given(principal=yuan, term=months, prior=small)
def test_the_interest_cap_is_never_passed(principal: Decimal, term: Decimal, prior: Decimal) -> None:
    result = run(PATENT, {"principal_yuan": principal, "term_months": term, "prior_subsidy_yuan": prior})
    assert 0 <= amount(result) <= max(Decimal(0), 100_000 - prior)
    years = -(-int(term) // 12)
    assert all(other.amount <= 100_000 * years for other in result.alternatives)


@given(st.lists(st.tuples(small, months), min_size=1, max_size=6))
def test_many_loans_never_pass_one_cap(loans: list[tuple[Decimal, Decimal]]) -> None:
    items = tuple({"principal_yuan": principal, "term_months": term} for principal, term in loans)
    assert amount(run(PATENT, {}, items=items)) <= 100_000


@given(principal=yuan, term=st.integers(1, 12).map(Decimal))
def test_up_to_a_year_there_is_one_cap(principal: Decimal, term: Decimal) -> None:
    result = run(PATENT, {"principal_yuan": principal, "term_months": term})
    assert result.alternatives == ()


@given(principal=yuan, term=months, rate=rates, prior=small)
def test_the_smaller_reading_of_the_cap_leads(principal: Decimal, term: Decimal, rate: Decimal, prior: Decimal) -> None:
    said: Inputs = {"principal_yuan": principal, "term_months": term, "lpr": rate, "prior_subsidy_yuan": prior}
    result = run(PATENT, said)
    assert all(other.amount > amount(result) for other in result.alternatives)


@given(principal=yuan, part=st.integers(1, 100), term=months)
def test_the_patent_share_never_gives_more(principal: Decimal, part: int, term: Decimal) -> None:
    said: Inputs = {"principal_yuan": principal, "term_months": term, "lpr": Decimal("0.03")}
    whole = run(PATENT, said)
    shared = run(PATENT, {**said, "patent_share_yuan": principal * part / 100})
    assert shared.amount == whole.amount
    new = set(shared.alternatives) - set(whole.alternatives)
    assert all(other.amount < amount(whole) for other in new)


@given(premium=yuan, insured=yuan, prior=small)
def test_the_premium_cap_is_never_passed(premium: Decimal, insured: Decimal, prior: Decimal) -> None:
    result = run(INSURANCE, {"premium_yuan": premium, "insured_yuan": insured, "prior_subsidy_yuan": prior})
    assert 0 <= amount(result) <= max(Decimal(0), 1_000_000 - prior)
    assert amount(result) <= insured * Decimal("0.006") + FEN
    assert all(other.amount <= amount(result) for other in result.alternatives)


@given(st.lists(st.tuples(small, small), min_size=2, max_size=5))
def test_the_order_of_policies_does_not_matter(policies: list[tuple[Decimal, Decimal]]) -> None:
    items = tuple({"premium_yuan": premium, "insured_yuan": insured} for premium, insured in policies)
    forth, back = run(INSURANCE, {}, items=items), run(INSURANCE, {}, items=items[::-1])
    assert forth.amount == back.amount
    assert forth.alternatives == back.alternatives


@given(st.lists(st.tuples(small, months), min_size=2, max_size=5))
def test_the_order_of_loans_does_not_matter(loans: list[tuple[Decimal, Decimal]]) -> None:
    items = tuple({"principal_yuan": principal, "term_months": term} for principal, term in loans)
    forth, back = run(PATENT, {}, items=items), run(PATENT, {}, items=items[::-1])
    assert forth.amount == back.amount
    assert forth.alternatives == back.alternatives


@given(principal=st.integers(1, 10**9).map(Decimal), term=st.integers(1, 12).map(Decimal))
def test_a_loan_split_in_two_gives_the_same(principal: Decimal, term: Decimal) -> None:
    one = run(PATENT, {"principal_yuan": principal, "term_months": term})
    half = {"principal_yuan": principal / 2, "term_months": term}
    assert run(PATENT, {"principal_yuan": principal}, items=(half, half)).amount == one.amount


@given(st.lists(st.integers(0, 200_000_000), min_size=2, max_size=6))
def test_financings_are_added(fen: list[int]) -> None:
    items = tuple({"direct_financing_yuan": Decimal(one) / 100} for one in fen)
    result = run("regional_equity_award", {}, items=items)
    assert amount(result) == (100_000 if sum(fen) >= 100_000_000 else 0)
    open_point = sum(fen) >= 100_000_000 > max(fen)
    assert [other.amount for other in result.alternatives] == ([0] if open_point else [])


@given(raised=yuan, was_base=st.sampled_from([True, False, None]))
def test_the_innovation_layer_is_the_base_layer_and_half_a_million(raised: Decimal, was_base: bool | None) -> None:
    said: Inputs = {"raise_yuan": raised} if was_base is None else {"raise_yuan": raised, "was_base": was_base}
    base, innovation = (run("neeq_award", {**said, "tier": tier}) for tier in ("base", "innovation"))
    assert amount(innovation) - amount(base) == 500_000
    assert base.alternatives == ()


@given(raised=yuan, prior=yuan)
def test_an_ipo_never_has_a_sum(raised: Decimal, prior: Decimal) -> None:
    result = run("ipo_award", {"raise_yuan": raised, "prior_subsidy_yuan": prior})
    assert (result.amount, result.bound, result.ceiling) == (None, "ceiling", 6_000_000)


@given(st.integers(1, 10**8))
def test_a_rate_meets_its_limit_exactly_up_to_it(millionths: int) -> None:
    rate = Decimal(millionths) / 10**8
    assert rate_at_most(rate, Decimal("0.005"), "费率").met is (millionths <= 500_000)


@given(st.integers(0, 10**10))
def test_a_sum_reaches_its_threshold_exactly_from_it(fen: int) -> None:
    assert amount_at_least(Decimal(fen) / 100, Decimal(1_000_000), "融资").met is (fen >= 100_000_000)


@pytest.mark.parametrize(
    ("principal", "wanted", "bound"),
    [("7999999", "99999.99", "estimate"), ("8000000", "100000.00", "capped"), ("8000001", "100000.00", "capped")],
)
def test_the_interest_cap_of_100000(principal: str, wanted: str, bound: str) -> None:
    said: Inputs = {"principal_yuan": Decimal(principal), "term_months": Decimal(12), "lpr": Decimal("0.03125")}
    result = run(PATENT, said)
    assert (str(result.amount), result.bound) == (wanted, bound)


@pytest.mark.parametrize("measure", ["conversion_loan_risk", "rd_credit_loan_risk"])
@given(bad=small, recovered=small)
def test_recovered_money_only_adds_a_larger_reading(measure: str, bad: Decimal, recovered: Decimal) -> None:
    result = run(measure, {"bad_principal_yuan": bad, "recovered_yuan": recovered})
    assert result.amount == run(measure, {"bad_principal_yuan": bad}).amount
    assert all(other.amount > amount(result) for other in result.alternatives)


@given(principal=yuan)
def test_the_caller_s_decimal_context_does_not_matter(principal: Decimal) -> None:
    said: Inputs = {"principal_yuan": principal, "term_months": Decimal(7), "term_days": Decimal(13)}
    with localcontext(Context(prec=3)):
        rough = run(PATENT, said)
    assert rough == run(PATENT, said)
