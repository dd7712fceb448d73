"""A profile read: fields by whatever name, contradictions told and not settled, and nothing that breaks it."""

from datetime import date

import pytest

from bot.measures.checkup import Group, check
from bot.measures.profile import day_asked, read_profile
from bot.replies.checkup import check_line

DAY = date(2025, 11, 22)
LOAN = {"principal_yuan": 2000000, "lpr": 0.03, "years": 1, "registered": True, "status": "按期还清"}


def needs(known, profile):
    return {one["item"]: one["needs"] for one in check_line(known, profile)["conditional"]}


@pytest.mark.parametrize(
    "part",
    [
        {"patent_pledge_loan": {**LOAN, "collateral": "专利权"}},
        {"loan": {**LOAN, "kind": "专利权质押贷款"}},
        {"专利质押贷款": {"本金": "200万", "LPR": "3.0%", "期限": "一年", "质押登记": True, "还款": "按期还清"}},
        {
            "patent_loan": {
                "principal_wan": 200,
                "lpr_percent": 3,
                "months": 12,
                "registered": "办了",
                "status": "按期还清",
            }
        },
    ],
)
def test_one_loan_by_many_names(known, part):
    profile = {"type": ["科技型中小企业"], "facts": {"location": "聊城市", "asof": "2025-11-22", **part}}
    found = {one["item"]: one["amount_yuan"] for one in check_line(known, profile)["available"]}
    assert found["1.1/patent_pledge_interest"] == "24000.00"


def test_what_contradicts_itself_is_asked(known):
    profile = {"type": ["科技型中小企业"], "facts": {"size": "大型", "patent_loan": LOAN}}
    line = check_line(known, profile)
    asked = needs(known, profile)["1.1/patent_pledge_interest"]
    assert asked == ["资料前后对不上（科技型中小企业、大型），以哪个为准？"] and "科技型中小企业、大型" in line["text"]


def test_a_guarantee_of_another_kind_is_none_whatever_is_filed(known):
    told = {"amount_yuan": 3000000, "fee_rate": 0.004, "counter": "专利权", "filed": True, "years": 1}
    for product, listed in (("鲁科担", True), ("普通经营贷款担保", False)):
        profile = {"type": ["高新技术企业"], "facts": {"location": "聊城市", "guarantee": {"product": product, **told}}}
        items = {one["item"] for one in check_line(known, profile)["available"]}
        assert ("1.2/guarantee_fee" in items) is listed, product


def test_two_sums_for_one_figure_are_asked(known):
    profile = {"type": ["科技型中小企业"], "facts": {"patent_loan": {**LOAN, "loan_amount": 3000000}}}
    assert "200万元、300万元" in needs(known, profile)["1.1/patent_pledge_interest"][0]


def test_a_place_nobody_knows_is_asked(known):
    profile = {"type": ["科技型中小企业"], "facts": {"location": "某某新区", "patent_loan": LOAN}}
    asked = needs(known, profile)["1.1/patent_pledge_interest"]
    assert asked == ["企业注册在聊城市吗？"] and not check_line(known, profile)["available"]


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"type": None, "facts": None},
        {"type": "科技型中小企业", "facts": []},
        {"facts": {"patent_loan": {}}},
        {"facts": {"patent_loan": [{}, {"principal_yuan": float("nan")}, 3, None]}},
        {"facts": {"ipo": {"raise_yuan": "{{7*7}}"}, "neeq": {"layer": ["基础层"], "raised_yuan": 10**30}}},
        {"facts": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}}},
        {"type": ["x" * 5000] * 500},
    ],
)
def test_whatever_is_sent_gets_its_groups(known, profile):
    line = check_line(known, profile)
    assert set(line) == {"available", "conditional", "not_met", "text"} and line["text"]
    assert not [one for one in line["available"] if "/" in one["item"]]


def test_a_day_that_is_none_is_told(known):
    with pytest.raises(ValueError, match="2025-11-22"):
        check_line(known, {"asof": "明年"})


def test_items_stand_by_their_sums(known):
    profile = {
        "type": ["科技型中小企业"],
        "facts": {
            "patent_loan": LOAN,
            "neeq": {"layer": "基础层", "raised_yuan": 20000000},
            "ipo": {"action": "首次公开发行", "stage": "已受理"},
        },
    }
    result = check(known, read_profile(known, profile, DAY), day_asked(known, profile, DAY))
    names = [item.name for item in result.group(Group.AVAILABLE) if item.measure]
    assert names == ["2.3/neeq_award", "1.1/patent_pledge_interest", "2.3/ipo_award"]
