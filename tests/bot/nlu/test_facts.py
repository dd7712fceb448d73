"""What is stated, what is denied, and what is only asked."""

import pytest

from bot.nlu.facts import mentioned, read_answer, read_doubts, read_facts, read_supposed, read_unclear
from bot.nlu.phrases import find, says
from knowledge.text.tokens import fold

STATED = [
    ("我们是科技型中小企业", {"tech_sme": "yes", "tech_enterprise": "yes"}),
    ("厂子是大型企业，有2000人", {"tech_sme": "no"}),
    ("质押登记办了，利息也按时还了", {"pledge_registered": "yes"}),
    ("专利押给银行，没去办质押登记", {"pledge_registered": "no", "patent_pledge": "yes"}),
    ("中间逾期过一次", {"repaid_on_time": "no"}),
    ("从来没有逾期", {"repaid_on_time": "yes"}),
    ("到期还清了本息", {"repaid_on_time": "yes"}),
    ("拿商标质押贷的", {"patent_pledge": "no"}),
    ("这笔贷款没备案", {"filed": "no"}),
    ("在省里备过案", {"filed": "yes"}),
    ("反担保用的是两项发明专利", {"counter_guarantee": "intangible"}),
    ("拿厂房做的反担保", {"counter_guarantee": "tangible"}),
    ("担保公司没要反担保", {"counter_guarantee": "none"}),
    ("不是规上企业", {"above_scale": "no"}),
    ("规模以上工业企业", {"above_scale": "yes"}),
    ("在齐鲁股权交易中心挂的牌", {"listed_recognized": "yes"}),
    ("挂在上海股交中心", {"listed_recognized": "no"}),
    ("投的是雇主责任险", {"insurance_type_ok": "no"}),
    ("今年在创新层，以前在基础层待过", {"was_base": "yes"}),
]


@pytest.mark.parametrize(("text", "facts"), STATED, ids=[text for text, _ in STATED])
def test_facts_stated(known, text, facts):
    read = read_facts(fold(text), known.facts)
    assert {key: read.get(key) for key in facts} == facts


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("是不是科技型中小企业才行", "tech_sme"),
        ("必须办质押登记吗", "pledge_registered"),
        ("有没有反担保要求都行吗", "counter_guarantee"),
        ("规上企业吗", "above_scale"),
        ("要先备案的吗", "filed"),
    ],
)
def test_asking_is_not_stating(known, text, key):
    assert key not in read_facts(fold(text), known.facts)


def test_the_value_said_last_counts(known):
    assert read_facts("押的是商标，哦不，押专利", known.facts)["patent_pledge"] == "yes"


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("没有", "counter_guarantee", "none"),
        ("专利", "counter_guarantee", "intangible"),
        ("房子抵押", "counter_guarantee", "tangible"),
        ("是的", "tech_sme", "yes"),
        ("不是", "tech_sme", "no"),
        ("都办了", "pledge_registered", "yes"),
        ("还没办", "pledge_registered", "no"),
        ("说不准", "repaid_on_time", "unknown"),
        ("创新", "tier", "innovation"),
        ("今天天气不错", "tech_sme", ""),
    ],
)
def test_bare_answers_to_the_question_just_asked(known, text, key, value):
    assert read_answer(text, known.facts[key]) == value


def test_a_phrase_with_a_gap_stays_within_its_sentence():
    assert [found.phrase for found in find("没有给银行办过登记", ["没…登记"])] == ["没…登记"]
    assert find("没有。后来登记了", ["没…登记"]) == []


def test_negation_is_seen():
    assert not says("我们没有专利", ["专利"])
    assert says("没有现金但是有专利", ["有专利"])


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("不清楚质押登记办没办", {"pledge_registered"}),
        ("质押登记其实办没办我也说不准", {"pledge_registered"}),
        ("本息按期还清了，押的是不是专利权不知道", {"patent_pledge"}),
        ("是科技型中小微企业有没有办质押登记不清楚", {"pledge_registered"}),
        ("得问会计有没有按期还清", {"repaid_on_time"}),
        ("不知道质押登记怎么办", set()),
        ("不清楚", set()),
        ("质押登记办了", set()),
        ("拿专利质押贷了300万两年不知道能不能补", set()),
        ("备案的鲁科担担保500万费率0.5%一年不清楚能补吗", set()),
        ("首台套保费20万投的质量保证保险不确定能不能补", set()),
        ("是科技型中小微企业不懂这个", set()),
        ("不懂政策但我们是科技型中小微企业", set()),
        ("不知道科技型中小微企业要不要年审", set()),
        ("不确定质押登记证要不要交", set()),
        ("我们是科技型中小微企业不清楚有没有政策", set()),
        ("不清楚有没有鲁科担补贴", set()),
    ],
)
def test_what_is_said_not_to_be_known(house, text, doubted):
    assert read_doubts(fold(text), house.advisor.live.knowledge.facts) == doubted


SCALES = {
    "early_stage": {
        "yes": ["还在种子阶段", "刚成立的小公司", "成立不到两年", "公司注册才九个月", "属于初创", "成立一年半"],
        "no": ["早就是成熟企业了", "厂子成立八年了", "已经到成长期", "在搞扩张", "二十多年的老厂", "刚融完B轮"],
    },
    "rd_credit_loan": {
        "yes": ["纯信用的，没有抵押", "研发类信用贷", "拿研发贷借的，啥都没押"],
        "no": ["拿机器抵押的", "有担保公司担着", "房子押给银行了", "是研发用途，可带了存单质押", "一半信用一半抵押"],
    },
    "listed_recognized": {
        "yes": ["挂在济南的那家股交", "青岛蓝海挂的", "在齐鲁股交敲的钟"],
        "no": ["在上海的股交挂的", "前海那边的四板", "挂的是郑州的股权中心", "天津股交"],
    },
    "repaid_on_time": {
        "yes": ["到期当天还上了", "一天没拖过", "一分没欠", "没逾期过"],
        "no": ["逾期两天", "做了无还本续贷", "最后一期拖了一周", "到期没还上"],
        "unknown": ["还差50万没还", "还没到期呢", "下个月还", "展期了半年"],
    },
    "tech_sme": {"yes": ["是科小"], "no": ["全厂一千二百多号人", "职工800多", "早划到大型企业了"]},
    "non_performing": {"yes": ["调成次级了", "已经核销", "进了损失类"], "no": ["还是关注类", "分类调回正常了"]},
    "above_scale": {"yes": ["一月份刚纳统", "在四上库里"], "no": ["规下的", "年初退库了", "规上里掉出来了"]},
}


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [(key, value, text) for key, sides in SCALES.items() for value, texts in sides.items() for text in texts],
)
def test_a_word_of_one_side_of_a_scale_is_that_side(known, key, value, text):
    assert read_facts(fold(text), known.facts).get(key) == value


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("规上没达到", "above_scale", "no"),
        ("规上还差两个指标", "above_scale", "no"),
        ("够不上规上", "above_scale", "no"),
        ("算不上高企", "tech_enterprise", "no"),
        ("高企去年被取消资格了", "tech_enterprise", "no"),
        ("备案没赶上", "filed", "no"),
        ("备案表交上去了，还没批", "filed", "unknown"),
        ("正在办质押登记", "pledge_registered", "unknown"),
        ("质押登记还没办下来", "pledge_registered", "no"),
        ("登记当时漏了，后来补上了", "pledge_registered", "yes"),
        ("放款后又补的登记", "pledge_registered", "yes"),
        ("登记办了，后来被退回来了", "pledge_registered", "no"),
        ("登记早就办好了", "pledge_registered", "yes"),
        ("不是没备案", "filed", "yes"),
        ("办的研发信用贷，不是成果转化", "conversion_loan", "no"),
        ("押的是软著不是专利", "patent_pledge", "no"),
        ("拿厂房抵押过，后来解押了，现在纯信用", "rd_credit_loan", "yes"),
        ("之前说没备案不对，是备案了", "filed", "yes"),
        ("从基础层升上来的", "tier", "innovation"),
        ("从基础层升上来的", "was_base", "yes"),
        ("应该登记了", "pledge_registered", "unknown"),
        ("准备上科创板IPO", "is_ipo", "yes"),
        ("我们科技型企业准备科创板IPO", "tech_enterprise", "yes"),
        ("规上企业没有逾期", "above_scale", "yes"),
        ("科技企业没上市", "tech_enterprise", "yes"),
    ],
)
def test_the_clause_around_a_word_decides(known, text, key, value):
    assert read_facts(fold(text), known.facts).get(key) == value


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("想上规", "above_scale"),
        ("算不算规上", "above_scale"),
        ("规上不", "above_scale"),
        ("隔壁厂是规上", "above_scale"),
        ("我朋友家也是高企", "tech_enterprise"),
        ("要是规上就好了", "above_scale"),
        ("要是备案了呢", "filed"),
        ("啥叫规上", "above_scale"),
        ("早期和初创是一回事吗", "early_stage"),
        ("另外还有个厂房抵押的，那个不是专利的", "patent_pledge"),
        ("没备案也能拿", "filed"),
        ("不是成熟期", "early_stage"),
    ],
)
def test_what_is_asked_supposed_or_of_another_sets_nothing(known, text, key):
    assert key not in read_facts(fold(text), known.facts)
    assert key in mentioned(fold(text), known.facts)


def test_what_is_supposed_can_be_reckoned_with(known):
    assert read_supposed("要是中间逾期了呢", known.facts) == {"repaid_on_time": "no"}
    assert read_supposed("要是规上就好了", known.facts) == {}


def test_ten_thousand_and_a_year_suppose_nothing(known):
    assert read_facts("商标质押贷款200万一年", known.facts)["patent_pledge"] == "no"


def test_what_is_said_of_a_part_does_not_hold_for_the_whole(known):
    assert "filed" not in read_facts("50万那笔没备案", known.facts)
    assert read_unclear("50万那笔没备案", known.facts) == {"filed"}


YES = (
    "嗯嗯",
    "是滴",
    "对对对",
    "yes",
    "ok",
    "有的",
    "必须的",
    "是是是",
    "“是”",
    "没错",
    "中",
    "是的呢",
    "那必须是啊",
    "嗯呐",
)
NO = ("没呢", "木有", "no", "不是滴", "还没", "没有没有", "还没有呢", "否", "不是的")


@pytest.mark.parametrize(("text", "value"), [(t, "yes") for t in YES] + [(t, "no") for t in NO])
def test_yes_and_no_as_people_type_them(known, text, value):
    assert read_answer(fold(text), known.facts["pledge_registered"]) == value


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("pledge_registered", "登了，国知局发的通知书我有", "yes"),
        ("pledge_registered", "正跑着呢", "unknown"),
        ("tech_sme", "没评过那玩意儿", "no"),
        ("filed", "报过，给打回来了", "no"),
        ("filed", "说不好，得问经办", "unknown"),
        ("counter_guarantee", "机器也押给他们了", "tangible"),
        ("counter_guarantee", "俺两口子签的字 房子没押", "unknown"),
        ("tech_sme", "好的", ""),
    ],
)
def test_longer_answers(known, key, text, value):
    assert read_answer(fold(text), known.facts[key]) == value


def test_an_answer_that_names_another_condition_is_not_of_this_one(known):
    assert read_answer("没办质押登记", known.facts["tech_sme"], names_another=True) == ""


def test_how_much_two_sums_differ_says_nothing_of_a_condition(known) -> None:
    assert read_facts("拿专利押，贷200万跟贷400万，补的差多少", known.facts)["patent_pledge"] == "yes"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一家大型企业在我行贷了2000万", "no"),
        ("我行有一户大型企业贷了800万", "no"),
        ("有家大企业想办个贷款", "no"),
        ("手上有个大型企业申请贷款1000万", "no"),
        ("一家大型企业给我们担保，我们贷了500万", ""),
        ("给一家大型企业配套，我们贷了500万", ""),
        ("一家大型企业欠我们货款，我们贷了500万", ""),
        ("有家大型企业借给我们200万", ""),
    ],
)
def test_a_firm_that_is_brought_as_a_case_is_the_one_asked_about(known, text, value) -> None:
    assert read_facts(fold(text), known.facts).get("tech_sme", "") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("我在开车，鲁科担担保公司给担了200万", ""), ("开着车呢，担保公司担了80万", ""), ("反担保是一辆车", "tangible")],
)
def test_who_drives_has_given_no_car(known, text, value) -> None:
    assert read_facts(fold(text), known.facts).get("counter_guarantee", "") == value
