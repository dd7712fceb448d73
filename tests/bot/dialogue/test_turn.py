"""A turn: one message in a state; what it gives a measure is read once for each state."""

from dataclasses import replace

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
