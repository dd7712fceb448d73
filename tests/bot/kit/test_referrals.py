"""Needs passed on: to the office that leads, step by step, late from the day after, closed with a result."""

from datetime import UTC, date, datetime

import pytest

from bot.kit.referrals import ReferralError, State, find_referral, landed_of, move, overdue, refer, referrals

NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)
DUE = date(2025, 12, 1)


def referred(known, store, **more):
    told = {"firm": "甲公司", "need": "贴息怎么报", "owner": "张三", "due": DUE, "now": NOW, **more}
    return refer(store.ledger(), known.main.clause("1.1"), **told)


def test_it_goes_to_the_office_that_leads_and_can_be_asked_for_by_its_number(known, store):
    made = referred(known, store)
    assert made.department == known.main.clause("1.1").lead[0] and len(made.number) == 8
    assert find_referral(store.ledger(), made.number) == made
    assert find_referral(store.ledger(), "00000000") is find_referral(store.ledger(), "visit") is None


def test_it_moves_one_step_at_a_time_and_every_step_is_kept(known, store):
    number = referred(known, store).number
    with pytest.raises(ReferralError, match="现在是“受理”，下一步只能是“转办”"):
        move(store.ledger(), number, State.CLOSED, by="张三", now=NOW)
    for state in (State.PASSED, State.ANSWERED):
        move(store.ledger(), number, state, by="市局", now=NOW)
    with pytest.raises(ReferralError, match="办结要写结果"):
        move(store.ledger(), number, State.CLOSED, by="市局", now=NOW)
    move(store.ledger(), number, State.CLOSED, by="市局", now=NOW, result="已申报")
    move(store.ledger(), number, State.CHECKED, by="张三", now=NOW)
    with pytest.raises(ReferralError, match="已经回访过"):
        move(store.ledger(), number, State.CHECKED, by="张三", now=NOW)
    assert [entry.author for entry in store.ledger().history("referral", number)] == [
        "张三",
        "市局",
        "市局",
        "市局",
        "张三",
    ]


def test_where_money_was_needed_closing_says_how_much_landed(known, store):
    number = referred(known, store, yuan="5000000").number
    for state in (State.PASSED, State.ANSWERED):
        move(store.ledger(), number, state, by="", now=NOW)
    with pytest.raises(ReferralError, match="落地多少"):
        move(store.ledger(), number, State.CLOSED, by="", now=NOW, result="放款了")
    move(store.ledger(), number, State.CLOSED, by="", now=NOW, result="放款了", landed="3000000")
    assert landed_of(referrals(store.ledger())) == 3_000_000


def test_it_is_late_from_the_day_after_it_was_due(known, store):
    number = referred(known, store).number
    assert overdue(referrals(store.ledger()), DUE) == ()
    assert [one.number for one in overdue(referrals(store.ledger()), date(2025, 12, 2))] == [number]


@pytest.mark.parametrize("wrong", [{"firm": " "}, {"need": ""}])
def test_without_a_firm_or_a_need_it_is_refused(known, store, wrong):
    with pytest.raises(ReferralError):
        referred(known, store, **wrong)
