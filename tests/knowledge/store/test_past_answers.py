"""What the last answers of a talk were about: kept with the answer, bounded, gone with the talk and after a week."""

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.store import Store
from knowledge.store.sqlite.outbox import Answered, Incoming, Outgoing
from knowledge.store.sqlite.past_answers import KEPT, MOST
from tests.knowledge.store.test_outbox import turn

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CALL = Outgoing("7", "sendMessage", "{}")


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    with Store.open(tmp_path / "s.sqlite3", now=clock) as opened:
        yield opened


def answered(box, number, conversation="tg:7", state=None, calls=(CALL,)):
    """Answers update ``number`` and sends it as message 1000 + number, further pieces as 2000 + number …"""
    box.take([Incoming(number, "7", "{}")]).result()
    said = turn(client_id=str(number), conversation=conversation)
    rows = box.answer(number, Answered(conversation, calls, said, state or f"state {number}")).result()
    for part, row in enumerate(rows, start=1):
        box.sent(row.id, 1000 * part + number).result()


def test_an_older_answer_is_found_by_any_of_its_messages_and_the_newest_is_not(store, clock):
    box = store.outbox("telegram:1")
    answered(box, 1, calls=[CALL, CALL])
    answered(box, 2)
    for message in (1001, 2001):
        past = box.about("tg:7", message, clock.now)
        assert past.state == "state 1" and NOW < past.at < clock.now
    assert box.about("tg:7", 1002, clock.now) is None, "the newest"
    assert box.about("tg:7", 100, clock.now) is box.about("tg:8", 1001, clock.now) is None
    assert store.outbox("telegram:2").about("tg:7", 1001, clock.now) is None


def test_a_call_said_in_pieces_belongs_to_its_answer_with_each(store, clock):
    box = store.outbox("telegram:1")
    box.take([Incoming(1, "7", "{}")]).result()
    (row,) = box.answer(1, Answered("tg:7", [CALL], turn(client_id="1"), "state 1")).result()
    box.begun(row.id, 501, '{"rest": 1}').result()
    assert [one.payload for one in box.unsent(9)] == ['{"rest": 1}']
    box.sent(row.id, 502).result()
    answered(box, 2)
    assert [box.about("tg:7", number, clock.now).state for number in (501, 502)] == ["state 1"] * 2


def test_so_many_answers_of_a_talk_are_kept_and_those_of_others_stay(store, clock):
    box = store.outbox("telegram:1")
    answered(box, 1, "tg:8")
    answered(box, 2, "tg:8")
    first = clock.now
    for number in range(3, MOST + 5):
        answered(box, number)
    assert box.about("tg:7", 1005, clock.now).state == "state 5"
    assert box.about("tg:7", 1004, first).state == "", "older than all that are kept: about what is not known any more"
    assert box.about("tg:7", 77, clock.now) is None, "a message of now that is no answer"
    assert box.about("tg:8", 1001, clock.now).state == "state 1"


def test_after_a_week_nothing_is_kept(store, clock, tmp_path):
    box = store.outbox("telegram:1")
    answered(box, 1, state="ganz bestimmt")
    answered(box, 2)
    then = clock.now
    clock.now += KEPT - timedelta(hours=1)
    box.sweep(NOW).result()
    assert box.about("tg:7", 1001, then).state == "ganz bestimmt"
    clock.now += timedelta(hours=2)
    box.sweep(NOW).result()
    assert box.about("tg:7", 1001, then).state == ""
    store.forget("tg:7").result()
    store.close()
    assert b"ganz bestimmt" not in (tmp_path / "s.sqlite3").read_bytes()


def test_forgetting_a_talk_forgets_what_its_answers_were_about(store, clock):
    box = store.outbox("telegram:1")
    for number in (1, 2, 3):
        answered(box, number, "tg:8" if number == 3 else "tg:7")
    answered(box, 4, "tg:8")
    store.forget("tg:7").result()
    assert box.about("tg:7", 1001, clock.now) is None
    assert box.about("tg:8", 1003, clock.now).state == "state 3"


def test_an_answer_that_is_not_kept_is_not_remembered_either(store, clock):
    box = store.outbox("telegram:1")
    box.take([Incoming(1, "7", "{}")]).result()
    broken = Outgoing("7", "sendMessage", None)
    with pytest.raises(Exception, match="NOT NULL"):
        box.answer(1, Answered("tg:7", [CALL, broken], turn(client_id="1"), "lost")).result()
    for number in (1, 2):
        answered(box, number)
    assert box.about("tg:7", 1001, clock.now).state == "state 1"
