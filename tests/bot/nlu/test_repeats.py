"""What a figure repeats: the sum shown last, an input that stands, a number of the document."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.nlu.hearing import Setting
from bot.nlu.repeats import is_shown, of_policy, repeated

DAY = date(2025, 11, 22)


def figure(text: str):
    (found,) = read_figures(text, DAY)
    return found


@pytest.mark.parametrize(
    ("said", "shown", "same"),
    [
        ("6.7万", "67000", True),
        ("6万7", "67000", True),
        ("67000元", "67000", True),
        ("6.71万", "67100", True),
        ("6.7万", "67100", True),  # a little rounded, as people say it
        ("7万", "67000", False),
        ("六十七万", "67000", False),
        ("670", "67000", False),
        ("6.7%", "67000", False),
        ("6个月", "60000", False),
        ("0元", "0", True),
        ("58万多", "585000", True),  # with its last digits left out
        ("6万多", "67000", True),
        ("59万多", "585000", False),
        ("57万多", "585000", False),
        ("十几万", "135000", False),
    ],
)
def test_the_sum_shown_is_known_however_it_is_said(said, shown, same) -> None:
    assert is_shown(figure(said), Decimal(shown)) is same


def test_nothing_is_shown_before_a_sum_is() -> None:
    assert not is_shown(figure("6万"), None)


def test_an_input_is_repeated_at_exactly_its_value(known) -> None:
    stands = {"principal_yuan": Decimal(5_000_000), "term_months": Decimal(12), "start": "2024-08"}
    setting = Setting(known.measure("patent_pledge_interest"), stands=stands)
    assert repeated(figure("500万"), setting) == ["principal_yuan"]
    assert repeated(figure("501万"), setting) == []
    assert repeated(figure("一年"), setting) == ["term_months"]
    assert repeated(figure("2024年8月"), setting) == ["start"]
    assert repeated(figure("300到500万"), setting) == []


def test_the_document_s_own_numbers(known) -> None:
    measure = known.measure("patent_pledge_interest")
    assert of_policy(figure("10万"), measure) and of_policy(figure("40%"), measure)
    assert not of_policy(figure("11万"), measure) and not of_policy(figure("10万"), None)
