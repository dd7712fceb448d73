"""Phrases found in one pass: all of them, overlapping, at their places, in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.phrase_search import FoundSaying, Phrases, Sayings, without


def test_phrases_that_overlap_are_all_found() -> None:
    found = Phrases(["专利", "专利质押", "质押贷", "押"]).find("拿专利质押贷款")
    assert sorted(found) == [(0, 1, 3), (1, 1, 5), (2, 3, 6), (3, 4, 5)]


def test_places_are_counted_in_characters_behind_wide_and_broken_ones() -> None:
    assert Phrases(["贴息"]).find("🚀\ud800贴息") == [(0, 2, 4)]
    assert Phrases(["a?"]).find("a\ud800") == []


@given(st.lists(st.text("专利质押ab", min_size=1, max_size=3), unique=True), st.text("专利质押ab ", max_size=30))
def test_every_occurrence_is_found_and_nothing_else(phrases: list[str], text: str) -> None:
    wanted = {(i, at, at + len(p)) for i, p in enumerate(phrases) for at in range(len(text)) if text.startswith(p, at)}
    assert set(Phrases(phrases).find(text)) == wanted


def test_the_longer_phrase_comes_first() -> None:
    found = Sayings({"专利": ["right"], "专利质押": ["pledge"], "": ["nothing"]}).find("专利质押")
    assert found == [FoundSaying(0, "专利质押", ("pledge",)), FoundSaying(0, "专利", ("right",))]


@pytest.mark.parametrize(("text", "said"), [("open", False), ("一家pe", True), ("pe基金", True), ("ppe", False)])
def test_letters_count_as_whole_words(text: str, said: bool) -> None:
    assert bool(Sayings({"pe": ["fund"]}).find(text)) is said


def test_what_was_found_is_cut_out() -> None:
    text = "请问专利质押怎么办"
    assert without(text, Sayings({"请问": ["x"], "专利质押": ["x"], "质押": ["x"]}).find(text)) == "怎么办"
