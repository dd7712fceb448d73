"""Where the firm asked about is: another city's gets no sum, and what was said of it stands till that is put right."""

import itertools
from datetime import date
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message

numbers = itertools.count()
ELSEWHERE = [
    "俺厂在邯郸，鲁科担担保400万，费率0.4%，能补多少",
    "企业注册地是菏泽，省里给鲁科保补了3万，市里补多少",
    "我们是泰安的公司，新三板基础层融了2000万，给多少",
    "帮潍坊一家做轴承的企业问问，首台套产品责任险保费30万保额1000万，能补多少",
    "在滨州注册的高企，专利质押贷款300万一年，聊城给贴多少",
    "客户的厂子在临沂，鲁科担担保500万费率0.3%，补多少",
    "青岛的公司，专利质押贷了420万，一年期，能贴多少",
]
HERE = [
    ("总部在上海，厂子在茌平，专利质押贷款300万一年，贴多少", "36000.00"),
    ("在青岛银行办的专利质押贷款300万，一年，贴多少", "36000.00"),
    ("济南的母公司是大股东，俺们公司注册在高唐，专利质押贷款300万一年，贴多少", "36000.00"),
    ("我家住济南，厂子在冠县，专利质押贷款300万一年，能贴多少", "36000.00"),
    ("俺家住德州，专利质押贷款300万一年，能贴多少", "36000.00"),
    ("法人是菏泽人，专利质押贷款300万一年，能贴多少", "36000.00"),
    ("济南的厂去年迁到阳谷了，专利质押贷款300万一年，能贴多少", "36000.00"),
    ("设备卖给了郑州的公司，我们东阿厂投的首台套产品责任险，保费20万保额1000万，补多少", "40000.00"),
]
MENDED = [
    ("我们公司在济南，鲁科担担保300万，费率0.4%，能补多少", "说岔了，济南那个是总公司，借款的厂在东阿", "6000.00"),
    ("俺厂在邯郸，专利质押贷了420万，一年期，贴多少", "不对，厂早就搬到临清了", "50400.00"),
    ("德州的企业，新三板基础层融资2000万，奖多少", "看错了，企业注册在聊城高新区", "200000.00"),
    ("厂在濮阳，专利质押贷了420万，一年期，贴多少", "要是厂子在莘县呢", "50400.00"),
]
PLEDGE = "专利质押贷款500万，一年，2025年6月放的，贴多少"  # 500万 × 3.00% × 40% ＝ 60,000


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_firm_of_another_city_gets_no_sum(house: House, text: str) -> None:
    reply = _talk(house, text)[-1]
    assert (reply["kind"], reply["amount_yuan"], reply["measure"]) == ("out_of_scope", None, None)


@pytest.mark.parametrize(("text", "amount"), HERE)
def test_the_place_of_a_bank_a_home_or_headquarters_is_not_the_firms(house: House, text: str, amount: str) -> None:
    reply = _talk(house, text)[-1]
    assert reply["amount_yuan"] == amount


@pytest.mark.parametrize(("first", "then", "amount"), MENDED)
def test_what_was_said_of_a_firm_elsewhere_stands_when_its_place_is_put_right(
    house: House, first: str, then: str, amount: str
) -> None:
    replies = _talk(house, first, then)
    assert (replies[0]["amount_yuan"], replies[1]["amount_yuan"]) == (None, amount)


@pytest.mark.parametrize("aside", ["青岛同样一笔能贴多少", "那济南的专利质押贴息是多少", "邯郸那边贴几个点"])
def test_what_another_city_pays_is_refused_in_mid_talk_and_the_talk_stands(house: House, aside: str) -> None:
    replies = _talk(house, PLEDGE, aside, "改成400万呢")
    assert [reply["kind"] for reply in replies] == ["calculation", "out_of_scope", "calculation"]
    assert (replies[1]["amount_yuan"], replies[2]["amount_yuan"]) == (None, "48000.00")


def test_a_firm_said_to_be_elsewhere_in_mid_talk_gets_no_more_sums(house: House) -> None:
    replies = _talk(house, PLEDGE, "等等，这家厂其实在德州", "登记办了", "我又查了，注册地就在临清")
    assert [reply["kind"] for reply in replies] == ["calculation", "out_of_scope", "out_of_scope", "calculation"]
    assert replies[-1]["amount_yuan"] == "60000.00"


def _talk(house: House, *lines: str) -> list[dict[str, Any]]:
    name = f"places-{next(numbers)}"
    advisor = Advisor(house.advisor.live, house.store)
    return [advisor.reply(Message(name, line, date(2025, 11, 22))).payload for line in lines]
