"""So many times what it was, in words."""

from decimal import Decimal

import pytest

from bot.nlu.scaling import scaling


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("金额减半呢", "0.5"),
        ("砍掉一半", "0.5"),
        ("要是翻一番", "2"),
        ("保额翻两番", "4"),
        ("保费加倍", "2"),
        ("担保额翻倍的话", "2"),
        ("给打八折", "0.8"),
        ("给打了九折", "0.9"),
        ("打了个八五折", "0.85"),
        ("打8.5折", "0.85"),
        ("再多三成", "1.3"),
        ("少了两成", "0.8"),
    ],
)
def test_the_factor_is_read(text, factor):
    found = scaling(text)
    assert found is not None and found.factor == Decimal(factor) and text[found.start :].startswith(found.said)


@pytest.mark.parametrize("text", ["一半是银行贷的", "担保八成", "三折页", "翻译费", "成立三年"])
def test_a_share_is_no_change(text):
    assert scaling(text) is None
