"""The boxes: kept once, answered once, emptied when done, and in the same transaction as turn and state."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.store import Answered, Incoming, Outgoing, StoreError
from tests.knowledge.said import turn

CALL = Outgoing("7", "sendMessage", '{"html": "甲"}')


@pytest.fixture
def box(store):
    return store.outbox("telegram:1")


def take(box, *numbers):
    return box.take([Incoming(number, "7", f'{{"n": {number}}}') for number in numbers]).result()


def test_an_update_is_kept_once(box):
    assert take(box, 3, 1, 2) == (3, 1, 2)
    assert take(box, 2, 4) == (4,)
    assert [one.id for one in box.unanswered(10)] == [1, 2, 3, 4]
    assert [one.id for one in box.unanswered(2, after=1)] == [2, 3]


def test_turn_state_and_calls_are_kept_together_and_the_update_is_closed(store, box):
    take(box, 1)
    (waiting,) = box.answer(1, Answered("tg:7", [CALL], turn(), "{}", message=9, before="")).result()
    assert (waiting.payload, waiting.tries, waiting.update_id) == (CALL.payload, 0, 1)
    assert box.unanswered(10) == () and box.unsent(10) == (waiting,)
    assert store.state_of("tg:7") == "{}" and len(store.turns("tg:7")) == 1
    assert box.counts() == {"unanswered": 0, "unsent": 1}


def test_what_fails_keeps_nothing_at_all(store, box):
    take(box, 1)
    broken = Outgoing("7", "sendMessage", None)
    assert box.answer(1, Answered("tg:7", [CALL, broken], turn(), "{}")).exception().__class__ is StoreError
    assert store.turns("tg:7") == () and store.state_of("tg:7") is None
    assert [one.id for one in box.unanswered(10)] == [1] and box.unsent(10) == ()


def test_an_update_is_answered_once(store, box):
    take(box, 1)
    box.answer(1, Answered("tg:7", [CALL], turn(), "first")).result()
    assert box.answer(1, Answered("tg:7", [CALL], turn(client_id="x"), "second")).result() == ()
    assert store.state_of("tg:7") == "first" and len(box.unsent(10)) == 1


def test_a_call_is_tried_sent_or_dropped(box):
    take(box, 1)
    one, two = box.answer(1, Answered("tg:7", [CALL, CALL])).result()
    box.tried(one.id).result()
    assert [row.tries for row in box.unsent(10)] == [1, 0]
    box.sent(one.id, 100).result()
    box.drop(two.id, "blocked").result()
    assert box.unsent(10) == ()


def test_what_was_said_does_not_stay_in_the_boxes(engine, store, box):
    secret = "保密的话"
    box.take([Incoming(1, "7", f'"{secret}"')]).result()
    (row,) = box.answer(1, Answered("tg:7", [Outgoing("7", "sendMessage", f'"{secret}"')])).result()
    box.sent(row.id, 1).result()
    store.close()
    assert secret.encode() not in engine.content()


def test_only_the_last_message_of_a_talk_can_be_computed_again(box):
    take(box, 1, 2)
    (row,) = box.answer(1, Answered("tg:7", [CALL], turn(client_id="1"), "a", message=11, before="")).result()
    box.sent(row.id, 500).result()
    assert box.past("tg:7", 11).before == "" and box.past("tg:7", 11).sent == (500,)
    box.answer(2, Answered("tg:7", [CALL], turn(client_id="2"), "b", message=12, before="a")).result()
    assert (box.past("tg:7", 11).before, box.past("tg:7", 12).before) == (None, "a")
    assert box.past("tg:7", 13) is None and box.past("tg:8", 11) is None


def test_forgetting_leaves_the_word_that_it_is_done(store, box):
    take(box, 1, 2, 3)
    box.answer(1, Answered("tg:7", [CALL], turn(), "a", message=11, before="")).result()
    box.answer(2, Answered("tg:8", [CALL], turn(conversation="tg:8"), "b")).result()
    box.forget(3, "tg:7", "nobody", [Outgoing("7", "sendMessage", '"删掉了"')]).result()
    assert store.turns("tg:7") == () and store.state_of("tg:7") is None and box.past("tg:7", 11) is None
    assert [row.payload for row in box.unsent(10)] == [CALL.payload, '"删掉了"']
    assert len(store.turns("tg:8")) == 1 and box.unanswered(10) == ()


def test_sweeping_deletes_what_is_done_and_keeps_what_waits(box):
    take(box, 1, 2)
    first, second = box.answer(1, Answered("tg:7", [CALL, CALL])).result()
    box.sent(first.id, 1).result()
    box.sweep(datetime.now(UTC) + timedelta(seconds=1)).result()
    assert [one.id for one in box.unanswered(10)] == [2] and [row.id for row in box.unsent(10)] == [second.id]
    assert take(box, 1) == (1,)


def test_two_bots_do_not_see_each_others_updates(store, box):
    other = store.outbox("telegram:2")
    take(box, 1)
    assert other.unanswered(10) == () and take(other, 1) == (1,)


def test_the_boxes_outlive_the_process(engine, store, box):
    take(box, 1, 2)
    box.answer(1, Answered("tg:7", [CALL])).result()
    store.close()
    with engine.open() as again:
        box = again.outbox("telegram:1")
        assert [one.id for one in box.unanswered(10)] == [2] and len(box.unsent(10)) == 1


def test_the_parts_of_an_album_are_closed_together(store, box):
    parts = [Incoming(number, "7", "{}", "a") for number in (1, 2)]
    box.take([*parts, Incoming(3, "7", "{}"), Incoming(4, "8", "{}", "a")]).result()
    album = box.album("7", "a")
    assert [part.id for part in album.parts] == [1, 2] and (album.begun, album.fixed) == (False, ())
    assert [one.album for one in box.unanswered(10)] == ["a", "a", "", "a"]
    (row,) = box.answer(2, Answered("tg:7", [CALL], turn(), "{}", parts=[1])).result()
    box.sent(row.id, 500).result()
    assert [one.id for one in box.unanswered(10)] == [3, 4]
    assert (box.album("7", "a").begun, box.album("7", "a").fixed) == (True, (500,))
    take(box, 9)
    box.answer(9, Answered("tg:7", [CALL], turn(client_id="9"), "{}", message=11)).result()
    box.take([Incoming(10, "7", "{}", "a")]).result()
    box.answer(10, Answered("tg:7", [CALL], turn(client_id="10"), "{}", message=12)).result()
    assert box.album("7", "a").fixed == (), "its words are answered: there is nothing to put in their place"


def test_what_waited_before_albums_were_known_is_whole(store, box):
    take(box, 1)
    assert box.unanswered(10)[0].album == "" and box.album("7", "").parts == ()
