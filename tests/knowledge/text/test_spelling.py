"""Homophones, slips and pinyin are read as our own words; our own words are never touched."""

import pytest

from knowledge.text.spelling import Repairs, replaced
from knowledge.text.tokens import Words, fold

OWN = ("专利质押", "首台套", "知识产权", "鲁科担")
REPAIRS = Repairs(OWN, Words(OWN))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("专力质押能贴多少", (("专力质押", "专利质押"),)),
        ("首太套保险", (("首太套", "首台套"),)),
        ("zhuanlizhiya怎么办", (("zhuanlizhiya", "专利质押"),)),
        ("专利质押能贴多少", ()),
        ("今天天气怎么样", ()),
    ],
)
def test_what_is_meant(text: str, pairs: tuple) -> None:
    assert REPAIRS.find(fold(text)) == pairs


def test_the_text_with_what_is_meant() -> None:
    assert replaced("专力质押能贴多少", (("专力质押", "专利质押"),)) == "专利质押能贴多少"
