"""Reminders: kept with the turn that asks for them, told once, gone with their conversation and after their day."""

from concurrent.futures import Future

from knowledge.store import Incoming, Move, Outgoing, Reminder, Reminding
from tests.knowledge.said import TURN

ONE = Reminder(0, "", TURN.channel, "loan_due", "2027-08-15", "2027-07-15", "", "", TURN.at)
CALL = Outgoing("1", "send", '{"text": "只有提醒里有的字"}')


def wish(store, *made: Reminder, cancelled: tuple[int, ...] = (), **values: object) -> None:
    store.record(TURN._replace(reminding=Reminding(made, cancelled), **values), None).result()


def test_a_turn_keeps_what_it_wishes_for_and_others_nothing(store):
    store.record(TURN, None).result()
    wish(store, ONE, ONE._replace(day="2027-06-01"))
    found = store.reminders().of(TURN.conversation)
    assert [one.day for one in found] == ["2027-06-01", "2027-07-15"]
    assert found[1]._replace(number=0) == ONE._replace(conversation=TURN.conversation)
    assert store.reminders().of("another") == ()


def test_a_message_sent_twice_wishes_once_and_turns_written_together_each_for_theirs(store):
    for _ in range(2):
        wish(store, ONE, client_id="7")
    assert len(store.reminders().of(TURN.conversation)) == 1
    waiting = [
        store.record(TURN._replace(reminding=Reminding((ONE,)), conversation=f"c{n}", client_id=None), None)
        for n in range(5)
    ]
    assert all(one.result() for one in waiting)
    assert all(len(store.reminders().of(f"c{n}")) == 1 for n in range(5))


def test_one_is_cancelled_by_its_own_conversation_alone(store):
    wish(store, ONE, ONE._replace(day="2027-06-01"))
    [first, second] = store.reminders().of(TURN.conversation)
    wish(store, cancelled=(first.number,), conversation="another")
    assert len(store.reminders().of(TURN.conversation)) == 2
    wish(store, cancelled=(first.number,))
    assert store.reminders().of(TURN.conversation) == (second,)


def test_those_of_a_channel_are_due_from_their_day_on(store):
    wish(store, ONE, conversation="tg:1", channel="telegram")
    wish(store, ONE._replace(channel="telegram"), conversation="tg:2")
    due = store.reminders().due
    assert due("telegram", "2027-07-14", 10) == () and len(due("telegram", "2027-07-15", 10)) == 1
    assert len(due(TURN.channel, "2027-09-01", 10)) == 1 and due("wecom", "2027-09-01", 10) == ()


def test_it_is_told_once_whoever_tells_it(engine, store):
    wish(store, ONE, conversation="tg:1", channel="telegram")
    [one] = store.reminders().of("tg:1")
    boxes = store.outbox("telegram:1")
    told: list[Future] = [boxes.tell(one, [CALL, CALL]) for _ in range(3)]
    assert sorted(len(future.result()) for future in told) == [0, 0, 2]
    assert [row.payload for row in boxes.unsent(10)] == [CALL.payload] * 2
    assert store.reminders().of("tg:1") == () == store.reminders().due("telegram", "2099-01-01", 10)


def test_one_that_was_cancelled_meanwhile_is_not_told(store):
    wish(store, ONE, conversation="tg:1")
    [one] = store.reminders().of("tg:1")
    wish(store, cancelled=(one.number,), conversation="tg:1")
    assert store.outbox("telegram:1").tell(one, [CALL]).result() == () == store.outbox("telegram:1").unsent(10)


def test_what_nobody_could_be_told_is_closed(store):
    wish(store, ONE)
    [one] = store.reminders().of(TURN.conversation)
    assert store.reminders().miss(one.number).result() is True
    assert store.reminders().miss(one.number).result() is False
    assert store.reminders().of(TURN.conversation) == ()


def test_it_is_forgotten_with_its_conversation_and_what_comes_late_is_not_kept(engine, store):
    secret = ONE._replace(words="只有提醒里有的字", kind="own")
    wish(store, secret)
    wish(store, ONE, conversation="another")
    store.forget(TURN.conversation).result()
    wish(store, secret)
    assert store.reminders().of(TURN.conversation) == () and len(store.reminders().of("another")) == 1
    store.close()
    with engine.open() as again:
        again.empty_log()
    assert "只有提醒里有的字".encode() not in engine.content()


def test_a_messenger_forgets_it_too(store):
    boxes = store.outbox("wechat:1")
    boxes.take([Incoming(1, "o1", "{}")]).result()
    wish(store, ONE, conversation="wx:o1")
    boxes.forget(1, "wx:o1", "nobody", []).result()
    assert store.reminders().of("wx:o1") == ()


def test_it_goes_along_when_its_chat_moves(store):
    wish(store, ONE, conversation="tg:-1:7", channel="telegram")
    store.outbox("telegram:1").move(Move("-1", "-100", "tg"), lambda method, payload: (method, payload)).result()
    assert len(store.reminders().of("tg:-100:7")) == 1 and store.reminders().of("tg:-1:7") == ()


def test_it_goes_when_its_day_is_over(store):
    wish(store, ONE, ONE._replace(due="2027-08-16"))
    assert store.reminders().sweep("2027-08-16").result() == 1
    assert [one.due for one in store.reminders().of(TURN.conversation)] == ["2027-08-16"]
