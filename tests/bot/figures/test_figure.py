"""Positions and the JSON of a figure."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.figures.normalise import normalise

DAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("贷款 3 000 000 元", "3 000 000 元"),
        ("贷６００\u200b万\u2060元吧", "６００\u200b万\u2060元"),
        ("借款叁佰\u00a0萬圓", "叁佰\u00a0萬圓"),
        ("费率 百 分 之 三 吧", "百 分 之 三"),
        ("约 500 w", "500 w"),
        ("\U0001d7d3\U0001d7ce万", "\U0001d7d3\U0001d7ce万"),
        ("٥٠٠万", "٥٠٠万"),
    ],
)
def test_a_figure_quotes_the_users_own_text(text: str, quoted: str) -> None:
    (figure,) = read_figures(text, DAY)
    assert figure.text == quoted == text[figure.start : figure.end]


def test_spaces_between_two_figures_keep_them_apart() -> None:
    figures = read_figures("六百万 一年 百分之三 20人", DAY)
    assert [f.kind for f in figures] == ["money", "duration", "percent", "number"]


def test_list_marks_are_no_digits() -> None:
    assert [f.value for f in read_figures("①60万②80万", DAY)] == [600_000, 800_000]


def test_json_is_the_contract() -> None:
    (figure,) = read_figures("贷款大约五十二万", DAY)
    assert figure.to_json() == {
        "text": "五十二万",
        "start": 4,
        "end": 8,
        "kind": "money",
        "value": 520000,
        "unit": "yuan",
        "approx": True,
    }
    (figure,) = read_figures("至少0.3%/年", DAY)
    assert figure.to_json() == {
        "text": "0.3%/年",
        "start": 2,
        "end": 8,
        "kind": "percent",
        "value": 0.003,
        "unit": "ratio",
        "bound": "min",
        "per": "year",
    }


def test_json_of_pairs_and_dates() -> None:
    (figure,) = read_figures("20到30万", DAY)
    assert figure.to_json()["value"] == [200000, 300000]
    assert isinstance(figure.to_json()["value"][0], int)
    (figure,) = read_figures("2023年8月到2024年8月", DAY)
    assert figure.to_json()["value"] == ["2023-08", "2024-08"]


def test_money_is_decimal() -> None:
    (figure,) = read_figures("0.1元", DAY)
    assert figure.value == Decimal("0.1")


def test_plain_text_is_not_copied() -> None:
    assert normalise("贷款五百万").origins is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\x00",
        "\ud800",
        "\u0301" * 50,
        "(" * 99,
        "1." * 40,
        "亿" * 99,
        "9" * 99,
        "几",
        "俩",
        "半",
        "负",
        "-",
    ],
)
def test_odd_texts_are_read_without_a_word(text: str) -> None:
    read_figures(text, DAY)
