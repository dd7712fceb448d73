"""What is said beside a sum says what it is: fees and their years, rates told of the rule, what a sum rather was, who
paid it, and where the firm is. Each line with the sum that must be shown ("" = none, "*" = any)."""

import itertools
from datetime import date

import pytest

from bot.advisor import Advisor
from bot.messages import Message

numbers = itertools.count()
ANY = "*"
Line = tuple[str, int | float | str]

FEES: list[list[Line]] = [
    [("鲁科担担保700万，四年统共付了担保公司13万，备了案，反担保是软著，高企，能补多少", 14000)],
    [("鲁科担担保600万，一年收他们2.7万，能补多少", 12000)],
    [("鲁科担，两年的担保费总共8万，每年4万，担保1000万，能补多少", 20000)],
    [("鲁科担担保800万，收费0.9%", 0), ("0.9%是两年一共的，一年0.45%", 16000)],
    [("鲁科担担保450万，费率0.42%", 9000), ("要是两年收的是4.6万呢", 0)],
    [("鲁科担担保450万，费率0.42%", 9000), ("两年一共交了3.8万", 9000)],
    [("鲁科担担保500万，交了担保费2万，期限一年，登记费另交了2000元", 10000)],
]
YEARS: list[list[Line]] = [
    [("我司首台套设备投了两年期质量保证保险，两年总共交保费40万，保额1500万，每年大约能补多少", 40000)],
    [("首批次新材料产品责任险，保费30万，保额1200万", 60000), ("这是投三年，一共保费30万", 20000)],
    [("专利质押300万，三年整，2025年2月3日放款，LPR用1年期还是5年期的", 100000)],
    [("专利质押200万，3月14号放的款，9月14号还清，都是2024年，能贴多少", 13800)],
    [("头一笔今年已经领过贴息6万了，这是第二笔：600万，2025年6月25放，一年，专利质押，能贴多少", 40000)],
    [("借款期限整整10个月，2025年6月10日放款，专利质押200万，能贴多少", 20000)],
]
RULES: list[list[Line]] = [
    [("中介讲鲁科担补贴是担保额的1%，我们担保300万，他要分三成", 6000)],
    [("鲁科担担保500万，年费率0.4%", 10000), ("0.2%到底是按年算还是一次性的", ""), ("那我们能补多少", 10000)],
    [("鲁科保，我交了3万保费，业务员说是按保费的50%补，能拿多少", "")],
    [("成果转化贷，我们利息付了9万，说是市里补利息的一半，是吧", "")],
    [("鲁科担担保800万，费率0.45%，能补多少", 16000), ("续保的时候说要收0.8%，那还能补吗", 0)],
    [("专利质押贷500万，一年", 60000), ("21万×40%＝8.4万，你怎么才6万", 60000)],
]
RATHER: list[list[Line]] = [
    [("成果转化贷200万本金加13万利息全成不良了，备过案，财政补多少", 700000)],
    [("不良本金90万，备案的成果转化贷款，补多少", 315000), ("说错了，本金80万，剩下10万是利息", 280000)],
    [("新三板基础层，今年融资300万，其实这300万是农行的贷款，能补多少", "")],
    [("新三板基础层，还没融齐，能补多少", "")],
    [("去年腊月二十放的，专利质押贷100万一年，不对，借据上写的是1月15号，按合同上的算", 12400)],
]
MORE: list[list[Line]] = [
    [("鲁科保，省里补了6000", 3000), ("省里又多补了1500", 3750)],
    [("鲁科担担保200万，费率0.3%", 4000), ("他们说还能再担保150万", 7000)],
    [
        ("研发信用贷坏了，本金150万没收回，备过案", 675000),
        ("银行昨天又从账上扣回去20万", 585000),
        ("法院又从他账上划走10万", 540000),
    ],
    [("备案的成果转化贷款，贷了500万，还了200万，剩下全成不良，上个月又收回40万，补多少", 910000)],
]
CONDITIONS: list[list[Line]] = [
    [("鲁科担担保500万，费率0.4%，可人家非要我们拿厂房做反担保，能补多少", 0)],
    [
        ("鲁科担担保500万，费率0.4%，反担保押的是厂房", 0),
        ("问清楚了，厂房是抵给银行的，担保公司没要反担保", 10000),
    ],
    [("专利质押300万一年，2024年9月放的，本息都按时收回来了，能贴多少", 40200)],
    [("规上科技企业，齐鲁股交挂牌，直接融资200万", 100000), ("还有个情况，规上今年退库了", 0)],
    [("商标权质押贷200万一年，银行说跟专利一个待遇，能贴多少", 0)],
    [("专利质押100万，半年，2024年9月放的", 6700), ("俺是今年4月初才还的", ANY), ("那还是这个数不", ANY)],
]
PLACES: list[list[Line]] = [
    [("青岛客户，专利质押贷款600万一年，能贴多少", "")],
    [("有个客户在潍坊，鲁科担担保500万，费率0.4%，补多少", "")],
    [("客户是济南的，专利贷300万一年期，贴多少", ""), ("那聊城这家呢，也是300万一年", 36000)],
    [("我们卖给一个青岛客户，专利质押贷款600万一年，能贴多少", 72000)],
]
KINDS = {
    "fees": FEES,
    "years": YEARS,
    "rules": RULES,
    "rather": RATHER,
    "more": MORE,
    "conditions": CONDITIONS,
    "places": PLACES,
}
TALKS = {f"{kind} {i}": talk for kind, talks in KINDS.items() for i, talk in enumerate(talks, 1)}


@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)
def test_the_sum_of_a_talk(house, talk: list[Line]) -> None:
    conversation, advisor = f"said-{next(numbers)}", Advisor(house.advisor.live, house.store)
    for say, sum_shown in talk:
        got = advisor.reply(Message(conversation, say, date(2025, 11, 22))).payload
        if sum_shown != ANY:
            expected = "" if sum_shown == "" else f"{sum_shown:.2f}"
            assert (got["amount_yuan"] or "") == expected, f"{say}：{got['inputs']} {got['text'][:200]}"


def test_a_rate_that_was_rounded_is_said_to_be(house) -> None:
    said = "鲁科担担保600万，费率0.51%，四舍五入0.5%，能补多少"
    got = Advisor(house.advisor.live, house.store).reply(Message("rounded", said, date(2025, 11, 22))).payload
    assert got["amount_yuan"] == "0.00"
    assert [one["why"] for one in got["unused"]] == ["四舍五入后的数"]


def test_a_raise_in_equity_beside_a_loan_is_of_the_measure_about_it(house) -> None:
    said = "科技企业，股权融了40万，又从银行贷了90万，一共130万，能补多少"
    got = Advisor(house.advisor.live, house.store).reply(Message("equity", said, date(2025, 11, 22))).payload
    assert (got["measure"], got["amount_yuan"]) == ("regional_equity_award", "0.00")
