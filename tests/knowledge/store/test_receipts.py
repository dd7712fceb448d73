"""Receipts and counts in the store: found by the address alone, deleted by day, counted by day."""

import pytest

from knowledge.store import StoreError
from tests.knowledge.said import TURN

TOKEN = "Zk9vQ1x7T2mYb4RrWc8dLA"


def test_a_receipt_is_found_by_its_token_and_only_while_it_is_young_enough(store):
    receipts = store.receipts()
    receipts.keep(TOKEN, "2025-11-22", "甲").result()
    assert receipts.find(TOKEN, "2025-11-22") == "甲"
    assert receipts.find(TOKEN, "2025-11-23") is receipts.find(TOKEN.swapcase(), "2025-11-22") is None


def test_a_receipt_stays_after_a_restart_and_its_token_does_not(engine, store):
    store.receipts().keep(TOKEN, "2025-11-22", "甲").result()
    store.close()
    assert TOKEN.encode() not in engine.content()
    with engine.open() as again:
        assert again.receipts().find(TOKEN, "2000-01-01") == "甲"


def test_old_receipts_are_swept_and_the_others_stay(store):
    receipts = store.receipts()
    for number, day in enumerate(("2025-01-01", "2025-06-01", "2025-06-02")):
        receipts.keep(f"{TOKEN}{number}", day, str(number)).result()
    assert receipts.sweep("2025-06-02").result() == 2
    assert receipts.sweep("2025-06-02").result() == 0
    assert [receipts.find(f"{TOKEN}{number}", "2000-01-01") for number in range(3)] == [None, None, "2"]


def test_a_token_is_never_given_to_a_second_receipt(store):
    store.receipts().keep(TOKEN, "2025-11-22", "甲").result()
    with pytest.raises(StoreError):
        store.receipts().keep(TOKEN, "2025-11-22", "乙").result()
    assert store.receipts().find(TOKEN, "2025-11-22") == "甲"


def test_measures_are_counted_within_the_days(store):
    said = [("a", "2025-10-01"), ("a", "2025-11-01"), ("b", "2025-11-02"), ("a", "2025-11-03"), (None, "2025-11-03")]
    for measure, day in [*said, ("c", "2026-01-01")]:
        store.record(TURN._replace(measure=measure, day=day), None).result()
    assert store.counts().measures("2025-11-01", "2025-11-30") == {"a": 2, "b": 1}


def test_a_closed_store_says_so(store):
    store.close()
    for failing in (store.counts().measures, store.receipts().find):
        with pytest.raises(StoreError):
            failing("x", "y")
