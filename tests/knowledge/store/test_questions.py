"""Questions left for staff: kept with the turn that leaves them, gone with its words, closed once seen to."""

import pytest

from knowledge.store import StoreError
from tests.knowledge.said import TURN


def left(store, text: str = "名单几月更新", **values: object) -> None:
    store.record(TURN._replace(left=text, **values), None).result()


def test_a_turn_leaves_its_question_and_others_none(store):
    store.record(TURN, None).result()
    left(store)
    [one] = store.questions().open()
    assert (one.day, one.channel, one.text, one.state) == (TURN.day, TURN.channel, "名单几月更新", "open")


def test_turns_that_are_written_together_leave_theirs_in_order(store):
    waiting = [store.record(TURN._replace(left=f"第{n}问", conversation=str(n)), None) for n in range(5)]
    assert all(one.result() for one in waiting)
    assert [one.text for one in store.questions().open()] == [f"第{n}问" for n in range(5)]


def test_a_message_sent_twice_leaves_one_question(store):
    for _ in range(2):
        left(store, client_id="7")
    assert len(store.questions().open()) == 1


def test_what_staff_have_seen_to_is_off_the_list(store):
    left(store, "甲")
    left(store, "乙")
    questions = store.questions()
    assert questions.close(1).result() is True
    assert [one.text for one in questions.open()] == ["乙"]
    assert questions.close(1).result() is questions.close(99).result() is False


def test_it_is_forgotten_with_its_conversation(engine, store):
    left(store, "只有这里有的字")
    left(store, "别人的", conversation="web-2")
    store.forget(TURN.conversation).result()
    assert [one.text for one in store.questions().open()] == ["别人的"]
    store.close()
    with engine.open() as again:
        again.empty_log()
    assert "只有这里有的字".encode() not in engine.content()


def test_what_is_left_on_the_way_to_a_forgetting_is_not_kept(store):
    store.forget(TURN.conversation).result()
    left(store)
    assert store.questions().open() == ()


def test_it_is_swept_when_its_days_are_over(store):
    left(store, "旧的", at="2024-01-01T00:00:00+00:00")
    left(store, "新的", at="2025-01-01T00:00:00+00:00")
    store.sweep("2024-06-01T00:00:00+00:00")
    assert [one.text for one in store.questions().open()] == ["新的"]


def test_a_closed_store_lists_none(store):
    store.close()
    with pytest.raises(StoreError):
        store.questions().open()


def test_where_to_call_back_stays_with_the_newest_question_until_it_is_closed(engine, store):
    left(store, "甲")
    left(store, "乙")
    questions = store.questions()
    assert questions.call_back(TURN.conversation, "0635-7654321").result() is True
    assert [one.phone for one in questions.open()] == ["", "0635-7654321"]
    assert questions.call_back("nobody", "1").result() is False
    assert questions.close(2).result() is True
    store.close()
    with engine.open() as again:
        again.empty_log()
    assert b"0635-7654321" not in engine.content()
