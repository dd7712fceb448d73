"""Parts keep their own amount, days and term; one is added, taken away, changed, and spoken of in many words."""

from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.slots.called import which_part
from bot.slots.fill import fill
from bot.slots.parts import add, change, keep, remove, with_parts
from bot.slots.standing import Standing

DAY = date(2025, 11, 22)
ID = "patent_pledge_interest"
TWO = "专利质押贷了两笔，2024年3月1日放了300万一年期，2025年6月1日又放了200万半年期"


@pytest.fixture
def measure(known):
    return known.measure(ID)


def standing(known, text: str, measure: str = ID) -> Standing:
    found = fill(text, read_figures(text, DAY), known.measure(measure), known.distractors, year=DAY.year)
    return Standing(found.inputs, found.items, {}, found.others)


def amounts(one: Standing, key: str = "principal_yuan") -> list[int]:
    return [int(item[key].value) // 10_000 for item in one.items]


NAMES = [
    ("第一笔其实是一年", 0),
    ("头一笔", 0),
    ("前一个是什么利率", 0),
    ("最前面那笔", 0),
    ("第二笔原来也是一年的", 1),
    ("第2笔", 1),
    ("最后这笔不报了", 1),
    ("后面那笔是一年的", 1),
    ("后一笔", 1),
    ("200万那笔不要了", 1),
    ("300万的那笔改成350万", 0),
    ("去年那笔", 0),
    ("今年放的那笔", 1),
    ("半年期那笔", 1),
    ("大的那笔", 0),
    ("小的那一笔", 1),
    ("第三笔", None),
    ("500万那笔", None),
    ("子公司那笔", None),
    ("隔壁厂第二笔", None),
    ("两笔都是一年", None),
]


@pytest.mark.parametrize(("text", "index"), NAMES, ids=[case[0] for case in NAMES])
def test_a_part_is_spoken_of(known, measure, text: str, index: int | None) -> None:
    assert which_part(text, read_figures(text, DAY), standing(known, TWO), measure) == index


def test_without_parts_nothing_is_spoken_of(known, measure) -> None:
    assert which_part("第二笔", (), Standing(), measure) is None
    assert which_part("第二笔", (), standing(known, "专利质押贷款300万，一年"), measure) is None


def test_a_part_more(known, measure) -> None:
    one = standing(known, "专利质押贷款300万，一年")
    found = add(one, standing(known, "贷了200万，半年").inputs, measure)
    assert amounts(found) == [300, 200] and found.inputs["principal_yuan"].value == 5_000_000
    assert [int(item["term_months"].value) for item in found.items] == [12, 6]
    assert "term_months" not in found.inputs


def test_a_part_that_says_only_its_sum_is_as_the_others(known, measure) -> None:
    found = add(standing(known, "专利质押贷款300万，一年"), standing(known, "贷了50万").inputs, measure)
    assert amounts(found) == [300, 50] and found.inputs["term_months"].value == 12


def test_a_sum_of_its_own_that_a_part_does_not_say_is_missing(known) -> None:
    one = known.measure("first_set_insurance")
    first = standing(known, "首台套保费30万，保额1000万", one.id)
    found = add(first, standing(known, "保费20万", one.id).inputs, one)
    assert found.inputs["premium_yuan"].value == 500_000 and "insured_yuan" not in found.inputs


@pytest.mark.parametrize("which", [1, -1, Decimal(2_000_000)])
def test_with_one_part_left_its_slots_are_the_inputs(known, measure, which) -> None:
    found = remove(standing(known, TWO), which, measure)
    assert not found.items and found.inputs["principal_yuan"].value == 3_000_000
    assert str(found.inputs["start"].value) == "2024-03-01" and found.inputs["term_months"].value == 12


@pytest.mark.parametrize("which", [2, -3, Decimal(1)])
def test_a_part_that_is_not_there_changes_nothing(known, measure, which) -> None:
    one = standing(known, TWO)
    assert remove(one, which, measure) is one and change(one, which, {}, measure) is one


@pytest.mark.parametrize("which", [0, Decimal(3_000_000)])
def test_a_part_is_changed_and_the_sum_follows(known, measure, which) -> None:
    found = change(standing(known, TWO), which, standing(known, "贷了350万").inputs, measure)
    assert amounts(found) == [350, 200] and found.inputs["principal_yuan"].value == 5_500_000
    assert [int(item["term_months"].value) for item in found.items] == [12, 6]


def test_what_was_told_since_another_was_left_out_stays_with_the_part_that_is_kept(known, measure) -> None:
    one = standing(known, "专利质押贷款300万，一年")
    for text in ("贷了200万，半年", "贷了90万，两年"):
        one = add(one, standing(known, text).inputs, measure)
    left, day = remove(one, 0, measure), standing(known, "2025年3月5日放款").inputs
    one = keep(with_parts(left, [{**part, **day} for part in left.items], measure), [1], measure)
    assert one.inputs["principal_yuan"].value == 2_000_000
    assert str(one.inputs["start"].value) == "2025-03-05"


def test_a_term_said_of_a_part_is_shared_when_all_have_it(known, measure) -> None:
    found = change(standing(known, TWO), -1, standing(known, "期限一年").inputs, measure)
    assert found.inputs["term_months"].value == 12 and len(found.items) == 2


def test_add_then_remove_is_what_was_before(known, measure) -> None:
    one = standing(known, "专利质押贷款300万，一年，2024年3月1日放的款")
    again = remove(add(one, standing(known, "贷了200万，半年").inputs, measure), -1, measure)
    assert {key: slot.value for key, slot in again.inputs.items()} == {k: s.value for k, s in one.inputs.items()}
    assert not again.items


DERIVED = [
    ("conversion_loan_interest", "科技成果转化贷款全年利息36万，省里按利息的三成贴", "province_subsidy_yuan", "108000"),
    ("conversion_loan_interest", "成果转化贷款付了利息42万，省财政给贴了四成", "province_subsidy_yuan", "168000"),
    ("lukebao_premium", "鲁科保保费28万，省里按保费的三成补", "province_subsidy_yuan", "84000"),
    ("first_set_insurance", "首台套保费45万管三年，保额1500万", "premium_yuan", "150000"),
    ("first_set_insurance", "首台套责任险三年一共180万，保额6000万", "premium_yuan", "600000"),
    ("first_set_insurance", "首批次保险，交了60万，是两年的，保额1500万", "premium_yuan", "300000"),
    ("first_set_insurance", "首台套三年交一次，一次90万保费，保额2500万", "premium_yuan", "300000"),
    ("first_set_insurance", "首版次质量险，五年的保费一共100万，保额1000万", "premium_yuan", "200000"),
    ("first_set_insurance", "首台套一年保费30万，交了三年，保额1000万", "premium_yuan", "300000"),
    ("first_set_insurance", "首台套保费30万，质保三年，保额1000万", "premium_yuan", "300000"),
    ("first_set_insurance", "首台套两年保费合计70万，保额1500万，每年能补多少", "premium_yuan", "350000"),
    ("first_set_insurance", "首台套每年保费30万，保了三年，保额1000万", "premium_yuan", "300000"),
    ("guarantee_fee", "担保500万一年，担保费2万，评审费4000元", "fee_paid_yuan", "20000"),
    ("guarantee_fee", "鲁科担担保300万，4.5万是两年的担保费", "fee_rate", "0.0075"),
    ("guarantee_fee", "鲁科担担保费3万管两年，担保400万", "fee_rate", "0.00375"),
    ("guarantee_fee", "鲁科担贷款1000万，担保公司担保八成，费率0.4%", "guarantee_yuan", "8000000"),
    ("conversion_loan_risk", "转化贷余额4000万，不良率1.5%", "bad_principal_yuan", "600000"),
    ("conversion_loan_risk", "转化贷贷给企业800万，已还300万，剩下的全成了不良", "bad_principal_yuan", "5000000"),
    ("conversion_loan_risk", "转化贷不良本金300万，后来收回了100万", "bad_principal_yuan", "2000000"),
    ("neeq_award", "基础层融了300万，其中5万是银行贷的", "raise_yuan", "2950000"),
]


@pytest.mark.parametrize(("measure_id", "text", "key", "value"), DERIVED, ids=[case[1] for case in DERIVED])
def test_what_follows_by_one_operation(known, measure_id: str, text: str, key: str, value: str) -> None:
    assert standing(known, text, measure_id).inputs[key].value.quantize(Decimal("0.00001")) == Decimal(value)
