"""Rates and shares."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bot.figures import Figure, read_figures

DAY = date(2025, 11, 22)
Only = Callable[[str], Figure]

SIGNED = [
    ("3.85%", "0.0385"),
    ("百分之六点二", "0.062"),
    ("千分之三", "0.003"),
    ("万分之八", "0.0008"),
    ("６.５％", "0.065"),
    ("百 分 之 七", "0.07"),
    ("2.5‰", "0.0025"),
    ("四个点", "0.04"),
    ("2.75个点", "0.0275"),
    ("半个点", "0.005"),
    ("一个半点", "0.015"),
    ("六个百分点", "0.06"),
    ("两成", "0.2"),
    ("六成五", "0.65"),
    ("四成半", "0.45"),
    ("七折", "0.7"),
    ("八五折", "0.85"),
    ("65折", "0.65"),
    ("三分之一", None),
    ("四分之三", "0.75"),
    ("一半", "0.5"),
    ("百分之两百", "2"),
    ("零点五个百分点", "0.005"),
    ("-3%", "-0.03"),
    ("负百分之二", None),
]


@pytest.mark.parametrize(("text", "ratio"), [case for case in SIGNED if case[1]])
def test_ratios(only: Only, text: str, ratio: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.unit, figure.value) == ("percent", "ratio", Decimal(ratio))
    assert figure.explicit_percent


def test_a_third_is_a_ratio(only: Only) -> None:
    assert only("补三分之一").value == Decimal(1) / 3


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("20个基点", "0.0020"),
        ("45BP", "0.0045"),
        ("15bps", "0.0015"),
        ("LPR加25个基点", "0.0025"),
        ("LPR+60BP", "0.006"),
        ("LPR加20点", "0.002"),
        ("LPR减15个点", "0.0015"),
    ],
)
def test_basis_points(only: Only, text: str, ratio: str) -> None:
    figure = only(text)
    assert (figure.value, figure.basis_points) == (Decimal(ratio), True)


@pytest.mark.parametrize(
    ("text", "ratio"), [("千分之七一年", "0.007"), ("百分之四点二一年", "0.042"), ("百分之十一年", "0.1")]
)
def test_the_year_behind_a_written_out_rate_is_no_digit(text: str, ratio: str) -> None:
    rate, year = read_figures(text, DAY)
    assert (rate.kind, rate.value) == ("percent", Decimal(ratio))
    assert (year.kind, year.value) == ("duration", Decimal(12))


@pytest.mark.parametrize(
    ("text", "ratio", "period"),
    [
        ("月息六厘", "0.006", "month"),
        ("年息三厘五", "0.035", "year"),
        ("月息一分二", "0.012", "month"),
        ("利息两分", "0.02", "month"),
        ("年利率五厘", "0.05", "year"),
        ("两分利", "0.02", "month"),
        ("0.4%/年", "0.004", "year"),
        ("每年千分之六", "0.006", "year"),
        ("千分之四每年", "0.004", "year"),
        ("日息万分之三", "0.0003", "day"),
        ("日息万四", "0.0004", "day"),
        ("月利率0.6%", "0.006", "month"),
        ("年化4.1%", "0.041", "year"),
    ],
)
def test_periods(only: Only, text: str, ratio: str, period: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.per) == ("percent", Decimal(ratio), period)


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("利率四点一五", "0.0415"),
        ("年化3.9", "0.039"),
        ("LPR3.35", "0.0335"),
        ("LPR 是 3.6", "0.036"),
        ("执行利率4.05", "0.0405"),
        ("利率按3.7执行", "0.037"),
        ("成本年化5.2", "0.052"),
        ("LPR降到3了", "0.03"),
    ],
)
def test_a_bare_number_behind_a_rate_word_is_percent(only: Only, text: str, ratio: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.explicit_percent) == ("percent", Decimal(ratio), False)


def test_the_lpr_of_a_term_is_still_a_rate() -> None:
    figures = read_figures("5年期LPR 3.6", date(2025, 11, 22))
    assert [(f.kind, f.value) for f in figures] == [("duration", 60), ("percent", Decimal("0.036"))]


def test_a_fee_rate_without_a_sign_is_asked_for(only: Only) -> None:
    figure = only("担保费率0.45")
    assert (figure.kind, figure.unit_missing, figure.explicit_percent) == ("number", True, False)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2%到4%", "0.02", "0.04"),
        ("3-6%", "0.03", "0.06"),
        ("百分之二到百分之四", "0.02", "0.04"),
        ("百分之二到四", "0.02", "0.04"),
        ("四到六个点", "0.04", "0.06"),
        ("两三个点", "0.02", "0.03"),
        ("百分之四五十", "0.4", "0.5"),
        ("五到十二个点", "0.05", "0.12"),
    ],
)
def test_ranges(only: Only, text: str, low: str, high: str) -> None:
    assert only(text).value == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "bound"), [("不高于0.6%", "max"), ("30%以上", "min"), ("不低于百分之五", "min"), ("至多两成", "max")]
)
def test_bounds(only: Only, text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize("text", ["得了九十分", "三点开会", "九成新的设备", "两点意见", "大家分成三组来"])
def test_points_and_marks_are_no_rates(text: str) -> None:
    assert not [f for f in read_figures(text, date(2025, 11, 22)) if f.kind == "percent"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百块收六毛", "0.006"),
        ("一百块钱收我八毛一年", "0.008"),
        ("每百元三毛", "0.003"),
        ("百元四毛一年", "0.004"),
        ("每100元收0.35元", "0.0035"),
        ("五毛每百元", "0.005"),
        ("一百块只要三毛五", "0.0035"),
        ("每万元四十五块", "0.0045"),
        ("每千元四块五一年", "0.0045"),
        ("费率千六", "0.006"),
        ("谈到千三了", "0.003"),
        ("又调回千二", "0.002"),
        ("还是按千二五", None),
        ("收千4.5", "0.0045"),
        ("千分之四点八", "0.0048"),
        ("担保费率四厘", "0.004"),
        ("费率三厘五", "0.0035"),
        ("四厘", "0.004"),
        ("利率降了3个点", "0.03"),
    ],
)
def test_rates_as_people_say_them(text: str, value: str | None) -> None:
    found = [figure.value for figure in read_figures(text, DAY) if figure.kind == "percent"]
    assert found == ([] if value is None else [Decimal(value)])


@pytest.mark.parametrize(
    "text",
    ["千五百块", "一千五", "万一不行", "千万别忘", "一百块", "一百块一张", "我们有千把人", "两样加一块", "给了千五元"],
)
def test_what_only_sounds_like_a_rate(text: str) -> None:
    assert not any(figure.kind == "percent" for figure in read_figures(text, DAY))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("交了三万一共", 30_000),
        ("两万一起交的", 20_000),
        ("5万一次性", 50_000),
        ("8万3对吧", 83_000),
        ("四万六对不对", 46_000),
        ("两万一", 21_000),
        ("三万一块交的", 30_000),
    ],
)
def test_a_word_that_begins_with_one_or_a_pair_ends_the_sum(text: str, value: int) -> None:
    assert [figure.value for figure in read_figures(text, DAY) if figure.kind == "money"] == [value]
