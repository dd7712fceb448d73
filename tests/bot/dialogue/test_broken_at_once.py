"""Conditions broken, and sums not known yet, in the message that begins a talk.

Each row is a talk and what its last reply is to hold: measure, clause, sum (- for none, | between such as will do), and
what it asks for.
"""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()

BROKEN_AT_ONCE = [
    ("我们准备借壳上市，能拿多少", "m=ipo_award amt=0"),
    ("打算买壳上市，市里最高给多少", "m=ipo_award amt=0"),
    ("想做定增，IPO那600万能给吗", "m=ipo_award amt=0"),
    ("走重组上市的路子，600万有没有份", "m=ipo_award amt=0"),
    ("计划再融资10亿，首发那个600万能拿不", "m=ipo_award amt=0"),
    ("我们不借壳，想首发上市，给多少", "m=ipo_award amt=-"),
    ("准备IPO，能拿多少", "m=ipo_award amt=-"),
    ("专利质押贷款200万，一年，没办质押登记，贴息有没有", "m=patent_pledge_interest amt=0"),
    ("专利质押贷款200万，一年，没办质押登记，还能有贴息吗", "m=patent_pledge_interest amt=0"),
    ("专利质押贷款200万，一年，没去办知识产权质押登记，能贴多少", "m=patent_pledge_interest amt=0"),
    ("专利质押贷款200万，一年，知识产权质押登记没办，能贴多少", "m=patent_pledge_interest amt=0"),
    ("专利质押贷款200万，一年，登记手续没办，贴息能拿吗", "m=patent_pledge_interest amt=0"),
    ("鲁科担担保200万，没备案，补贴能有吗，多少", "m=guarantee_fee amt=0"),
    ("鲁科担担保200万，没有做鲁科担备案，能补多少", "m=guarantee_fee amt=0"),
    ("科技成果转化贷款不良50万，没备案，补偿能有吗", "m=conversion_loan_risk amt=0"),
    ("一家大型企业的专利质押贷款300万一年，能贴多少", "m=patent_pledge_interest amt=0"),
    ("大企业拿专利质押贷了500万，一年，贴多少", "m=patent_pledge_interest amt=0"),
    ("非科技型企业的鲁科担担保300万，能补多少", "m=guarantee_fee amt=0"),
    ("规下企业四板挂牌融了200万，能拿多少", "m=regional_equity_award amt=0"),
    ("不是规上的企业在四板融了200万，给多少", "m=regional_equity_award amt=0"),
    ("大型集团的转化贷款省里贴了8万，市里还给不给", "m=conversion_loan_interest amt=0"),
    ("一户大型企业，成果转化贷款省级贴息10万，市级补多少", "m=conversion_loan_interest amt=0"),
    ("鲁科保保费8万，省里补一半，市里再补多少", "m=lukebao_premium amt=20000"),
    ("鲁科保一年保费12万，省财政补50%，市里能补多少", "m=lukebao_premium amt=30000"),
    ("鲁科保保费20万，省里按四成补，市里给多少", "m=lukebao_premium amt=40000"),
    ("鲁科保保费20万，省里补30%，市里给多少", "m=lukebao_premium amt=30000"),
    ("鲁科保保费6万，省里补贴比例50%，市里最多给多少", "m=lukebao_premium amt=15000"),
    ("鲁科保市里补50%，保费10万，能拿多少", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("新三板以前是基础层，融过800万，现在摘了，能领吗", "m=neeq_award amt=0"),
    ("原先在创新层，融了2000万，现在退市了，还有吗", "m=neeq_award amt=0"),
    ("鲁科保保费10万，省里按40%补，市里最多再补多少", "m=lukebao_premium amt=20000"),
    ("首台套保费想补满100万，保额得多少", "m=first_set_insurance"),
    ("专利质押贷款要贷多少才能拿满10万", "m=patent_pledge_interest"),
    ("专利质押贷款300万一年，最多能补多少", "m=patent_pledge_interest amt=36000"),
    ("鲁科担担保300万，最多再补多少", "m=guarantee_fee amt=6000"),
    ("基础层融了1000万，牌子去年摘了，还给吗", "m=neeq_award amt=0"),
]

NOT_KNOWN_YET = [
    ("明年打算放专利质押贷款300万，期限两年，按现在的利率估贴多少", "m=patent_pledge_interest amt=72000"),
    ("明年准备拿专利质押贷400万，一年，先估估能贴多少", "m=patent_pledge_interest amt=48000"),
    ("计划明年放款，专利质押200万一年，能贴多少", "m=patent_pledge_interest amt=24000"),
    ("后年想押专利贷100万，一年，大概贴多少", "m=patent_pledge_interest amt=12000"),
    ("今年专利质押贷了300万一年，能贴多少", "m=patent_pledge_interest amt=-|36000"),
    ("鲁科保，省里审完没给过，市里给多少", "m=lukebao_premium amt=0"),
    ("鲁科保的保费补贴省里评审没通过，市里还给吗", "m=lukebao_premium amt=0"),
    ("成果转化贷贴息省里审核没通过，市里给多少", "m=conversion_loan_interest amt=0"),
    ("鲁科保，省里还没批，市里能给多少", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("科技成果转化贷款800万坏了，不良本金还在核，能补偿多少", "m=conversion_loan_risk amt=- miss=bad_principal_yuan"),
    ("成果转化贷600万逾期进不良了，剩多少本金还没算清，补多少", "m=conversion_loan_risk amt=- miss=bad_principal_yuan"),
    ("研发贷400万成了坏账，损失多少还没认定，能补多少", "m=rd_credit_loan_risk amt=- miss=bad_principal_yuan"),
    ("研发类信用贷款500万全成不良了，风险补偿多少", "m=rd_credit_loan_risk amt=2250000"),
    ("科技成果转化贷款不良本金300万，备案还没查到，补多少", "m=conversion_loan_risk amt=1050000"),
    ("鲁科担担保300万，费率还没算，补多少", "m=guarantee_fee amt=6000"),
]


def _right(key: str, wanted: str, got) -> bool:
    if key == "miss":
        return set(wanted.split(",")) <= set(got["missing"])
    if key == "amt":
        sums = [None if one == "-" else f"{float(one):.2f}" for one in wanted.split("|")]
        return got["amount_yuan"] in sums
    if key == "c":
        return [one["clause"] for one in got["clauses"][:1]] == [wanted]
    return str(got["measure" if key == "m" else "kind"]) in wanted.split("|")


@pytest.mark.parametrize(
    ("talk", "wanted"),
    [
        *BROKEN_AT_ONCE,
        *NOT_KNOWN_YET,
    ],
)
def test_the_last_reply_holds_what_it_should(house, talk: str, wanted: str) -> None:
    advisor, name = Advisor(house.advisor.live, None), f"broken-{next(names)}"
    replies = [advisor.reply(Message(name, line, DAY)).payload for line in talk.split(" / ")]
    pairs = [one.split("=", 1) for one in wanted.split()]
    assert [one for one in pairs if not _right(*one, replies[-1])] == []
