"""What a turn does to a talk: goes to another measure or back, to another value, gives a condition of the firm spoken
of, adds to what is pledged; and what of an opening message is a condition."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()
PLEDGE = "专利质押贷款200万，2024年11月5日放的，2025年11月5日到期，贴多少"  # 24,800
GUARANTEE = "鲁科担担保400万，费率0.4%，市里补多少"  # 8,000
INTEREST = "成果转化贷款贴息，省里贴了8万，市里补多少"  # 40,000


def payload(house, *lines: str):
    advisor, name = Advisor(house.advisor.live, None), f"turn-{next(names)}"
    replies = [advisor.reply(Message(name, line, DAY)).payload for line in lines]
    return replies[-1]


@pytest.mark.parametrize(
    ("line", "measure", "amount"),
    [
        ("鲁科担担保600万，费率0.4%，反担保只要了我们一项布图设计，补多少", "guarantee_fee", "12000.00"),
        ("鲁科担担保300万，没叫我们押什么，也没找保人，补多少", "guarantee_fee", "6000.00"),
        ("我们做担保的，鲁科担给他保了300万，让他把一台铣床押过来了，补多少", "guarantee_fee", "0.00"),
        ("专利质押贷款100万一年，嫌登记费事没去办，贴多少", "patent_pledge_interest", "0.00"),
        ("转化贷贴息，省里看完没给批，市里补多少", "conversion_loan_interest", "0.00"),
        ("主板首发，募资5亿，高企我们评不下来，给多少", "ipo_award", "0.00"),
        ("规上科技企业，在上海股权托管交易中心挂牌，直接融资300万，补多少", "regional_equity_award", "0.00"),
        ("买的不是鲁科保，就是一般的企财险，省里补了3000，市里补多少", "lukebao_premium", "0.00"),
        ("专利质押贷款100万一年，本金利息按时还掉了，贴多少", "patent_pledge_interest", "12000.00"),
        ("行里有两笔科技成果转化贷款坏了，本金120万，市县补多少", "conversion_loan_risk", "420000.00"),
    ],
)
def test_a_condition_in_everyday_words_of_an_opening_message(house, line, measure, amount) -> None:
    reply = payload(house, line)
    assert (reply["measure"], reply["amount_yuan"]) == (measure, amount)


@pytest.mark.parametrize(
    "line",
    [
        "就一笔普通流动资金贷款200万，没专利，也没找担保，市里贴多少利息",
        "普通信用贷款80万，没押专利没担保，能给贴息多少",
    ],
)
def test_what_is_only_said_not_to_be_there_is_no_measure(house, line) -> None:
    reply = payload(house, line)
    assert reply["measure"] is None and reply["amount_yuan"] is None


@pytest.mark.parametrize(
    ("lines", "measure", "amount"),
    [
        ([GUARANTEE, "那0.9%呢", "还是0.4%"], "guarantee_fee", "8000.00"),
        ([GUARANTEE, "那0.9%呢", "算了，就按0.5%"], "guarantee_fee", "8000.00"),
        ([GUARANTEE, "别家报的0.8%，按这个呢"], "guarantee_fee", "0.00"),
        ([INTEREST, "要是这笔坏了，剩下的本金60万收不回，财政补多少"], "conversion_loan_risk", "210000.00"),
        (
            [INTEREST, "要是这笔坏了，剩下的本金60万收不回，财政补多少", "回到刚才的贴息，是多少来着"],
            "conversion_loan_interest",
            "40000.00",
        ),
        (
            ["转化贷款备案的，35%是怎么补的，补多少", "省里给我们贴了7万，市里算一下"],
            "conversion_loan_interest",
            "35000.00",
        ),
        (
            ["2031年办的专利质押贷款给贴吗", "打错了，2025年9月1日放的，300万，一年"],
            "patent_pledge_interest",
            "36000.00",
        ),
    ],
)
def test_a_turn_goes_to_another_measure_or_value_and_back(house, lines, measure, amount) -> None:
    reply = payload(house, *lines)
    assert (reply["measure"], reply["amount_yuan"]) == (measure, amount)


def test_a_change_of_topic_without_a_figure_asks_for_those_of_the_new_measure(house) -> None:
    reply = payload(house, "科创板首发，申请募资4亿，奖多少", "想了想，还是先挂新三板")
    assert reply["measure"] == "neeq_award" and "raise_yuan" in reply["missing"]


@pytest.mark.parametrize(
    ("opening", "line", "amount"),
    [
        ("客户规上科技企业在齐鲁股交挂牌，直接融资300万，奖多少", "他家去年掉出规上了", "0.00"),
        (PLEDGE, "他们公司不是科技型中小微企业", "0.00"),
        (GUARANTEE, "董事会取消了厂房抵押，反担保就一件专利", "8000.00"),
    ],
)
def test_what_is_said_of_the_firm_spoken_of_counts(house, opening, line, amount) -> None:
    assert payload(house, opening, line)["amount_yuan"] == amount


def test_what_is_pledged_besides_takes_nothing_away(house) -> None:
    reply = payload(house, PLEDGE, "软著也一起押给银行了", "那还是这个数吗，一共多少")
    assert reply["inputs"]["patent_pledge"] is True and reply["amount_yuan"] == "24800.00"


def test_a_trade_mark_in_place_of_the_patent_breaks_it(house) -> None:
    assert payload(house, PLEDGE, "说错了，押的是商标")["amount_yuan"] == "0.00"


@pytest.mark.parametrize("line", ["行行行", "好嘞好嘞"])
def test_politeness_answers_no_condition(house, line) -> None:
    first = payload(house, GUARANTEE)
    after = payload(house, GUARANTEE, line)
    assert len(after["inputs"]) <= len(first["inputs"])


def test_who_is_made_to_pay_in_is_no_other_firm(house) -> None:
    opening = "在齐鲁股交挂牌，直接融资96万，补多少"
    reply = payload(house, opening, "再让我表弟投10万呢")
    assert (reply["inputs"]["direct_financing_yuan"], reply["amount_yuan"]) == ("1060000", "100000.00")
