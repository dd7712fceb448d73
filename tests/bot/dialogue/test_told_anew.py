"""What a later message of a talk makes of the sum that stands: given up again, told beside a question, said to be
another matter, or of another firm."""

from datetime import date

import pytest

from bot.advisor import Advisor
from bot.messages import Message

GUARANTEE = "鲁科担担保800万，费率0.5%，补多少"
PLEDGE = "专利质押300万 2025年2月1日放款 一年 能贴多少"
TWO_LOANS = "专利质押两笔，300万和500万，都是一年，2025年6月放款，能补多少"
BAD = "备案过的成果转化贷款出了不良 本金坏了420万 后来又收回来90万 财政补多少"
RESEARCH = "初创科技企业研发信用贷，备案了，不良本金260万，追回40万，补多少"
PREMIUM = "客户是高企，买了我们的鲁科保产品，保费12万，省里按保费的40%补，市里再补多少"
INTEREST = "科技成果转化贷款，省里贴息20万，市里给多少"
FEE = "鲁科担1000万，保两年，总共收企业12万担保费，备过案，反担保是专利，企业能补多少"
FIRST_OF_TWO = "我们备案的鲁科担里有一户金石机电，科技型企业，担保800万，费率0.5%一年，没要反担保，市里补多少保费？"
SECOND = "第二户华茂新材，担保500万，反担保押的是厂房"

# What was only supposed is given up, and nothing else with it
GIVEN_UP = (
    ((GUARANTEE, "要是换个担保公司，他们要0.9%呢"), "0.00"),
    ((GUARANTEE, "要是换个担保公司，他们要0.9%呢", "算了还是原来那家吧"), "16000.00"),
    ((GUARANTEE, "又问了家担保公司，收1.2%，用他们的话补多少", "那就还用0.5%的"), "16000.00"),
    ((GUARANTEE, "要是换成设备做反担保呢", "算了，还是不换了，用专利"), "16000.00"),
    ((GUARANTEE, "要是换成设备做反担保呢", "当我没问"), None),
    ((PLEDGE, "要是拖到18个月呢", "算了算了，按原来的期限来"), "37200.00"),
    ((PLEDGE, "要是拖到18个月呢", "不折腾了，就照原来那样"), "37200.00"),
    ((PLEDGE, "算了，不算了"), None),
)
# A figure told in a clause of its own, beside the question for the sum, is what it goes by
TOLD_BESIDE_A_QUESTION = (
    ((FEE, "收10万，补多少"), "20000.00"),
    ((FEE, "好，就两年一共收10万，补多少"), "20000.00"),
    (("鲁科保，保费20万，省里补3万，市里补多少", "省里补4万，市里补多少"), "20000.00"),
    (("鲁科保，保费20万，省里补3万，市里补多少", "省里最后给了2万5，那市里给多少"), "12500.00"),
    ((PLEDGE, "我们注册资本500万，能拿多少"), "37200.00"),
)
# What the province gave at last, whatever ceiling is spoken of beside it
GRANTED = (
    ((PREMIUM, "不过省里有上限，到最后核下来3万6"), "18000.00"),
    ((PREMIUM, "省里卡了个顶，实批4.2万"), "21000.00"),
    ((INTEREST, "省里封顶了，最终只给批了15万"), "75000.00"),
    ((INTEREST, "省里那个最高就15万，实际给了13万"), "65000.00"),
)
# What came off the principal is another matter
ANOTHER_MATTER = (
    ((BAD, "我问清了，90万那笔是罚息"), "1470000.00"),
    ((BAD, "90万是另一笔贷款的，跟这个没关系"), "1470000.00"),
    ((BAD, "刚查了，收回的90万是别的户的"), "1470000.00"),
    ((RESEARCH, "会计说那40万全是利息，不是本金"), "1170000.00"),
    ((RESEARCH, "另外还收了利息5万"), "990000.00"),
    ((RESEARCH, "那这99万就不用我们还了吧"), "990000.00"),
    (("初创科技企业研发信用贷，备案了，不良本金130万，补多少", "这58万多以后不用还了吧", "一共能补多少"), "585000.00"),
)
# The share that a patent secures is that of one loan, and no principal
SHARES = (
    (("专利质押500万，一年，2025年6月放款，能补多少", "它不光是专利啊还押了厂房专利那块只占二百万"), "60000.00"),
    ((TWO_LOANS, "500万那笔还押了厂房，专利那块只占二百万"), "96000.00"),
    ((TWO_LOANS, "500万那笔是专利加设备，里头专利只占180万"), "96000.00"),
    (("专利质押500万，一年，2025年6月放款，其中专利部分200万，能补多少", "再加一笔100万"), "72000.00"),
)
# Whose case it is, and of which kind
WHOSE = (
    ((FIRST_OF_TWO, SECOND), "0.00"),
    ((FIRST_OF_TWO, "另一户担保500万，反担保押的是厂房"), "0.00"),
    ((FIRST_OF_TWO, SECOND, "说回金石，它家再加100万呢"), "18000.00"),
    ((FIRST_OF_TWO, SECOND, "再看金石，那家改成0.6%呢"), "0.00"),
    ((PLEDGE, "子公司那边贷的是200万呢", "回到总部这边，再加50万呢"), "43400.00"),
    (("备案的科技成果转化贷坏了200万本金，补多少", "我们这笔其实是搞研发用的，纯信用，坏了120万"), "540000.00"),
    (("备案的科技成果转化贷坏了200万本金，补多少", "这钱用在研发上了，没抵押"), None),
)
# Days and spans by what is said of them
SPANS = (
    (("专利质押贷了250万，能贴多少", "合同是2025年2月18号到2025年11月18号"), "23250.00"),
    (("专利质押贷了250万，合同签的2025年2月18号到2025年11月18号，能贴多少",), "23250.00"),
    (("专利质押贷200万，2024年11月5日到账2025年5月5日准时还上了，能贴多少",), "12400.00"),
    (("专利质押办了个3年的流动资金贷，200万，2025年1月8日放款，能贴多少",), "74400.00"),
    (("我们做了10年的阀门，专利质押贷200万，一年，2025年1月8日放款，能贴多少",), "24800.00"),
)
# One of two matters that were told at once is begun with, called by its sum
TWO_MATTERS = "今年有两桩，一个首台套保险保费40万保额1500万，一个鲁科担担保200万，各能拿多少"
ONE_FIRST = (
    ((TWO_MATTERS, "先看担保200万那个"), "4000.00"),
    ((TWO_MATTERS, "先看担保200万那个", "再看首台套"), "80000.00"),
    ((TWO_MATTERS, "先算保费40万的"), "80000.00"),
)
# What is paid for a policy is no grant; what a condition that is only supposed breaks brings nothing
PAID_AND_SUPPOSED = (
    (("鲁科保一年要交7万多，市里能给报多少",), None),
    (("鲁科保我们交了6万，省里补了2万，市里补多少",), "10000.00"),
    (("要是拿商标质押，专利质押贷款贴息能贴多少",), "0.00"),
    (("如果没备案，成果转化贷款坏了300万能补多少",), "0.00"),
)
TALKS = (
    *ONE_FIRST,
    *PAID_AND_SUPPOSED,
    *GIVEN_UP,
    *TOLD_BESIDE_A_QUESTION,
    *GRANTED,
    *ANOTHER_MATTER,
    *SHARES,
    *WHOSE,
    *SPANS,
)


@pytest.mark.parametrize(("turns", "amount"), TALKS, ids=[f"{turns[-1][:14]}" for turns, _ in TALKS])
def test_what_stands_after_the_last_message(house, turns, amount) -> None:
    advisor, day = Advisor(house.advisor.live, house.store), date(2025, 11, 22)
    replies = [advisor.reply(Message(f"anew-{turns}", said, day)) for said in turns]
    assert replies[-1].payload["amount_yuan"] == amount


@pytest.mark.parametrize(
    "said",
    ["省里那个还在走程序呢", "省厅那边材料报上去了，还没批下来呢", "省里的贴息在审核中", "省里也没下来呢，急死了"],
)
def test_what_is_still_on_its_way_in_the_province_is_asked_for(house, said) -> None:
    advisor, day = Advisor(house.advisor.live, house.store), date(2025, 11, 22)
    advisor.reply(Message(f"pending-{said}", "科技成果转化贷款的利息市里能贴多少", day))
    payload = advisor.reply(Message(f"pending-{said}", said, day)).payload
    assert payload["amount_yuan"] is None
    assert payload["missing"] == ["province_subsidy_yuan"]
