"""On which side of the figure the real one lies: what decides a threshold."""

from datetime import date

import pytest

from bot.figures import read_figures

DAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("超过{}", "above"),
        ("略高于{}", "above"),
        ("稍高于{}", "above"),
        ("刚过{}", "above"),
        ("超过了{}", "above"),
        ("不止{}", "above"),
        ("{}出头", "above"),
        ("{}多", "above"),
        ("{}开外", "above"),
        ("{}多一点", "above"),
        ("比{}高一点", "above"),
        ("比{}还高", "above"),
        ("不到{}", "below"),
        ("近{}", "below"),
        ("将近{}", "below"),
        ("接近{}", "below"),
        ("快{}了", "below"),
        ("低于{}", "below"),
        ("{}不到", "below"),
        ("{}还没到", "below"),
        ("{}差一点", "below"),
        ("比{}略低", "below"),
        ("正好{}", ""),
        ("大约{}", ""),
        ("{}左右", ""),
        ("不超过{}", ""),
        ("没有超过{}", ""),
        ("有没有超过{}", ""),
        ("不低于{}", ""),
        ("至少{}", ""),
        ("{}以上", ""),
        ("{}以内", ""),
        ("最近{}", ""),
        ("没比{}高", ""),
        ("{}多少", ""),
    ],
)
@pytest.mark.parametrize("amount", ["200万", "0.4%"])
def test_sides(text: str, side: str, amount: str) -> None:
    (figure,) = read_figures("是" + text.format(amount), DAY)
    assert (figure.text, figure.side) == (amount, side)
    assert "side" not in figure.to_json()


@pytest.mark.parametrize("text", ["二百多万", "200余万元", "3年多"])
def test_more_inside_the_figure(text: str) -> None:
    (figure,) = read_figures(text, DAY)
    assert figure.side == "above"
