"""Random sums and terms: the formulas and the fractions of ``oracle.py`` agree to the fen."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calculators.core import Inputs
from tests.calculators import oracle
from tests.calculators.tables import run

FEN_OF_A_TRILLION = 10**14
yuan = st.integers(1, FEN_OF_A_TRILLION).map(lambda fen: Decimal(fen) / 100)
everyday = st.integers(1, 10**10).map(lambda fen: Decimal(fen) / 100)
rates = st.integers(1, 10_000).map(lambda points: Decimal(points) / 10_000)
months = st.integers(1, 240)
odd_days = st.integers(0, 29)
days = st.dates(date(2019, 8, 20), date(2025, 6, 1))
PATENT, INSURANCE, FEE = "patent_pledge_interest", "first_set_insurance", "guarantee_fee"


def loan(principal: Decimal, term: int, **more: Decimal | date) -> Inputs:
    return {"principal_yuan": principal, "term_months": Decimal(term), **more}


@given(yuan)
def test_share_of_bad_principal(amount: Decimal) -> None:
    got = run("conversion_loan_risk", {"bad_principal_yuan": amount}).amount
    assert got == oracle.fen(Fraction(amount) * 35 / 100)


@given(yuan)
def test_share_of_research_loans(amount: Decimal) -> None:
    got = run("rd_credit_loan_risk", {"bad_principal_yuan": amount}).amount
    assert got == oracle.fen(Fraction(amount) * 45 / 100)


@given(yuan)
def test_half_of_the_province(amount: Decimal) -> None:
    for measure in ("conversion_loan_interest", "lukebao_premium"):
        got = run(measure, {"province_subsidy_yuan": amount}).amount
        assert got == oracle.fen(Fraction(amount) / 2)


@given(yuan, months, odd_days, days)
def test_patent_by_day(principal: Decimal, term: int, odd: int, start: date) -> None:
    result = run(PATENT, loan(principal, term, term_days=Decimal(odd), start=start))
    raw = oracle.patent_raw(principal, oracle.lpr(start, term, odd), term, odd)
    assert result.amount == oracle.fen(oracle.patent(raw))
    assert result.bound == ("capped" if oracle.fen(raw) >= 100_000 else "estimate")


@given(yuan, months, odd_days, rates, yuan)
def test_patent_by_quoted_rate(principal: Decimal, term: int, odd: int, rate: Decimal, prior: Decimal) -> None:
    said = loan(principal, term, term_days=Decimal(odd), lpr=rate, prior_subsidy_yuan=prior)
    raw = oracle.patent_raw(principal, Fraction(rate), term, odd)
    assert run(PATENT, said).amount == oracle.fen(oracle.patent(raw, prior))


@given(everyday, months, odd_days, rates, st.integers(0, 20_000_000).map(lambda fen: Decimal(fen) / 100))
def test_patent_by_year(principal: Decimal, term: int, odd: int, rate: Decimal, prior: Decimal) -> None:
    said = loan(principal, term, term_days=Decimal(odd), lpr=rate, prior_subsidy_yuan=prior)
    raw = oracle.patent_raw(principal, Fraction(rate), term, odd)
    headline = oracle.fen(oracle.patent(raw, prior))
    by_year = oracle.fen(oracle.patent_by_year(raw, term, odd, prior))
    wanted = [] if by_year == headline else [by_year]
    assert [other.amount for other in run(PATENT, said).alternatives] == wanted


@given(st.lists(st.tuples(everyday, st.integers(1, 60), days), min_size=2, max_size=5))
def test_patent_with_several_loans(loans: list[tuple[Decimal, int, date]]) -> None:
    items = tuple(loan(principal, term, start=start) for principal, term, start in loans)
    whole = sum((principal for principal, _, _ in loans), Decimal(0))
    raw = sum(
        (oracle.patent_raw(principal, oracle.lpr(start, term), term) for principal, term, start in loans), Fraction(0)
    )
    got = run(PATENT, {"principal_yuan": whole}, items=items).amount
    assert got == oracle.fen(oracle.patent(raw))


@given(yuan, st.integers(1, 120), rates)
def test_guarantee(amount: Decimal, term: int, rate: Decimal) -> None:
    said: Inputs = {"guarantee_yuan": amount, "term_months": Decimal(term), "fee_rate": rate}
    result = run(FEE, said)
    headline, paid = oracle.guarantee(amount), Fraction(amount) * Fraction(rate) * oracle.duration(term)
    assert result.amount == oracle.fen(headline)
    possible = [headline * oracle.duration(term)] if term > 12 else []
    possible += [paid] if paid < Fraction(oracle.fen(headline)) else []
    wanted = dict.fromkeys(oracle.fen(one) for one in possible if oracle.fen(one) != result.amount)
    assert [other.amount for other in result.alternatives] == list(wanted)


@given(st.lists(st.tuples(everyday, everyday), min_size=1, max_size=5), everyday)
def test_first_set(policies: list[tuple[Decimal, Decimal]], prior: Decimal) -> None:
    items = tuple({"premium_yuan": premium, "insured_yuan": insured} for premium, insured in policies)
    got = run(INSURANCE, {"prior_subsidy_yuan": prior}, items=items).amount
    assert got == oracle.fen(oracle.first_set(policies, prior))


@given(yuan, rates)
def test_first_set_by_rate(premium: Decimal, rate: Decimal) -> None:
    got = run(INSURANCE, {"premium_yuan": premium, "premium_rate": rate}).amount
    assert got == oracle.fen(oracle.first_set_by_rate(premium, rate))


@given(yuan)
def test_listing(raised: Decimal) -> None:
    part = Fraction(raised) / 100
    base = run("neeq_award", {"tier": "base", "raise_yuan": raised})
    innovation = run("neeq_award", {"tier": "innovation", "raise_yuan": raised})
    assert base.amount == oracle.fen(part)
    assert innovation.amount == oracle.fen(part + 500_000)


@given(st.integers(0, 300_000_000))
def test_regional(fen: int) -> None:
    got = run("regional_equity_award", {"direct_financing_yuan": Decimal(fen) / 100}).amount
    assert got == (100_000 if fen >= 100_000_000 else 0)
