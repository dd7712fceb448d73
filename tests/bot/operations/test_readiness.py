"""What is wrong is logged once, keeps the time of its beginning, and goes when it is over."""

import logging
from datetime import UTC, datetime

from bot.operations.readiness import REMEDIES, Readiness

NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)


def test_a_fault_is_logged_once_and_reported_until_it_is_over(caplog) -> None:
    readiness = Readiness(now=lambda: NOW)
    with caplog.at_level(logging.WARNING):
        readiness.found("full", "/data")
        readiness.found("full", "/data")
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    [reason] = readiness.report(3)["reasons"]
    assert reason == {"kind": "full", "sentence": REMEDIES["full"], "since": "2025-11-22T08:00:00+00:00"}
    readiness.over("full", "disk")
    assert readiness.report(3) == {"status": "ready", "version": 3, "reasons": []}


def test_a_watch_that_stops_is_a_fault_of_its_own() -> None:
    clock = [0.0]
    readiness = Readiness(now=lambda: NOW, clock=lambda: clock[0])
    readiness.vouch(60)
    clock[0] = 60.0
    assert readiness.reasons() == ()
    clock[0] = 60.5
    assert [reason.kind for reason in readiness.reasons()] == ["stale"]
