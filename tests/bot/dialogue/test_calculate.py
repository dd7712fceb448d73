"""Starting a measure and going on with it: what is asked next, what stands, what is remembered."""

from decimal import Decimal

import pytest

from bot.dialogue.calculate import continue_measure, start_measure

PLEDGE = "专利质押贷了500万，一年期"
ID = "patent_pledge_interest"


def test_a_measure_started_without_figures_asks_for_the_first_one(said, known) -> None:
    result = start_measure(said("专利质押贷款能贴多少"), known.measure(ID))
    assert result.state.asked == result.reply.missing[0] == "principal_yuan"
    assert result.reply.amount is None and result.state.topic.measure == ID


def test_with_every_figure_it_computes_and_asks_for_a_condition(said, known) -> None:
    result = start_measure(said(f"{PLEDGE}，2024年8月放的款"), known.measure(ID))
    assert result.reply.amount == Decimal("67000.00")
    assert result.state.asked == result.reply.unconfirmed[0]
    assert result.state.said == ("principal_yuan", "term_months", "start", "patent_pledge")


def test_not_knowing_a_condition_skips_it_for_good(said, known) -> None:
    turn = said("不清楚", [f"{PLEDGE}，2024年8月放的款"])
    result = continue_measure(turn, known.measure(ID), unsure=True)
    assert turn.state.asked in result.state.skipped and result.state.asked != turn.state.asked
    assert result.reply.amount == Decimal("67000.00")


@pytest.mark.parametrize("failures", [1, 2])
def test_what_is_no_answer_is_counted_and_the_question_stays(said, known, failures: int) -> None:
    turn = said("嗯哼", ["专利质押贷款能贴多少", *["嗯哼"] * (failures - 1)])
    result = continue_measure(turn, known.measure(ID))
    assert result.state.failures == failures and result.state.asked == "principal_yuan"


def test_a_question_with_all_its_figures_anew_leaves_the_old_ones(said, known) -> None:
    turn = said("专利质押贷了300万，三年期，2023年5月放的款，能贴多少", [f"{PLEDGE}，2024年8月放的款，已还200万"])
    standing = continue_measure(turn, known.measure(ID)).state.topic.standing
    assert standing.inputs["principal_yuan"].value == Decimal(3_000_000)
    assert standing.inputs["term_months"].value == Decimal(36)


def test_ten_thousand_stays_the_unit_in_use(said, known) -> None:
    result = start_measure(said(PLEDGE), known.measure(ID))
    assert result.state.unit == "万"
