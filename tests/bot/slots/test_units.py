"""The unit that a message says of figures given without one."""

import pytest

from bot.slots.units import said_unit, unit_in_use


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("万啊", "万"),
        ("当然是万,还能是块吗", "万"),
        ("都是万", "万"),
        ("万元,我们台账都记万元", "万元"),
        ("单位是万元", "万元"),
        ("元,不是万", "元"),
        ("不是元是万", "万"),
        ("不是万还能是啥", "万"),
        ("按块算的", "块"),
        ("千分之", "千分之"),
        ("‰", "‰"),
        ("是百分之", "百分之"),
        ("哪能是块,万", "万"),
        ("肯定是亿啊", "亿"),
        ("是万吗", ""),
        ("是万还是元", ""),
        ("万一批不下来", ""),
        ("这块我不清楚", ""),
        ("加一块算", ""),
        ("专利单元", ""),
        ("500万", ""),
        ("不是万", ""),
        ("有厂房那块地", ""),
    ],
)
def test_the_unit_a_message_says(text: str, unit: str) -> None:
    assert said_unit(text) == unit


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [("", "都是万元", "万"), ("万", "元,不是万", ""), ("万", "千分之", "万"), ("", "好的", ""), ("万", "谢谢", "万")],
)
def test_the_unit_stays_in_use(before: str, text: str, after: str) -> None:
    assert unit_in_use(before, text) == after
