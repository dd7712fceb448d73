"""What counselors write down: every revision kept, numbers given in order, and erased when it is to be."""

import pytest

from knowledge.store import Entry, StoreError

AT = "2025-11-22T08:00:00+00:00"
LATER = "2025-11-23T08:00:00+00:00"


def put(store, data: str, name: str = "", kind: str = "visit", at: str = AT) -> Entry:
    return store.ledger().put(kind, name, data, at=at, author="张三").result()


def test_numbers_are_given_in_order_for_each_kind(store):
    assert [put(store, "{}").name for _ in range(11)] == [str(n) for n in range(1, 12)]
    assert put(store, "{}", kind="referral").name == "1"
    assert [one.name for one in store.ledger().latest("visit")] == [str(n) for n in range(1, 12)]


def test_a_change_is_a_revision_more_and_the_old_stays(store):
    first = put(store, '{"firm":"甲"}')
    second = put(store, '{"firm":"乙"}', first.name, at=LATER)
    assert (first.revision, second.revision) == (1, 2)
    assert store.ledger().latest("visit") == (second,)
    assert store.ledger().history("visit", "1") == (first, second)


def test_together_they_are_told_in_the_order_of_their_beginning(store):
    put(store, "{}", "b", at=LATER)
    put(store, "{}", "a", at=AT)
    put(store, "{}", "a", at="2026-01-01T00:00:00+00:00")
    assert [(one.name, one.revision) for one in store.ledger().latest("visit")] == [("a", 2), ("b", 1)]


def test_what_is_erased_is_on_no_disk(engine, store):
    put(store, "只有这里有的字", "1")
    put(store, "只有这里有的字", "1")
    assert store.ledger().erase("visit", "1").result() == 2
    assert store.ledger().erase("visit", "1").result() == 0
    assert store.ledger().history("visit", "1") == ()
    store.close()
    with engine.open() as again:
        again.empty_log()
    assert "只有这里有的字".encode() not in engine.content()


def test_a_closed_store_lists_none(store):
    store.close()
    with pytest.raises(StoreError):
        store.ledger().latest("visit")
