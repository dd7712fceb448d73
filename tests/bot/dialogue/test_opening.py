"""What an opening message with many figures is about, and which of two figures fills an input."""

from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()


def answer(house, line: str):
    advisor = Advisor(house.advisor.live, None)
    return advisor.reply(Message(f"opening-{next(names)}", line, DAY)).payload


@pytest.mark.parametrize(
    ("line", "measure", "amount"),
    [
        ("鲁科担做了350万，担保费交了1.4万，咨询费另付了2000元，能补几个", "guarantee_fee", "7000.00"),
        ("担保额800万，一年担保费3.2万，合同公证还花了1500元，鲁科担业务，补多少", "guarantee_fee", "16000.00"),
        ("首台套的产品综合险，保费26万，又给中介1万跑腿费，保额1200万，补多少", "first_set_insurance", "52000.00"),
        (
            "首批次投了质量保证险，保费38万，保额1500万，付经纪人2万佣金，补多少",
            "first_set_insurance",
            "76000.00",
        ),
    ],
)
def test_what_was_paid_to_somebody_else_is_no_second_candidate(house, line, measure, amount) -> None:
    payload = answer(house, line)
    assert (payload["measure"], payload["amount_yuan"]) == (measure, amount)


@pytest.mark.parametrize(
    ("line", "measure", "amount"),
    [
        (
            "企业研发投入占4%，成果转化贷款600万，利息全年25万，省财政贴了16万，市里再补多少",
            "conversion_loan_interest",
            "80000.00",
        ),
        ("我们研发人员四十来个，成果转化贷款省里贴息9万，市里给多少", "conversion_loan_interest", "45000.00"),
    ],
)
def test_a_word_that_speaks_against_a_measure_counts_only_in_the_name_of_another(house, line, measure, amount) -> None:
    payload = answer(house, line)
    assert (payload["measure"], payload["amount_yuan"]) == (measure, amount)


def test_two_measures_that_are_compared_by_name_are_both_worked_out(house) -> None:
    advisor = Advisor(house.advisor.live, None)
    answer = advisor.reply(Message(f"opening-{next(names)}", "一笔坏账180万，走成果转化划算还是走研发信用贷划算", DAY))
    assert answer.payload["missing"] == ["measure"]
    assert "63.00 万元" in answer.text and "81.00 万元" in answer.text
