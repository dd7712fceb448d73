"""A store in use: whether it can be written, and what waits while it cannot."""

from time import monotonic

import pytest

from knowledge.store import StoreError
from tests.knowledge.said import TURN


@pytest.fixture
def store(engine):
    with engine.open(wait=0.05) as opened:
        yield opened


def test_a_beat_is_written_and_shows(store):
    before = monotonic()
    assert store.pulse().written_at < before
    store.pulse().beat().result()
    assert store.pulse().written_at >= before
    assert store.pulse().trouble is store.pulse().damage is store.pulse().change() is None


def test_a_lock_shows_as_trouble_until_it_ends(engine, store):
    with engine.locked():
        assert isinstance(store.pulse().beat().exception(), StoreError)
        trouble = store.pulse().trouble
        assert trouble and trouble.kind == "locked"
    store.pulse().beat().result()
    assert store.pulse().trouble is None


def test_a_turn_waits_for_the_end_of_a_lock_and_a_version_is_refused(engine, store):
    with engine.locked():
        recorded = store.record(TURN, "{}")
        with pytest.raises(StoreError) as caught:
            store.publish({"a.txt": "a"}, author="a", note="")
        assert caught.value.kind == "locked" and not recorded.done()
        assert store.state_of(TURN.conversation) is None
    recorded.result()
    assert store.state_of(TURN.conversation) == "{}" and store.published() is None


def test_looking_into_a_store_that_is_well_finds_nothing(store):
    store.record(TURN, "{}").result()
    store.pulse().read()
    assert not store.behind
