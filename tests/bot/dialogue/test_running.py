"""A measure under way is not lost by what is said beside it, and what is unclear is asked about."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.dialogue.running import RULES
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

PLEDGE = "专利质押贷了420万，一年，2024年9月放的款"  # 56,280
names = count()


def talk(house, *lines: str):
    advisor, name = Advisor(house.advisor.live, None), f"running-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)) for line in lines]


def test_the_rules_are_told_apart() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "beside",
    [
        "咱先喝口水",
        "那啥呀",
        "归哪个部门管",
        "你好",
        "公积金怎么提取",
        "隔壁老王家的狗丢了",
        "这事真麻烦",
        "厂里刚换了门卫",
    ],
)
def test_what_is_said_beside_it_leaves_the_sum_as_it_stands(house, beside) -> None:
    first, _, last = talk(house, PLEDGE, beside, "那现在算出来是多少")
    assert last.payload["amount_yuan"] == first.payload["amount_yuan"] == "56280.00"
    assert last.payload["inputs"]["principal_yuan"] == "4200000"


def test_an_unclear_message_shows_no_sum_and_puts_the_question_again(house) -> None:
    _, last = talk(house, PLEDGE, "那啥呀")
    payload = last.payload
    assert (payload["kind"], payload["measure"], payload["amount_yuan"]) == ("ask", "patent_pledge_interest", None)
    assert "没听明白" in last.text and "记着的：本金420万元" in last.text and "科技型中小微企业" in last.text
    assert payload["inputs"]["principal_yuan"] == "4200000" and "tech_sme" in payload["unconfirmed"]


def test_a_figure_nobody_can_place_is_asked_about_until_it_is_told(house) -> None:
    asked, told = talk(house, PLEDGE, "另说个3000万的事", "本金改成3000万")[1:]
    assert asked.payload["amount_yuan"] is None and "“3000万”说的是哪个数" in asked.text
    assert [one["text"] for one in asked.payload["unused"]] == ["3000万"] and "没算进去：3000万" in asked.text
    assert told.payload["inputs"]["principal_yuan"] == "30000000"


def test_a_figure_named_as_another_matter_is_understood(house) -> None:
    _, last = talk(house, PLEDGE, "注册资本1200万")
    assert last.payload["amount_yuan"] == "56280.00" and "没听明白" not in last.text
    assert last.payload["unused"] == [{"text": "1200万", "why": "注册资本"}]


def test_a_missing_figure_asked_for_in_vain_twice_may_be_skipped(house) -> None:
    first, second, third = talk(house, "专利质押贷了500万", "这个嘛", "咋说呢")
    assert [one.payload["missing"] for one in (first, second, third)] == [["term_months"]] * 3
    assert "跳过" not in second.text and "跳过" in third.text and "市科技局" in third.text


def test_what_is_said_of_a_measure_turned_to_begins_anew(house) -> None:
    _, other = talk(house, "我行成果转化贷不良本金100万，已备案", "换个事，研发类信用贷款不良本金80万，能补多少")
    payload = other.payload
    assert (payload["measure"], payload["amount_yuan"]) == ("rd_credit_loan_risk", "360000.00")
    assert "filed" not in payload["inputs"], "that loan was filed, not this one"


def test_without_figures_of_its_own_a_sibling_takes_over_those_that_stand(house) -> None:
    _, other = talk(house, "成果转化贷不良本金100万，补偿多少", "那换成研发类信用贷款呢")
    assert (other.payload["measure"], other.payload["amount_yuan"]) == ("rd_credit_loan_risk", "450000.00")


@pytest.mark.parametrize("again", ["再加420万", "又贷了420万", "再加一笔420万"])
def test_what_is_added_counts_though_as_much_stood_already(house, again) -> None:
    _, last = talk(house, PLEDGE, again)
    assert last.payload["inputs"]["principal_yuan"] == "8400000"


def test_many_loans_alike_are_worked_out_as_one(house) -> None:
    lines = [PLEDGE, *(f"再加{number}万" for number in range(1, 9))]
    last = talk(house, *lines)[-1]
    assert last.payload["amount_yuan"] == "61104.00" and len(last.payload["inputs"]["items"]) == 9
    assert "第1到9笔一共：456万元 × LPR 3.35% × 40% × 1年 ＝ 6.1104万元" in last.text


@pytest.mark.parametrize(
    "again",
    ["那倒是说个数啊", "行的话有多少呢", "给报个数", "所以一共能到手多少", "真能批下来是多少钱", "算出来几万来着"],
)
def test_the_sum_that_stands_is_said_again_when_it_is_asked_for_in_other_words(house, again) -> None:
    assert talk(house, PLEDGE, again)[1].payload["amount_yuan"] == "56280.00"


def test_words_set_apart_by_spaces_are_read_like_words_with_commas(house) -> None:
    spoken = "担保费的补贴 九百万鲁科担 费率千分之四 补几个钱"
    spaced, comma = talk(house, spoken)[0], talk(house, spoken.replace(" ", "，"))[0]
    assert spaced.payload["amount_yuan"] == comma.payload["amount_yuan"] == "18000.00"
    assert spaced.payload["inputs"] == comma.payload["inputs"]


def test_what_is_told_beside_a_choice_counts_too(house) -> None:
    lines = (
        "我们支行放出去一笔贷款，150万，如今成了不良，算哪样补偿",
        "研发那种，纯信用的，备过案了",
        "上周收回来30万",
    )
    first, second, third = talk(house, *lines)
    assert first.payload["missing"] == ["measure"]
    assert second.payload["amount_yuan"] == "675000.00" and second.payload["inputs"]["filed"] is True
    assert third.payload["amount_yuan"] == "540000.00"


def test_what_was_told_beside_a_question_about_a_clause_is_known_afterwards(house) -> None:
    first, second = talk(house, "公司今年挂上新三板基础层，有没有钱给", "定增融了900万")
    assert "层级" not in first.text.partition("告诉我")[2]
    assert second.payload["amount_yuan"] == "90000.00"


def test_a_question_whether_something_can_still_be_done_does_not_do_it(house) -> None:
    lines = ("成果转化贷出了不良，本金120万", "当时没去备案", "现在去补个备案还赶得上吗")
    _, broken, asked = talk(house, *lines)
    assert broken.payload["amount_yuan"] == "0.00"
    assert asked.payload["amount_yuan"] in (None, "0.00")


def test_a_sibling_is_turned_to_by_a_word_that_only_it_has(house) -> None:
    first, second = talk(house, "研发信用贷坏了160万，银行能拿多少补偿", "那改走成果转化吧")
    assert first.payload["amount_yuan"] == "720000.00"
    assert (second.payload["measure"], second.payload["amount_yuan"]) == ("conversion_loan_risk", "560000.00")
