"""A running talk in which a condition is broken, mended, supposed, withdrawn or not touched at all."""

import itertools
from datetime import date

import pytest

from bot.advisor import Advisor
from bot.messages import Message

numbers = itertools.count()
PLEDGE = "专利质押贷款200万，2024年11月5日放的，2025年11月5日到期，贴多少"  # 200万 × 3.10% × 40% ＝ 24,800
GUARANTEE = "鲁科担担保400万，费率0.4%，市里补多少"  # 8,000
BANK = "备案的科技成果转化贷款不良本金100万，补偿多少"  # 350,000
REGIONAL = "规上科技企业在齐鲁股交挂牌，直接融资300万，奖多少"  # 100,000
NEEQ = "新三板基础层定增2000万，补多少"  # 200,000

MENDED = [
    (GUARANTEE, "反担保押了厂房", "0.00", "看串行了，厂房是隔壁那户的，这户反担保用的软著", "8000.00"),
    (GUARANTEE, "担保公司要走一块地做反担保", "0.00", "那块地早解押了，这次押的就一项发明专利", "8000.00"),
    (GUARANTEE, "反担保是机器设备", "0.00", "最后没让押，啥反担保都不要了", "8000.00"),
    (GUARANTEE, "没走鲁科担备案", "0.00", "鲁科担备案昨天补上了", "8000.00"),
    (GUARANTEE, "这笔没备案", "0.00", "备案系统今天通过了", "8000.00"),
    (GUARANTEE, "高企证书过期了", "0.00", "更正：证书上月已经续上", "8000.00"),
    (PLEDGE, "质押登记没办", "0.00", "上周补登了", "24800.00"),
    (PLEDGE, "登记没办", "0.00", "已补办，回执在手", "24800.00"),
    (PLEDGE, "这笔晚还了五天", "0.00", "弄混了，晚还的是我的车贷，这笔按时还的", "24800.00"),
    (PLEDGE, "年报上写的大型企业", "0.00", "看错了，大型企业是它的控股股东", "24800.00"),
    (PLEDGE, "押的是商标", "0.00", "说错了，是专利", "24800.00"),
    (BANK, "其实没备案", "0.00", "备案回执找到了", "350000.00"),
    (BANK, "还没认定不良", "0.00", "上一句作废", "350000.00"),
    (BANK, "假设这笔当时没备案", "0.00", "假设撤销", "350000.00"),
    (REGIONAL, "已退出规上名录", "0.00", "统计局更正了，仍是规上", "100000.00"),
    (REGIONAL, "挂在上海股交", "0.00", "打错了，上海是我同学那家，我们在蓝海", "100000.00"),
    (NEEQ, "上个月摘牌了", "0.00", "说快了，是停牌不是摘牌", "200000.00"),
    (NEEQ, "已经摘牌", "0.00", "上一条作废，摘牌的是集团另一家", "200000.00"),
]
SUPPOSED = [
    (GUARANTEE, "反担保押了厂房", "0.00", "要是换成押专利呢", "8000.00"),
    (GUARANTEE, "反担保是设备抵押", "0.00", "若把设备抵押撤掉改成软著反担保", "8000.00"),
    (GUARANTEE, "没走鲁科担，是普通担保", "0.00", "要是转成了呢", "8000.00"),
    (PLEDGE, "质押登记没办", "0.00", "假如补上了呢", "24800.00"),
    (BANK, "没备案", "0.00", "如果备案补下来了", "350000.00"),
]
BROKEN = [
    (PLEDGE, "会计说有一回晚还了十天", "0.00"),
    (PLEDGE, "断供俩月后来补上的", "0.00"),
    (PLEDGE, "借款人年报显示系大型企业", "0.00"),
    (GUARANTEE, "门面房给他们做了反担保", "0.00"),
    (GUARANTEE, "除了老板签字另外还押了块地", "0.00"),
    (GUARANTEE, "我们跟科技不沾边", "0.00"),
    (REGIONAL, "年报一看已退出规上库", "0.00"),
    (NEEQ, "前天终止挂牌了", "0.00"),
]
UNMOVED = [
    (GUARANTEE, "反担保能用厂房吗"),
    (GUARANTEE, "听说隔壁那家押的厂房也给补了"),
    (GUARANTEE, "反担保就是夫妻俩签的连带责任保证"),
    (PLEDGE, "还差两个月到期"),
    (PLEDGE, "2025年11月5日那天还的，一分没拖"),
    (PLEDGE, "到期那天财务一把还清的"),
    (PLEDGE, "打算明年评大型企业标杆"),
    (PLEDGE, "登记我陪他去办的，证都领了"),
    (BANK, "另一户还没备案，那户先不管"),
    (BANK, "备案要交啥"),
]


def amounts(house, lines):
    """The sums shown, line by line."""
    conversation = f"condition-{next(numbers)}"
    advisor = Advisor(house.advisor.live, house.store)
    said = [advisor.reply(Message(conversation, line, date(2025, 11, 22))).payload for line in lines]
    return [one["amount_yuan"] for one in said]


@pytest.mark.parametrize(("opening", "broken", "nothing", "mended", "amount"), MENDED, ids=[m[3] for m in MENDED])
def test_a_condition_mended_brings_the_sum_back(house, opening, broken, nothing, mended, amount):
    assert amounts(house, [opening, broken, mended]) == [amount, nothing, amount]


@pytest.mark.parametrize(("opening", "broken", "nothing", "thought", "amount"), SUPPOSED, ids=[m[3] for m in SUPPOSED])
def test_a_condition_met_in_thought(house, opening, broken, nothing, thought, amount):
    assert amounts(house, [opening, broken, thought])[1:] == [nothing, amount]


@pytest.mark.parametrize(("opening", "said", "amount"), BROKEN, ids=[m[1] for m in BROKEN])
def test_a_condition_broken_leaves_nothing(house, opening, said, amount):
    assert amounts(house, [opening, said])[-1] == amount


@pytest.mark.parametrize(("opening", "said"), UNMOVED, ids=[m[1] for m in UNMOVED])
def test_what_breaks_nothing(house, opening, said):
    whole = amounts(house, [opening, said, "最后能拿多少"])
    assert whole[-1] == whole[0]
    assert whole[1] in (whole[0], None)
