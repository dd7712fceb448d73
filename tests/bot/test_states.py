"""Where conversations stand: in mind until the store has it, then the store's; no turn undoes a forgetting."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.dialogue.state import State
from bot.messages import Message
from bot.states import States
from knowledge.store import Conversations, Store, Turn, open_store

DAY = date(2025, 11, 22)
TURN = Turn("talk", "web", "2025-11-22", "t", "x", "answer", None, None, False, None, 1, "r", "{}", None)
DONE: "Future[int]" = Future()
DONE.set_result(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.sqlite3") as opened:
        opened.record(TURN, "stored").result()
        yield opened


def test_what_is_not_in_mind_is_asked_of_the_store(store: Store) -> None:
    states = States(store)
    assert (states.state_of("talk"), states.state_of("other")) == ("stored", None)
    states.put("talk", "in mind", DONE)
    assert states.state_of("talk") == "in mind"


def test_a_conversation_that_went_on_is_in_mind_until_it_is_forgotten(store: Store) -> None:
    states = States(store)
    assert not states.is_in_mind("talk")
    states.put("talk", "in mind", DONE)
    assert states.is_in_mind("talk") and not states.is_in_mind("other")
    states.forget("talk")
    assert not states.is_in_mind("talk")


def test_without_a_store_what_is_in_mind_is_all_there_is() -> None:
    states = States(None)
    assert states.state_of("talk") is states.record(TURN, "{}") is None
    states.put("talk", "in mind", None)
    assert states.state_of("talk") == "in mind"


def test_a_store_that_cannot_be_read_costs_the_state_and_nothing_else(store: Store) -> None:
    states = States(store)
    states.put("here", "in mind", DONE)
    store.close()
    assert (states.state_of("talk"), states.state_of("here")) == (None, "in mind")


def test_the_oldest_go_first_and_never_before_the_store_has_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.states.REMEMBERED", 2)
    states, promise = States(store), Future[int]()
    states.put("talk", "not stored yet", promise)
    for name in "abc":
        states.put(name, name, DONE)
    assert [states.state_of(name) for name in ("talk", *"abc")] == ["not stored yet", *"abc"]
    promise.set_result(1)
    states.put("d", "d", DONE)
    assert [states.state_of(name) for name in ("talk", *"abcd")] == ["stored", None, None, "c", "d"]


def test_a_conversation_goes_back_to_a_state_to_its_beginning_or_to_what_is_stored(store: Store) -> None:
    states = States(store)
    states.put("talk", "in mind", Future())
    seen = []
    for state in ("earlier", "", None):
        states.restore("talk", state)
        seen.append(states.state_of("talk"))
    assert seen == ["earlier", "", "stored"]


def test_what_is_forgotten_or_too_old_is_not_in_mind(store: Store) -> None:
    states = States(store)
    old, new = (State().dump(f"{year}-01-01T00:00:00+00:00") for year in (2024, 2026))
    for name, state in (("old", old), ("new", new), ("gone", new)):
        states.put(name, state, DONE)
    states.forget("gone")
    states.forget_before("2025-01-01T00:00:00+00:00")
    assert [states.state_of(name) for name in ("old", "new", "gone")] == [None, new, None]


@pytest.mark.parametrize(
    "drop",
    [
        lambda states: states.forget("talk"),
        lambda states: states.restore("talk", None),
        lambda states: states.forget_before("2099-01-01T00:00:00+00:00"),
    ],
)
def test_a_turn_under_way_does_not_put_back_what_is_dropped(store: Store, drop: Callable[[States], None]) -> None:
    states = States(store)
    with ThreadPoolExecutor(1) as others:
        with states.turns(["talk"]):
            dropping = others.submit(drop, states)
            states.put("talk", State().dump("2024-01-01T00:00:00+00:00"), DONE)
            assert not dropping.done()
        dropping.result(30)
    assert states.state_of("talk") == "stored"


class Shared(States):
    """States of conversations that several processes answer: read afresh, stored within the turn, one lock for all."""

    def __init__(self, kept: Conversations, lock: AbstractContextManager[Any]) -> None:
        super().__init__(kept)
        self._shared = lock

    def turns(self, conversations: Any) -> AbstractContextManager[Any]:
        return self._shared

    def put(self, conversation: str, state: str, stored: "Future[Any] | None") -> None:
        if stored:
            stored.result()


def test_two_advisors_with_states_they_share_go_on_with_one_another(house: House, store: Store) -> None:
    lock = Lock()
    live, said = house.advisor.live, ["专利质押贷了100万，一年，2024年8月放款", *["再加100万"] * 4]
    advisors = [Advisor(live, store, states=Shared(store, lock)) for _ in range(2)]
    sums = [advisors[n % 2].reply(Message("both", text, DAY)).payload["amount_yuan"] for n, text in enumerate(said)]
    assert sums == ["13400.00", "26800.00", "40200.00", "53600.00", "67000.00"]


@pytest.mark.parametrize("move", ["put", "restore", "forget", "forget_before"])
def test_a_mark_tells_whether_a_conversation_has_moved_meanwhile(store: Store, move: str) -> None:
    states = States(store)
    for name in ("moves", "stays"):
        states.put(name, State().dump("2025-11-22T00:00:00+00:00"), DONE)
    mark, other = states.mark("moves"), states.mark("stays")
    if move == "put":
        states.put("moves", "further", DONE)
    elif move == "restore":
        states.restore("moves", "")
    elif move == "forget":
        states.forget("moves")
    else:
        states.forget_before("2025-11-23")
    assert not states.is_unmoved("moves", mark)
    assert states.is_unmoved("stays", other) is (move != "forget_before")
    assert not states.is_unmoved("stays", other), "a mark holds once"
    assert not states.is_unmoved("moves", states.mark("other"))
