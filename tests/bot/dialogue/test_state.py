"""What is remembered survives being written down, and nothing damaged is taken for it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.state import RECENT, SCHEMA, Recent, State, Topic, recall
from bot.measures.assess import Standing
from bot.messages import json_of
from bot.slots.model import Slot

NOW = datetime(2025, 11, 22, 8, 0, tzinfo=UTC)
FULL = State(
    topic=Topic(
        "liaocheng-2024",
        "1.1",
        "patent_pledge_interest",
        Standing(
            {
                "principal_yuan": Slot(Decimal("5000000"), "五百万", approx=True, high=Decimal("6000000")),
                "start": Slot(date(2024, 8, 1), "2024年8月", month_only=True),
            },
            ({"principal_yuan": Slot(Decimal("2000000"), "200万")},),
            {"tech_sme": "yes"},
            {"lent_yuan": Slot(Decimal("9"), "9元")},
        ),
    ),
    asked="term_months",
    choices=(("贴息", "measure:patent_pledge_interest"),),
    pending={"principal_yuan#0": Slot(Decimal("1"), "1元")},
    unit="万",
    failures=1,
    said=("principal_yuan",),
    skipped=("tech_sme",),
    at=NOW.isoformat(),
)


def test_a_full_state_comes_back_as_it_was():
    assert recall(FULL.dump(), NOW).state == FULL


def test_a_recent_state_need_not_be_read_back():
    recent, text = Recent(), FULL.dump()
    recent.keep(text, replace(FULL, at=""), NOW.isoformat())
    assert recall(text, NOW, recent).state == FULL == recall(text, NOW).state
    assert recall(text, NOW, recent).state.topic.standing is FULL.topic.standing
    assert recall(text, NOW + timedelta(minutes=31), recent).idle
    recent.forget()
    assert recent.find(text) is None


def test_of_recent_states_only_the_last_are_in_mind():
    recent = Recent()
    for number in range(RECENT + 1):
        recent.keep(str(number), FULL, FULL.at)
    assert recent.find("0") is None and recent.find("1") == FULL


def test_a_state_written_when_there_was_more_in_it_is_read():
    older = {**json.loads(FULL.dump()), "last_reply": ""}
    assert recall(json.dumps(older), NOW).state == FULL


def test_the_schema_number_is_written():
    assert json.loads(FULL.dump())["schema"] == SCHEMA


def test_thirty_one_idle_minutes_put_the_topic_aside():
    recalled = recall(FULL.dump(), NOW + timedelta(minutes=31))
    assert recalled.idle and recalled.state.topic == Topic() and recalled.state.previous == FULL.topic
    assert not recall(FULL.dump(), NOW + timedelta(minutes=29)).idle


@given(st.text(max_size=200))
def test_no_text_whatever_is_taken_for_a_state_or_raises(text):
    recalled = recall(text, NOW)
    assert recalled.state.topic == Topic()


@given(st.sampled_from(sorted(json.loads(FULL.dump()))), st.one_of(st.none(), st.integers(), st.text(), st.just([])))
def test_a_state_with_one_damaged_part_never_raises(key, value):
    data = json.loads(FULL.dump()) | {key: value}
    recall(json.dumps(data), NOW)


def test_another_topic_keeps_the_one_before():
    other = Topic("liaocheng-2024", "2.3", "neeq_award")
    assert FULL.on(other).previous == FULL.topic
    assert FULL.on(FULL.topic).previous is None


@pytest.mark.parametrize("value", ["\ud800", 10**30, {"a": [None, True, "贴息"]}])
def test_whatever_is_said_can_be_written_as_json(value: object) -> None:
    assert json.loads(json_of(value)) == value
