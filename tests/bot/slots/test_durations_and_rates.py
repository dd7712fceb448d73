"""A second duration, a span of payment, a spread, the document's own numbers: none of them replaces what was said."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.slots.fill import fill

DAY = date(2025, 11, 22)
LOAN = "patent_pledge_interest"


def filled(known, text: str, measure: str = LOAN, **context):
    return fill(text, read_figures(text, DAY), known.measure(measure), known.distractors, year=DAY.year, **context)


TERMS = [
    ("专利质押贷款240万，期限一年，宽限期3个月", 12),
    ("专利质押贷款240万，办下来等了四个月，一年期", 12),
    ("质押登记花了两个月才弄好，专利质押贷240万，贷一年", 12),
    ("专利质押贷240万一年，要求15天内提款", 12),
    ("专利质押贷240万，期限18个月，提前四个月还的", 18),
    ("公司成立9年，专利质押贷款240万，用了14个月", 14),
    ("设备质保三年，专利质押贷240万，一年", 12),
    ("发明专利还有11年保护期，专利质押贷240万，两年", 24),
    ("专利质押贷240万一年，展期了半年", 12),
    ("专利质押贷款240万合同一年，实际用了10个月", 10),
    ("三年期的专利质押贷款240万", 36),
    ("专利质押贷款240万，一年到期还本，每三个月付息", 12),
    ("专利质押贷240万，还有五个月就到期了", None),
    ("专利质押贷240万，已经还了七个月利息", None),
    ("专利质押贷240万，用了才三个月", None),
    ("专利质押贷款240万，逾期20天", None),
    ("专利质押贷款240万，2024年5月到7月陆续到账", None),
    ("专利质押贷款240万，2024年二季度下的款", None),
    ("专利质押贷款240万，最近半年下的款", None),
]


@pytest.mark.parametrize(("text", "months"), TERMS, ids=[case[0] for case in TERMS])
def test_only_what_is_said_to_be_the_term_is_one(known, text: str, months: int | None) -> None:
    found = filled(known, text)
    assert (found.inputs["term_months"].value if "term_months" in found.inputs else None) == months
    assert found.inputs["principal_yuan"].value == 2_400_000 and "term_days" not in found.inputs


@pytest.mark.parametrize(
    "said",
    ["执行LPR+80BP", "利率是LPR上浮15%", "在LPR基础上加点0.65%", "比LPR低0.2个百分点", "LPR减0.3%", "LPR加了60个基点"],
)
def test_a_spread_is_no_published_rate(known, said: str) -> None:
    found = filled(known, f"专利质押贷240万一年，{said}")
    assert "lpr" not in found.inputs and not found.problems
    assert [aside.why for aside in found.aside] == ["spread"]


def test_a_published_rate_is_one(known) -> None:
    assert filled(known, "专利质押贷240万一年，LPR是3.1%").inputs["lpr"].value == Decimal("0.031")


POLICY = [
    (LOAN, "文件说按LPR的40%贴，最高10万，我们专利质押贷240万一年", "principal_yuan", 2_400_000),
    ("regional_equity_award", "直接融资100万元（含）以上奖10万，我们融了260万", "direct_financing_yuan", 2_600_000),
    ("first_set_insurance", "按3%费率上限的20%补，保费80万，保额2000万", "premium_yuan", 800_000),
    ("conversion_loan_risk", "备案贷款不良本金35%的风险补偿，我行坏了420万", "bad_principal_yuan", 4_200_000),
    ("conversion_loan_interest", "转化贷利息30万，省里贴40%，市里按省里的50%给", "province_subsidy_yuan", 120_000),
]


@pytest.mark.parametrize(("measure", "text", "key", "value"), POLICY, ids=[case[1] for case in POLICY])
def test_the_document_s_numbers_are_no_inputs(known, measure: str, text: str, key: str, value: int) -> None:
    found = filled(known, text, measure)
    assert found.inputs[key].value == value and not found.problems
    assert not {"lpr", "loan_rate", "premium_rate"} & set(found.inputs)


@pytest.mark.parametrize(("number", "taken"), [("12", 12), ("6", 6), ("24", 24), ("3", None), ("1", None)])
def test_a_bare_number_answers_for_the_term_when_it_can_only_be_months(known, number: str, taken: int | None) -> None:
    found = filled(known, number, asked="term_months")
    assert (found.inputs["term_months"].value if found.inputs else None) == taken
    assert [problem.reason for problem in found.problems] == ([] if taken else ["unit"])


DAYS = [
    ("2024年11月放的款，专利质押240万，3月8日还清的", "end", "2025-03-08"),
    ("去年5月6号放的款，专利质押240万，10月9号还清", "end", "2024-10-09"),
    ("专利质押240万，2024年9月1日放款，8月20日还清", "end", "2025-08-20"),
]


@pytest.mark.parametrize(("text", "key", "day"), DAYS, ids=[case[0] for case in DAYS])
def test_a_day_without_a_year_takes_its_neighbour_s(known, text: str, key: str, day: str) -> None:
    assert str(filled(known, text).inputs[key].value) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("不是4月，是7月8日还完的", "2025-07-08"), ("到期日看错了，是4月2号", "2025-04-02")],
)
def test_a_corrected_end_keeps_the_year_in_which_it_is_due(known, text: str, day: str) -> None:
    stands = filled(known, "专利质押贷款500万，2024年3月10日放的款，2025年3月1日还清").inputs
    found = filled(known, text, stands=stands, last_wins=True)
    assert str(found.inputs["end"].value) == day and "start" not in found.inputs


RATES_OF_YEARS = [
    ("first_set_insurance", "首台套保险保额300万，费率1.8%是三年一共，一年0.6%", "premium_rate", "0.006", "of_years"),
    ("first_set_insurance", "首台套保险保额300万，费率2%是三年一共，一年0.67%", "premium_rate", "0.0067", "old"),
    (LOAN, "专利质押贷款300万，利率12%是三年合计，一年4%", "loan_rate", "0.04", "old"),
]


@pytest.mark.parametrize(("measure", "text", "key", "rate", "why"), RATES_OF_YEARS)
def test_a_rate_of_several_years_gives_way_to_that_of_one(
    known, measure: str, text: str, key: str, rate: str, why: str
) -> None:
    """By its numbers where they come out, and by its words where they are rounded."""
    found = filled(known, text, measure)
    assert found.inputs[key].value == Decimal(rate)
    assert [one.why for one in found.aside if one.figure.kind == "percent"] == [why]
