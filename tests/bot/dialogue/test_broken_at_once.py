"""Conditions broken and sums not known yet in the message that begins a talk, and talks of several voices.

Each row is a talk and what its last reply is to hold: measure, clause, sum (- for none, | between such as will do), and
what it asks for.
"""

import pytest

from tests.bot.dialogue.played import lacks

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

SEVERAL_WAYS = [
    ("听说挂新三板有钱拿 / 我们基础层，去年募了800万", "m=neeq_award amt=80000"),
    ("首台套的那个保险补贴，帮我看看 / 一年交28万，保额900万", "m=first_set_insurance amt=54000"),
    ("你好，鲁科担 / 担保额260万", "m=guarantee_fee amt=5200"),
    ("四板 / 直接融资88万", "m=regional_equity_award amt=0"),
    ("四板 / 直接融资88万 / 那差多少够", "m=regional_equity_award"),
    ("专利贷 / 150 / 万 / 10个月", "m=patent_pledge_interest amt=15000"),
    ("保费补贴有几种啊 / 第一种 / 担保200万", "m=guarantee_fee amt=4000"),
    ("不良补偿是多少 / 转化的 / 不良本金90万", "m=conversion_loan_risk amt=315000"),
    ("挂牌补助怎么给 / 区域股权的吧 / 融了300万", "m=regional_equity_award amt=100000"),
    ("贴息能有多少 / 不是转化贷，是专利的 / 200万，一年", "m=patent_pledge_interest amt=24000"),
    ("新三板基础层融了2000万，四板融了150万 / 先说四板 / 再说新三板 / 两个一共", "amt=300000"),
    ("鲁科保省里补2万，首台套保费10万保额500万 / 第二个先算 / 第一个呢", "m=lukebao_premium amt=10000"),
    ("鲁科保省里补2万，首台套保费10万保额500万 / 哪个多", "amt=20000"),
    ("鲁科担担保300万 / 规上是啥意思", "amt=-"),
    ("鲁科担担保300万 / 你们是哪个部门的", "m=guarantee_fee amt=-"),
    ("鲁科担担保300万 / 这补贴啥时候开始的 / 费率0.6%呢", "m=guarantee_fee amt=0"),
    ("首台套综合险，保费40万，保额2000万 / 文件废了没 / 保费涨到50万呢", "m=first_set_insurance amt=100000"),
    ("专利质押贷款300万，一年 / 2028年底以后放的还行吗", "amt=-|0|36000"),
    ("专利质押贷款300万，一年 / 我想找你们领导", "m=patent_pledge_interest"),
    ("专利质押贷款300万，一年 / 市科技局电话多少", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 到哪个窗口", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 逾期一天算不算按期", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 提前还算按期吗", "m=patent_pledge_interest c=1.1 amt=-|36000"),
    ("新三板基础层融了2000万 / 融资额怎么个算法，定增算吗", "m=neeq_award c=2.3 amt=-|200000"),
    ("科技成果转化贷款，省里贴了6万 / 那个省里的6万，4万是贴息，2万是奖金", "m=conversion_loan_interest amt=20000"),
    ("科技成果转化贷款，省里贴了6万 / 6万里有5千是罚息退回来的，不是贴息", "m=conversion_loan_interest amt=27500"),
    ("首台套综合险，保费40万，保额2000万 / 40万里6万是雇主责任险的", "m=first_set_insurance amt=68000"),
    ("鲁科担担保500万 / 这里头80万是替我弟弟公司担的，不算我们", "m=guarantee_fee amt=8400"),
    ("借壳上市补多少", "m=ipo_award amt=0"),
    ("大型企业鲁科保省里补了5万，市里给多少", "m=lukebao_premium amt=25000|-"),
    ("鲁科保，省里补了9万 / 9万里5万是保费补贴，4万是贷款贴息", "m=lukebao_premium amt=25000"),
    ("四板挂牌直接融资150万 / 150万，120万是直接融资，30万是借的", "m=regional_equity_award amt=100000"),
    ("科技成果转化贷款不良本金300万 / 这300万，250万是不良本金，50万是利息罚息", "m=conversion_loan_risk amt=875000"),
    ("给一家企业放了两笔专利质押贷款，2025年2月6号300万，2025年7月9号200万，都一年，一共贴多少", "amt=61200"),
    ("专利质押贷了三笔：2024年12月5日100万、2025年3月6日200万、2025年8月7日150万，都是一年，共贴多少", "amt=55200"),
    (
        "专利质押贷500万，一年，2024年11月放的 / 还有个担保的，鲁科担300万，费率0.4%，反担保是专利",
        "m=guarantee_fee amt=6000",
    ),
    ("专利质押贷500万，一年 / 另外鲁科担担保200万，专利做的反担保", "m=guarantee_fee amt=4000"),
    ("专利质押贷200万，一年 / 我们还有一笔鲁科担，担保260万，拿专利作反担保，费0.3%", "m=guarantee_fee amt=5200"),
    ("专利质押贷200万，一年 / 还做了个担保，鲁科担400万，没反担保 / 两样加起来", "amt=32000"),
    ("鲁科担担保400万，没反担保 / 还押专利贷了200万，一年 / 两样一共", "amt=32000"),
    ("鲁科保省里补2万 / 还有首台套的，保费20万，保额1000万 / 合计", "amt=50000"),
    (
        "专利质押贷200万，2025年1月20号放，一年 / 还有笔拿专利做反担保的，鲁科担担保350万，费率0.5%",
        "m=guarantee_fee amt=7000",
    ),
    (
        "专利质押贷200万，2025年1月20号放，一年 / 还有个知识产权作反担保的，鲁科担300万，费0.4% / 贴息和担保费一共多少",
        "amt=30800",
    ),
    ("专利质押贷200万，2025年1月20号放，一年 / 还有一笔300万，也是押的专利，一年", "m=patent_pledge_interest"),
    ("鲁科担担保300万，专利反担保 / 另外专利质押直接贷了200万，一年", "m=patent_pledge_interest amt=24000"),
    ("科技成果转化贷款，省里贴了5万 / 还有专利质押的贷款100万，一年", "m=patent_pledge_interest amt=12000"),
]


@pytest.mark.parametrize(
    ("talk", "wanted"),
    [
        *BROKEN_AT_ONCE,
        *NOT_KNOWN_YET,
        *SEVERAL_WAYS,
    ],
)
def test_the_last_reply_holds_what_it_should(house, talk: str, wanted: str) -> None:
    assert lacks(house, talk, wanted) == []
