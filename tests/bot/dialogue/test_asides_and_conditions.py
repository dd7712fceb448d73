"""Conditions told at second hand, hedged, promised or asked about; questions of the rule that move no sum."""

import itertools
from datetime import date
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message

numbers = itertools.count()
PLEDGE = "专利质押贷款200万，2024年11月5日放的，2025年11月5日到期，贴多少"  # 200万 × 3.10% × 40% ＝ 24,800
GUARANTEE = "鲁科担担保400万，费率0.4%，市里补多少"  # 8,000
BANK = "科技成果转化贷款不良本金100万，补偿多少"  # 350,000
RD = "初创科技公司的研发信用贷坏了100万本金，最多补偿多少"  # 450,000
REGIONAL = "科技企业在齐鲁股交挂牌，直接融资300万，奖多少"  # 100,000
NEEQ = "新三板基础层定增2000万，补多少"  # 200,000
PROVINCE = "科技成果转化贷款，省里贴了10万，市里给多少"  # 50,000
LUKEBAO = "鲁科保，省里补了4万，市里再补多少"  # 20,000
FIRST_SET = "首台套产品责任险，今年已领过市里补贴90万，保费100万保额1亿，能补多少"  # 100,000 of 200,000 is left
IPO = "拟IPO募集2亿，市里给多少"

OPENINGS = [
    ("拿注册商标质押贷了300万，一年，信贷员讲跟专利是一样的，能贴多少", "0.00"),
    ("商标和发明专利一块质押贷了300万，一年，能贴多少", "36000.00"),
    ("鲁科担担保300万，费率0.4%，车床抵给担保公司了，能补多少", "0.00"),
    ("鲁科担担保300万，费率0.4%，担保公司要了一间门面抵着，能补多少", "0.00"),
    ("鲁科担担保300万，费率0.4%，专利质押给担保公司做反担保，能补多少", "6000.00"),
    ("规上科技企业在湖南股权交易所挂牌，直接融资500万，能拿多少", "0.00"),
    ("买壳上市，并不是正经首发，科技企业，市里600万能给多少", "0.00"),
    ("齐鲁股交挂牌以后凭牌子跟银行贷了500万，规上高企，那10万能给不", "0.00"),
    ("新三板基础层，没发过股票，向银行贷了800万，1%算下来是不是8万", None),
    ("普通的流动资金信用贷款300万，没押专利，利率4%，一年，市里贴多少息", None),
    ("买的是一般的企业财产险，不是鲁科保，保费8万，市里能补多少", "0.00"),
    ("成果转化贷的贴息，省里一分不给，市里给多少", "0.00"),
    ("成果转化贷的省级贴息还在公示，市里给多少", None),
    ("鲁科担担保300万，费率0.4%，他们把一台包装机押给担保公司了，能补多少", "0.00"),
    ("四板挂牌，山东省内的 融了150万 高企 统计上说还不是规上 能给多少", "0.00"),
    ("听卖保险的讲鲁科保省里补六成市里再补五成，是真的假的", None),
]
TALKS = [
    # told at second hand
    ([RD, "不是科技型企业", "等会儿，会计说人家有科小证"], "450000.00"),
    ([GUARANTEE, "科长说我们把办公楼抵给担保公司了"], "0.00"),
    ([BANK, "支行来电，这笔压根就没备过案，那还能拿多少"], "0.00"),
    ([RD, "放款那会儿没备案", "要是那时候备了呢"], "450000.00"),
    ([PROVINCE, "会计讲有一期拖了五天", "弄错了，拖的是对门那家的，我们一天都没拖"], "50000.00"),
    # hedged and promised
    ([GUARANTEE, "好像不是科技型企业"], "8000.00"),
    ([PLEDGE, "剩下的月底保准还得上"], "24800.00"),
    # what if
    ([REGIONAL, "不是规上", "那后年进规上了呢"], "100000.00"),
    ([LUKEBAO, "万一省里一分也不给"], "0.00"),
    ([GUARANTEE, "反担保押了厂房", "把厂房撤掉呢，只押专利"], "8000.00"),
    ([IPO, "改成买壳行不行，买壳的话呢"], "0.00"),
    # the province
    ([PROVINCE, "说错了，省里的还没批，批多少没准"], None),
    ([PROVINCE, "省里还没批下来", "批了，8万"], "40000.00"),
    (["成果转化贷省里没批，市里给多少", "打听了，不是没批，还在审着"], None),
    ([PROVINCE, "批文拿到了，就是省里的钱还没到账", "那市里给多少"], "50000.00"),
    # what was received before
    ([FIRST_SET, "看串了，90万是去年领的"], "200000.00"),
    ([FIRST_SET, "90万问清了，是省里给的，不是市里给的"], "200000.00"),
    (["专利质押贷1000万，一年，2025年6月放的，贴多少", "他们去年领过3万", "记错了，3万是今年领的"], "70000.00"),
    ([NEEQ, "上个月退市了", "跟你闹着玩呢，没退市"], "200000.00"),
    ([GUARANTEE, "反担保押了厂房", "去掉厂房，光用商标做反担保呢"], "8000.00"),
    (["我行一笔200万贷款成了不良，本金一分没收回来，属于哪种补偿", "研发信用贷，没备案"], "0.00"),
    (["听人说鲁科保省里补一半，是真的假的", "保费6万，能补多少"], None),
    (["我们挂了新三板基础层，有奖吗", "融了1000万"], "100000.00"),
    # the trade mark
    ([PLEDGE, "登记只给商标办了，专利没办"], "0.00"),
    (["商标质押贷款200万一年，贴多少", "清单上质押物是商标1件、发明专利3件"], "24000.00"),
]
ASIDES = [
    ([NEEQ, "从银行贷的500万算不算融资额"], "200000.00"),
    ([BANK, "备案了", "追回来20万", "客户问，是不是财政一赔他就不用还了"], "280000.00"),
    ([RD, "初创期到底是指成立几年以内"], "450000.00"),
    ([PLEDGE, "要是按季还本，按期还清是说每一季都不能拖吗"], "24800.00"),
    ([LUKEBAO, "鲁科保都包括哪几种险"], "20000.00"),
    ([REGIONAL, "规上要做到多大规模才行"], "100000.00"),
    ([IPO, "还在审，没过会呢"], None),
]


@pytest.mark.parametrize(("text", "amount"), OPENINGS, ids=[one[0] for one in OPENINGS])
def test_conditions_of_an_opening_message(house: House, text: str, amount: str | None) -> None:
    assert _talk(house, [text])[-1]["amount_yuan"] == amount


@pytest.mark.parametrize(("lines", "amount"), TALKS, ids=[one[0][-1] for one in TALKS])
def test_conditions_in_a_talk(house: House, lines: list[str], amount: str | None) -> None:
    assert _talk(house, lines)[-1]["amount_yuan"] == amount


@pytest.mark.parametrize(("lines", "amount"), ASIDES, ids=[one[0][-1] for one in ASIDES])
def test_a_question_of_the_rule_moves_no_sum(house: House, lines: list[str], amount: str | None) -> None:
    said = _talk(house, [*lines, "那最后能拿多少"])
    assert said[-2]["amount_yuan"] is None
    assert said[-1]["amount_yuan"] == amount


@pytest.mark.parametrize("word", ["哦 中", "噢，行", "哦好"])
def test_to_take_note_answers_no_question(house: House, word: str) -> None:
    reply = _talk(house, [PLEDGE, word])[-1]
    assert "tech_sme" not in reply["inputs"]


@pytest.mark.parametrize("question", ["那给个数吧", "给的话有多少"])
def test_the_sum_that_stands_is_asked_for(house: House, question: str) -> None:
    assert _talk(house, [PROVINCE, question])[-1]["amount_yuan"] == "50000.00"


def _talk(house: House, lines: list[str]) -> list[dict[str, Any]]:
    name = f"asides-{next(numbers)}"
    advisor = Advisor(house.advisor.live, house.store)
    return [advisor.reply(Message(name, line, date(2025, 11, 22))).payload for line in lines]
