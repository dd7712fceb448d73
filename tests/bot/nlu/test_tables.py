"""The rows of a table are told in words, with what its head calls each column; other lines stay as they are."""

import pytest

from bot.nlu.tables import in_words

INSURANCE = "保单如下\n险种 | 保额(万元) | 年保费\n综合险 | 1200 | 31万\n责任险 | 640 | 17万\n补多少"


def test_what_the_head_calls_a_column_is_said_of_its_figures() -> None:
    table = in_words(INSURANCE)
    assert table is not None
    assert table.columns == ("险种", "保额(万元)", "年保费")
    assert table.text.split("\n") == [
        "保单如下",
        "险种，保额(万元)，年保费",
        "综合险，保额1200万元，年保费31万",
        "责任险，保额640万元，年保费17万",
        "补多少",
    ]


def test_one_more_row_is_told_in_a_later_message() -> None:
    table = in_words("还少一行：质量险 | 900 | 20万", ("险种", "保额(万元)", "年保费"))
    assert table is not None
    assert table.text == "还少一行：质量险，保额900万元，年保费20万"


def test_a_row_keeps_its_number_and_a_line_between_head_and_rows_says_nothing() -> None:
    table = in_words("| 序号 | 本金 | 期限 |\n|---|---:|---|\n| 1 | 80万 | 半年 |\n| 2 | 95万 | 一年 |")
    assert table is not None
    assert table.text.split("\n")[1:] == ["1 本金80万，期限半年", "2 本金95万，期限一年"]


def test_columns_kept_apart_by_spaces() -> None:
    table = in_words("银行 金额 期限\n工行 80万 半年\n农行 95万 一年")
    assert table is not None
    assert table.text.split("\n")[1] == "工行，金额80万，期限半年"


PLAIN = [
    "专利质押贷了80万，一年",
    "您好，我们公司，做阀门的\n专利质押，80万，一年",
    "第一行没有数\n第二行有80万",
    "省里 | 市里",
]


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_table_is_left_alone(text: str) -> None:
    assert in_words(text) is None


def test_a_bar_without_known_columns_makes_no_row() -> None:
    assert in_words("质量险 | 900万 | 20万") is None


def test_a_row_keeps_its_letter_and_what_is_no_figure_is_named_by_its_column() -> None:
    table = in_words("单子｜担保额(万元)｜反担保\nA｜130｜无\nB｜90｜机器抵押")
    assert table is not None
    assert table.text.split("\n")[1:] == ["A 担保额130万元，反担保无", "B 担保额90万元，反担保机器抵押"]
