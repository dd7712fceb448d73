"""Several sums for one input: added when the message says so; else words decide, or the user is asked."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.slots.fill import fill

DAY = date(2025, 11, 22)
LOAN, GUARANTEE, FIRST_SET = "patent_pledge_interest", "guarantee_fee", "first_set_insurance"
BAD, CREDIT, EQUITY, NEEQ = "conversion_loan_risk", "rd_credit_loan_risk", "regional_equity_award", "neeq_award"


def filled(known, measure: str, text: str):
    return fill(text, read_figures(text, DAY), known.measure(measure), known.distractors, year=DAY.year)


ADDED = [
    (LOAN, "专利质押先后贷了两笔，头一笔180万，第二笔260万，都是一年", [180, 260]),
    (LOAN, "我们拿专利押了320万，后来又押了140万，都是一年期", [320, 140]),
    (LOAN, "专利质押贷款280万，另有一笔120万，也是专利质押，两笔都一年", [280, 120]),
    (LOAN, "专利质押贷款三笔，100万、150万、250万，都是一年", [100, 150, 250]),
    (LOAN, "专利质押贷款，一笔240万一年，一笔160万半年", [240, 160]),
    (LOAN, "去年6月20号放了100万，9月20号又放了140万，都是专利质押，一年", [100, 140]),
    (GUARANTEE, "鲁科担担保了两笔，分别260万和340万，费率0.45%", [260, 340]),
    (FIRST_SET, "两张保单，保费一张20万一张30万，保额一张800万一张1200万", [20, 30]),
    (BAD, "成果转化贷款两户坏了，一户120万一户90万", [120, 90]),
    (EQUITY, "齐鲁股权挂牌，第一次融了60万，后来又融了70万", [60, 70]),
    (NEEQ, "新三板基础层，一轮定增800万，二轮定增1200万", [800, 1200]),
]


@pytest.mark.parametrize(("measure", "text", "parts"), ADDED, ids=[case[1] for case in ADDED])
def test_sums_are_added_when_the_message_counts_them(known, measure: str, text: str, parts: list[int]) -> None:
    found = filled(known, measure, text)
    key = next(record.key for record in known.measure(measure).inputs if record.required and record.unit == "yuan")
    assert [item[key].value for item in found.items] == [Decimal(part * 10_000) for part in parts]
    assert found.inputs[key].value == sum(parts) * 10_000 and not found.problems


OTHERS = [
    (LOAN, "专利质押贷款280万一年，另有一笔120万的厂房抵押", 280, "120万", "other_loan"),
    (LOAN, "专利贷了280万一年，工行那边还有600万流贷", 280, "600万", "other_loan"),
    (LOAN, "专利质押的200万一年，又拿厂房在农行抵押贷了500万三年", 200, "500万", "other_loan"),
    (LOAN, "专利质押300万一年加上信用贷200万", 300, "200万", "other_loan"),
    (LOAN, "专利质押贷280万，一年期，隔壁厂贷了900万", 280, "900万", "other_firm"),
    (LOAN, "专利质押贷260万，一年期，今年出口做了3200万", 260, "3200万", "turnover"),
    (LOAN, "今年专利质押贷款350万，去年那笔200万早就贴过了，都是一年", 350, "200万", "last_year"),
    (LOAN, "合同写的500万，实际放款430万，专利质押，一年", 430, "500万", "not_final"),
    (LOAN, "授信1000万，提款350万，专利质押，一年", 350, "1000万", "lent_yuan"),
    (LOAN, "银行批复额度800万，我们专利质押实际用了260万，期限10个月", 260, "800万", "not_final"),
    (GUARANTEE, "鲁科担担保600万费率0.4%，另外厂房抵押还贷了900万", 600, "900万", "other_loan"),
    (GUARANTEE, "鲁科担300万，朋友公司也担了700万", 300, "700万", "other_firm"),
    (FIRST_SET, "首台套去年保费20万，今年保费26万，保额1000万", 26, "20万", "last_year"),
    (BAD, "不良本金300万，另外还有一笔普通流贷坏了500万", 300, "500万", "other_loan"),
    (CREDIT, "研发类信用贷款本金损失230万，利息损失18万", 230, "18万", "interest_paid_yuan"),
    (NEEQ, "基础层，计划定增3000万，实际募到2200万", 2200, "3000万", "not_final"),
]


@pytest.mark.parametrize(("measure", "text", "sum_", "left", "why"), OTHERS, ids=[case[1] for case in OTHERS])
def test_another_matter_is_set_aside_with_its_reason(known, measure, text, sum_, left, why) -> None:
    found = filled(known, measure, text)
    key = next(record.key for record in known.measure(measure).inputs if record.required and record.unit == "yuan")
    assert found.inputs[key].value == sum_ * 10_000 and not found.items and not found.problems
    assert (left, why) in [(aside.figure.text, aside.why) for aside in found.aside]


@pytest.mark.parametrize(
    "text", ["专利质押贷了300万、200万，一年期", "专利质押贷了三笔，第一笔100万，第二笔150万，一年"]
)
def test_what_nothing_decides_is_asked_about(known, text: str) -> None:
    found = filled(known, LOAN, text)
    assert [problem.reason for problem in found.problems] == ["two_candidates"]
    assert "principal_yuan" not in found.inputs


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("担保公司报价0.8%，谈下来0.45%，鲁科担担保500万", "0.0045"),
        ("担保费一开始要1%，最后实收0.5%，担保300万", "0.005"),
    ],
)
def test_words_decide_between_rates(known, text: str, rate: str) -> None:
    found = filled(known, GUARANTEE, text)
    assert found.inputs["fee_rate"].value == Decimal(rate) and not found.problems


def test_each_part_keeps_its_own_day_and_term(known) -> None:
    found = filled(known, LOAN, "2024年9月3日专利质押放了210万一年期，11月18日又放了160万半年期")
    assert [(str(item["start"].value), int(item["term_months"].value)) for item in found.items] == [
        ("2024-09-03", 12),
        ("2024-11-18", 6),
    ]


def test_a_total_beside_its_parts_says_them_again(known) -> None:
    found = filled(known, LOAN, "专利质押贷了两笔，分别200万和300万，一共500万，都是一年")
    assert found.inputs["principal_yuan"].value == 5_000_000 and len(found.items) == 2
