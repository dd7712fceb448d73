"""A chat under a new number: everything kept of it goes along in one transaction, once, and nothing of others does."""

from datetime import UTC, datetime

import pytest

from knowledge.store import Store
from knowledge.store.sqlite.moves import Move
from knowledge.store.sqlite.outbox import Answered, Incoming, Outgoing
from tests.knowledge.store.test_outbox import turn

MOVE = Move("-1", "-2", "tg")
PEOPLE = ("tg:-1:7", "tg:-1:-1", "tg:-10:7", "tg:-1", "web-1")


def rewrite(method, payload):
    return "moved", payload.upper()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.sqlite3") as opened:
        yield opened


@pytest.fixture
def box(store):
    """Everybody has been answered twice, the second answers wait."""
    box = store.outbox("telegram:1")
    for number, name in enumerate([*PEOPLE, *PEOPLE], start=1):
        chat = name.split(":")[1] if ":" in name else "9"
        box.take([Incoming(number, chat, "{}")]).result()
        said = turn(client_id=str(number), conversation=name)
        call = Outgoing(chat, "sendMessage", f'"from {name}"')
        (row,) = box.answer(number, Answered(name, [call], said, f"state {number}", 100 + number, "")).result()
        if number <= len(PEOPLE):
            box.sent(row.id, 1000 + number).result()
    return box


def test_turns_states_and_past_answers_have_the_new_names(store, box):
    names = box.move(MOVE, rewrite).result()
    assert set(names) == {"tg:-1:7", "tg:-1:-1", "tg:-2:7", "tg:-2:-2"}
    for old, new, number in (("tg:-1:7", "tg:-2:7", 1), ("tg:-1:-1", "tg:-2:-2", 2)):
        assert store.turns(old) == () and store.state_of(old) is None
        assert len(store.turns(new)) == 2 and store.state_of(new) == f"state {number + 5}"
        assert box.about(new, 1000 + number, datetime.now(UTC)).state == f"state {number}"
        assert box.past(new, 100 + number) is None, "messages have other numbers in the new chat"
    for name in PEOPLE[2:]:
        assert len(store.turns(name)) == 2 and store.state_of(name)


def test_what_waits_is_addressed_anew_and_nothing_else(box):
    box.move(MOVE, rewrite).result()
    waiting = [(row.chat, row.method, row.payload) for row in box.unsent(10)]
    assert waiting[:2] == [("-2", "moved", '"FROM TG:-1:7"'), ("-2", "moved", '"FROM TG:-1:-1"')]
    assert waiting[2] == ("-10", "sendMessage", '"from tg:-10:7"') and len(waiting) == 5


def test_moving_again_changes_nothing(store, box):
    box.move(MOVE, rewrite).result()
    before = [store.turns("tg:-2:7"), store.state_of("tg:-2:7"), box.unsent(10)]
    assert box.move(MOVE, rewrite).result() == ()
    assert [store.turns("tg:-2:7"), store.state_of("tg:-2:7"), box.unsent(10)] == before


def test_a_talk_begun_anew_keeps_its_state_and_gets_the_old_turns(store, box):
    box.take([Incoming(50, "-2", "{}")]).result()
    box.answer(50, Answered("tg:-2:7", (), turn(client_id="50", conversation="tg:-2:7"), "new")).result()
    box.move(MOVE, rewrite).result()
    assert store.state_of("tg:-2:7") == "new" and len(store.turns("tg:-2:7")) == 3
    assert store.state_of("tg:-1:7") is None


def test_what_is_answered_during_the_move_goes_along(store, box):
    assert box.moved_to("-1") == "-1"
    box.move(MOVE, rewrite).result()
    box.take([Incoming(50, "-1", "{}")]).result()
    box.answer(50, Answered("tg:-1:7", (), turn(client_id="50", conversation="tg:-1:7"), "late")).result()
    assert store.state_of("tg:-2:7") == "late" and store.turns("tg:-1:7") == ()
    assert (box.moved_to("-1"), box.moved_to("-10")) == ("-2", "-10")
    assert store.outbox("telegram:2").moved_to("-1") == "-1"


def test_a_move_that_fails_moves_nothing(store, box):
    with pytest.raises(Exception, match="NOT NULL"):
        box.move(MOVE, lambda method, payload: (method, None)).result()
    assert len(store.turns("tg:-1:7")) == 2 and store.state_of("tg:-1:7") and box.moved_to("-1") == "-1"
