"""Five hundred numbers of persons in what counselors write: masked where they have no place, and no sum with them."""

from datetime import UTC, date, datetime

from bot.kit.referrals import refer
from bot.kit.visits import read_visit, to_json
from tests.bot.operations.test_privacy import KINDS, _kept, _samples

DAY = date(2025, 11, 22)


def test_in_free_words_at_least_99_of_100_are_masked(known) -> None:
    samples = [sample for kind in KINDS for sample in _samples(kind, 84)]
    assert len(samples) > 500
    left = [
        whole
        for _, number, whole in samples
        if number in to_json(read_visit(known, {"firm": "甲", "note": whole}, DAY))
    ]
    assert len(left) <= len(samples) // 100, left


def test_no_sum_document_or_clause_number_is_masked(known) -> None:
    for text in _kept():
        visit = read_visit(known, {"firm": "甲", "promise": f"贷款{text}，能贴多少"}, DAY)
        assert "〔手机号〕" not in visit.promise and "〔银行卡号〕" not in visit.promise, text


def test_what_is_passed_on_holds_no_numbers_of_persons(known, store) -> None:
    now = datetime(2025, 11, 22, 8, tzinfo=UTC)
    made = refer(
        store.ledger(),
        known.main.clause("1.1"),
        firm="甲",
        need="请打13800138000问500万的贴息",
        owner="张三",
        due=DAY,
        now=now,
    )
    assert made.need == "请打〔手机号〕问500万的贴息"
