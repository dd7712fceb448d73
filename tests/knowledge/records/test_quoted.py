"""A figure is proved by its quote, in whatever unit and however the text writes it."""

from decimal import Decimal

import pytest

from knowledge.records.quoted import limits, sentences, stands_in, without_limits, written

STANDS = [
    ("0.40", "ratio", "利率的40%"),
    ("0.01", "ratio", "融资额的１％"),
    ("0.05", "ratio", "百分之五"),
    ("0.004", "ratio", "实到外资的4‰"),
    ("0.05", "ratio", "固定资产投资的5%—20%"),
    ("0.07", "ratio", "分别给予5%、6%、7%、8%的补助"),
    ("1", "ratio", "可全额抵用"),
    ("0.5", "ratio", "补一半"),
    ("100000", "yuan", "奖励10万元"),
    ("500000", "yuan", "给予50-200万元补助"),
    ("50000", "yuan", "分别奖励5000元、1、2、5万元"),
    ("300000", "yuan", "牵头的30、10、5万元"),
    ("1200", "yuan", "每人1,200元"),
    ("2000000", "yuan", "二百万元"),
    ("3", "yuan", "3元/月•平方米"),
    ("8000", "yuan", "0.8万元人员费"),
    ("2000000", "usd", "实到外资200万-500万（不含）美元"),
    ("5000000", "usd", "实到外资200万-500万（不含）美元"),
    ("36", "months", "期限不超过3年"),
    ("6", "months", "最长6个月"),
    ("6", "months", "满半年"),
    ("3", "count", "最多资助3个国家"),
    ("10", "count", "不超过十家"),
    ("20", "count", "人均不超过20平方米"),
]
ABSENT = [
    ("200000", "yuan", "市财政补助10万元"),
    ("40", "ratio", "利率的40%"),
    ("0.4", "ratio", "奖励40万元"),
    ("5", "yuan", "5%"),
    ("10", "yuan", "10万元"),
    ("3", "months", "3年"),
    ("5000000", "yuan", "实到外资500万美元"),
    ("50", "count", "50万元"),
]


@pytest.mark.parametrize(("value", "unit", "quote"), STANDS)
def test_a_number_that_the_quote_writes_stands_in_it(value, unit, quote):
    assert stands_in(Decimal(value), unit, quote)


@pytest.mark.parametrize(("value", "unit", "quote"), ABSENT)
def test_another_number_or_unit_does_not(value, unit, quote):
    assert not stands_in(Decimal(value), unit, quote)


def test_numbers_of_a_list_are_told_in_order_each_once():
    assert written("分三年按40%、30%、30%比例拨付", "ratio") == (Decimal("0.4"), Decimal("0.3"), Decimal("0.3"))
    assert written("5、10、20万元", "yuan") == (50_000, 100_000, 200_000)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("按40%给予贴息，单个企业最高贴息50万元", [500_000]),
        ("每年每家最高补助额度不超过50万元", [500_000]),
        ("给予50%补助，30万元封顶", [300_000]),
        ("每家企业每年补贴金额不得超过1.5亿元", [150_000_000]),
        ("对投资50万元以下的企业给予补助", []),
        ("补助期限不超过3年", []),
    ],
)
def test_the_limits_of_a_sentence(sentence, values):
    assert [value for _, value in limits(sentence)] == values
    assert not list(limits(without_limits(sentence)))


def test_the_sentence_of_a_quote_ends_at_its_full_stop():
    text = "给予10万元。另给20万元，最高30万元；再给40万元。"
    assert list(sentences(text, "另给20万元")) == ["另给20万元，最高30万元"]
    assert list(sentences(text, "没有的话")) == []
