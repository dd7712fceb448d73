"""The log of visits: read as people write, changed with its history kept, seen by whom it concerns, erased."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.kit.begun import filled, of_checkup, of_talk
from bot.kit.visits import (
    Viewer,
    Visit,
    VisitError,
    changed,
    erase,
    find_visit,
    from_json,
    history,
    log_visit,
    masked,
    read_visit,
    to_json,
    visits,
    written,
)
from bot.measures.checkup import check
from bot.measures.profile import read_profile
from bot.replies.checkup import view_of
from knowledge.records.measures import ENTERPRISE
from knowledge.store import StoreError
from tests.knowledge.said import TURN

DAY = date(2025, 11, 22)
NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)
SAID = {
    "firm": "甲科技公司",
    "contact": "王五",
    "phone": "13800138000",
    "county": "茌平区",
    "need": "贷款",
    "need_yuan": "500万",
    "measures": "专利权质押贷款贴息、guarantee_fee",
    "estimate_yuan": "6.7万",
    "next_step": "送材料",
    "next_day": "2025-12-01",
}


def test_a_visit_is_read_as_people_write_and_kept_as_it_is(known):
    visit = read_visit(known, SAID, DAY)
    assert visit.need_yuan == Decimal(5_000_000) and visit.estimate_yuan == Decimal(67_000)
    assert visit.day == DAY and visit.next_day == date(2025, 12, 1)
    assert visit.measures == ("patent_pledge_interest", "guarantee_fee")
    assert from_json(to_json(visit)) == visit and from_json(to_json(Visit("甲", DAY))) == Visit("甲", DAY)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("firm", " ", "没有写企业名称"),
        ("need_yuan", "很多", "需求金额“很多”看不明白是多少，请写成 500万"),
        ("need_yuan", "500", "看不明白"),
        ("need_yuan", "9999999亿", "不合常理"),
        ("next_day", "过年", "不是日期"),
        ("next_day", "2025-02-30", "不是日期"),
        ("need", "借钱", "不在里面，可以写：贷款"),
        ("measures", "没有这一项", "没有“没有这一项”这一项"),
        ("price", "1", "没有这一项"),
    ],
)
def test_what_cannot_be_taken_is_told(known, field, text, says):
    with pytest.raises(VisitError) as caught:
        read_visit(known, {**SAID, field: text}, DAY)
    assert says in str(caught.value)


def test_a_change_keeps_the_rest_and_its_history(known, store):
    first = log_visit(store.ledger(), read_visit(known, SAID, DAY), "张三", NOW)
    landed = read_visit(known, {"landed_yuan": "200万", "next_step": ""}, DAY, first.visit)
    second = log_visit(store.ledger(), landed, "李四", NOW, first.number)
    assert (second.counselor, second.changes) == ("张三", 1)
    assert second.visit.firm == "甲科技公司" and second.visit.landed_yuan == Decimal(2_000_000)
    states = [(entry.author, visit.next_step) for entry, visit in history(store.ledger(), first.number)]
    assert states == [("张三", "送材料"), ("李四", "")]


def test_each_sees_what_concerns_him(known, store):
    for firm, county, who in (("甲", "茌平区", "张三"), ("乙", "冠县", "张三"), ("丙", "冠县", "李四")):
        log_visit(store.ledger(), Visit(firm, DAY, county=county), who, NOW)

    def seen(viewer: Viewer) -> str:
        return "".join(one.visit.firm for one in visits(store.ledger(), viewer))

    assert seen(Viewer("counselor", "张三")) == "甲乙" and seen(Viewer("county", county="冠县")) == "乙丙"
    assert seen(Viewer("city")) == "甲乙丙"
    assert seen(Viewer("counselor")) == seen(Viewer("county")) == ""


def test_persons_are_masked_where_the_role_does_not_allow_them(known, store):
    visit = read_visit(known, {**SAID, "note": "他另一个号 13900139000"}, DAY)
    shown = masked(log_visit(store.ledger(), visit, "张三", NOW)).visit
    assert shown.contact == "王**" and "138" not in shown.phone and "139" not in shown.note
    assert shown.need_yuan == visit.need_yuan and shown.firm == visit.firm


def test_a_firm_is_erased_with_all_its_history(known, store):
    one = log_visit(store.ledger(), Visit("甲", DAY), "张三", NOW)
    log_visit(store.ledger(), Visit("甲", DAY, note="改过"), "张三", NOW, one.number)
    log_visit(store.ledger(), Visit("乙", DAY), "张三", NOW)
    assert erase(store.ledger(), "甲") == 1 and erase(store.ledger(), "甲") == 0
    assert [one.visit.firm for one in visits(store.ledger(), Viewer("city"))] == ["乙"]


def test_a_visit_begins_with_what_its_check_up_found(known):
    loan = {"principal_yuan": 3_000_000, "lpr": 0.031, "years": 1, "registered": True, "status": "按期还清"}
    profile = {"type": ["科技型中小企业"], "facts": {"patent_loan": loan}}
    view = view_of(known, check(known, read_profile(known, profile, DAY), DAY))
    begun = of_checkup(view.checkup)
    visit = read_visit(known, filled(begun, {"firm": "甲"}), DAY)
    assert visit.measures == ("patent_pledge_interest",) and visit.need == "贷款"
    assert visit.estimate_yuan == Decimal("37200.00")


def test_a_visit_begins_with_what_was_talked_of_and_adds_nothing_up(known):
    one = TURN._replace(clause="1.1", measure="patent_pledge_interest", amount="67000.00")
    other = TURN._replace(clause="1.2", measure="guarantee_fee", amount="20000.00")
    begun = of_talk(known, [(turn, None) for turn in (one._replace(amount="1.00"), TURN, other, one)])
    assert begun.measures == ("patent_pledge_interest", "guarantee_fee") and begun.estimate is None
    assert [amount for _, amount in begun.sums] == [Decimal(67_000), Decimal(20_000)]
    assert of_talk(known, [(one, None)]).estimate == Decimal(67_000)
    bank = next(one for one in known.measures if one.payee != ENTERPRISE)
    given = of_talk(known, [(TURN._replace(clause=bank.clause, measure=bank.id, amount="5.00"), None)])
    assert given.measures == (bank.link,) and given.sums == ()


def test_what_stands_in_the_form_is_read_again_as_it_was(known):
    visit = read_visit(known, {**SAID, "loan_due": "2026-03-01", "landed_yuan": "40200.5元"}, DAY)
    assert read_visit(known, written(visit), DAY) == visit
    assert changed(visit, replace(visit, need="保险", next_day=None)) == ("需求", "下一步日期")


def test_a_county_sees_its_own_and_who_went_there_his(store, known):
    log_visit(store.ledger(), Visit("丁", DAY, county=""), "王五", NOW)
    seen = visits(store.ledger(), Viewer("county", "王五", "冠县"))
    assert [one.visit.firm for one in seen] == ["丁"]
    assert visits(store.ledger(), Viewer("county", "李四", "冠县")) == ()


def test_who_was_slower_changes_nothing(store):
    one = log_visit(store.ledger(), Visit("甲", DAY), "张三", NOW)
    log_visit(store.ledger(), Visit("甲", DAY, need="贷款"), "李四", NOW, one.number, was=one.revision)
    with pytest.raises(StoreError):
        log_visit(store.ledger(), Visit("甲", DAY, need="保险"), "张三", NOW, one.number, was=one.revision)
    assert find_visit(store.ledger(), one.number).visit.need == "贷款"
