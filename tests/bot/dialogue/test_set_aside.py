"""Figures of a message that went into nothing stand in the contract and in the reply, each with its reason."""

from datetime import date
from itertools import count

import pytest

from bot.advisor import Advisor
from bot.dialogue.set_aside import set_aside
from bot.measures.assess import Standing
from bot.messages import Message
from knowledge.records.build import build
from knowledge.records.faults import DataError
from tests.city import shipped_files

DAY = date(2025, 11, 22)
KINDS = "vocabulary/distractors.toml"
names = count()


def last(house, *lines: str):
    advisor, name = Advisor(house.advisor.live, None), f"aside-{next(names)}"
    return [advisor.reply(Message(name, line, DAY)) for line in lines][-1]


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("拿专利质押贷了260万，一年，去年营收3000万", [("3000万", "营业收入")]),
        ("拿专利质押贷了260万，一年，注册资本1200万", [("1200万", "注册资本")]),
        ("拿专利质押贷了260万，一年，专利评估值900万", [("900万", "资产、估值")]),
        ("专利质押贷款260万，期限一年，毛利35%", [("35%", "别的比例")]),
        ("鲁科担担保400万，费率0.4%，上年利润150万", [("150万", "利润、税款")]),
        ("首台套保险保费30万，保额1500万，研发投入700万", [("700万", "别的花费、货款")]),
        ("拿专利质押贷了260万，一年，年销售额90万美元", [("90万美元", "营业收入")]),
        ("拿专利质押贷了260万，一年", []),
        ("研发类信用贷款余额1500万，不良率2%", []),
        ("首台套保险一次交了两年保费60万，保额1500万", []),
        ("鲁科担，贷款500万，担保80%，费率0.4%", []),
        ("专利质押贷了260万，一年，听说最高10万", []),
    ],
)
def test_what_went_into_nothing_is_said_with_its_reason(house, text, unused) -> None:
    answer = last(house, text)
    assert [(one["text"], one["why"]) for one in answer.payload["unused"]] == unused
    said = "没算进去：" + "、".join(f"{figure}（{why}）" for figure, why in unused)
    assert (said in answer.text) if unused else "没算进去" not in answer.text


def test_a_figure_of_another_kind_leaves_the_sum_and_is_no_misunderstanding(house) -> None:
    answer = last(house, "拿专利质押贷了260万，一年", "注册资本1200万")
    assert answer.payload["amount_yuan"] == "31200.00"
    assert "金额还是 3.12 万元" in answer.text and "没听明白" not in answer.text and "记下了" not in answer.text


def test_what_is_asked_for_names_it_too(house) -> None:
    answer = last(house, "拿专利质押贷了260万，注册资本1200万")
    assert answer.payload["missing"] == ["term_months"] and "没算进去：1200万（注册资本）" in answer.text


@pytest.mark.parametrize(
    ("reason", "left"), [("guess", [("60万", "guess")]), ("policy", []), ("other", [("60万", "other")]), ("", [])]
)
def test_a_reason_known_better_counts_more_than_that_the_words_stand(said, known, reason, left) -> None:
    turn, measure = said("专利质押贷了60万，一年"), known.measure("patent_pledge_interest")
    given = turn.alone(measure).filling
    found = set_aside(
        turn.utterance, measure, given, Standing(given.inputs), reasons={"60万": reason} if reason else {}
    )
    assert [(one.text, one.why) for one in found] == left


def test_a_kind_of_figure_needs_a_name_to_be_called_by() -> None:
    files = shipped_files()
    files[KINDS] = files[KINDS].replace('label = "注册资本"\n', "")
    with pytest.raises(DataError, match="label"):
        build(files, 1)
