"""A price for each of something: the proposed formula and what it asks keep to the units and times that are said."""

import tomllib

import pytest

from bot.measures.case import FORMULAS
from bot.measures.promised import promised_in
from bot.measures.skeleton import new_record
from knowledge.records.document import parse

ONCE, LONG = "per_item", "unit_price"
PRICES = [
    ("对新建标准茶园的农户，每亩补助800元。", ONCE, "", "800", "面积", "亩", {}),
    ("对连片种植的合作社，按200元/亩给予补助，单户最高10万元。", ONCE, "", "200", "面积", "亩", {"cap": "100000"}),
    (
        "对改造老旧厂房的企业，按30元/平方米给予一次性补助，最高不超过200万元。",
        *(ONCE, "", "30", "面积", "平方米", {"cap": "2000000"}),
    ),
    ("按照120元／㎡的标准给予装修补助，最高100万元。", ONCE, "", "120", "面积", "平方米", {"cap": "1000000"}),
    ("对新开的民宿，每间客房补助3000元，单个民宿最高15万元。", ONCE, "", "3000", "数量", "间", {"cap": "150000"}),
    ("对更新渔机的，按5000元/台给予补助。", ONCE, "", "5000", "数量", "台", {}),
    ("对养老机构，按每张床位1万元给予建设补助。", ONCE, "", "10000", "数量", "张", {}),
    ("对规模养殖场，每头能繁母猪补助100元。", ONCE, "", "100", "数量", "头", {}),
    ("对冷库用电，按0.2元/千瓦时给予补助。", ONCE, "", "0.2", "用电量", "千瓦时", {}),
    ("对组织职工疗养的，按300元/人次给予补助。", ONCE, "", "300", "人次", "人次", {}),
    ("对参加培训的职工，按每人每天200元给予补贴。", ONCE, "", "200", "人数乘天数", "人天", {}),
    (
        "对远销外省的鲜果，按每吨50元给予运费补助，每家企业每年最高30万元。",
        ONCE,
        "",
        "50",
        "重量",
        "吨",
        {"cap": "300000"},
    ),
    (
        "种植面积达到50亩的农户，每亩补助500元，最多补助200亩。",
        ONCE,
        "",
        "500",
        "面积",
        "亩",
        {"threshold": "50", "most": "200"},
    ),
    ("对基地面积在100亩及以上的，给予企业150元/亩奖励。", ONCE, "", "150", "面积", "亩", {"threshold": "100"}),
    (
        "对租用孵化器的团队，按每平方米每月15元给予租金补贴，最长24个月。",
        LONG,
        "month",
        "15",
        "面积",
        "平方米",
        {"most_months": "24"},
    ),
    (
        "对入驻企业按2元/平方米·月给予租金补贴，每家每年最高20万元。",
        LONG,
        "month",
        "2",
        "面积",
        "平方米",
        {"year_cap": "200000"},
    ),
    (
        "对盘活闲置厂房的，按照10元/平方米/月给予补贴，不超过12个月。",
        LONG,
        "month",
        "10",
        "面积",
        "平方米",
        {"most_months": "12"},
    ),
    ("对驻场艺术家，按800元/人·月给予补贴，最长6个月。", LONG, "month", "800", "人数", "人", {"most_months": "6"}),
    ("对休耕轮作的农户，每亩每年补助500元，连续补助3年。", LONG, "year", "500", "面积", "亩", {"most_months": "36"}),
    ("对休耕轮作的农户，每亩补助500元，连续补助3年。", LONG, "year", "500", "面积", "亩", {"most_months": "36"}),
    (
        "对流转土地的，按每年每亩300元给予补助，每户每年最高3万元。",
        LONG,
        "year",
        "300",
        "面积",
        "亩",
        {"year_cap": "30000"},
    ),
    (
        "对仓储企业，按每平方米每年12元给予补助，单个企业最高50万元。",
        LONG,
        "year",
        "12",
        "面积",
        "平方米",
        {"cap": "500000"},
    ),
    (
        "对新招用员工的，按每人每年6000元给予社保补贴，每家企业每年最高12万元。",
        LONG,
        "year",
        "6000",
        "人数",
        "人",
        {"year_cap": "120000"},
    ),
    ("对返乡创业的大学生，每月给予2000元生活补贴，最长2年。", LONG, "month", "2000", "", "", {"most_months": "24"}),
]


@pytest.mark.parametrize(("sentence", "formula", "per", "price", "label", "unit", "others"), PRICES)
def test_what_is_proposed_keeps_to_the_sentence(sentence, formula, per, price, label, unit, others):
    [clause] = parse(f"某县支持企业办法\n一、办法一。{sentence}\n", "mou").clauses
    [found] = promised_in(clause, ())
    assert found.formula == formula
    [row] = tomllib.loads(new_record(FORMULAS[formula], clause, "m", []))["measure"]
    figures = {one["role"]: one["value"] for one in row["figure"]}
    assert figures == {"price": price} | others
    assert all(one["quote"] in clause.text for one in row["figure"])
    assert row.get("ways", {}).get("per", "") == per
    asked = {one["role"]: (one["label"], one["unit"]) for one in row["input"]}
    counted = {"quantity" if formula == LONG else "count": (label, unit)} if unit else {}
    assert asked == counted | ({"term": ("时间", "months")} if formula == LONG else {})


OTHERS = [
    ("对建设项目，投资强度达到300万元/亩以上的，给予50万元奖励。", "fixed_award"),
    ("对规模养殖场给予补助，每家企业每年最高30万元。", "ceiling_only"),
    ("对入驻企业，第一年每平方米每月补贴30元，第二年20元。", "instalments"),
    ("每新增1个国家级、省级平台，分别奖励50万元、20万元。", "by_level"),
    ("研发投入达到1亿元/年的企业，给予一次性奖励100万元。", "fixed_award"),
]


@pytest.mark.parametrize(("sentence", "formula"), OTHERS)
def test_what_is_no_price_for_each_stays_what_it_is(sentence, formula):
    [clause] = parse(f"某县支持企业办法\n一、办法一。{sentence}\n", "mou").clauses
    assert [one.formula for one in promised_in(clause, ())] == [formula]
