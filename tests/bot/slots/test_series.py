"""Sums that stand in one row are told from those that only stand beside one another."""

from datetime import date

import pytest

from bot.figures import in_full, read_figures
from bot.slots.series import series_of

DAY = date(2025, 11, 22)
ROWS = [
    ("三笔，本金 231,000.00 / 64,200.50 / 0.00", ["231,000.00", "64,200.50", "0.00"]),
    ("两笔：回单1 11,200.50；回单2 8,100.10", ["11,200.50", "8,100.10"]),
    ("户1 21万，户2 9.5万", ["21万", "9.5万"]),
    ("头回三万二，二回两万四", ["三万二", "两万四"]),
    ("贷了200万，注册资本500万", []),
    ("一共三笔，第一笔120万，第二笔180万", []),
    ("担保300万，去年担保200万", []),
    ("贷了两笔：210万2024年9月放一年；90万2025年6月放半年", ["210万", "90万"]),
    ("贷了两笔，210万一年是专利质押，90万是厂房抵押", []),
]


@pytest.mark.parametrize(("text", "row"), ROWS, ids=[case[0] for case in ROWS])
def test_what_stands_in_one_row(text: str, row: list[str]) -> None:
    assert [figure.text for figure in series_of(text, in_full(text, read_figures(text, DAY))).figures] == row


def test_the_numbers_that_only_count_are_labels() -> None:
    text = "回单1 11,200.50；回单2 8,100.10，一共两笔"
    assert [one.text for one in series_of(text, in_full(text, read_figures(text, DAY))).labels] == ["1", "2"]
