"""Questions what counts as something."""

import pytest

from bot.nlu.what_counts import asks_only_what_counts, is_asked_for


@pytest.mark.parametrize(
    "text",
    ["什么样的企业才算规上", "怎样才叫办了登记", "多大算大型", "哪些算无形资产", "科小怎么才算", "啥情况算逾期啊"],
)
def test_such_a_question_is_heard(text) -> None:
    assert asks_only_what_counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "我们算科技型企业",
        "怎么算贴息",
        "啥证都没有算科技型企业",
        "我们是科小，什么样的才算规上",
        "按半年算多少",
        "哪天放款",
    ],
)
def test_what_is_told_or_asked_besides_is_none(text) -> None:
    assert not asks_only_what_counts(text)


def test_only_what_stands_behind_it_in_its_clause_is_asked_for() -> None:
    text = "什么样的企业才算规上，我们是科小"
    assert is_asked_for(text, text.index("规上"))
    assert not is_asked_for(text, text.index("科小"))
