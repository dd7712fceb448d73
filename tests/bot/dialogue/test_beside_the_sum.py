"""What is asked beside a sum that stands, and what is told of the rule or of a part of it.

Each row is a talk and what its last reply is to hold: measure, clause, sum (- for none, | between such as will do), and
what it asks for.
"""

import pytest

from tests.bot.dialogue.played import lacks

ASIDE = [
    ("鲁科保，省里补了4万，市里补多少 / 给个电话，我打过去问", "m=lukebao_premium c=1.3 amt=-"),
    ("鲁科保，省里补了4万，市里补多少 / 联系人是谁，手机号有没有", "m=lukebao_premium c=1.3 amt=-"),
    ("鲁科保，省里补了4万，市里补多少 / 你们办公室在哪，我过去一趟", "m=lukebao_premium amt=-"),
    ("鲁科担，担保300万 / 找哪位科长啊", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科担，担保300万 / 你给我个电话号码", "m=guarantee_fee c=1.2 amt=-"),
    ("新三板基础层融了2000万 / 有没有联系电话", "m=neeq_award c=2.3 amt=-"),
    ("专利质押贷款300万，一年 / 我要找个活人聊", "m=patent_pledge_interest"),
    ("专利质押贷款300万，一年 / 你们电话多少", "m=patent_pledge_interest"),
    ("专利质押贷款300万，一年 / 这个文件啥时候作废", "m=patent_pledge_interest amt=-|36000"),
    ("专利质押贷款300万，一年 / 文号是多少", "m=patent_pledge_interest amt=-|36000"),
    (
        "专利质押贷款300万，一年，2024年4月放的 / 文件是哪天开始算的，我这笔还算数吗",
        "m=patent_pledge_interest amt=-|41400",
    ),
    ("专利质押贷款300万，一年，2024年4月放的 / 文件五月才实施，我这个赶不上吧", "m=patent_pledge_interest amt=-|41400"),
    ("专利质押贷款300万，一年 / 2028年以后还有没有这个政策", "m=patent_pledge_interest amt=-|36000"),
    (
        "专利质押贷款200万，一年，2028年6月放款 / 到期都过了文件的有效期了，还给吗",
        "m=patent_pledge_interest amt=-|24000",
    ),
    ("首台套综合险，保费40万，保额2000万 / 这政策管到哪年", "m=first_set_insurance amt=-|80000"),
    ("首台套综合险，保费40万，保额2000万 / 这文件现在还有效不 / 保费改成50万", "m=first_set_insurance amt=100000"),
    ("四板挂牌，直接融资200万 / 这办法到期了咋办 / 那要是融了90万呢", "m=regional_equity_award amt=0"),
    ("鲁科担，担保300万 / 白名单是干啥的 / 担保改成500万呢", "m=guarantee_fee amt=10000"),
    ("鲁科担，担保300万 / 怎么进白名单", "c=4.1"),
    ("鲁科担，担保300万 / 什么叫科技型企业", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科担，担保300万 / 科技型企业咋认定的", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科担，担保300万 / 那怎样才算科技型企业", "m=guarantee_fee c=1.2 amt=-"),
    ("专利质押贷款300万，一年 / 啥样的算科技型中小微企业", "m=patent_pledge_interest c=1.1 amt=-"),
    ("鲁科保，省里补了4万，市里补多少 / 科技型企业是个啥标准", "m=lukebao_premium c=1.3 amt=-"),
    ("新三板基础层融了2000万 / 科技企业怎么认定", "m=neeq_award c=2.3 amt=-"),
    ("专利质押贷款300万，一年 / 质押登记是在哪儿办的，文件说没说", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 登记要在放款前办还是放款后办", "m=patent_pledge_interest c=1.1 amt=-"),
    ("科技成果转化贷款不良本金120万 / 什么样的贷款算成果转化贷", "m=conversion_loan_risk c=1.1 amt=-"),
    ("科技成果转化贷款不良本金120万 / 不良是怎么界定的", "m=conversion_loan_risk c=1.1 amt=-"),
    ("鲁科担，担保300万，费率0.4% / 反担保是啥意思", "m=guarantee_fee c=1.2 amt=-"),
    ("银行都不肯贷给我们 / 白名单管用吗", "c=4.1"),
    ("没抵押，银行不贷 / 那个白名单有啥用", "c=4.1"),
    ("没抵押，银行不贷 / 创新积分贷是啥", "c=3.1"),
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 那零头的天数怎么算的",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 15天你咋折算的",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 多出来那十五天你怎么算进去的",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    ("专利质押贷款300万，一年 / 那个3%你是哪来的", "m=patent_pledge_interest c=1.1 amt=-|36000"),
    ("首台套综合险，保费40万，保额1000万 / 那个30万你是怎么来的", "m=first_set_insurance c=1.3 amt=-|60000"),
    ("鲁科担，担保300万，一年收1.2万 / 那费率你咋除的", "m=guarantee_fee c=1.2 amt=-|6000"),
]

WHAT_COUNTS = [
    ("专利质押贷款300万，一年 / 什么样的企业算科技型中小微", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 啥企业才算科技型中小企业", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 哪种企业叫科小", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 怎样算按期还清", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 什么情况算逾期", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 怎么样才叫办了质押登记", "m=patent_pledge_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 什么样的专利算合法有效", "m=patent_pledge_interest c=1.1 amt=-"),
    ("鲁科担，担保300万 / 什么企业叫科技型企业", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科担，担保300万 / 哪些东西算无形资产", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科担，担保300万 / 啥样的反担保算无形资产", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科担，担保300万，费率0.4% / 什么样的业务才算备案的", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科保，省里补了4万 / 科技型企业得啥样才算", "m=lukebao_premium c=1.3 amt=-"),
    ("鲁科保，省里补了4万 / 什么样的保险才算鲁科保", "m=lukebao_premium c=1.3 amt=-"),
    ("首台套综合险，保费40万，保额2000万 / 啥产品算首台套", "m=first_set_insurance c=1.3 amt=-"),
    ("首台套综合险，保费40万，保额2000万 / 什么样的设备才叫首台套", "m=first_set_insurance c=1.3 amt=-"),
    ("首台套综合险，保费40万，保额2000万 / 哪种险算综合险", "m=first_set_insurance c=1.3 amt=-"),
    ("科技成果转化贷款不良本金120万 / 啥贷款才算成果转化的", "m=conversion_loan_risk c=1.1 amt=-"),
    ("科技成果转化贷款不良本金120万 / 怎样才算不良", "m=conversion_loan_risk c=1.1 amt=-"),
    ("科技成果转化贷款不良本金120万 / 什么叫备案过的", "m=conversion_loan_risk c=1.1 amt=-"),
    ("研发类信用贷款不良本金50万 / 什么样算初创期", "m=rd_credit_loan_risk c=1.1 amt=-"),
    ("研发类信用贷款不良本金50万 / 多大年头算早期企业", "m=rd_credit_loan_risk c=1.1 amt=-"),
    ("研发类信用贷款不良本金50万 / 哪类贷款属于研发类", "m=rd_credit_loan_risk c=1.1 amt=-"),
    ("四板挂牌，直接融资200万 / 多大的企业算规模以上", "m=regional_equity_award c=2.3 amt=-"),
    ("四板挂牌，直接融资200万 / 什么样的融资算直接融资", "m=regional_equity_award c=2.3 amt=-"),
    ("四板挂牌，直接融资200万 / 哪些市场算省政府认可的", "m=regional_equity_award c=2.3 amt=-"),
    ("新三板基础层融了2000万 / 啥样的企业才算科技型", "m=neeq_award c=2.3 amt=-"),
    ("科技成果转化贷款，省里贴了5万 / 怎样的企业才能叫科技型中小企业", "m=conversion_loan_interest c=1.1 amt=-"),
    ("专利质押贷款300万，一年 / 我们这样的算科技型中小企业", "m=patent_pledge_interest"),
    ("专利质押贷款300万，一年 / 那要是按半年算多少", "amt=18000"),
    ("专利质押贷款300万，一年 / 我们是科小", "amt=36000"),
    ("鲁科担，担保300万 / 我们算科技型企业，能给多少", "amt=6000"),
    ("鲁科担，担保300万 / 科技型企业怎么才算", "m=guarantee_fee c=1.2 amt=-"),
    ("鲁科担，担保300万，费率0.6% / 那怎么样才算科技型企业啊", "m=guarantee_fee c=1.2 amt=-"),
    ("专利质押贷款300万，一年 / 科小怎么才算", "m=patent_pledge_interest c=1.1 amt=-"),
    ("新三板基础层融了2000万 / 科技型企业咋样才够得上", "m=neeq_award c=2.3 amt=-"),
    ("四板挂牌，直接融资200万 / 规上怎么才算", "m=regional_equity_award c=2.3 amt=-"),
    ("鲁科保，省里补了4万 / 科技型企业咋才算", "m=lukebao_premium c=1.3 amt=-"),
    ("鲁科担，担保300万 / 科技型企业白名单怎么进", "c=4.1"),
    ("没抵押，银行不贷 / 那个白名单有啥用", "c=4.1"),
    ("银行不肯贷 / 路演是干啥的", "c=4.2"),
    ("缺钱，贷不到款 / 科融信平台好使不", "c=4.3"),
    ("我们缺流动资金 / 辅导员能帮啥忙", "c=5.2"),
    ("没抵押贷不到款 / 那创投会来投我们吗", "c=2.1"),
]

WORKED_OUT = [
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 你那十五天咋折的",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 零头15天你们怎么折算进去的",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 9个月零15天是怎么数出来的",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 那15天按多少天一年折的",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    (
        "专利质押贷280万，2025年1月10日放，2025年10月25日到期 / 那15天是按360天除的？",
        "m=patent_pledge_interest c=1.1 amt=-|27486.67",
    ),
    (
        "专利质押贷400万，2025年3月1日放，2025年12月20日到期 / 多的19天是拿360除的还是365除的",
        "m=patent_pledge_interest c=1.1 amt=-|39817.78",
    ),
    (
        "专利质押贷400万，2025年3月1日放，2025年12月20日到期 / 19天你按365天算的吧",
        "m=patent_pledge_interest c=1.1 amt=-|39817.78",
    ),
    ("专利质押贷300万，一年，2024年9月放 / 那个3.35%你从哪儿取的", "m=patent_pledge_interest c=1.1 amt=-|40200"),
    ("专利质押贷300万，一年，2024年9月放 / 利率3.35%你怎么挑的", "m=patent_pledge_interest c=1.1 amt=-|40200"),
    ("鲁科担担保600万，两年总共收4.8万 / 0.4%你咋除出来的", "m=guarantee_fee c=1.2 amt=-|12000"),
    ("首台套综合险，三年保费共90万，保额1000万 / 90万你怎么摊的", "m=first_set_insurance c=1.3 amt=-|60000"),
    ("新三板创新层融了3000万 / 80万你怎么凑的", "m=neeq_award c=2.3 amt=-|800000"),
    ("科技成果转化贷款余额2000万，不良率3% / 60万是咋来的", "m=conversion_loan_risk c=1.1 amt=-|210000"),
    ("鲁科保两张，省里一张补2万一张补3万 / 5万你加的谁跟谁", "m=lukebao_premium c=1.3 amt=-|25000"),
    ("专利质押贷款300万，一年 / 那要是借15个月怎么算", "amt=45000"),
    ("专利质押贷款300万，一年 / 按半年算的话呢", "amt=18000"),
    ("专利质押贷款300万，一年 / 就按半年算吧", "amt=18000"),
    ("专利质押贷款300万，一年 / 6个月怎么算的", "m=patent_pledge_interest"),
    ("专利质押贷款300万，一年 / 期限是按18个月算的", "amt=54000"),
]

HEARD_AND_PARTS = [
    ("今年专利质押贷了两笔，1月放的300万，9月放的400万，都是一年期，合计贴多少", "amt=85200"),
    ("今年专利质押贷了两笔：3月放的100万，8月放的200万，都是一年，一共多少", "amt=36400"),
    ("今年两笔专利质押：4月放的150万、6月放的250万，都一年期，合计", "amt=48600"),
    ("去年专利质押两笔，3月放的200万，9月放的300万，都是一年，一共", "amt=67800"),
    (
        "专利质押贷款500万，一年，2024年7月25号放的 / 提前一个月还清的，算按期吗",
        "m=patent_pledge_interest amt=67000|61416.67|-",
    ),
    (
        "专利质押贷款500万，一年，2024年7月25号放的 / 我提前三个月就还完了，这算不算按时",
        "m=patent_pledge_interest amt=67000|50250|-",
    ),
    ("专利质押贷款500万，一年，2024年7月25号放的 / 提前了两个月还的", "m=patent_pledge_interest amt=67000|55833.33"),
    ("专利质押贷款500万，一年，2024年7月25号放的 / 提前还了", "m=patent_pledge_interest amt=67000|-"),
    ("专利质押贷款500万，一年，2024年7月25号放的 / 放款提前了两个月", "amt=69000"),
    ("新三板创新层融了2000万，科技企业 / 会计讲1%是基础层才有，对不", "m=neeq_award amt=-|700000|500000"),
    ("新三板创新层融了2000万，科技企业 / 是不是只有基础层才给1%", "m=neeq_award amt=-|700000|500000"),
    ("新三板创新层融了2000万，科技企业 / 有人说1%归基础层的 / 融资改成1500万", "m=neeq_award amt=650000"),
    ("新三板创新层融了2000万，科技企业 / 我们其实还在基础层", "m=neeq_award amt=200000"),
    ("新三板基础层融了2000万，科技企业 / 听说50万只给创新层，真的吗", "m=neeq_award amt=-|200000"),
    ("鲁科担担保300万，没反担保 / 听说押了房子的就没有，是吗", "m=guarantee_fee amt=-|6000"),
    ("鲁科担担保300万，没反担保 / 听银行说反担保得是专利，对吗", "m=guarantee_fee amt=-|6000"),
    ("专利质押贷款300万，一年 / 听说商标也能贴，真的假的", "m=patent_pledge_interest amt=-|36000"),
    ("专利质押贷款300万，一年 / 听说逾期一天就没了，是这样吗", "m=patent_pledge_interest amt=-|36000"),
    ("四板挂牌直接融资200万 / 听说非规上的不给，是不是", "m=regional_equity_award amt=-|100000"),
    ("首台套综合险保费40万保额2000万 / 听说产品责任险不算，有这事吗", "m=first_set_insurance amt=-|80000"),
    ("科技成果转化贷款，省里贴了6万 / 6万里头有2万是补的担保费，不是贴息", "m=conversion_loan_interest amt=20000"),
    ("科技成果转化贷款，省里贴了6万 / 哦，那6万里有1万5是鲁科担的补贴，得扣掉", "m=conversion_loan_interest amt=22500"),
    ("鲁科保，省里补了8万 / 那8万里头3万是首台套的，不是鲁科保的", "m=lukebao_premium amt=25000"),
    ("鲁科保，省里补了8万 / 这里面有2万是给专利贷款贴息的", "m=lukebao_premium amt=30000"),
    ("鲁科保，省里补了8万 / 8万里1万是上年补的，不算今年", "m=lukebao_premium amt=35000"),
    ("四板挂牌直接融资150万 / 150万里有60万是银行贷款", "m=regional_equity_award amt=0"),
    ("新三板基础层融资1500万 / 1500万里有500万是鲁科担担保的银行贷款，不算", "m=neeq_award amt=100000"),
    ("科技成果转化贷款不良本金300万 / 300万里有100万是研发信用贷的，不是转化贷", "m=conversion_loan_risk amt=700000"),
    ("鲁科担担保500万 / 500万里200万是拿专利质押直接贷的，没走担保", "m=guarantee_fee amt=6000"),
    (
        "科技成果转化贷款，省里贴了5万2 / 有一期利息晚交了 / 那期是节假日顺延，不算逾期",
        "m=conversion_loan_interest amt=26000",
    ),
    (
        "科技成果转化贷款，省里贴了5万2 / 有一期没按时付 / 银行说那期碰上周末顺延，算按时的",
        "m=conversion_loan_interest amt=26000",
    ),
    ("新三板创新层融了2000万，科技企业 / 别人讲1%是给基础层企业的，咱这不算吧", "m=neeq_award amt=-|700000|500000"),
    ("新三板基础层融了2000万，科技企业 / 要是我们升了创新层，那50万能给吗", "m=neeq_award amt=700000"),
    ("四板挂牌直接融资200万 / 听说10万只给规上的企业，对吧", "m=regional_equity_award amt=-|100000"),
    ("专利质押贷款300万，一年 / 听说40%只给科小，是不是", "m=patent_pledge_interest amt=-|36000"),
    ("研发类信用贷款不良本金50万 / 45%是不是只给初创期的", "m=rd_credit_loan_risk amt=-|225000"),
    ("鲁科担担保300万 / 担保费0.5%以内才给0.2%，对吗", "m=guarantee_fee amt=-|6000"),
    ("鲁科担担保300万 / 费率是0.5%，能给吗", "m=guarantee_fee amt=6000"),
]


@pytest.mark.parametrize(
    ("talk", "wanted"),
    [
        *ASIDE,
        *WHAT_COUNTS,
        *WORKED_OUT,
        *HEARD_AND_PARTS,
    ],
)
def test_the_last_reply_holds_what_it_should(house, talk: str, wanted: str) -> None:
    assert lacks(house, talk, wanted) == []
