"""Turns written together are the same as turns written one by one: order, states, and what is kept already."""

from concurrent.futures import Future
from typing import Any

from knowledge.store import Store, StoreError, Turn
from tests.knowledge.said import TURN

MANY = 346  # more than are written in one statement


def turn(conversation: str, text: str = "", client_id: str | None = None) -> Turn:
    return TURN._replace(conversation=conversation, text=text, client_id=client_id)


def together(engine: Any, store: Store, *said: tuple[Turn, str | None]) -> list[Future[int]]:
    """Records while nothing can be written, after a first one that finds out when it can: the others are one group."""
    with engine.locked():
        store.record(turn("first"), None)
        return [store.record(*one) for one in said]


def test_numbers_and_states_are_as_if_written_one_by_one(engine, store):
    futures = together(engine, store, *((turn(f"c{n % 7}", str(n)), str(n)) for n in range(MANY)))
    numbers = [future.result() for future in futures]
    assert numbers == sorted(set(numbers))
    assert [one.text for one in store.turns("c3", 2)] == ["332", "339"]
    assert store.state_of("c3") == "339", "the last one counts"


def test_a_conversation_that_remembers_nothing_is_forgotten_in_its_turn(engine, store):
    for future in together(engine, store, (turn("a"), "1"), (turn("b"), "1"), (turn("a"), None)):
        future.result()
    assert (store.state_of("a"), store.state_of("b")) == (None, "1")


def test_a_message_sent_twice_in_one_group_is_kept_once(engine, store):
    futures = together(engine, store, (turn("a", "一", "k"), "1"), (turn("b", "二"), "2"), (turn("a", "三", "k"), "3"))
    ids = [future.result() for future in futures]
    assert ids[0] == ids[2] and [one.text for one in store.turns("a")] == ["一"]
    assert (store.state_of("a"), store.state_of("b")) == ("1", "2")


def test_one_that_cannot_be_kept_fails_alone(engine, store):
    futures = together(engine, store, (turn("a"), "1"), (turn("b", "\ud800"), "2"), (turn("c"), "3"))
    assert [type(future.exception()) for future in futures] == [type(None), StoreError, type(None)]
    assert [len(store.turns(name)) for name in "abc"] == [1, 0, 1]
