"""Turns written together are the same as turns written one by one: ids, states, order, and what is kept already."""

from concurrent.futures import Future
from threading import Event

import pytest

from knowledge.store import Store, StoreError, Turn
from knowledge.store.sqlite.turns import MOST


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "x.db") as opened:
        yield opened


def turn(conversation: str, text: str = "", client_id: str | None = None) -> Turn:
    fixed = ("2025-11-22", "2025-11-22T08:00:00+00:00", text, "answer", "1.1", None, True, None, 1, "答", "{}")
    return Turn(conversation, "web", *fixed, client_id)


def together(store: Store, *said: tuple[Turn, str | None]) -> list[Future[int]]:
    """Records while the writer is held up, so that all of it is one group."""
    started, go_on = Event(), Event()
    store._writer.submit(lambda _: (started.set(), go_on.wait()))
    started.wait()
    futures = [store.record(*one) for one in said]
    go_on.set()
    return futures


def test_ids_and_states_are_as_if_written_one_by_one(store):
    first = store.record(turn("a"), "0").result()
    futures = together(store, *((turn(f"c{n % 7}", str(n)), str(n)) for n in range(MOST + 90)))
    assert [future.result() for future in futures] == list(range(first + 1, first + MOST + 91))
    assert [one.text for one in store.turns("c3", 2)] == ["332", "339"]
    assert store.state_of("c3") == "339", "the last one counts"


def test_a_conversation_that_remembers_nothing_is_forgotten_in_its_turn(store):
    for future in together(store, (turn("a"), "1"), (turn("b"), "1"), (turn("a"), None)):
        future.result()
    assert (store.state_of("a"), store.state_of("b")) == (None, "1")


def test_a_message_sent_twice_in_one_group_is_kept_once(store):
    futures = together(store, (turn("a", "一", "k"), "1"), (turn("b", "二"), "2"), (turn("a", "三", "k"), "3"))
    ids = [future.result() for future in futures]
    assert ids[0] == ids[2] and [one.text for one in store.turns("a")] == ["一"]
    assert (store.state_of("a"), store.state_of("b")) == ("1", "2")


def test_one_that_cannot_be_kept_fails_alone(store):
    futures = together(store, (turn("a"), "1"), (turn("b", "\ud800"), "2"), (turn("c"), "3"))
    assert [type(future.exception()) for future in futures] == [type(None), StoreError, type(None)]
    assert [len(store.turns(name)) for name in "abc"] == [1, 0, 1]
