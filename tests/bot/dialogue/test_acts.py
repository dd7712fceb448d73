"""What a message does: as heard, with the phrase lists as evidence, and by these alone where nobody listens."""

import pytest

from bot.dialogue.acts import HEARD, LIKELY, SPOKEN, Acts
from knowledge.records.model import Knowledge


def acts(said, text: str, **scores: float) -> Acts:
    return Acts(said(text).utterance, {name.replace("ask_", "ask:"): score for name, score in scores.items()})


def test_an_act_is_done_when_it_is_surely_heard(said) -> None:
    assert acts(said, "嗯", correct=HEARD).does("correct") and not acts(said, "嗯", correct=HEARD - 0.1).does("correct")


def test_a_phrase_of_the_lists_makes_a_likely_act_a_sure_one(said) -> None:
    assert acts(said, "不对，是800万", correct=LIKELY).does("correct")
    assert not acts(said, "是800万", correct=LIKELY).does("correct")
    assert not acts(said, "不对，是800万", correct=LIKELY - 0.1).does("correct")


@pytest.mark.parametrize(
    ("text", "act"),
    [("不对，是800万", "correct"), ("再加50万", "add"), ("要是半年呢", "what_if"), ("归哪个部门管", "ask:who")],
)
def test_where_nobody_listens_the_lists_decide(said, text, act) -> None:
    assert acts(said, text).does(act) and not acts(said, "专利质押贷了500万").does(act)


def test_every_list_that_speaks_for_an_act_is_there(known: Knowledge) -> None:
    assert {name for names in SPOKEN.values() for name in names} <= known.intents.keys()


def test_the_surest_question_is_the_one_put(said) -> None:
    assert acts(said, "嗯", ask_who=0.6, ask_when=0.8).asked == "when"
    assert acts(said, "嗯", ask_who=0.3).asked == ""


def test_a_doubt_in_several_ways_is_a_doubt(said) -> None:
    assert acts(said, "嗯", doubt=0.3, ask_why=0.25, ask_claim=0.2).questions_the_sum
    assert not acts(said, "嗯", doubt=0.3, ask_why=0.1).questions_the_sum
