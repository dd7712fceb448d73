"""Terms."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bot.figures import Figure, read_figures

Only = Callable[[str], Figure]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三年", 36, "months"),
        ("半年", 6, "months"),
        ("两年半", 30, "months"),
        ("15个月", 15, "months"),
        ("两个季度", 6, "months"),
        ("60天", 60, "days"),
        ("一年零四个月", 16, "months"),
        ("三年又两个月", 38, "months"),
        ("4年期", 48, "months"),
        ("十五个月", 15, "months"),
        ("一个半月", "1.5", "months"),
        ("六个月半", "6.5", "months"),
        ("2.5年", 30, "months"),
        ("俩月", 2, "months"),
        ("两周", 14, "days"),
        ("三个星期", 21, "days"),
        ("20个工作日", 20, "days"),
        ("120日", 120, "days"),
        ("30日内", 30, "days"),
        ("半个月", "0.5", "months"),
        ("三周年", 36, "months"),
        ("９个月", 9, "months"),
        ("12期", 12, "months"),
        ("三十六期", 36, "months"),
        ("贰年", 24, "months"),
    ],
)
def test_terms(only: Only, text: str, value: str | int, unit: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit, figure.text) == ("duration", Decimal(value), unit, figure.text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("三到五年", 36, 60), ("2-3年", 24, 36), ("两三年", 24, 36), ("6至9个月", 6, 9), ("两到三个季度", 6, 9)],
)
def test_ranges(only: Only, text: str, low: int, high: int) -> None:
    assert only(text).value == (low, high)


def test_about_and_bounds(only: Only) -> None:
    assert only("两年多").approx
    assert only("10个月左右").approx
    assert only("3年期以上").bound == "min"
    assert only("不满两年").bound == "max"
    assert only("半年以内").bound == "max"


def test_months_and_days_stay_apart() -> None:
    figures = read_figures("一年零20天", date(2025, 11, 22))
    assert [(f.value, f.unit) for f in figures] == [(12, "months"), (20, "days")]


@pytest.mark.parametrize("text", ["百年品牌", "二年级", "第二年", "千年古城", "8小时", "三点钟", "2023年度报告的年级"])
def test_no_terms(text: str) -> None:
    assert not [f for f in read_figures(text, date(2025, 11, 22)) if f.kind == "duration"]


def test_more_than_how_much(only: Only) -> None:
    """「3年多少钱」 asks how much; the term is three years sharp."""
    assert (only("3年多少钱").text, only("3年多少钱").approx) == ("3年", False)
