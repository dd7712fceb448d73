"""``fudaoyuan why``: what was heard in the last message of a talk, and what speaks for it."""

from dataclasses import replace
from datetime import date

from bot.advisor import Live
from bot.bootstrap import Remembered
from bot.desk.understanding import explain_turn
from bot.nlu.hearing import Deaf

DAY = date(2025, 11, 22)
PLEDGE = "专利质押贷了500万，一年"


def test_acts_roles_and_what_was_taken_are_told_with_their_evidence(house) -> None:
    told = explain_turn(house.advisor.live, [PLEDGE, "不对，是800万"], DAY).splitlines()
    assert told[0] == "谈到：专利权质押贷款贴息，刚问过 tech_sme"
    assert any(line.startswith("做什么：correct") and "因为" in line for line in told)
    assert any(line.startswith("数“800万”：principal_yuan") for line in told)
    assert "记下：principal_yuan = 8000000（800万）" in told


def test_a_figure_that_went_into_nothing_is_told_with_the_reason(house) -> None:
    told = explain_turn(house.advisor.live, [PLEDGE, "怎么才6万"], DAY)
    assert "没用上：6万（result）" in told and "记下" not in told


def test_before_anything_was_said_nothing_is_talked_of(house) -> None:
    assert explain_turn(house.advisor.live, ["你好"], DAY).startswith("谈到：还没有谈到哪一项")


def test_where_nobody_listens_it_says_so(house) -> None:
    live: Live = house.advisor.live
    told = explain_turn(replace(live, matcher=Remembered(live.matcher, Deaf())), [PLEDGE, "不对，是800万"], DAY)
    assert "没有标注过的话可学，只按词表判断" in told and "记下：principal_yuan = 8000000（800万）" in told
