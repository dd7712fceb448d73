"""What is stated, what is denied, and what is only asked."""

import pytest

from bot.nlu.facts import read_answer, read_doubts, read_facts
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
