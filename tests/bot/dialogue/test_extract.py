"""What one message gives one measure: figures, facts, doubts, and whether it answers the question."""

from datetime import date
from decimal import Decimal

import pytest

from bot.dialogue.extract import NOTHING_TAKEN, extract

PLEDGE = "专利质押贷了500万，一年期"
ID = "patent_pledge_interest"


def given(turn, known):
    return extract(turn.utterance, turn.state, known.measure(ID), turn.acts)


def test_figures_go_to_the_inputs_they_fill(said, known) -> None:
    found = given(said(f"{PLEDGE}，2024年8月5日放的款"), known)
    values = {key: slot.value for key, slot in found.filling.inputs.items()}
    assert values == {"principal_yuan": Decimal(5_000_000), "term_months": Decimal(12), "start": date(2024, 8, 5)}
    assert found.figures and found.usable and not found.breaks and not found.taken.is_empty


@pytest.mark.parametrize(("text", "facts"), [("办了", "yes"), ("没办", "no"), ("质押登记办过了", "yes")])
def test_a_short_answer_is_the_answer_to_the_condition_that_was_put(said, known, text: str, facts: str) -> None:
    turn = said(text, [PLEDGE, "是科技型中小企业"])
    assert turn.state.asked == "pledge_registered"
    assert given(turn, known).taken.facts["pledge_registered"] == facts and given(turn, known).answers


def test_a_doubt_is_unknown_and_no_figure(said, known) -> None:
    found = given(said("不清楚质押登记办没办", [PLEDGE]), known)
    assert found.taken.doubts == {"pledge_registered"} and found.taken.facts == {"pledge_registered": "unknown"}
    assert not found.figures


def test_a_day_without_a_year_is_of_the_year_said_before(said, known) -> None:
    found = given(said("是7月25日", [f"{PLEDGE}，放款日是2024年7月"]), known)
    assert found.filling.inputs["start"].value == date(2024, 7, 25)


def test_what_concerns_another_measure_or_nobody_is_nothing(said, known) -> None:
    assert given(said("你好"), known).taken == NOTHING_TAKEN
    assert not given(said("你们几点上班", [PLEDGE]), known).usable


def test_a_stated_fact_that_breaks_a_condition_is_seen(said, known) -> None:
    assert given(said("我们贷款逾期了", [PLEDGE]), known).breaks
