"""One of several parts, another measure or an earlier one is spoken of: what the message changes, and what it does
not."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()
TWO_LOANS = ("成果转化贷款出了不良，不良本金900万", "还有一笔不良本金780万")
TWO_POLICIES = ("首台套综合险，保费55万，保额2000万", "还有一份保单，保费50万，保额3400万")
LISTED = "四板挂牌，直接融资700万"  # 100,000
POLICY_NO = ("首台套保险，保费30万，保额3000万", "不是这三种险")
RAISE = "新三板，创新层，融资2300万"


def payload(house, *lines: str):
    advisor, name = Advisor(house.advisor.live, None), f"addressed-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)).payload for line in lines][-1]


@pytest.mark.parametrize(
    ("change", "amount"),
    [
        ("最后那笔应该是40万", "3290000.00"),
        ("第一笔应该是480万", "4410000.00"),
        ("780万那笔其实是600万", "5250000.00"),
        ("第二笔改成580万", "5180000.00"),
    ],
)
def test_a_part_called_by_its_number_place_or_sum_gets_the_new_sum(house, change, amount) -> None:
    assert payload(house, *TWO_LOANS, change)["amount_yuan"] == amount


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("第一份其实是35万", {"premium_yuan": "350000", "insured_yuan": "20000000"}),
        ("第一份应该是1800万", {"premium_yuan": "550000", "insured_yuan": "18000000"}),
    ],
)
def test_of_two_sums_of_a_part_the_one_most_like_it_is_changed(house, change, part) -> None:
    assert payload(house, *TWO_POLICIES, change)["inputs"]["items"][0] == part


def test_the_numbers_told_with_a_part_that_is_added_count_from_then_on(house) -> None:
    lines = (*TWO_LOANS, "900万那笔不算了", "漏了一笔，不良本金120万", "第二笔不要了")
    assert payload(house, *lines)["inputs"]["bad_principal_yuan"] == "7800000"


def test_a_term_said_when_no_part_has_one_is_that_of_each(house) -> None:
    lines = ("鲁科担，担保550万", "还有一笔担保420万", "担保期限6个月", "还有一笔担保840万，9个月")
    inputs = payload(house, *lines)["inputs"]
    assert "term_months" not in inputs
    assert [part["term_months"] for part in inputs["items"]] == ["6", "6", "9"]


def test_what_takes_a_part_away_mends_no_condition(house) -> None:
    reply = payload(house, "鲁科担，担保430万", "反担保是厂房", "还有一笔350万", "最后那笔不算了")
    assert (reply["inputs"]["guarantee_yuan"], reply["amount_yuan"]) == ("4300000", None)
    assert "counter_guarantee" in reply["unconfirmed"] and "反担保要求是知识产权" in reply["text"]


@pytest.mark.parametrize(
    ("line", "measure", "amount"),
    [
        ("鲁科保，省级保费补贴是10万", "lukebao_premium", "50000.00"),
        ("帮我算下成果转化贷款的省级贴息，省级贴息额度是10万", "conversion_loan_interest", "50000.00"),
    ],
)
def test_a_sum_as_large_as_the_one_shown_can_be_another_measures(house, line, measure, amount) -> None:
    reply = payload(house, LISTED, line)
    assert (reply["measure"], reply["amount_yuan"]) == (measure, amount)


@pytest.mark.parametrize("line", ["回到首台套综合险", "还是说首台套保险", "首台套综合险那个接着算"])
def test_the_name_of_a_measure_come_back_to_mends_no_condition(house, line) -> None:
    reply = payload(house, *POLICY_NO, RAISE, line)
    assert (reply["measure"], reply["amount_yuan"]) == ("first_set_insurance", "0.00")


def test_of_two_siblings_the_one_named_is_come_back_to(house) -> None:
    lines = ("成果转化贷款贴息，省里贴了54万", "成果转化贷款出了不良，坏账200万", "鲁科保，省里补了42万")
    assert payload(house, *lines, "回到刚才成果转化贷款贴息那个")["measure"] == "conversion_loan_interest"


@pytest.mark.parametrize(
    ("mended", "amount"),
    [("说错了，应该是30万", "105000.00"), ("那要是260万呢", "910000.00"), ("不对，是26万", "91000.00")],
)
def test_the_only_sum_of_a_measure_is_put_right_however_far_off(house, mended, amount) -> None:
    assert payload(house, "成果转化贷款出了不良，不良740万", mended)["amount_yuan"] == amount


@pytest.mark.parametrize("line", ["能补15万对吗", "应该能有540000吧", "我估摸着有12万", "听人说能拿7万，是吗"])
def test_a_guess_is_held_against_the_sum_that_stands(house, line) -> None:
    reply = payload(house, "鲁科保，省里补了60万", line)
    assert (reply["amount_yuan"], reply["inputs"]["province_subsidy_yuan"]) == ("300000.00", "600000")
    assert [one["why"] for one in reply["unused"]] == ["您自己估的数"]


def test_a_guess_a_nought_off_what_stands_is_no_slip(house) -> None:
    reply = payload(house, "首台套保险，保费60万，保额2800万", "我估摸着有60000元")
    assert (reply["amount_yuan"], reply["inputs"]["premium_yuan"]) == ("120000.00", "600000")


@pytest.mark.parametrize("line", ["我们是做轴承的", "账是小王管的", "这两年生意不好做", "去年刚换了法人"])
def test_what_only_describes_the_firm_answers_nothing(house, line) -> None:
    opened = "专利质押贷款680万，9个月", "四板挂牌，直接融资580万"
    for opening in opened:
        before, after = payload(house, opening)["inputs"], payload(house, opening, line)["inputs"]
        assert after == before


@pytest.mark.parametrize("firm", ["隔壁厂", "子公司", "我朋友的公司"])
def test_a_message_headed_by_another_firm_begins_its_case(house, firm) -> None:
    reply = payload(house, "IPO，募资3300万", "不是科技型企业", f"{firm}IPO，募资额4000万，能补多少")
    assert reply["inputs"].get("tech_enterprise") is None


def test_a_choice_is_put_right_by_what_it_should_be(house) -> None:
    assert payload(house, "新三板，基础层，融资3500万", "说错了，应该是创新层")["amount_yuan"] == "850000.00"


def test_a_condition_denied_says_nothing_of_the_one_asked_about(house) -> None:
    reply = payload(house, LISTED, "对", "我们不是科技型企业", "是科技型企业")
    assert reply["amount_yuan"] == "100000.00"


def test_a_few_without_a_unit_are_asked_whether_months_or_years(house) -> None:
    text = payload(house, "专利质押贷款，贷了710万", "3")["text"]
    assert "是几个月还是几年" in text
