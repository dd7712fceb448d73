"""Talks in which little is said: what is left is told by what stands and by what the message does."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()


def sums(house, *lines: str):
    advisor, name = Advisor(house.advisor.live, None), f"few-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)).payload["amount_yuan"] for line in lines]


@pytest.mark.parametrize("away", ["刚加的那张拿掉吧", "把新加那份去掉", "它不算了，剔掉"])
def test_what_was_added_last_is_taken_away_by_a_word_for_it(house, away) -> None:
    lines = ("首台套质量险，保费20万，保额1000万", "漏了一张，保费10万，保额600万，加上", away)
    assert sums(house, *lines)[1:] == ["60000.00", "40000.00"]


@pytest.mark.parametrize(
    ("shift", "amount"),
    [
        ("晚一天放呢", "24000.00"),
        ("要是推迟三天放款", "24000.00"),
        ("往前挪半个月呢", "24800.00"),
        ("早十天呢", "24800.00"),
    ],
)
def test_a_day_is_moved_earlier_or_later(house, shift, amount) -> None:
    lines = ("专利质押贷款200万，2025年5月19号放的，一年", shift)
    assert sums(house, *lines) == ["24800.00", amount]


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        (("鲁科担，担保600万", "一年收的1万8"), "12000.00"),
        (("鲁科担，担保600万", "改成一年收3万6的话"), "0.00"),
        (("专利质押贷了900万，一年", "今年四月已经领过一回，4万"), "60000.00"),
    ],
)
def test_a_sum_of_another_size_is_another_input(house, lines, amount) -> None:
    assert sums(house, *lines)[-1] == amount


def test_the_talk_goes_back_to_what_knows_the_input(house) -> None:
    lines = ("首台套综合险，保费42万，保额1800万", "专利质押贷500万，今年3月12号放，十个月", "保额说错了，是1200万")
    assert sums(house, *lines)[-1] == "72000.00"


def test_a_condition_told_beside_a_question_is_told(house) -> None:
    lines = ("专利质押贷了300万，一年，今年6月放的", "我们就是个普通加工厂，不是科技型中小企业，这有影响没")
    assert sums(house, *lines)[-1] == "0.00"


def test_figures_are_kept_where_only_the_measure_was_wrong(house) -> None:
    lines = ("鲁科保，保费18万，省里补了3万", "不对，这张其实是首台套的产品责任险", "保额1000万")
    assert sums(house, *lines)[-1] == "36000.00"
