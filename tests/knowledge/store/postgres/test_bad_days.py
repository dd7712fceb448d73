"""The server goes away and comes back, stands by, or its disk is full: nothing crashes and nothing said is lost."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from knowledge.store import Store, StoreError, open_store
from knowledge.store.postgres.errors import explain
from tests import postgres
from tests.knowledge.said import TURN

LATER = TURN._replace(text="后来")


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # its user is another than ours
        made = postgres.Server(Path(folder) / "own")
        made.make()
        made.start()
        yield made
        made.stop()


@pytest.fixture
def store(server: postgres.Server) -> Iterator[Store]:
    with open_store(server.url) as opened:
        yield opened


def test_while_the_server_is_away_turns_wait_and_reading_is_told_at_once(server: postgres.Server, store: Store) -> None:
    store.record(TURN._replace(conversation="a"), "1").result()
    server.stop()
    try:
        waiting = store.record(LATER._replace(conversation="a"), "2")
        refused = store.receipts().keep("token", "2025-11-22", "{}")
        begun = monotonic()
        for _ in range(50):
            with pytest.raises(StoreError) as caught:
                store.state_of("a")
            assert caught.value.kind == "away"
        assert monotonic() - begun < 25, "after the first the others do not wait"
        talks = store.talks()
        assert talks
        with pytest.raises(StoreError), talks.together(["a"]):
            pass
        told = refused.exception(30)
        assert isinstance(told, StoreError) and told.kind == "away"
        assert store.pulse().trouble and not waiting.done() and not store.is_chosen("timetable")
    finally:
        server.start()
    waiting.result(30)
    assert store.pulse().trouble is None
    assert read_when_back(store) == "2" and [one.text for one in store.turns("a")] == [TURN.text, "后来"]


def read_when_back(store: Store) -> str | None:
    """What is remembered, as soon as reading works again."""
    until = monotonic() + 30
    while True:
        try:
            return store.state_of("a")
        except StoreError:
            assert monotonic() < until


def test_a_turn_whose_server_goes_in_the_middle_is_written_later(server: postgres.Server, store: Store) -> None:
    talks = store.talks()
    assert talks
    with talks.together(["b"]) as known:
        stored = store.record(TURN._replace(conversation="b"), str(len(known)))
        server.stop()
    assert not stored.done() or stored.exception() is None
    server.start()
    stored.result(30)
    store.pulse().beat().result(30)


def test_a_standby_is_told_at_the_start_and_written_to_when_it_is_promoted(server: postgres.Server) -> None:
    server.stop("fast")
    sign = server.folder / "data" / "standby.signal"
    sign.touch()
    server.start()
    try:
        with pytest.raises(StoreError, match="只读的备库") as caught:
            open_store(server.url)
        assert caught.value.kind == "readonly"
    finally:
        server.promote()
    with open_store(server.url) as store:
        assert store.record(TURN._replace(conversation="c"), "{}").result()


def test_a_primary_that_becomes_read_only_is_told_and_forgiven(server: postgres.Server, store: Store) -> None:
    with postgres.connected(server.url) as link:
        link.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        link.execute("SELECT pg_reload_conf()")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            while True:
                link.execute("CREATE TABLE IF NOT EXISTS probe (one BIGINT)")
        try:
            beaten = store.pulse().beat().exception(30)
            assert isinstance(beaten, StoreError) and beaten.kind == "readonly"
        finally:
            link.execute("SET default_transaction_read_only = off")
            link.execute("ALTER SYSTEM RESET default_transaction_read_only")
            link.execute("SELECT pg_reload_conf()")
    store.record(TURN._replace(conversation="d"), "{}").result(30)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (psycopg.errors.DiskFull(), "full"),
        (psycopg.errors.TooManyConnections(), "away"),
        (psycopg.errors.AdminShutdown(), "away"),
        (psycopg.errors.DeadlockDetected(), "locked"),
        (psycopg.errors.LockNotAvailable(), "locked"),
        (psycopg.errors.DataCorrupted(), "damaged"),
        (psycopg.errors.UniqueViolation(), "other"),
        (psycopg.OperationalError("server closed the connection unexpectedly"), "away"),
    ],
)
def test_what_the_server_says_has_a_kind_and_a_remedy(error: Exception, kind: str) -> None:
    told = explain(error, "postgresql://db/x")
    assert isinstance(told, StoreError) and told.kind == kind and "请" in str(told)
