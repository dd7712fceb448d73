"""A turn: one message in a state; what it gives a measure is read once for each state."""

import gc
import weakref
from dataclasses import replace

import pytest

from bot.dialogue.asked import asked
from bot.dialogue.policy import respond
from bot.dialogue.state import State

PLEDGE = "专利质押贷了500万，一年期"


def test_what_a_message_gives_is_read_once_and_kept_for_the_same_message_in_another_state(said, known) -> None:
    turn, measure = said("办了", [PLEDGE]), known.measure("patent_pledge_interest")
    assert turn.given(measure) is turn.given(measure)
    assert turn.at(turn.state).given(measure) is turn.given(measure)
    assert turn.at(replace(turn.state, asked="")).given(measure) is not turn.given(measure)


def test_alone_a_message_gives_nothing_that_only_the_question_explains(said, known) -> None:
    turn, measure = said("办了", [PLEDGE]), known.measure("patent_pledge_interest")
    assert turn.state.asked and turn.given(measure).taken.facts == {turn.state.asked: "yes"}
    assert turn.alone(measure).taken.facts == {}


def test_the_current_measure_is_that_of_the_topic(said) -> None:
    assert said(PLEDGE).current is None
    assert said("办了", [PLEDGE]).current.id == "patent_pledge_interest"


def test_another_message_instead_is_said_on_the_same_day(said) -> None:
    turn = said("800万", [PLEDGE]).saying(f"{PLEDGE}，800万", State())
    assert turn.utterance.text.endswith("800万") and turn.utterance.day == said("你好").utterance.day
    assert turn.choices[0].measure.id == "patent_pledge_interest"


def test_a_piece_that_begins_a_talk_of_its_own_is_read_once(said) -> None:
    turn = said("首台套保险补多少？新三板挂牌奖多少？")
    piece = turn.beginning("新三板挂牌奖多少")
    assert piece is turn.beginning("新三板挂牌奖多少") is turn.at(State()).beginning("新三板挂牌奖多少")
    assert piece.utterance.text == "新三板挂牌奖多少" and piece.current is None


def test_what_was_asked_is_kept_no_longer_than_its_turn(said) -> None:
    turn = said("专利质押贷款，找哪个部门？要什么材料？")
    kinds = {one.kind for one in asked(turn)}
    gone = [weakref.ref(one) for one in (turn, turn.beginning("找哪个部门"))]
    del turn
    gc.collect()
    assert kinds == {"who", "materials"} and [one() for one in gone] == [None, None]


@pytest.mark.parametrize("text", ["12个月", "办了登记，按时还的", "改成800万"])
def test_in_a_running_talk_a_plain_answer_needs_no_clause(said, monkeypatch, text) -> None:
    turn = said(text, ["专利质押贷了500万，能贴多少"])
    looked_up: list[str] = []
    monkeypatch.setattr(turn.utterance.matcher, "match", looked_up.append)
    respond(turn.utterance, turn.state)
    assert not looked_up


def test_what_was_misspelt_is_the_same_with_and_without_the_clauses(said) -> None:
    for text in ("专力质押贷款贴多少", "专利质押贷款贴多少", "zhuanli zhiya 贷款"):
        utterance = said(text).utterance
        assert utterance.repaired == utterance.match.repaired
    assert said("专力质押贷款贴多少").utterance.understood == "专利质押贷款贴多少"
