"""What announcing words say of a figure and what was heard, made one: its role, or why it is set aside."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.figures import read_figures
from bot.nlu.hearing import Setting
from bot.slots.reconcile import by_key, reconcile
from bot.slots.roles import place

DAY = date(2025, 11, 22)
ID = "patent_pledge_interest"


def outcome(known, text: str, heard: list[dict[str, float]], setting: Setting, asked: str = "") -> list[str]:
    """Role of each figure, or "-" and the reason why it is set aside, in the order of the text."""
    figures = read_figures(text, DAY)
    placed = place(text, figures, setting.measure, known.distractors, asked)
    found = reconcile(figures, placed, heard, setting, setting.measure)
    told = {one.figure.start: one.key for one in found.placed}
    told |= {one.figure.start: f"-{one.why}" for one in found.aside}
    return [told[start] for start in sorted(told)]


@pytest.fixture
def opening(known) -> Setting:
    return Setting(known.measure(ID))


@pytest.fixture
def running(known) -> Setting:
    stands = {"principal_yuan": Decimal(5_000_000), "term_months": Decimal(12)}
    return Setting(known.measure(ID), "", Decimal(60_000), stands, changes=False)


def test_where_nobody_listens_the_words_decide(known, opening) -> None:
    assert outcome(known, "专利质押贷了300万，一年", [], opening) == ["principal_yuan", "term_months"]


def test_what_is_heard_gives_a_role_where_no_word_does(known, opening) -> None:
    heard = [{"principal_yuan": 0.9, "other": 0.1}]
    assert outcome(known, "300万", heard, opening) == ["principal_yuan"]


def test_the_sum_shown_is_a_quotation(known, running) -> None:
    assert outcome(known, "怎么才6万", [{"principal_yuan": 0.7, "result": 0.2}], running) == ["-result"]


def test_what_stands_is_not_overwritten_by_what_came_last(known, running) -> None:
    faint = [{"principal_yuan": 0.4, "other": 0.1}]
    assert outcome(known, "300万呢", faint, running) == ["-unclear"]
    assert outcome(known, "300万呢", faint, replace(running, changes=True)) == ["principal_yuan"]


def test_another_matter_is_set_aside(known, running) -> None:
    assert outcome(known, "隔壁那300万", [{"other": 0.8, "principal_yuan": 0.1}], running) == ["-other"]


def test_an_input_of_other_measures_is_another_matter(known, running) -> None:
    assert outcome(known, "那300万", [{"premium_yuan": 0.9, "principal_yuan": 0.2}], running) == ["-other"]


def test_what_is_added_repeats_nothing(known, running) -> None:
    heard = [{"principal_yuan": 0.3, "other": 0.4, "result": 0.9}]
    adds = replace(running, changes=True, corrects=True, adds=True)
    assert outcome(known, "再加500万", heard, adds, "principal_yuan") == ["principal_yuan"]
    far = [{"principal_yuan": 0.1, "other": 0.9}]
    assert outcome(known, "再加300万", far, replace(adds, corrects=False), "principal_yuan") == ["-other"]


def test_a_sum_only_said_by_a_word_for_it_needs_one(known) -> None:
    setting = Setting(known.measure("conversion_loan_interest"))
    assert outcome(known, "科技成果转化贷款300万", [{"province_subsidy_yuan": 0.35, "other": 0.2}], setting) == [
        "-unclear"
    ]
    surely = [{"province_subsidy_yuan": 0.9, "other": 0.1}]
    assert outcome(known, "补了300万", surely, setting) == ["province_subsidy_yuan"]


def test_a_share_goes_to_the_input_it_is_of(known) -> None:
    setting = Setting(known.measure("lukebao_premium"))
    heard = [{"premium_yuan": 0.9}, {"share_rate": 0.6, "province_subsidy_yuan": 0.4}]
    assert outcome(known, "保费20万，省里补了30%", heard, setting) == ["premium_yuan", "province_ratio"]


def test_the_reasons_by_key(known, running) -> None:
    figures = read_figures("怎么才6万，隔壁有300万", DAY)
    heard = [{"result": 0.9}, {"other": 0.9, "principal_yuan": 0.1}]
    found = reconcile(figures, (), heard, running, running.measure)
    assert {why: [one.text for one in those] for why, those in by_key(found.aside).items()} == {
        "result": ["6万"],
        "other": ["300万"],
    }
