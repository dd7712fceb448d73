"""Several matters in one talk: left, come back to, put aside, and another firm's beside the own."""

import pytest

from bot.dialogue.frames import frame_of, relocated
from bot.dialogue.let_go import let_go

PLEDGE = "专利质押贷了420万，一年，2024年9月放的款"
GUARANTEE = "鲁科担担保600万，费率0.4%"
KEY = "liaocheng-2024/patent_pledge_interest"


def test_what_was_left_is_kept_and_found_by_its_measure(said) -> None:
    state = said("嗯", [PLEDGE, GUARANTEE]).state
    assert state.topic.measure == "guarantee_fee"
    frame = frame_of(state, KEY)
    assert frame is not None and str(frame.standing.inputs["principal_yuan"].value) == "4200000"
    assert frame_of(state, "liaocheng-2024/neeq_award") is None


@pytest.mark.parametrize("back", ["回到刚才那个", "回到专利质押那笔", "再说回专利质押贷款"])
def test_an_earlier_matter_is_come_back_to(said, back) -> None:
    turn = relocated(said(back, [PLEDGE, GUARANTEE]))
    assert turn.state.topic.measure == "patent_pledge_interest" and turn.moved


def test_what_goes_on_stays_where_it_is(said) -> None:
    turn = said("不对，是800万", [PLEDGE, GUARANTEE])
    assert relocated(turn) is turn


def test_one_of_several_is_put_aside_and_the_other_goes_on(said) -> None:
    result = let_go(said("担保那个不要了", [PLEDGE, GUARANTEE]))
    assert result is not None and result.state.topic.measure == "patent_pledge_interest"
    assert frame_of(result.state, "liaocheng-2024/guarantee_fee") is None
    assert str(result.reply.amount) == "56280.00"


def test_of_one_matter_nothing_is_put_aside(said) -> None:
    assert let_go(said("担保那个不要了", [GUARANTEE])) is None
