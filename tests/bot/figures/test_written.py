"""Amounts as phones and forms write them: commas, points, digits read out, units in headings, lists."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.figures import read_figures

DAY = date(2025, 11, 22)


def told(text: str) -> list[tuple[str, Any]]:
    """Kind or currency and value of each figure."""
    return [(f.unit if f.kind == "money" else f.kind, f.value) for f in read_figures(text, DAY)]


def yuan(*values: int | Decimal) -> list[tuple[str, Any]]:
    return [("yuan", value) for value in values]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("保费1，250万", [12_500_000]),
        ("借了3，400，000元", [3_400_000]),
        ("保额12，345，678．50元", [Decimal("12345678.5")]),
        ("本金８，０００，０００元", [8_000_000]),
        ("交了345，600元", [345_600]),
        ("一共1，050．5万", [Decimal(10_505_000)]),
        ("本金是6，800 万", [68_000_000]),
        ("300，400，500万各一家", [3_000_000, 4_000_000, 5_000_000]),
        ("两家分别借了200，350万", [2_000_000, 3_500_000]),
        ("两笔，500,600万", [5_000_000, 6_000_000]),
        ("345,600万元", [3_456_000_000]),
    ],
)
def test_commas_group_thousands_or_part_two_amounts(text: str, values: list[Any]) -> None:
    assert [f.value for f in read_figures(text, DAY) if f.kind == "money"] == values


@pytest.mark.parametrize("text", ["期限18，600万", "LPR3.85，600万", "还有12个月，600万", "1，600万；2，两年"])
def test_a_comma_behind_a_figure_of_its_own_ends_it(text: str) -> None:
    assert ("yuan", 6_000_000) in told(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二.五百万", 2_500_000),
        ("四十六.五万元", 465_000),
        ("6点8万", 68_000),
        ("6点八万", 68_000),
        ("六点8万", 68_000),
        ("二·三亿", 230_000_000),
        ("2·3亿", 230_000_000),
        ("4。6万", 46_000),
        ("7 百 5 十 万", 7_500_000),
        ("半百万", 500_000),
        ("半千万", 5_000_000),
        ("幺六八万", 1_680_000),
        ("六二零万", 6_200_000),
        ("四七五万元", 4_750_000),
        ("一〇〇〇万", 10_000_000),
        ("六八二点五万", 6_825_000),
        ("七二万", 720_000),
        ("三百好几十万", 3_000_000),
        ("二千几百万", 20_000_000),
    ],
)
def test_points_and_digits_read_out(text: str, value: int) -> None:
    assert told("借了" + text) == yuan(value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("下午6点8万到账", [80_000]),
        ("差一点100万", [1_000_000]),
        ("七八万", [(70_000, 80_000)]),
        ("借款500。3年", []),
        ("一共六千二到七百万", [(62_000_000, 67_000_000)]),
    ],
)
def test_what_is_no_point_and_no_dictation(text: str, values: list[Any]) -> None:
    assert [f.value for f in read_figures(text, DAY) if f.kind == "money"] == values


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("担保额（万元）：650", yuan(6_500_000)),
        ("借款/万元 720", yuan(7_200_000)),
        ("保险金额(亿元) 1.20", yuan(120_000_000)),
        ("借款650（万元）", yuan(6_500_000)),
        ("借款：650【单位：万元】", yuan(6_500_000)),
        ("借款额[元]：4300000", yuan(4_300_000)),
        ("借款（人民币万元）=900", yuan(9_000_000)),
        ("借款额（万元）六百", yuan(6_000_000)),
        ("借款（万元）：600-700", [("yuan", (6_000_000, 7_000_000))]),
        ("借款（万元）：2024", yuan(20_240_000)),
        ("募资（万美元）：200", [("USD", 2_000_000)]),
        ("期限（月）：18", [("duration", 18)]),
        ("期限（年）2", [("duration", 24)]),
        ("期限（天）：90", [("duration", 90)]),
        ("执行利率（%）：4.1", [("percent", Decimal("0.041"))]),
        ("费率（‰/年）：4", [("percent", Decimal("0.004"))]),
        ("期限（月）：18，借款（万元）：650", [("duration", 18), *yuan(6_500_000)]),
        ("借款（万元） 期限（月） 650 18", [*yuan(6_500_000), ("duration", 18)]),
        (
            "借款（万元）|期限（月）|650|18|720|24",
            [*yuan(6_500_000), ("duration", 18), *yuan(7_200_000), ("duration", 24)],
        ),
        ("单位：万元 借款 650 保费 30", yuan(6_500_000, 300_000)),
        ("借款（万元）：650万元", yuan(6_500_000)),
    ],
)
def test_units_in_headings(text: str, figures: list[tuple[str, Any]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize("text", ["借款（万元）期限（月）650", "单位：万元 期限 18"])
def test_a_unit_that_is_not_sure_is_not_given(text: str) -> None:
    (figure,) = read_figures(text, DAY)
    assert figure.unit_missing


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("募资1500或1600万", [("yuan", (15_000_000, 16_000_000))]),
        ("募资1600或者1500万", [("yuan", (15_000_000, 16_000_000))]),
        ("募资1500/1600万", [("yuan", (15_000_000, 16_000_000))]),
        ("募资1500万或1600万", [("yuan", (15_000_000, 16_000_000))]),
        ("大概200、300万", [("yuan", (2_000_000, 3_000_000))]),
        ("二百或三百万", [("yuan", (2_000_000, 3_000_000))]),
        ("借了两笔，200、300万", [("number", 2), *yuan(2_000_000, 3_000_000)]),
        ("分别200、300万", yuan(2_000_000, 3_000_000)),
        ("200、300、450万", yuan(2_000_000, 3_000_000, 4_500_000)),
        ("借了200和300万", yuan(2_000_000, 3_000_000)),
        ("借12或24个月", [("duration", (12, 24))]),
        ("费率0.3或0.4%", [("percent", (Decimal("0.003"), Decimal("0.004")))]),
        ("期限18、600万", [("number", 18), *yuan(6_000_000)]),
        ("借了2个、300万", [("number", 2), *yuan(3_000_000)]),
    ],
)
def test_one_unit_for_several(text: str, figures: list[tuple[str, Any]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6万元美元", "USD"),
        ("6万元（港币）", "HKD"),
        ("6万（欧元）的款", "EUR"),
        ("6万块美金", "USD"),
        ("6万元等值日元", "JPY"),
        ("6万的美元借款", "USD"),
        ("美元贷款6万", "USD"),
        ("港元 6万", "HKD"),
        ("新加坡元6万", "SGD"),
        ("A$6万", "AUD"),
        ("US$6万", "USD"),
        ("人民币贷款6万", "yuan"),
        ("6万元，美元没有", "yuan"),
        ("6万元人民币", "yuan"),
    ],
)
def test_currencies(text: str, code: str) -> None:
    assert told(text) == [(code, 60_000)]


@pytest.mark.parametrize(
    "text",
    [
        "1. 借款650万 2. 18个月",
        "1.借款650万,2.18个月",
        "1、650万借款，2、18个月",
        "(1) 650万 (2) 18个月",
        "借款（1）650万（2）18个月",
        "①650万②18个月",
        "1）650万，2）18个月",
        "1：650万 2：18个月",
        "1.650万元 2.18个月",
        "问题1：650万，18个月",
        "1，650万；2，18个月",
        "一、650万 二、18个月",
        "1 借款650万\n2 期限18个月",
    ],
)
def test_numbers_of_a_list_are_no_figures(text: str) -> None:
    assert told(text) == [*yuan(6_500_000), ("duration", 18)]


def test_amounts_that_look_like_a_list() -> None:
    assert told("两处：1.5万，2.5万")[1:] == yuan(15_000, 25_000)


@pytest.mark.parametrize(
    "text",
    [
        "合同号：HD-2023-0912-600",
        "电话 0635 7654321",
        "手机 139 1234 5678",
        "账号6228 4800 1234 5678 901",
        "专利号：ZL 2021 1 0234567.8",
        "202110234567.8",
        "鲁（2023）某市不动产权第0098765号",
        "统一社会信用代码91370100MA3XYZAB1C",
        "注册号370100200098765",
        "发票号码87654321",
        "备案号:AB2024000321",
    ],
)
def test_numbers_that_name_something(text: str) -> None:
    assert told(text) == []
