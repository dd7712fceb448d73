"""The conversations of an event: counted, told, kept apart from others, and forgotten as all are."""

from tests.knowledge.said import TURN

AT = "2025-11-22T08:00:00+00:00"


def joined(store, *names: str, event: str = "expo") -> None:
    for name in names:
        store.events().join(event, name, AT).result()


def test_only_its_own_conversations_are_told(store):
    joined(store, "a", "b", "b")
    joined(store, "c", event="other")
    for name in ("a", "b", "c", "d"):
        store.record(TURN._replace(conversation=name, text=f"{name}问的"), None).result()
    events = store.events()
    assert events.visitors("expo") == 2 and events.visitors("nobody") == 0
    assert [turn.text for turn in events.said("expo")] == ["a问的", "b问的"]


def test_what_is_forgotten_still_counts_without_a_word(store):
    joined(store, "a")
    store.record(TURN._replace(conversation="a"), None).result()
    store.forget("a").result()
    [turn] = store.events().said("expo")
    assert turn.text == "" and turn.kind == TURN.kind and store.events().visitors("expo") == 1


def test_leads_are_those_of_the_event_and_misses_go_to_staff(store):
    joined(store, "a")
    for name in ("a", "b"):
        store.record(TURN._replace(conversation=name, left=f"{name}留的"), None).result()
    events = store.events()
    assert [one.text for one in events.left("expo")] == ["a留的"]
    assert events.queue("expo", ["没答上的"], day=TURN.day, at=AT).result() == 1
    assert [one.text for one in store.questions().open()] == ["a留的", "b留的", "没答上的"]


def test_turns_of_some_days_are_told_in_order(store):
    for day in ("2025-11-20", "2025-11-21", "2025-11-22"):
        store.record(TURN._replace(conversation=day, day=day), None).result()
    assert [turn.day for turn in store.counts().turns("2025-11-20", "2025-11-21")] == ["2025-11-20", "2025-11-21"]
