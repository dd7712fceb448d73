"""Of several conditions that are open, a bare 有 or 没有 answers the one whose question the reply puts first."""

import pytest

from tests.bot.dialogue.test_what_a_turn_does import payload


@pytest.mark.parametrize(
    "lines",
    [
        ("四板挂牌，融资300万",),
        ("四板挂牌，融资300万", "怎么才10万"),
        ("区域股权市场挂牌，直接融资600万", "10万没算错吧", "怎么才10万啊"),
        ("首台套保险，保费60万，保额3000万",),
        ("专利质押贷款300万，一年",),
        ("专利质押贷款300万，一年", "怎么才3.6万"),
        ("鲁科担，担保700万，费率0.4%，反担保是专利", "才14000啊"),
        ("鲁科保，省里补了16万", "八万没算错吧"),
        ("成果转化贷款出了不良，不良本金120万", "才42万啊"),
    ],
)
@pytest.mark.parametrize("word", ["没有", "是的"])
def test_it_answers_the_first_of_them(house, lines, word) -> None:
    before = payload(house, *lines)
    measure = house.advisor.live.knowledge.measure(before["measure"])
    questions = {one.question: one.key for one in measure.conditions if one.key in before["unconfirmed"]}
    places = {before["text"].find(words): key for words, key in questions.items() if words in before["text"]}
    first = places[min(places)]
    after = payload(house, *lines, word)
    assert after["inputs"].get(first, "") in ((False, "no") if word == "没有" else (True, "yes")), (
        first,
        after["text"],
    )
