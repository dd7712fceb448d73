"""Forty whole replies as examples of tone, a kind of question and a role each; every one answers what was asked."""

import tomllib
from itertools import count
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from knowledge.records.kinds import KINDS
from tests.bot.dialogue.conftest import DAY

REPLIES = tomllib.loads((Path(__file__).parent / "replies" / "whole.toml").read_text("utf-8"))["reply"]
ROLES = {"企业主", "会计", "银行", "县里干部", "投资人", "高校", "市民"}
OFFICIALESE = ("亲爱的", "尊敬的用户", "感谢您的", "！", "特此", "予以")
LONGEST = 90  # characters of a first sentence that is read aloud
names = count()


def first_line(reply: str) -> str:
    return reply.split("\n")[0]


@pytest.mark.parametrize("case", REPLIES, ids=[case["question"] for case in REPLIES])
def test_the_whole_reply_stands_as_written(house, case) -> None:
    message = Message(f"whole-{next(names)}", case["question"], DAY)
    assert Advisor(house.advisor.live, None).reply(message).text == case["reply"]


@pytest.mark.parametrize("case", REPLIES, ids=[case["question"] for case in REPLIES])
def test_its_first_sentence_answers_what_was_asked(case) -> None:
    assert case["answers"] in first_line(case["reply"])


def test_there_are_forty_and_every_role_and_nearly_every_kind_is_among_them() -> None:
    assert len(REPLIES) >= 40
    assert {case["role"] for case in REPLIES} == ROLES
    assert {*KINDS} - {case["focus"] for case in REPLIES} == {
        "total"
    }  # two sums of a talk: talks/arithmetic_total.toml


def test_they_read_like_a_person_who_is_short_and_kind() -> None:
    for case in REPLIES:
        said = case["reply"]
        assert not [word for word in OFFICIALESE if word in said], case["question"]
        assert len(first_line(said)) <= LONGEST, first_line(said)
