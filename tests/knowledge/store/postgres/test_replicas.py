"""Several processes on one database: a conversation has one order, an update one answer, a duty one of them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread
from typing import Any

import pytest

from knowledge.store import Answered, Incoming, Outgoing, Store, StoreError
from knowledge.store.desk import Note
from knowledge.store.postgres import listening, locks
from tests import postgres
from tests.knowledge.said import TURN

EACH = 25


def count_up(store: Store, name: str = "c") -> None:
    """One turn: what is remembered is one more than before."""
    talks = store.talks()
    assert talks
    with talks.together([name]) as known:
        number = int(known.get(name, "0")) + 1
        stored = store.record(TURN._replace(conversation=name, text=str(number)), str(number))
        assert not stored.done(), "not before the block is over"
    stored.result(0)


def test_two_hundred_turns_of_one_conversation_keep_their_order(one: Store, other: Store) -> None:
    with ThreadPoolExecutor(8) as many:
        for done in [many.submit(count_up, store) for store in (one, other) for _ in range(100)]:
            done.result()
    assert one.state_of("c") == "200"
    assert [turn.text for turn in other.turns("c", 500)] == [str(n) for n in range(1, 201)]


def test_conversations_in_different_orders_do_not_wait_for_each_other_for_ever(one: Store, other: Store) -> None:
    def turn(store: Store, names: list[str]) -> None:
        talks = store.talks()
        assert talks
        with talks.together(names) as known:
            for name in names:
                store.record(TURN._replace(conversation=name), str(int(known.get(name, "0")) + 1))

    with ThreadPoolExecutor(4) as many:
        ways = [["a", "b", "tg:-1:7"], ["tg:-1:8", "b", "a"]] * EACH
        for done in [many.submit(turn, store, names) for store in (one, other) for names in ways]:
            done.result()
    assert (one.state_of("a"), one.state_of("b"), one.state_of("tg:-1:7")) == ("100", "100", "50")


def test_what_cannot_be_kept_in_a_turn_fails_alone(one: Store) -> None:
    talks = one.talks()
    assert talks
    with talks.together(["a", "b"]):
        good = one.record(TURN._replace(conversation="a"), "1")
        bad = one.record(TURN._replace(conversation="b", text="\ud800"), "1")
    assert isinstance(bad.exception(0), StoreError) and good.result(0)
    assert (one.state_of("a"), one.state_of("b")) == ("1", None)


def test_a_turn_that_breaks_keeps_nothing(one: Store) -> None:
    talks = one.talks()
    assert talks
    with pytest.raises(ValueError), talks.together(["a"]):
        lost = one.record(TURN._replace(conversation="a"), "1")
        raise ValueError
    assert lost.exception(0) is not None and one.state_of("a") is None


def test_an_update_is_claimed_by_one_of_them(one: Store, other: Store) -> None:
    begin = Barrier(4)

    def take(store: Store) -> list[int]:
        begin.wait()
        box = store.outbox("telegram:1")
        return [n for number in range(EACH) for n in box.take([Incoming(number, "7", "{}")]).result()]

    with ThreadPoolExecutor(4) as many:
        taken = [n for found in many.map(take, [one, other] * 2) for n in found]
    assert sorted(taken) == list(range(EACH))


def test_an_update_is_answered_by_one_of_them(one: Store, other: Store) -> None:
    one.outbox("telegram:1").take([Incoming(number, "7", "{}") for number in range(EACH)]).result()

    def answer(store: Store) -> list[int]:
        box = store.outbox("telegram:1")
        made = []
        for number in range(EACH):
            said = TURN._replace(conversation="tg:7", client_id=str(number))
            made += box.answer(number, Answered("tg:7", [Outgoing("7", "sendMessage", "x")], said, "{}")).result()
        return [row.update_id for row in made]

    with ThreadPoolExecutor(2) as many:
        answered = [n for found in many.map(answer, [one, other]) for n in found]
    assert sorted(answered) == list(range(EACH)) and len(other.turns("tg:7")) == EACH


def test_whose_a_call_is_to_make_is_told(one: Store, other: Store) -> None:
    boxes = one.outbox("telegram:1"), other.outbox("telegram:1")
    boxes[0].take([Incoming(1, "7", "{}")]).result()
    [row] = boxes[0].answer(1, Answered("tg:7", [Outgoing("7", "sendMessage", "x")])).result()
    with boxes[0].hold(row.id) as here:
        with boxes[1].hold(row.id) as there:
            assert (here, there) == ("ours", "theirs")
        boxes[0].tried(row.id).result()
    with boxes[1].hold(row.id) as there:
        assert there == "ours", "it failed, and the next may try"
        boxes[1].sent(row.id, 5).result()
    with boxes[0].hold(row.id) as here:
        assert here == "over"


def test_both_write_the_trail_and_it_is_whole(one: Store, other: Store) -> None:
    def write(store: Store) -> list[int]:
        note = Note("2025-11-22T08:00:00+08:00", "li", "终端", "edit", "x")
        return [store.trail().append(note).result() for _ in range(EACH)]

    with ThreadPoolExecutor(2) as many:
        numbers = [n for found in many.map(write, [one, other]) for n in found]
    assert sorted(numbers) == list(range(1, 2 * EACH + 1)) and one.trail().broken() == 0


def test_of_two_that_publish_on_the_same_version_one_is_told(one: Store, other: Store) -> None:
    one.publish({"a.txt": "1"}, author="a", note="")
    found: list[Any] = []
    begin = Barrier(2)

    def publish(store: Store) -> None:
        begin.wait()
        try:
            found.append(store.publish({"a.txt": str(id(store))}, author="a", note="", was=1).number)
        except StoreError as error:
            found.append(error.kind)

    threads = [Thread(target=publish, args=[store]) for store in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(found) == {2: 1, "changed": 1}


def test_a_published_version_is_told_to_the_others(one: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "STALE", 1e9)  # nothing but the word
    assert one.announced() is None
    heard = Event()

    def wait() -> None:
        while (version := one.announced()) is None or version.number < 2:
            heard.wait(0.01)

    waiting = Thread(target=wait)
    waiting.start()
    for number in (1, 2):
        other.publish({"a.txt": str(number)}, author="a", note="")
    waiting.join(30)
    assert not waiting.is_alive()


def test_who_missed_the_word_asks_again(one: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening.Announced, "_listen", lambda self: self._stop.wait())
    assert one.announced() is None
    other.publish({"a.txt": "1"}, author="a", note="")
    assert one.announced() is None
    monkeypatch.setattr(listening, "STALE", 0.0)
    version = one.announced()
    assert version and version.number == 1


def test_a_duty_is_one_of_theirs_and_goes_on_when_that_one_is_gone(
    url: str, one: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "AGAIN", 0.0)
    assert one.is_chosen("timetable") and not other.is_chosen("timetable") and other.is_chosen("telegram")
    with postgres.connected(url) as link:  # its connection is cut, as when the machine dies
        link.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = ?",
            [locks.key_of(one._talks._identity, "duty\0timetable") & 0xFFFFFFFF],
        )
    assert not one.is_chosen("timetable")
    while not other.is_chosen("timetable"):
        assert not one.is_chosen("never")
    assert not one.is_chosen("timetable")
