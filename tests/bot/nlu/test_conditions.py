"""Conditions in everyday words: broken, mended, given all at once, with chatter, and what says nothing of them."""

import pytest

from bot.nlu.facts import read_answer, read_facts, read_supposed
from knowledge.text.tokens import fold

LATE = [
    "利息晚交了小半个月",
    "这笔晚还了十来天",
    "断供两个月，后头才补齐",
    "中间断了两期没供上",
    "逾期6天",
    "到期那天没凑够钱，没还上",
    "过了期限五天才把钱打过去",
    "拖到月底才还",
    "晚了三天进账，算逾期",
    "财务说去年有一期晚交过",
    "本金迟了一周才还",
]
ON_TIME = [
    "到期当天会计一次性结清的",
    "一天也没拖",
    "没晚过一天",
    "从头到尾没断过供",
    "本金利息都按期归还",
    "各笔均如期还清",
    "每期都准时还",
    "到期就还上了",
    "按时把本息都还了",
    "一期都没落下过",
    "到期那天出纳全部还清的",
    "利息从没拖欠，本金到期结清",
]
NOT_TECH = [
    "做水产批发的，跟科技不沾边",
    "俺这买卖跟科技扯不上",
    "与科技无关的行当",
    "和科技八杆子打不着",
    "一样科技资质都没有",
    "啥科技认定都没有",
    "科技企业的证去年过期了",
    "高新证书到期没续",
    "高企资格被撤销了",
    "已经不是高企了",
    "开洗车店的，没啥科技",
]
TECH = [
    "高新证书已经续上",
    "高企证到期后又续了",
    "科技型企业没问题",
    "专精特新证书还在有效期",
    "高新复审通过了",
    "高企，刚查了官网在册",
    "系高新技术企业",
    "专精特新，牌子在墙上挂着",
    "国家高新技术企业（2024年发证）",
    "企业是省级专精特新",
]
OUT_OF_SCALE = [
    "已退出规上库",
    "上个月从规上名录里移出",
    "被剔出规上名单了",
    "跌出规上了",
    "规上资格没保住",
    "今年退库，不再是规上",
    "规上？早退出来了",
    "规模以上企业库里查不到我们",
    "没进规上名录",
    "规上标准还差一截",
]
OUTSIDE = [
    "挂在上海股权托管交易中心",
    "在前海股权交易中心挂的牌",
    "在重庆股交挂牌",
    "挂牌地是武汉股权托管交易中心",
    "广东股交那边的板",
    "挂的河北那家股交所",
    "在浙江省股权交易中心挂牌",
    "挂在北京四板市场",
    "挂牌在天津股交",
    "挂的是深圳前海",
]
REFINANCING = [
    "上市公司向特定对象发行股票",
    "再融资两个亿",
    "我们早在科创板上了，这回是再融资",
    "主板公司，这次定增",
    "北交所公司搞再融资",
    "配股融资",
    "已上市，发可转债",
    "不是首发，是增发",
    "借壳上的市",
    "向特定投资者定向发行",
]
TANGIBLE = [
    "拿商铺给他们做了反担保",
    "沿街门面房押给担保公司当反担保",
    "反担保押的是办公楼",
    "反担保措施：土地使用权抵押",
    "担保公司要走了一块地做反担保",
    "反担保是一条生产线",
    "反担保用的老板别墅",
    "反担保抵的是两台吊车",
    "拿车间做抵押反担保",
    "让我拿库房做了反担保",
]
PERSONS = [
    "反担保是夫妻俩连带责任保证",
    "反担保栏写着实际控制人连带责任保证",
    "反担保：法定代表人个人保证",
    "反担保就是股东签字担保，没押东西",
    "反担保由老板个人连带",
    "两口子签了反担保的字，房产没动",
    "反担保找的关联公司保证",
    "反担保人是董事长，信用保证",
    "反担保是实控人担保",
    "反担保是母公司连带责任担保",
]
NO_COUNTER = [
    "啥反担保也不要了",
    "反担保最后取消了",
    "反担保撤了，不用提供",
    "后来反担保不收了",
    "没让我们签任何反担保",
    "反担保：不需要",
    "均无反担保",
    "反担保免除了",
    "反担保一律不要",
    "零反担保",
]
REFUSED = [
    "省里一分钱没给",
    "省里今年没贴",
    "省里名额用光了，没轮到我们",
    "省级贴息没轮上",
    "省里把申请退回来了",
    "省里明确不给补",
    "省厅那边没通过",
    "省里不予补贴",
    "省财政没补我们",
]
NOT_COME = ["省里没拨", "省里的贴息没拨给我们", "省财政的钱没发下来"]
NOT_BAD = [
    "分类还是关注",
    "五级分类目前为关注，未下调不良",
    "尚未划入不良",
    "还没下迁为不良",
    "没形成不良",
    "还在关注类挂着",
    "没认定成不良",
    "分类仍是正常",
    "暂未转为不良",
    "还没调成次级",
]
NOT_OURS = [
    "没走备案",
    "未走备案程序",
    "备案漏做了",
    "备案被驳回",
    "备案期过了没补",
    "没纳入备案",
    "备案撤销了",
    "银行忘了做备案",
    "备案已失效",
    "备案没批下来",
    "银行没给咱备案",
    "没往系统里备案",
    "没上网备案",
    "没跟财政局备案",
]
FILED = [
    "全部备案",
    "均已备案",
    "备案的回执找到了",
    "备案系统昨天通过了",
    "备案批文在手",
    "备案表已过",
    "备案手续银行弄完了",
    "备案凭证齐的",
    "备案转化贷不良300万",
    "备案有",
    "备案补上了",
]
REGISTERED = [
    "登记了的",
    "质押登记补登了",
    "登记的证续上了",
    "登记回执在手",
    "质押登记跑下来了，证也领了",
    "登记当天银行陪着办的",
    "质押登记在知识产权局办的",
    "登记证书都在",
    "登记、科小、专利都有",
    "登记补办妥了",
    "质押登记我去办的",
]
MARK_PLEDGED = [
    "拿老字号商标押给银行贷的",
    "押的是注册商标",
    "软著押出去贷的款",
    "用著作权押的",
    "商标权押了180万",
]
SMALL_NO = [
    "营业执照上划的大型企业",
    "年报里系大型企业",
    "员工1300人，属大型",
    "统计上算大型企业",
    "已经划成大型企业了",
]

KINDS = [
    ("repaid_on_time", "no", LATE),
    ("repaid_on_time", "yes", ON_TIME),
    ("tech_enterprise", "no", NOT_TECH),
    ("tech_enterprise", "yes", TECH),
    ("above_scale", "no", OUT_OF_SCALE),
    ("listed_recognized", "no", OUTSIDE),
    ("is_ipo", "no", REFINANCING),
    ("counter_guarantee", "tangible", TANGIBLE),
    ("counter_guarantee", "unknown", PERSONS),
    ("counter_guarantee", "none", NO_COUNTER),
    ("province_approved", "no", REFUSED),
    ("province_approved", "pending", NOT_COME),
    ("non_performing", "no", NOT_BAD),
    ("filed", "no", NOT_OURS),
    ("filed", "yes", FILED),
    ("pledge_registered", "yes", REGISTERED),
    ("patent_pledge", "no", MARK_PLEDGED),
    ("tech_sme", "no", SMALL_NO),
]


@pytest.mark.parametrize(("key", "value", "text"), [(k, v, text) for k, v, texts in KINDS for text in texts])
def test_a_condition_in_everyday_words(known, key, value, text):
    assert read_facts(fold(text), known.facts).get(key) == value


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("不良大概两百来万，已备案", {"non_performing": "yes", "filed": "yes"}),
        ("备案表有，高企，没要反担保", {"filed": "yes", "tech_enterprise": "yes", "counter_guarantee": "none"}),
        ("科小有证，登记办妥，月初准点还清", {"tech_sme": "yes", "pledge_registered": "yes", "repaid_on_time": "yes"}),
        ("反担保三项实用新型质押，备案已过，专精特新", {"counter_guarantee": "intangible", "filed": "yes"}),
        ("科小、质押登记、按期还款都齐", {"tech_sme": "yes", "pledge_registered": "yes", "repaid_on_time": "yes"}),
        (
            "高企、规上都符合，挂在齐鲁股交",
            {"tech_enterprise": "yes", "above_scale": "yes", "listed_recognized": "yes"},
        ),
        ("备案、高企都有", {"filed": "yes", "tech_enterprise": "yes"}),
        ("登记过的，科小，没逾期", {"pledge_registered": "yes", "tech_sme": "yes", "repaid_on_time": "yes"}),
        ("都按时还的，登记了的，科技型中小企业", {"repaid_on_time": "yes", "pledge_registered": "yes"}),
        ("初创，科技公司，研发信用贷，备案", {"early_stage": "yes", "tech_enterprise": "yes", "filed": "yes"}),
        ("登记和科小证都有", {"pledge_registered": "yes", "tech_sme": "yes"}),
    ],
)
def test_several_conditions_in_passing(known, text, facts):
    read = read_facts(fold(text), known.facts)
    assert {key: read.get(key) for key in facts} == facts


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("条文写的“按期还清本息”是啥意思", "repaid_on_time"),
        ("文件里只说无形资产或无反担保", "counter_guarantee"),
        ("按你们那句“按期还清本息”，贴多少", "repaid_on_time"),
        ("大型企业是我们的控股股东", "tech_sme"),
        ("逾期的是隔壁车间老板的贷款", "repaid_on_time"),
        ("晚还的那笔是我的房贷", "repaid_on_time"),
        ("没备案的是另一家", "filed"),
        ("摘牌的是集团里另一家公司", "still_listed"),
        ("上海股交挂牌的是我表弟那家", "listed_recognized"),
        ("商标质押的是别的户", "patent_pledge"),
        ("押厂房的是旁边那户", "counter_guarantee"),
        ("专利质押贷款还差三个月到期", "pledge_registered"),
        ("还差两个月到期", "counter_guarantee"),
        ("厂房抵押挂在另一笔名下", "rd_credit_loan"),
        ("丙户还是关注类，先不管", "non_performing"),
        ("规定是要备案的吗", "filed"),
    ],
)
def test_the_document_others_and_dates_say_nothing(known, text, key):
    assert key not in read_facts(fold(text), known.facts)


def test_a_loan_not_yet_due_is_still_pledged(known):
    assert read_facts("专利质押贷款还差三个月到期", known.facts)["patent_pledge"] == "yes"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("要是换成专利做反担保", "intangible"),
        ("假如把厂房抵押撤掉改成软著反担保", "intangible"),
        ("如果反担保换成商铺", "tangible"),
        ("若是反担保都不要了呢", "none"),
    ],
)
def test_a_security_changed_in_thought(known, text, value):
    assert read_supposed(text, known.facts)["counter_guarantee"] == value


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("repaid_on_time", "到期日当天还的，按期", "yes"),
        ("repaid_on_time", "那天一把结的，一分没拖", "yes"),
        ("repaid_on_time", "按期", "yes"),
        ("repaid_on_time", "晚了一个礼拜", "no"),
        ("pledge_registered", "我陪他跑的，证都领了", "yes"),
        ("pledge_registered", "已补办，回执在手", "yes"),
        ("filed", "表都过了", "yes"),
        ("filed", "号有，在系统里", "yes"),
        ("counter_guarantee", "商标", "intangible"),
        ("counter_guarantee", "夫妻俩签的连带", "unknown"),
        ("counter_guarantee", "最后啥都不要了", "none"),
        ("tech_enterprise", "证过期了", "no"),
        ("tech_enterprise", "证续上了", "yes"),
        ("above_scale", "今年退出来了", "no"),
    ],
)
def test_answers_with_chatter(known, key, text, value):
    assert read_answer(fold(text), known.facts[key]) == value
