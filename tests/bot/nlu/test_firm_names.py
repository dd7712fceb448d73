"""Firms are called by a letter, a number or their owner; one that another is likened to is told apart."""

import pytest

from bot.nlu.firm_names import firms_named, likened_places

NAMES = [
    ("a公司300万，b公司200万", ["A", "B"]),
    ("甲：专利质押200万", ["甲"]),
    ("二号，新三板基础层", ["二号"]),
    ("三号说那笔是两年的", ["三号"]),
    ("先说老赵家：贷了150万", ["老赵"]),
    ("换小孙的：新三板", ["小孙"]),
    ("刘总那边担保260万", ["刘总"]),
    ("二号放的款", []),
    ("我们是小高新企业，老板姓什么不要紧", []),
    ("乙方担保300万", []),
    ("老林水泵厂贷了80万", ["老林"]),
    ("老丁：鲁科担210万", ["老丁"]),
    ("赵：专利质押", ["赵"]),
]


@pytest.mark.parametrize(("text", "names"), NAMES, ids=[case[0] for case in NAMES])
def test_what_firms_are_called(text: str, names: list[str]) -> None:
    assert [one.name for one in firms_named(text)] == names


@pytest.mark.parametrize("text", ["b公司120万，和a同一天放款", "b公司跟a公司条件一样", "b公司的费率同a一样"])
def test_the_firm_that_another_is_likened_to(text: str) -> None:
    assert [(one.name, one.likened) for one in firms_named(text)] == [("B", False), ("A", True)]


def test_a_firm_likened_to_by_its_number() -> None:
    assert likened_places("第四家条件跟第一家一样") == [0]


def test_whose_firm_it_is_and_who_only_tells() -> None:
    owned, told = firms_named("老胡那户另说")[0], firms_named("老胡说是300万")[0]
    assert (owned.owns, owned.tells, told.owns, told.tells) == (True, False, False, True)
    assert firms_named("隔壁孙总，新三板")[0].owns
