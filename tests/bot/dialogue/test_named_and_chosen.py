"""Measures that are only named, sums that are only said, and choices that are taken in the user's own words.

Each row is a talk and what its last reply is to hold: measure, clause, sum (- for none, | between such as will do), and
what it asks for.
"""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()

SUMS_ALONE = [
    ("200万", "m=None miss=measure kind=ask"),
    ("80万", "miss=measure kind=ask"),
    ("五百万", "miss=measure kind=ask"),
    ("3.5%", "miss=measure kind=ask"),
    ("1200万元", "miss=measure kind=ask"),
    ("就650万", "miss=measure kind=ask"),
    ("首台套综合险，保费40万，保额2000万 / 算了 / 700万", "miss=measure kind=ask"),
    ("120", "miss=measure kind=ask"),
]

NAMED_ALONE = [
    ("首台套综合险，保费40万，保额2000万 / 算了 / 700万 / 是首台套的保额，保费20万", "m=first_set_insurance amt=40000"),
    ("专利质押贷款贴息", "m=patent_pledge_interest miss=principal_yuan"),
    ("专利权质押贷款贴息", "m=patent_pledge_interest miss=principal_yuan"),
    ("鲁科担保费补贴", "m=guarantee_fee miss=guarantee_yuan"),
    ("“鲁科担”的补贴", "m=guarantee_fee miss=guarantee_yuan"),
    ("鲁科保补贴", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("鲁科保保费补助", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("首台套保险补贴", "m=first_set_insurance miss=premium_yuan"),
    ("首版次软件保险补助", "m=first_set_insurance miss=premium_yuan"),
    ("四板挂牌奖励", "m=regional_equity_award miss=direct_financing_yuan"),
    ("区域股权市场挂牌奖补", "m=regional_equity_award miss=direct_financing_yuan"),
    ("新三板挂牌奖励", "m=neeq_award miss=tier"),
    ("新三板创新层补助", "m=neeq_award miss=raise_yuan"),
    ("研发类信用贷款风险补偿", "m=rd_credit_loan_risk miss=bad_principal_yuan"),
    ("科技成果转化贷款风险补偿", "m=conversion_loan_risk miss=bad_principal_yuan"),
    ("科技成果转化贷款贴息补助", "m=conversion_loan_interest miss=province_subsidy_yuan"),
    ("成果转化贷贴息", "m=conversion_loan_interest miss=province_subsidy_yuan"),
    ("新三板的奖补政策", "m=neeq_award miss=tier"),
    ("查一下鲁科保的补贴", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("专利质押贷款贴息，了解一下", "m=patent_pledge_interest c=1.1"),
    ("新三板补助多少", "m=neeq_award miss=tier"),
    ("鲁科担补贴有啥条件", "m=guarantee_fee c=1.2 kind=answer"),
    ("首台套保险补贴是什么", "c=1.3 kind=answer"),
    ("新三板补助找谁", "c=2.3 kind=answer"),
    ("区域股权市场挂牌补助什么条件", "c=2.3 kind=answer"),
    ("IPO奖励", "m=ipo_award amt=-"),
    ("做鲁科担有啥补贴", "m=guarantee_fee miss=guarantee_yuan"),
    ("我有专利有啥补贴", "m=None"),
    ("鲁科担", "m=guarantee_fee miss=guarantee_yuan"),
    ("鲁科保", "m=lukebao_premium"),
    ("首台套", "m=first_set_insurance"),
    ("新三板", "m=neeq_award"),
    ("鲁科担能申请吗", "kind=answer"),
    ("鲁科担怎么申请", "kind=answer"),
    ("新三板补助材料", "kind=answer"),
    ("新三板补助申报条件", "kind=answer"),
    ("鲁科保申报流程", "kind=answer"),
    ("首台套保险补贴申报时间", "kind=answer"),
    ("专利质押贷款贴息政策文件", "m=patent_pledge_interest"),
    ("没有专利质押", "kind=answer|ask"),
    ("贴息", "kind=ask|answer"),
    ("专利补贴", "kind=answer"),
    ("专利奖励", "kind=out_of_scope"),
    ("担保补贴", "m=guarantee_fee"),
    ("保险补贴", "m=None"),
    ("挂牌补助", "m=None"),
]

CHOSEN = [
    ("保费能补多少 / 给担保公司交的那种", "m=guarantee_fee miss=guarantee_yuan"),
    ("保费能补多少 / 担保费那个", "m=guarantee_fee miss=guarantee_yuan"),
    ("保费能补多少 / 就是付给担保公司的钱", "m=guarantee_fee miss=guarantee_yuan"),
    ("保费能补多少 / 首台套那个", "m=first_set_insurance miss=premium_yuan"),
    ("保费能补多少 / 鲁科保的", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("保费能补多少 / 科技保险那一种", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("保费能补多少 / 是保险公司收的，首台套的", "m=first_set_insurance miss=premium_yuan"),
    ("保费能补多少 / 第三种", "m=first_set_insurance miss=premium_yuan"),
    ("保费能补多少 / 担保的", "m=guarantee_fee miss=guarantee_yuan"),
    ("保费怎么补 / 担保公司那头的", "m=guarantee_fee"),
    ("保费能补多少 / 鲁科保的 / 省里给了3万", "amt=15000"),
    ("贴息能拿多少 / 专利押的那种", "m=patent_pledge_interest miss=principal_yuan"),
    ("贴息能拿多少 / 省里也贴了的那个", "m=conversion_loan_interest miss=province_subsidy_yuan"),
    ("贴息能拿多少 / 成果转化的", "m=conversion_loan_interest miss=province_subsidy_yuan"),
    ("贴息能拿多少 / 押专利贷的那个，300万，一年", "m=patent_pledge_interest amt=36000"),
    ("不良能补偿多少 / 研发的那种", "m=rd_credit_loan_risk miss=bad_principal_yuan"),
    ("不良能补偿多少 / 成果转化那一类", "m=conversion_loan_risk miss=bad_principal_yuan"),
    ("挂牌能补多少 / 新三板的", "m=neeq_award miss=tier"),
    ("挂牌能补多少 / 齐鲁股权那种", "m=regional_equity_award miss=direct_financing_yuan"),
    ("挂牌能补多少 / 区域股权那个", "m=regional_equity_award miss=direct_financing_yuan"),
]

THEN_FIGURES = [
    ("拿专利去银行押贷款，能有啥补贴 / 假如贷300万，一年，给贴多少", "m=patent_pledge_interest amt=36000"),
    ("专利质押贷款有什么政策 / 贷了400万，10个月，能贴多少", "m=patent_pledge_interest amt=40000"),
    ("专利质押有什么好处 / 贷250万一年能贴几个钱", "m=patent_pledge_interest amt=30000"),
    ("做鲁科担有啥补贴 / 担保300万给多少", "m=guarantee_fee amt=6000"),
    ("鲁科担有什么好处 / 要是担保800万呢", "m=guarantee_fee amt=16000"),
    ("买鲁科保有补贴吗 / 省里补了2万，市里给多少", "m=lukebao_premium amt=10000"),
    ("首台套设备买保险有什么补贴 / 保费50万，保额2000万能补多少", "m=first_set_insurance amt=100000"),
    ("新三板挂牌有啥奖励 / 我们在基础层，融了1500万", "m=neeq_award amt=150000"),
    ("挂四板有什么补助 / 融了120万能拿多少", "m=regional_equity_award amt=100000"),
    ("成果转化贷款财政有什么支持 / 省里贴了6万，市里再给多少", "m=conversion_loan_interest amt=30000"),
    ("成果转化贷坏了财政管不管 / 不良本金80万赔多少", "m=conversion_loan_risk amt=280000"),
    ("专利质押贷款有啥补贴 / 一年最多10万对吧", "m=patent_pledge_interest c=1.1"),
    ("专利质押贷款有啥补贴 / 最高能贴多少", "m=patent_pledge_interest c=1.1"),
    ("专利质押贷款有什么补助", "m=patent_pledge_interest c=1.1"),
    ("新三板挂牌有啥奖励", "m=neeq_award c=2.3"),
    ("挂四板有什么补助", "m=regional_equity_award c=2.3"),
    ("买鲁科保有啥补贴", "m=lukebao_premium c=1.3"),
    ("鲁科担有啥补贴", "m=guarantee_fee c=1.2"),
    ("我们是高企，有专利，想贷款，有啥政策", "kind=overview"),
    ("我们是科技型企业，有啥补贴", "kind=overview"),
    ("成果转化贷坏了财政给银行补不补 / 不良本金120万补多少", "m=conversion_loan_risk amt=420000"),
    ("研发信用贷有什么补偿政策 / 不良了60万", "m=rd_credit_loan_risk amt=270000"),
    ("首版次软件投保财政有啥支持 / 一年保费12万，保额500万", "m=first_set_insurance amt=24000"),
    ("科技保险市里有什么支持 / 鲁科保省里补了8万", "m=lukebao_premium amt=40000"),
    ("企业上市挂牌有什么奖励 / 新三板基础层融资3000万呢", "m=neeq_award amt=300000"),
]

ONE_BY_ONE = [
    ("专利质押贷500万一年，同时走鲁科担担保500万，两样各能拿多少 / 先算鲁科担那份", "m=guarantee_fee amt=10000"),
    ("专利质押贷500万一年，同时走鲁科担担保500万，两样各能拿多少 / 先说贴息那份", "m=patent_pledge_interest amt=60000"),
    ("专利质押贷500万一年，同时走鲁科担担保500万，两样各能拿多少 / 加起来多少", "amt=70000"),
    (
        "专利质押贷500万一年，同时走鲁科担担保500万，两样各能拿多少 / 先算贴息的 / 再算担保费的",
        "m=guarantee_fee amt=10000",
    ),
    ("专利质押贷500万一年，同时走鲁科担担保500万，两样各能拿多少 / 先算贴息的 / 再算担保费的 / 一共多少", "amt=70000"),
    ("同一笔贷款押了专利，又找了鲁科担，400万，一年，两个补贴都能要吗 / 先算鲁科担的", "m=guarantee_fee amt=8000"),
    (
        "同一笔贷款押了专利，又找了鲁科担，400万，一年，两个补贴都能要吗 / 先算鲁科担的 / 再算贴息那份",
        "m=patent_pledge_interest amt=48000",
    ),
    (
        "同一笔贷款押了专利，又找了鲁科担，400万，一年，两个补贴都能要吗 / 先看专利贴息 / 那担保费的呢",
        "m=guarantee_fee amt=8000",
    ),
    (
        "同一笔贷款押了专利，又找了鲁科担，400万，一年，两个补贴都能要吗 / 先看专利贴息 / 那担保费的呢 / 合起来",
        "amt=56000",
    ),
    ("300万的贷款既有专利质押又有鲁科担，一年期，能不能拿两份钱 / 先来担保费那份", "m=guarantee_fee amt=6000"),
    ("300万的贷款既有专利质押又有鲁科担，一年期，能不能拿两份钱 / 先来贴息那份", "m=patent_pledge_interest amt=36000"),
    ("鲁科保省里补了4万，首台套保费30万保额1500万，分别能拿多少 / 先算首台套", "m=first_set_insurance amt=60000"),
    (
        "鲁科保省里补了4万，首台套保费30万保额1500万，分别能拿多少 / 先算首台套 / 再算鲁科保那份",
        "m=lukebao_premium amt=20000",
    ),
    (
        "鲁科保省里补了4万，首台套保费30万保额1500万，分别能拿多少 / 那个鲁科保的，省里其实补了5万",
        "m=lukebao_premium amt=25000",
    ),
    ("新三板基础层融了2000万，四板那边直接融资150万，各补多少 / 四板的先说", "m=regional_equity_award amt=100000"),
    ("新三板基础层融了2000万，四板那边直接融资150万，各补多少 / 四板的先说 / 新三板那块呢", "m=neeq_award amt=200000"),
    (
        "成果转化贷款省里贴了6万，另外专利质押贷了200万一年，都能拿吗 / 先看专利那笔",
        "m=patent_pledge_interest amt=24000",
    ),
    (
        "成果转化贷款省里贴了6万，另外专利质押贷了200万一年，都能拿吗 / 省里贴息那份先算",
        "m=conversion_loan_interest amt=30000",
    ),
    (
        "鲁科担担保800万，还是专利质押贷800万一年，哪个划算 / 就走专利质押吧，先贷500万",
        "m=patent_pledge_interest amt=60000",
    ),
    ("鲁科担担保800万，还是专利质押贷800万一年，哪个划算 / 就鲁科担吧，担保改成600万", "m=guarantee_fee amt=12000"),
    ("鲁科担担保800万，还是专利质押贷800万一年，哪个划算 / 选鲁科担", "m=guarantee_fee amt=16000"),
    ("鲁科担担保800万，还是专利质押贷800万一年，哪个划算 / 贴息那个，期限改半年", "m=patent_pledge_interest amt=48000"),
]

MORE = [
    ("知产质押贷款的贴息", "m=patent_pledge_interest miss=principal_yuan"),
    ("科技成果转化贷款贴息", "m=conversion_loan_interest miss=province_subsidy_yuan"),
    ("创新层补助", "m=neeq_award miss=raise_yuan"),
    ("首批次新材料保险", "m=first_set_insurance miss=premium_yuan"),
    ("四板挂牌补贴", "m=regional_equity_award miss=direct_financing_yuan"),
    ("咨询鲁科保", "m=lukebao_premium miss=province_subsidy_yuan"),
    ("想了解新三板的奖补", "m=neeq_award miss=tier"),
    ("区域股权交易市场挂牌融资补助", "m=regional_equity_award miss=direct_financing_yuan"),
    ("区域股权市场融资补助 / 130万", "m=regional_equity_award amt=100000"),
    ("新三板奖励 / 创新层 / 融了1000万", "m=neeq_award amt=600000|500000"),
    ("鲁科担补贴 / 400万", "m=guarantee_fee amt=8000"),
    ("首台套补贴 / 保费20万 / 保额1000万", "m=first_set_insurance amt=40000"),
    ("专利贷贴息 / 300万 / 一年", "m=patent_pledge_interest amt=36000"),
    ("成果转化贷款风险补偿 / 80万", "m=conversion_loan_risk amt=280000"),
    ("鲁科保保费补贴 / 省里给了1万8", "m=lukebao_premium amt=9000"),
    ("400万 / 专利质押贷款，一年", "m=patent_pledge_interest amt=48000"),
    ("400万 / 是担保金额 / 鲁科担的", "m=guarantee_fee amt=8000"),
    ("1.5亿", "miss=measure kind=ask"),
    ("专利质押贷款300万，一年 / 清了吧，重新来 / 200万", "miss=measure kind=ask"),
    ("保险能补多少 / 产品责任险那种", "m=first_set_insurance miss=premium_yuan"),
    ("保费补多少 / 我说的是担保收的费", "m=guarantee_fee"),
    ("上市挂牌能拿多少 / 创新层的", "m=neeq_award"),
    ("上市挂牌给多少钱 / 我们是四板", "m=regional_equity_award"),
    ("贷款坏了能赔多少 / 转化贷那种", "m=conversion_loan_risk"),
    ("贴息多少 / 我说专利的", "m=patent_pledge_interest"),
    ("首台套综合险，保费40万，保额2000万 / 跟谁联系，给个座机", "m=first_set_insurance amt=-"),
    ("首台套综合险，保费40万，保额2000万 / 我能不能直接找人说", "m=first_set_insurance"),
    ("新三板基础层融了2000万 / 这政策哪天截止 / 改成3000万呢", "m=neeq_award amt=300000"),
    ("新三板基础层融了2000万 / 谁发的文 / 那我们能拿多少", "m=neeq_award amt=200000"),
    ("鲁科担担保500万 / 文件里写没写哪天生效", "m=guarantee_fee amt=-|10000"),
    ("鲁科担担保500万 / 这文件是不是快到期了", "m=guarantee_fee amt=-|10000"),
    ("专利质押贷款300万，一年 / 什么时候报，要带啥", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 钱打谁账上", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 每年都能领不", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 白名单要不要进", "amt=-"),
    ("鲁科保，省里补了4万 / 科技型企业是指啥", "m=lukebao_premium c=1.3 amt=-"),
    ("鲁科保，省里补了4万 / 鲁科保是什么东西", "m=lukebao_premium c=1.3 amt=-"),
    ("四板挂牌，直接融资200万 / 直接融资是什么意思", "m=regional_equity_award c=2.3 amt=-"),
    ("四板挂牌，直接融资200万 / 规上是啥标准", "m=regional_equity_award c=2.3 amt=-"),
    ("科技成果转化贷款不良本金120万 / 风险补偿啥意思", "m=conversion_loan_risk c=1.1 amt=-"),
    ("专利贴息、鲁科担、鲁科保，这三样分别咋算", "kind=ask|answer|overview"),
    ("专利质押和鲁科担，都是500万，一年，各能拿多少", "amt=-|60000|10000|70000"),
    ("专利质押和鲁科担，都是500万，一年，各能拿多少 / 先看担保的", "m=guarantee_fee amt=10000"),
    ("专利质押和鲁科担，都是500万，一年，各能拿多少 / 先看担保的 / 专利那个呢", "m=patent_pledge_interest amt=60000"),
    (
        "鲁科保省里补3万，专利质押贷200万一年，新三板基础层融了1000万，都能拿多少 / 先说新三板",
        "m=neeq_award amt=100000",
    ),
    (
        "鲁科保省里补3万，专利质押贷200万一年，新三板基础层融了1000万，都能拿多少 / 先说新三板 / 鲁科保的呢",
        "m=lukebao_premium amt=15000",
    ),
    (
        "鲁科保省里补3万，专利质押贷200万一年，新三板基础层融了1000万，都能拿多少 / 先说新三板 / 鲁科保的呢 / 贴息呢",
        "m=patent_pledge_interest amt=24000",
    ),
    ("鲁科保省里补3万，专利质押贷200万一年，新三板基础层融了1000万，都能拿多少 / 一共多少", "amt=139000"),
]

RECKONED = [
    ("专利质押贷400万，一年，2025年4月28日放 / 你把数给我算出来", "m=patent_pledge_interest amt=49600"),
    ("专利质押贷400万，一年，2025年4月28日放 / 给个准数", "m=patent_pledge_interest amt=49600"),
    ("专利质押贷400万，一年，2025年4月28日放 / 那就按文件上的算一下", "m=patent_pledge_interest amt=49600"),
    ("专利质押贷400万，一年，2025年4月28日放 / 就照你们的口径算", "m=patent_pledge_interest amt=49600"),
    ("鲁科担担保400万 / 按0.2%给我算出来", "m=guarantee_fee amt=8000"),
    ("鲁科担担保400万 / 那你按上限算给我看", "m=guarantee_fee amt=8000"),
    ("鲁科保省里补了6万 / 按一半算出来看看", "m=lukebao_premium amt=30000"),
    ("首台套综合险，保费40万，保额2000万 / 按两成给我报个数", "m=first_set_insurance amt=80000"),
    ("新三板基础层融2000万 / 按1%算下来呢", "m=neeq_award amt=200000"),
    ("成果转化贷不良本金120万 / 照35%算出来", "m=conversion_loan_risk amt=420000"),
    ("专利质押贷400万，一年，2025年4月28日放 / 把刚才那数再报一遍", "m=patent_pledge_interest amt=49600"),
    ("专利质押贷400万，一年，2025年4月28日放 / 再念一遍", "m=patent_pledge_interest amt=49600"),
    ("专利质押贷400万，一年，2025年4月28日放 / 那结果是啥", "m=patent_pledge_interest amt=49600"),
    ("专利质押贷400万，一年，2025年4月28日放 / 按LPR加50个点算呢", "m=patent_pledge_interest"),
    ("专利质押贷400万，一年，2025年4月28日放 / 按利率3.9%算呢", "m=patent_pledge_interest amt=-|49600"),
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
        *SUMS_ALONE,
        *NAMED_ALONE,
        *CHOSEN,
        *THEN_FIGURES,
        *ONE_BY_ONE,
        *MORE,
        *RECKONED,
    ],
)
def test_the_last_reply_holds_what_it_should(house, talk: str, wanted: str) -> None:
    advisor, name = Advisor(house.advisor.live, None), f"named-{next(names)}"
    replies = [advisor.reply(Message(name, line, DAY)).payload for line in talk.split(" / ")]
    pairs = [one.split("=", 1) for one in wanted.split()]
    assert [one for one in pairs if not _right(*one, replies[-1])] == []
