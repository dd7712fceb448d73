"""Amounts in every way accountants and shop owners write them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bot.figures import Figure, read_figures

Only = Callable[[str], Figure]

WRITTEN = [
    ("三百五十万", 3_500_000),
    ("叁佰陆拾万元", 3_600_000),
    ("壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元", 12_345_678),
    ("3.6千万", 36_000_000),
    ("4千6", 4_600),
    ("7万8", 78_000),
    ("2亿3", 230_000_000),
    ("一万六", 16_000),
    ("两个半亿", 250_000_000),
    ("三个亿", 300_000_000),
    ("半个亿", 50_000_000),
    ("一个小目标", 100_000_000),
    ("1,300,000元", 1_300_000),
    ("2_500元", 2_500),
    ("1 200 000元", 1_200_000),
    ("３，４００元", 3_400),
    ("2，000万", 20_000_000),
    ("680w", 6_800_000),
    ("28W", 280_000),
    ("3w5", 35_000),
    ("12k", 12_000),
    ("5个w", 50_000),
    ("85万元", 850_000),
    ("六块八", Decimal("6.8")),
    ("四块二毛五", Decimal("4.25")),
    ("八角五分", Decimal("0.85")),
    ("壹佰元零伍角", Decimal("100.5")),
    ("三毛", None),
    ("五毛", Decimal("0.5")),
    ("¥8,000.50", Decimal("8000.5")),
    ("￥45万", 450_000),
    ("RMB 60万", 600_000),
    ("RMB2021", 2_021),
    ("人民币柒拾万圆整", 700_000),
    ("十万零三百元", 100_300),
    ("一亿零五十万", 100_500_000),
    ("3千5百万", 35_000_000),
    ("1万2000元", 12_000),
    ("三点五万", 35_000),
    ("七点二亿", 720_000_000),
    ("1.2个亿", 120_000_000),
    ("卅万", 300_000),
    ("2 6 0万", 2_600_000),
    ("贰仟捌佰萬圓整", 28_000_000),
    ("0.8万", 8_000),
    ("45百万", 45_000_000),
    ("24万6千", 246_000),
    ("三万零七十", 30_070),
    ("一亿零六百", 100_000_600),
]


@pytest.mark.parametrize(("text", "yuan"), WRITTEN)
def test_amounts(text: str, yuan: Decimal | int | None) -> None:
    figures = read_figures(text, date(2025, 11, 22))
    assert [(f.kind, f.unit, f.value) for f in figures] == ([("money", "yuan", yuan)] if yuan is not None else [])


ABOUT = [
    ("四百来万", 4_000_000),
    ("六百多万", 6_000_000),
    ("700余万元", 7_000_000),
    ("大约90万", 900_000),
    ("八十万左右", 800_000),
    ("将近百万", 1_000_000),
    ("上千万", 10_000_000),
    ("四十几万", 400_000),
    ("两个多亿", 200_000_000),
    ("百来万", 1_000_000),
    ("260万上下", 2_600_000),
    ("近亿元", 100_000_000),
    ("毛估120万", 1_200_000),
    ("小三百万", 3_000_000),
    ("千把万", 10_000_000),
]


@pytest.mark.parametrize(("text", "yuan"), ABOUT)
def test_about(only: Only, text: str, yuan: int) -> None:
    figure = only(text)
    assert (figure.value, figure.approx) == (yuan, True)


RANGES = [
    ("200到400万", 2_000_000, 4_000_000),
    ("六十至九十万元", 600_000, 900_000),
    ("30-45万", 300_000, 450_000),
    ("150~200w", 1_500_000, 2_000_000),
    ("四五百万", 4_000_000, 5_000_000),
    ("一两百万", 1_000_000, 2_000_000),
    ("十六七万", 160_000, 170_000),
    ("三到五百万", 3_000_000, 5_000_000),
    ("8千到1万2", 8_000, 12_000),
    ("6000到1万", 6_000, 10_000),
    ("850万-1200万", 8_500_000, 12_000_000),
    ("两三个亿", 200_000_000, 300_000_000),
    ("300万到600", 3_000_000, 6_000_000),
    ("900万至1.1亿", 9_000_000, 110_000_000),
]


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_ranges(only: Only, text: str, low: int, high: int) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.invalid) == ("money", (low, high), "")
    assert figure.text == text


@pytest.mark.parametrize("text", ["900万到700万", "600到400万"])
def test_a_reversed_range_is_named(only: Only, text: str) -> None:
    assert only(text).invalid == "reversed_range"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("至少260万", "min"),
        ("不低于80万元", "min"),
        ("65万以上", "min"),
        ("70万（含）以上", "min"),
        ("超过40万", "min"),
        ("不超过人民币90万元", "max"),
        ("最高55万", "max"),
        ("不到三百万", "max"),
        ("45万以内", "max"),
        ("70万封顶", "max"),
        ("签约40万", None),
        ("新三板上融了40万", None),
    ],
)
def test_bounds(only: Only, text: str, bound: str | None) -> None:
    figure = only(text)
    assert (figure.kind, figure.bound, figure.approx) == ("money", bound, False)


@pytest.mark.parametrize(("text", "yuan"), [("-35万", -350_000), ("负六十万元", -600_000), ("－2,000元", -2_000)])
def test_negative(only: Only, text: str, yuan: int) -> None:
    figure = only(text)
    assert (figure.value, figure.negative, figure.text) == (yuan, True, text)


@pytest.mark.parametrize(
    ("text", "negative"), [("担保-60万", True), ("利润:-80万", True), ("60万-80万", False), ("6万元-8万元", False)]
)
def test_a_hyphen_is_a_minus_unless_it_joins_two_figures(only: Only, text: str, negative: bool) -> None:
    assert only(text).negative is negative


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("80万美元", "USD", 800_000),
        ("$1,500", "USD", 1_500),
        ("USD 20万", "USD", 200_000),
        ("三十万欧元", "EUR", 300_000),
        ("HK$900", "HKD", 900),
        ("6亿日元", "JPY", 600_000_000),
        ("美元40万", "USD", 400_000),
        ("七千英镑", "GBP", 7_000),
        ("三十兆五百億元", "XXX", 30_050_000_000_000),
    ],
)
def test_foreign_money_is_not_yuan(only: Only, text: str, code: str, value: int) -> None:
    figure = only(text)
    assert (figure.kind, figure.unit, figure.value) == ("money", code, value)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("1.6万2.4万", [16_000, 24_000]),
        ("六百万四百万", [6_000_000, 4_000_000]),
        ("30万80万", [300_000, 800_000]),
        ("五百万三十万", [5_000_000, 300_000]),
        ("两亿三千万四千万", [230_000_000, 40_000_000]),
        ("1、贷款60万 2、保费3万", [600_000, 30_000]),
        ("60万2.期限", [600_000]),
    ],
)
def test_neighbours_stay_apart(text: str, amounts: list[int]) -> None:
    figures = read_figures(text, date(2025, 11, 22))
    assert [f.value for f in figures if f.kind == "money"] == amounts


def test_each_and_apart() -> None:
    today = date(2025, 11, 22)
    assert [f.several for f in read_figures("两家各贷260万", today)] == [False, True]
    figures = read_figures("三笔分别是120万、80万和45万", today)
    assert [(f.value, f.several) for f in figures if f.kind == "money"] == [
        (1_200_000, True),
        (800_000, True),
        (450_000, True),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("8000000000000元", "too_large"),
        ("3,4,5,6万元", "malformed"),
        ("1e12元", "malformed"),
        ("几百万", "vague"),
        ("006万", "malformed"),
        ("好几个亿", "vague"),
        ("数千万元", "vague"),
        ("9" * 60 + "元", "too_large"),
    ],
)
def test_what_cannot_be_used_is_named(only: Only, text: str, reason: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.invalid) == ("money", reason)


@pytest.mark.parametrize(("text", "yuan"), [("一千八", 1_800), ("三百五", 350), ("4千2", 4_200)])
def test_colloquial_amounts_still_ask_for_their_unit(only: Only, text: str, yuan: int) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit_missing) == ("money", yuan, True)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("年底拨了30万对吧", 300_000),
        ("拿到80万本金", 800_000),
        ("融了260万股权资金", 2_600_000),
        ("批了90万条件不变", 900_000),
        ("贷六百万一年", 6_000_000),
        ("七百万十二个月", 7_000_000),
        ("900万3年期", 9_000_000),
    ],
)
def test_the_next_word_does_not_steal_the_amount(text: str, yuan: int) -> None:
    figure = read_figures(text, date(2025, 11, 22))[0]
    assert (figure.kind, figure.value) == ("money", yuan)
