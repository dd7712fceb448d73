"""Counts, bare numbers, and what only looks like a number."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.figures import Figure, read_figures

Only = Callable[[str], Figure]
DAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("一百三十五人", 135, "人"),
        ("职工60人", 60, "人"),
        ("员工140", 140, "人"),
        ("四项专利", 4, "项"),
        ("俩发明", 2, "个"),
        ("三笔", 3, "笔"),
        ("2.5倍", "2.5", "倍"),
        ("900万股", 9_000_000, "股"),
        ("5台设备", 5, "台"),
        ("一项专利", 1, "项"),
    ],
)
def test_counts(only: Only, text: str, value: str | int, counted: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.counted, figure.unit_missing) == (
        "number",
        Decimal(value),
        counted,
        False,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("十几个人", 10), ("30多家", 30), ("百来人", 100), ("二十来项", 20), ("90余名", 90), ("上百人", 100)],
)
def test_about(only: Only, text: str, value: int) -> None:
    assert (only(text).value, only(text).approx) == (value, True)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("四五百人", 400, 500), ("三五个", 3, 5), ("80到90家", 80, 90), ("三至五项", 3, 5)]
)
def test_ranges(only: Only, text: str, low: int, high: int) -> None:
    assert only(text).value == (low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("600", 600),
        ("六百", 600),
        ("3.6", "3.6"),
        ("三点六", "3.6"),
        ("1_500", 1_500),
        ("就八百吧", 800),
        ("那900呢", 900),
        ("两千", 2_000),
        ("六", 6),
    ],
)
def test_bare_numbers_ask_for_their_unit(only: Only, text: str, value: str | int) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.unit_missing) == ("number", Decimal(value), True)


@pytest.mark.parametrize(("text", "value"), [("6000项目", 6000), ("担保700省里补", 700), ("贷800本金", 800)])
def test_a_counter_that_begins_another_word_counts_nothing(only: Only, text: str, value: int) -> None:
    assert (only(text).value, only(text).unit_missing, only(text).counted) == (value, True, "")


TRAPS = (Path(__file__).parent / "traps.txt").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("text", TRAPS)
def test_nothing_where_there_is_nothing(text: str) -> None:
    assert read_figures(text, DAY) == ()
    assert read_figures(f"你好，{text}怎么办？", DAY) == ()
