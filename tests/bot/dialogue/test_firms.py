"""Several firms in one talk: each has figures and conditions of its own, and is found again."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()


def talk(house, *lines: str):
    advisor, name = Advisor(house.advisor.live, None), f"firms-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)).payload for line in lines]


def sums(house, *lines: str):
    return [payload["amount_yuan"] for payload in talk(house, *lines)]


@pytest.mark.parametrize(
    "introduced",
    [
        "另外一户爽快些：2025年3月4日放的，200万，半年",
        "又来一家，专利质押200万，半年，2025年3月4日放款",
        "换一家问问，200万的专利贷，2025年3月4日放，六个月",
        "旁边那个老板是200万，也是专利押的，2025年3月4日放款，半年",
        "还有一个客户，2025年3月4日放了200万，半年的专利贷",
    ],
)
def test_a_firm_newly_brought_up_takes_over_nothing(house, introduced) -> None:
    lines = ("客户专利质押贷了300万，一年，2025年6月3日放的", "他到期拖了一个月才还", introduced)
    first, broken, other = talk(house, *lines)
    assert (first["amount_yuan"], broken["amount_yuan"]) == ("36000.00", "0.00")
    assert other["amount_yuan"] == "12400.00" and other["inputs"].get("repaid_on_time") is None


@pytest.mark.parametrize("back", ["先回第一家，多少来着", "头一户是多少", "前面那家再报一下数"])
def test_the_first_firm_and_the_one_before_are_found_again(house, back) -> None:
    lines = ("帮人问鲁科担，担保300万，费率0.4%", "另一家担了700万，费率也是0.4%", back)
    assert sums(house, *lines) == ["6000.00", "14000.00", "6000.00"]


def test_a_firm_is_called_by_what_was_said_of_it(house) -> None:
    lines = (
        "有个做弹簧的厂子，首台套产品责任险，保费20万，保额900万",
        "换一家，写软件的，首版次质量保证险，保费10万，保额500万",
        "弹簧那家是多少",
        "软件那家呢",
    )
    assert sums(house, *lines) == ["40000.00", "20000.00", "40000.00", "20000.00"]


def test_several_unnamed_firms_are_added_up(house) -> None:
    lines = (
        "成果转化贷贴息，省里给了8万",
        "另外一家，省里给的是6万",
        "再看一家，省里给了10万",
        "三家加起来是多少",
    )
    assert sums(house, *lines) == ["40000.00", "30000.00", "50000.00", "120000.00"]


def test_what_another_firm_lacks_is_its_own(house) -> None:
    lines = ("备案的成果转化贷成了不良，本金200万", "另外一户，也是转化贷坏的，本金100万，当时没备案", "前面那户多少")
    assert sums(house, *lines) == ["700000.00", "0.00", "700000.00"]


def test_a_value_of_nought_in_words_is_a_value(house) -> None:
    assert sums(house, "新三板基础层，融了500万", "另一家也挂基础层，融资额是零") == ["50000.00", "0.00"]
