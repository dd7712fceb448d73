"""What a later message says of the one sum that stands: of a day, a balance, a part, the cap, what was had, what is
compared; each with what it must come to."""

from datetime import date

import pytest

from bot.advisor import Advisor
from bot.messages import Message

DAY = date(2025, 11, 22)
LOAN = "专利质押贷款800万一年，2025年6月放款，今年领过2万专利贴息，还能贴多少"
FILED = "备案的成果转化贷款，坏了500万本金，补多少"
BALANCE = "备案的成果转化贷款余额5000万，不良率2%，风险补偿多少"
CAPPED = "首台套综合险，年保费700万，保额3亿，补多少"
LOOKED_UP_AGAIN = (
    ("专利质押贷款380万，一年，2024年10月25日放款", "又翻了翻凭证，是10月9号", "50920.00"),
    ("专利质押贷款200万，一年，2024年7月25日放款", "后来又核对了一遍借据，应该是7月15号放的", "27600.00"),
)
WHAT_A_SUM_IS_MADE_OF = (
    (BALANCE, "余额不是5000万，是4000万", "280000.00"),
    (BALANCE, "余额不是5000万而是4500万", "315000.00"),
    (BALANCE, "说错了，余额没有5000万，是4000万", "280000.00"),
    (BALANCE, "5000万说多了，是4600万", "322000.00"),
    (BALANCE, "那5000万其实应该是4800万", "336000.00"),
    (BALANCE, "不良率没有2%，是1.5%，余额没变", "262500.00"),
)
WOULD_IT_DO = (
    ("专利质押贷款600万一年，能贴多少", "先贷八个月行不行，也是600万，能贴多少", "48000.00"),
    ("专利质押贷款600万一年，能贴多少", "只贷9个月可以吗，还是600万，贴多少", "54000.00"),
    ("首台套保险保费50万，保额2000万，补多少", "保费压到40万行不行，能补多少", "80000.00"),
)
NOTHING_HAD = (
    (LOAN, "要是今年没领过呢", "96000.00"),
    (LOAN, "假如今年一次都没拿过，还是800万", "96000.00"),
    (LOAN, "问清楚了，今年一分钱贴息都没领过", "96000.00"),
    (LOAN, "假设今年贴息领的是0呢", "96000.00"),
    ("首台套综合险，年保费700万，保额3亿，今年拿过30万，还能补多少", "记错了，今年没拿过", "1000000.00"),
)
THE_TERM_IT_GOES_BY = (
    ("专利质押贷款300万，12个月，2025年6月10日放款，贴多少", "合同是9个月，按9个月算", "27000.00"),
    ("专利质押贷款300万，10个月，2025年6月10日放款，贴多少", "协议上是12个月，按12个月来", "36000.00"),
)
A_PART_THAT_DOES_NOT_COUNT = (
    (FILED, "里面备案的只有350万，没备案的150万不算", "1225000.00"),
    (FILED, "其中备了案的就420万，剩下80万没备案，去掉", "1470000.00"),
    (FILED, "这里头备过案的只有350万，另外150万没备上", "1225000.00"),
    (FILED, "只有300万备了案", "1050000.00"),
    (FILED, "200万没备案", "1050000.00"),
    (FILED, "要是有200万没备案呢", "1050000.00"),
    (FILED, "就按备案的300万，再扣掉上周追回来的60万", "840000.00"),
    ("首台套保险保费60万，保额3000万，综合险", "其中20万是雇主责任险的", "80000.00"),
    ("新三板基础层融资3000万", "2200万是定增，800万是银行贷款", "220000.00"),
    ("专利质押贷款600万一年", "其中200万是厂房抵押的", "72000.00"),
    ("鲁科担担保800万，费率0.4%，无反担保", "500万备案了，300万没备案", "10000.00"),
)


@pytest.mark.parametrize(
    ("first", "then", "amount"),
    (
        *LOOKED_UP_AGAIN,
        *WHAT_A_SUM_IS_MADE_OF,
        *WOULD_IT_DO,
        *NOTHING_HAD,
        *THE_TERM_IT_GOES_BY,
        *A_PART_THAT_DOES_NOT_COUNT,
    ),
)
def test_what_is_said_of_the_one_sum(house, first, then, amount) -> None:
    assert _talk(house, first, then)[-1]["amount_yuan"] == amount


@pytest.mark.parametrize(
    "then",
    ("今年真没领过别的", "今年没领过吗", "去年没领过"),
)
def test_what_was_had_stands_unless_it_is_denied(house, then) -> None:
    said = _talk(house, LOAN, then, "那一共能贴多少")
    assert said[-1]["amount_yuan"] == "80000.00"


@pytest.mark.parametrize(
    ("then", "told"),
    (
        ("抛开封顶算，是多少", "不看封顶是140万元"),
        ("没有上限的话能有多少", "不看封顶是140万元"),
        ("封顶之前是多少", "不看封顶是140万元"),
    ),
)
def test_the_sum_without_the_cap(house, then, told) -> None:
    said = _talk(house, CAPPED, then)[-1]
    assert told in said["text"]
    assert said["amount_yuan"] == "1000000.00"


def test_whether_there_is_a_cap_is_answered_from_the_rule(house) -> None:
    assert _talk(house, CAPPED, "有没有封顶")[-1]["amount_yuan"] is None


def test_a_part_put_right_where_the_total_is_asked(house) -> None:
    said = _talk(
        house,
        "首台套综合险，保费200万，保额1亿，补多少",
        "另外一张质量保证险，保费30万，保额2000万",
        "第二张的保费最后定下来是50万，一共多少",
    )
    assert [one["amount_yuan"] for one in said] == ["400000.00", "460000.00", "500000.00"]


def test_a_clause_asked_about_in_between_takes_no_figure(house) -> None:
    said = _talk(
        house,
        "科技型企业白名单归谁管？",
        "名单里一家企业专利质押贷了150万，18个月，2025年6月1日放的，能贴多少",
        "信贷员尽职免责，文件里提没提",
        "刚才那笔要是300万呢，还是18个月",
    )
    assert said[1]["amount_yuan"] == "27000.00"
    assert said[2]["clauses"][0]["clause"] == "5.3"
    assert said[3]["amount_yuan"] == "54000.00"


def test_two_measures_compared_and_one_of_them_taken(house) -> None:
    said = _talk(
        house,
        "同样坏了200万本金，成果转化贷款跟研发类信用贷款，风险补偿哪个高，差多少",
        "就按研发类信用贷那个算，备过案，补多少",
        "其中60万企业又还上了",
    )
    assert [one["amount_yuan"] for one in said] == ["200000.00", "900000.00", "630000.00"]
    assert said[1]["measure"] == "rd_credit_loan_risk"


MESSAGES = (
    ("买的鲁科保，省里给补贴了保费1.8万，市里最多补多少", "9000.00"),
    ("鲁科保，省科技厅已经补贴我们保费4万元，市财政还能补多少", "20000.00"),
    ("鲁科保，保费22万，省里补贴了保费的40%，市里补多少", "44000.00"),
    ("买了鲁科保，省里那份保费补贴没批下来，市里给多少", "0.00"),
    ("鲁科保的省级补贴没获批，市里能补多少", "0.00"),
    ("首台套质量险三年期，总保费75万，保额1200万，一年给补多少", "50000.00"),
    ("首台套综合险一年期，保费30万，保额1000万，一年补多少", "60000.00"),
    ("新三板创新层融资2600万，按1%再加50万，对不对，是多少", "760000.00"),
    ("新三板创新层，融资2000万，又加50万融资，一共补多少", "705000.00"),
    ("新三板基础层，定增600万股，每股4元，补多少", "240000.00"),
    ("新三板创新层企业，发行500万股，发行价6.2元/股，能补多少", "810000.00"),
    ("新三板基础层融资4000万，发行1000万股，每股4元，奖多少", "400000.00"),
    ("新三板基础层，每股净资产5元，融资2000万，奖多少", "200000.00"),
)


@pytest.mark.parametrize(("text", "amount"), MESSAGES)
def test_one_message(house, text, amount) -> None:
    assert _talk(house, text)[-1]["amount_yuan"] == amount


def test_what_was_paid_beside_the_subsidy_is_no_subsidy(house) -> None:
    said = _talk(house, "鲁科保，省里补贴了保费之后我们自己掏了12万，市里补多少")[-1]
    assert said["amount_yuan"] is None


def _talk(house, *said: str) -> list[dict]:
    advisor = Advisor(house.advisor.live, house.store)
    name = f"one-sum-{'-'.join(said)}"
    replies = [advisor.reply(Message(name, text, DAY)) for text in said]
    return [{**reply.payload, "text": reply.text} for reply in replies]
