"""What is due of visits: thirty days before, on the day, late, and the claim on the day after a loan was paid back."""

from datetime import date
from decimal import Decimal

import pytest

from bot.kit.follow_ups import When, done, follow_ups
from bot.kit.visits import Logged, Visit

BEGAN = date(2026, 3, 1)
LOAN = Visit("甲", BEGAN, loan_due=date(2027, 3, 1))


def due(visit: Visit, today: date) -> list[tuple[str, When]]:
    return [(one.words, one.when) for one in follow_ups([Logged("1", "张三", visit)], today)]


@pytest.mark.parametrize(
    ("today", "when"),
    [
        (date(2027, 1, 29), None),
        (date(2027, 1, 30), When.SOON),
        (date(2027, 3, 1), When.NOW),
        (date(2027, 3, 2), When.OVERDUE),
    ],
)
def test_a_loan_is_told_thirty_days_before_it_is_due(today, when):
    assert [found for _, found in due(LOAN, today)] == ([when] if when else [])


def test_the_claim_opens_on_the_day_after_repayment_and_closes_when_money_landed():
    repaid = Visit("甲", BEGAN, loan_due=date(2027, 3, 1), repaid_on=date(2027, 2, 20))
    assert due(repaid, date(2027, 2, 20)) == []
    assert due(repaid, date(2027, 2, 21)) == [("贷款还清了，可以申报贴息", When.NOW)]
    landed = Visit("甲", BEGAN, repaid_on=date(2027, 2, 20), landed_yuan=Decimal(40_200))
    assert due(landed, date(2027, 2, 21)) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("registration_by", "办登记"),
        ("filing_by", "本年内备案"),
        ("insurance_ends", "保险到期续保"),
        ("next_day", "下一步"),
    ],
)
def test_every_day_of_a_visit_is_followed_up(field, words):
    visit = Visit("甲", BEGAN, **{field: date(2026, 12, 1)})
    assert due(visit, date(2026, 12, 1)) == [(words, When.NOW)]


def test_what_was_seen_to_is_off_the_list_and_a_loan_paid_back_opens_its_claim():
    today = date(2027, 3, 1)
    paid = done(LOAN, "loan_due", today)
    assert due(paid, today) == [] and due(paid, date(2027, 3, 2)) == [("贷款还清了，可以申报贴息", When.NOW)]
    for field in ("registration_by", "filing_by", "insurance_ends", "next_day"):
        assert due(done(Visit("甲", BEGAN, next_step="送材料", **{field: today}), field, today), today) == []
    for wrong in ("repaid_on", "firm"):
        with pytest.raises(ValueError, match=wrong):
            done(LOAN, wrong, today)


def test_the_nearest_comes_first():
    visit = Visit("甲", BEGAN, filing_by=date(2026, 12, 20), insurance_ends=date(2026, 12, 10))
    assert [words for words, _ in due(visit, date(2026, 12, 5))] == ["保险到期续保", "本年内备案"]
