"""What is known plus what a message gives: it stays, is added to, corrected, or put out of date."""

from decimal import Decimal

import pytest

from bot.dialogue.difference import difference
from bot.dialogue.update import merge
from bot.slots.parts import money_keys

PLEDGE = "专利质押贷了500万，一年期"
ID = "patent_pledge_interest"


def merged(turn, known):
    measure, given = known.measure(ID), turn.given(known.measure(ID))
    return merge(turn.acts, turn.state.topic.standing, given.filling, given.taken.facts, measure)


@pytest.mark.parametrize(
    ("text", "principal", "changed"),
    [
        ("2024年8月放的款", 5_000_000, []),
        ("不对，是800万", 8_000_000, [("本金", "500万元", "800万元")]),
        ("再加50万", 5_500_000, [("本金", "500万元", "550万元")]),
        ("减去100万", 4_000_000, [("本金", "500万元", "400万元")]),
    ],
)
def test_the_principal_after_a_message(said, known, text: str, principal: int, changed: list) -> None:
    turn = said(text, [PLEDGE])
    found = merged(turn, known)
    assert found.standing.inputs["principal_yuan"].value == Decimal(principal)
    assert [*difference(known.measure(ID), turn.state.topic.standing, found.standing).changed] == changed
    assert found.standing.inputs["term_months"].value == Decimal(12) and not found.refused


def test_more_than_there_was_cannot_be_taken_off(said, known) -> None:
    found = merged(said("减去600万", [PLEDGE]), known)
    assert found.standing.inputs["principal_yuan"].value == Decimal(5_000_000)
    assert [problem.key for problem in found.refused] == ["principal_yuan"]


def test_facts_said_before_hold_on(said, known) -> None:
    found = merged(said("质押登记办了", [PLEDGE, "是科技型中小企业"]), known)
    assert found.standing.facts == {"patent_pledge": "yes", "tech_sme": "yes", "pledge_registered": "yes"}


def test_the_sums_without_which_there_is_no_result(known) -> None:
    assert money_keys(known.measure(ID)) == {"principal_yuan"}
