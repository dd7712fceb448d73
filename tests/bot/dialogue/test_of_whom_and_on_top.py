"""Of whom a later message tells, what comes on top of what is only named again, and what a word says it is."""

from datetime import date
from decimal import Decimal

import pytest

from bot.advisor import Advisor
from bot.messages import Message

DAY = date(2025, 11, 22)
PLEDGE = "专利质押300万，2025年2月1日放款，18个月，能贴多少"
FEE = "鲁科担备案的，担保900万，三年一共收9万担保费，没有反担保，能补多少"
PROVINCE = "鲁科保，省里补了2万，市里给多少"
LISTED = "科技企业，在齐鲁股权挂牌，规上，直接融资90万，能给多少"
NEEQ = "科技企业，新三板基础层，融资700万，补多少"
TWO_RAISED = (NEEQ, "今年又定增了300万，没算在里面")
TWO_BAD = (
    "我们是银行。初创期科技企业研发信用贷，备案了，不良本金100万，补多少",
    "再加一户同样的，不良本金60万，两户合计",
)
BAD = "备案的科技成果转化贷款，不良本金400万，补多少"
FIRST_SET = "首台套，产品综合险，保额2亿，一年保费500万"
TWO_POLICIES = (FIRST_SET, "他同一年还有一张首批次新材料的，产品责任险，保费30万保额1000万")
FIRMS = (
    "A公司在蓝海股权挂牌，规上科技企业，直接融资300万，补多少",
    "B公司在新三板基础层，科技企业，融资也是300万，补多少",
)

# Another firm, or one of the parts, is the one told of
OF_WHOM = (
    ((*TWO_POLICIES, "换家企业：首台套质量保证险，保费一年30万，保额1500万"), "60000"),
    ((*TWO_POLICIES, "再看家公司，首台套责任险，一年保费40万，保额2000万"), "80000"),
    ((*TWO_BAD, "第二户备案号没找着，算没备案，拿掉"), "450000"),
    ((*TWO_BAD, "第二户没备案，把它剔了", "第一户后来收回10万，重算"), "405000"),
    ((BAD, "另一家银行，备案的科技成果转化贷款，不良本金200万，补多少"), "700000"),
    ((BAD, "还有一家支行报上来，备案的成果转化贷款，不良本金100万"), "350000"),
    ((*FIRMS, "A有规上证明。B按500万，两家合计能拿多少"), "150000"),
    ((*FIRMS, "B改成200万，A还是300万，两家加起来多少"), "120000"),
    (("咱家潍坊的分公司在潍坊借的，专利质押200万一年，能享受吗",), None),
    (("青岛的子公司在青岛贷的，专利质押200万一年，能贴吗",), None),
    (("隔壁厂借了600万领了7万，我们也押的专利，今年3月放的一年期，能领几万",), None),
)
# The rows of a list that count, by what each says; a number behind 户 is no sum
ROWS = (
    (
        (
            BAD,
            "另一家支行也报了，备案的成果转化贷款：户1正常，余额300万；户2可疑，余额80万；户3次级，余额20万。不良的补多少",
        ),
        "350000",
    ),
    (("备案的科技成果转化贷款，甲企业损失类60万；乙企业关注类90万；丙企业次级40万，能补多少",), "350000"),
    ((BAD, "户2后来还了40万本金"), "1260000"),
    ((BAD, "户5刚追回10万本金"), "1365000"),
)
# 上个月 calls no part, and the month in which the term ends changes nothing
TIMES = (
    ((*TWO_RAISED, "他上个月从新三板摘牌了"), "0"),
    ((*TWO_RAISED, "要是下个月摘牌呢"), "0"),
    ((*TWO_RAISED, "下个月要摘牌的话呢"), "0"),
    ((PLEDGE, "那要到2026年8月才到期，现在能报不"), "55800"),
    ((PLEDGE, "明年8月到期，没错吧"), "55800"),
)
# What is named again is not added, and what comes on top is
ON_TOP = (
    ((PROVINCE, "除去原先2万，省里又追加了5000，市里合多少"), "12500"),
    ((PROVINCE, "除了那2万，省里又补了1万，市里给多少"), "15000"),
    ((LISTED, "过两个月再直接融资20万呢"), "100000"),
    ((LISTED, "下半年又增资15万"), "100000"),
    ((BAD, "其中一户50万本金前几天要回来了"), "1225000"),
    ((BAD, "其中30万后来追回来了"), "1295000"),
)
# A word says what a figure is, and what something is lowered to is of what stands
BY_ITS_WORD = (
    ((FEE, "担保额压到600万，担保费三年总共6万"), "12000"),
    ((FEE, "担保额降到800万，三年收8万"), "16000"),
    ((PLEDGE, "那只按200万算是多少"), "37200"),
    ((PLEDGE, "那只按200万算是多少", "回到300万整笔的算法"), "55800"),
    ((FEE, "保五年是不是翻倍"), "18000"),
    (("科技成果转化贷款，市里贴息补多少", "公示表上是12万"), "60000"),
    (("科技成果转化贷款，市里贴息补多少", "公示名单上写的是8.4万"), "42000"),
    (("专利质押200万一年，能贴多少", "换成商标质押呢", "那还是用专利。要先办啥"), "24000"),
    (("会计讲专利质押那900万能补12万，2024年5月放的款，一年期，究竟几万",), "100000"),
    (("专利加房产组合担保500万，其中专利100万、房产400万，2025年2月17日放款，一年，贴多少",), "62000"),
)


TALKS = (*OF_WHOM, *ROWS, *TIMES, *ON_TOP, *BY_ITS_WORD)


@pytest.mark.parametrize(("turns", "amount"), TALKS, ids=[f"{turns[-1][:14]}" for turns, _ in TALKS])
def test_a_later_message_is_taken_as_it_is_meant(house, turns, amount) -> None:
    advisor = Advisor(house.advisor.live, house.store)
    replies = [advisor.reply(Message(f"whom-{turns}", said, DAY)) for said in turns]
    said = replies[-1].payload["amount_yuan"]
    assert (said is None) == (amount is None)
    assert amount is None or Decimal(said) == Decimal(amount)
