"""Lists found in one pass are those found by searching for each."""

import pytest

from bot.nlu.phrases import FEW, Lists, compiled, find
from bot.nlu.utterance import Utterance
from knowledge.text.tokens import fold

LISTS = {
    "gap": ("没…登记",),
    "plain": ("逾期", "贴息"),
    "one": ("补",),
    "number": ("45%",),
    "open": ("…吗",),
    "none": (),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("没有去登记", {"gap"}),
        ("没，登记", {"gap"}),
        ("没有。登记", set()),
        ("贴", set()),
        ("能补45%吗", {"one", "number", "open"}),
        ("345%", set()),
        ("", set()),
    ],
)
def test_named_lists_are_found(text, found):
    assert Lists(LISTS).mentioned(text) == found


def test_every_intent_of_every_example_is_found_as_by_search(house):
    known = house.advisor.live.knowledge
    for example in known.examples:
        text = fold(example.text)
        searched = {name for name, said in known.intents.items() if any(compiled(one).search(text) for one in said)}
        heard = Utterance.read(example.text, None, known, None)
        assert heard.intents == searched, text


def test_of_two_phrases_over_the_same_words_the_first_of_the_list_counts():
    for phrases in (("专利出质", "专利…出质"), ("专利…出质", "专利出质"), ("出质", "专…质", "专利…质")):
        longest = [one for one in phrases if one != "出质"]
        assert [found.phrase for found in find("拿专利出质", phrases)] == longest[:1]


@pytest.mark.parametrize("text", ["没有去登记，逾期了", "能补45%吗", "345%", ""])
def test_short_lists_and_long_ones_are_found_alike(text) -> None:
    """Of a few phrases each is looked for; of many all in one pass."""
    many = {**LISTS, "more": tuple(f"第{place}样" for place in range(2 * FEW))}
    found = [(phrase, name) for _, phrase, name in Lists(LISTS).possible(text)]
    assert found == [(phrase, name) for _, phrase, name in Lists(many).possible(text)]
