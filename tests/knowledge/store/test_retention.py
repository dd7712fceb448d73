"""What was said long ago goes, what counts stays, and nobody waits for it."""

import json
from threading import Thread
from typing import Any

import pytest

from knowledge.store import Store, StoreError, Swept
from tests.knowledge import said

TURN = said.TURN._replace(
    conversation="tg:77001", text="张三的话", reply="张三您好", payload='{"text": "张三"}', client_id="m-1"
)
BEFORE = "2025-01-01T00:00:00+00:00"
LATER = "2025-06-01T00:00:00+00:00"


def state(at: str, said: str = "张三的话") -> str:
    return json.dumps({"at": at, "last_text": said}, ensure_ascii=False)


def test_words_older_than_the_day_are_emptied_and_what_counts_stays(engine: Any, store: Store) -> None:
    for number in range(25):
        store.record(TURN._replace(conversation=f"tg:{number % 3}", client_id=f"m-{number}"), state(TURN.at)).result()
    new = TURN._replace(conversation="tg:1", at=LATER, client_id="new", text="李四", reply="李四", payload='"李四"')
    store.record(new, state(LATER, "李四")).result()
    assert store.sweep(BEFORE, batch=10, rest=lambda: True) == Swept(25, 2)
    assert store.turns("tg:0") == store.turns("tg:2") == () and store.turns("tg:1") == (new,)
    assert (store.state_of("tg:0"), store.state_of("tg:1")) == (None, state(LATER, "李四"))
    assert store.counts().measures("2024-08-01", "2024-08-01") == {"patent_pledge": 26}
    assert "张三".encode() not in engine.content() and "李四".encode() in engine.content()


def test_what_is_swept_is_not_swept_again(store: Store) -> None:
    store.record(TURN, state(TURN.at)).result()
    assert store.sweep(BEFORE) == Swept(1, 1)
    assert store.sweep(BEFORE) == Swept(0, 0)


def test_turns_of_a_clock_that_was_ahead_hide_no_old_ones(store: Store) -> None:
    """The times are in disorder: a day in which the clock stood at 2099, between two long years."""
    ahead = TURN._replace(at="2099-01-01T00:00:00+00:00", conversation="ahead")
    rows = [TURN] * 1_500 + [ahead] * 2_500 + [TURN] * 1_500
    futures = [store.record(turn._replace(client_id=f"m-{i}"), None) for i, turn in enumerate(rows)]
    assert futures[-1].result() == 5_500
    assert store.sweep(BEFORE, batch=1_000, rest=lambda: True) == Swept(3_000, 0)
    assert store.turns(TURN.conversation) == () and len(store.turns("ahead", 5_000)) == 2_500


def test_a_state_that_cannot_be_read_goes_too(store: Store) -> None:
    store.record(TURN._replace(at=LATER), "{damaged").result()
    assert store.sweep(BEFORE) == Swept(0, 1)
    assert len(store.turns(TURN.conversation)) == 1


def test_between_two_batches_others_write(store: Store) -> None:
    """The sweep gives the lock back after each batch: a turn recorded at every pause is kept while it runs."""
    for number in range(60):
        store.record(TURN._replace(client_id=f"m-{number}"), None).result()
    thread = Thread(target=store.sweep, args=(BEFORE,), kwargs={"batch": 1})
    thread.start()
    during = 0
    while thread.is_alive():
        store.record(TURN._replace(at=LATER, client_id=f"n-{during}", conversation="during"), None).result()
        during += 1
    thread.join()
    assert during > 10 and len(store.turns("during", 1_000_000)) == during
    assert store.turns(TURN.conversation) == ()


def test_it_can_be_stopped_between_two_batches_and_goes_on_later(store: Store) -> None:
    for number in range(10):
        store.record(TURN._replace(client_id=f"m-{number}"), None).result()
    assert store.sweep(BEFORE, batch=2, rest=lambda: False) == Swept(2, 0)
    assert store.sweep(BEFORE, batch=2) == Swept(8, 0)


def test_a_locked_database_is_told_and_nothing_is_half_done(engine: Any) -> None:
    with engine.open(wait=0.05) as store:
        store.record(TURN, state(TURN.at)).result()
        with engine.locked(), pytest.raises(StoreError) as caught:
            store.sweep(BEFORE)
        assert caught.value.kind == "locked"
        assert store.turns(TURN.conversation) == (TURN,)
        assert store.sweep(BEFORE) == Swept(1, 1)
