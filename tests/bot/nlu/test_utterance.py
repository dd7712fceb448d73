"""One message, read by itself: words, figures, intents, and how long it is."""

from datetime import date

import pytest

from bot.nlu.utterance import Utterance

DAY = date(2025, 11, 22)


@pytest.fixture
def read(house):
    live = house.advisor.live
    return lambda text: Utterance.read(text, DAY, live.knowledge, live.matcher)


def test_figures_facts_and_doubts_are_read(read) -> None:
    utterance = read("贷了500万，质押登记办了，不清楚是不是科技型中小企业")
    assert [figure.text for figure in utterance.figures] == ["500万"]
    assert utterance.facts["pledge_registered"] == "yes" and "tech_sme" in utterance.doubts


def test_misspelt_words_are_understood_and_named(read) -> None:
    utterance = read("专力质押能贴多少")
    assert utterance.match.repaired == (("专力质押", "专利质押"),) and utterance.understood.startswith("专利质押")


def test_a_day_without_a_year_is_the_last_one(read) -> None:
    assert read("2月28日放的款").figures[0].value == "2025-02-28"
    assert read("12月28日放的款").figures[0].value == "2024-12-28"


def test_a_message_word_for_word_the_same_is_a_repetition(read) -> None:
    assert read("能贴多少？").repeats("能贴多少") and not read("能贴多少").repeats("")


@pytest.mark.parametrize(("text", "intent"), [("不对，是800万", "correct"), ("再加50万", "add"), ("不清楚", "unsure")])
def test_intents_are_seen(read, text: str, intent: str) -> None:
    assert read(text).wants(intent) and not read("专利质押贷款能贴多少").wants(intent)


def test_only_signs_are_not_readable(read) -> None:
    assert read("？").readable is False and read("贷").readable is True
