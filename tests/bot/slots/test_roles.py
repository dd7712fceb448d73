"""Which input a figure fills, read from the words around it."""

from datetime import date

import pytest

from bot.figures import read_figures
from bot.slots.fill import fill

DAY = date(2025, 11, 22)

CASES = [
    (
        "patent_pledge_interest",
        "注册资本1000万，拿专利押了300万，期限一年",
        {"principal_yuan": 3000000, "term_months": 12},
    ),
    (
        "patent_pledge_interest",
        "公司成立三年，专利质押贷款200万用了十个月",
        {"principal_yuan": 2000000, "term_months": 10},
    ),
    (
        "patent_pledge_interest",
        "营收2亿，专利贷450万，年化3.9%，18个月",
        {"principal_yuan": 4500000, "loan_rate": "0.039", "term_months": 18},
    ),
    ("patent_pledge_interest", "贷了260万，LPR 3.1%，一年", {"principal_yuan": 2600000, "lpr": "0.031"}),
    (
        "patent_pledge_interest",
        "今年已经领了3万，这笔贷了100万",
        {"prior_subsidy_yuan": 30000, "principal_yuan": 1000000},
    ),
    ("guarantee_fee", "担保金额600万，担保费率0.4%", {"guarantee_yuan": 6000000, "fee_rate": "0.004"}),
    (
        "guarantee_fee",
        "担了800万，两年一共收了6万担保费",
        {"guarantee_yuan": 8000000, "fee_paid_yuan": 60000, "fee_rate": "0.00375"},
    ),
    ("first_set_insurance", "保额3000万，年保费75万", {"insured_yuan": 30000000, "premium_yuan": 750000}),
    (
        "first_set_insurance",
        "保费一年40万，保险金额1600万，省里补了32万",
        {"insured_yuan": 16000000, "premium_yuan": 400000},
    ),
    ("first_set_insurance", "三年保费一次性交了90万，保额2000万", {"premium_yuan": 300000, "insured_yuan": 20000000}),
    ("first_set_insurance", "保额4000万，费率2%", {"premium_yuan": 800000, "premium_rate": "0.02"}),
    ("lukebao_premium", "保费花了30万，省里给补了12万", {"province_subsidy_yuan": 120000, "premium_yuan": 300000}),
    ("lukebao_premium", "保费20万，省里补了50%", {"province_subsidy_yuan": 100000}),
    ("conversion_loan_risk", "余额2000万，不良率3%", {"bad_principal_yuan": 600000}),
    ("conversion_loan_risk", "当时贷给企业900万，已还200万，剩下的全坏了", {"bad_principal_yuan": 7000000}),
    ("conversion_loan_interest", "贷款1200万，利息付了50万，省里贴息批了18万", {"province_subsidy_yuan": 180000}),
    ("regional_equity_award", "股权融资260万，银行还贷了500万", {"direct_financing_yuan": 2600000}),
    ("regional_equity_award", "只从银行贷了款，没融到资", {"direct_financing_yuan": 0}),
    ("neeq_award", "基础层，定增了1500万，利润800万", {"raise_yuan": 15000000}),
]


@pytest.mark.parametrize(("measure", "text", "inputs"), CASES, ids=[text for _, text, _ in CASES])
def test_figures_fill_the_inputs_their_words_announce(known, measure, text, inputs):
    filling = fill(text, read_figures(text, DAY), known.measure(measure), known.distractors)
    got = {key: str(filling.inputs[key].value.normalize()) if key in filling.inputs else None for key in inputs}
    assert {k: v and float(v) for k, v in got.items()} == {key: float(value) for key, value in inputs.items()}


def test_what_was_lent_is_not_the_bad_principal(known):
    """Alone it says nothing; less what was repaid it is what is left."""
    measure = known.measure("conversion_loan_risk")
    text = "科技成果转化贷款，当时贷给企业一千万"
    assert "bad_principal_yuan" not in fill(text, read_figures(text, DAY), measure, known.distractors).inputs
    text += "，还了三百万"
    filling = fill(text, read_figures(text, DAY), measure, known.distractors)
    assert filling.inputs["bad_principal_yuan"].value == 7_000_000


def test_several_loans_are_added_and_kept_apart(known):
    text = "两笔专利质押，分别200万和150万，都是一年期"
    filling = fill(text, read_figures(text, DAY), known.measure("patent_pledge_interest"), known.distractors)
    assert filling.inputs["principal_yuan"].value == 3500000
    assert [int(item["principal_yuan"].value) for item in filling.items] == [2000000, 1500000]


PARTS = "专利质押贷款两笔，一笔220万2024年9月1日放一年，一笔330万2025年6月1日放一年"


def test_two_loans_with_terms_and_days_of_their_own(known):
    filling = fill(PARTS, read_figures(PARTS, DAY), known.measure("patent_pledge_interest"), known.distractors)
    assert filling.inputs["principal_yuan"].value == 5500000
    assert [str(item["start"].value) for item in filling.items] == ["2024-09-01", "2025-06-01"]


@pytest.mark.parametrize(
    ("measure", "text", "key", "value"),
    [
        ("guarantee_fee", "鲁科担贷款600万，担保公司担保70%，费率0.4%", "guarantee_yuan", 4200000),
        ("guarantee_fee", "费率从0.9%降到0.45%了，担保金额300万", "fee_rate", "0.0045"),
        ("guarantee_fee", "担保400万，每年交2万担保费，三年", "fee_rate", "0.005"),
        ("first_set_insurance", "三台设备，每台保费6万，每台保额300万", "premium_yuan", 180000),
        ("conversion_loan_risk", "不良260万（含利息30万）", "bad_principal_yuan", 2300000),
        ("regional_equity_award", "融资180万，其中70万是银行贷款", "direct_financing_yuan", 1100000),
        ("patent_pledge_interest", "贷了400万，登记费600元，一年", "principal_yuan", 4000000),
        ("patent_pledge_interest", "一年期，还剩两个月到期，贷了400万", "term_months", 12),
        ("patent_pledge_interest", "今年的10万额度已经用完了，贷了400万，一年", "prior_subsidy_yuan", 100000),
    ],
)
def test_what_a_demanding_accountant_says(known, measure, text, key, value):
    filling = fill(text, read_figures(text, DAY), known.measure(measure), known.distractors, year=DAY.year)
    assert float(filling.inputs[key].value) == float(value)


def test_last_year_s_money_is_not_taken_off_this_year_s_cap(known):
    text = "去年领过7万贴息，这笔贷了400万，一年"
    filling = fill(text, read_figures(text, DAY), known.measure("patent_pledge_interest"), known.distractors)
    assert "prior_subsidy_yuan" not in filling.inputs


def test_two_candidates_are_asked_about_not_chosen(known):
    text = "贷款500万贷款800万，一年"
    filling = fill(text, read_figures(text, DAY), known.measure("patent_pledge_interest"), known.distractors)
    assert [problem.reason for problem in filling.problems] == ["two_candidates"]
    assert "principal_yuan" not in filling.inputs


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("担保负500万", "negative"),
        ("担保0元", "zero"),
        ("担保9000000000000元", "too_large"),
        ("担保500", "unit"),
        ("担保500万，费率120%", "rate_too_high"),
    ],
)
def test_what_cannot_be_meant_is_named(known, text, reason):
    filling = fill(text, read_figures(text, DAY), known.measure("guarantee_fee"), known.distractors)
    assert reason in [problem.reason for problem in filling.problems]


def test_foreign_money_is_not_yuan(known):
    text = "担保金额100万美元"
    filling = fill(text, read_figures(text, DAY), known.measure("guarantee_fee"), known.distractors)
    assert filling.foreign == ("100万美元",) and "guarantee_yuan" not in filling.inputs
