"""What was said is kept for the days set, in the store and in mind; a clock that cannot be trusted deletes nothing."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message
from bot.operations.retention import Retention, sweep_old
from bot.settings import SettingsError, read_settings
from knowledge.store import open_store
from knowledge.store.postgres import months
from tests import postgres

NOW = datetime(2025, 11, 22, 4, 0, tzinfo=UTC)
OLD = NOW - timedelta(days=31)
SUM = "拿专利质押贷了500万，一年期，2024年8月放的款，能贴多少？"


@pytest.fixture
def own(house: House, tmp_path: Path) -> Iterator[House]:
    settings = read_settings({"FUDAOYUAN_TURN_DAYS": "30"}, home=str(tmp_path / "home"))
    with open_store(settings.database) as store:
        yield replace(house, settings=settings, store=store, advisor=Advisor(house.advisor.live, store))


def said(house: House, conversation: str, at: datetime) -> None:
    advisor = Advisor(house.advisor.live, house.store, lambda: at)
    answer = advisor.reply(Message(conversation, SUM, date(2025, 10, 1)))
    assert answer.stored and answer.stored.result()


def kept(house: House) -> list[int]:
    return [len(house.store.turns(name)) for name in ("old", "new")]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_only_what_is_older_than_the_days_set_goes(own: House) -> None:
    said(own, "old", OLD)
    said(own, "new", NOW - timedelta(days=29))
    assert sweep_old(own, NOW) == (1, 1)
    assert kept(own) == [0, 1] and own.store.state_of("old") is None and own.store.state_of("new")


def test_a_running_advisor_does_not_remember_what_was_swept(own: House) -> None:
    advisor = Advisor(own.advisor.live, own.store, lambda: OLD)
    answer = advisor.reply(Message("old", SUM, date(2025, 10, 1)))
    assert answer.stored and answer.stored.result()
    sweep_old(replace(own, advisor=advisor), NOW)
    assert "67,000" not in advisor.reply(Message("old", "再说一遍", date(2025, 11, 22))).text


def test_it_sweeps_at_the_start_and_then_again(own: House) -> None:
    said(own, "old", OLD)
    with Retention(own, lambda: True, now=lambda: NOW, every=0.01):
        until(lambda: kept(own) == [0, 0])
        said(own, "old", OLD)
        until(lambda: kept(own) == [0, 0])


def test_a_clock_that_is_not_trusted_deletes_nothing(own: House) -> None:
    said(own, "old", OLD)
    asked = threading.Semaphore(0)

    def may_sweep() -> bool:
        asked.release()
        return False

    with Retention(own, may_sweep, now=lambda: NOW, every=0.01):
        for _ in range(3):
            assert asked.acquire(timeout=30)
    assert kept(own) == [1, 0]


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "１８０"])
def test_days_that_are_none_are_refused_by_name(text: str) -> None:
    with pytest.raises(SettingsError, match="FUDAOYUAN_TURN_DAYS"):
        read_settings({"FUDAOYUAN_TURN_DAYS": text})


def test_room_for_the_months_ahead_is_made_by_the_one_replica_that_is_chosen(own: House) -> None:
    url = postgres.fresh()
    try:
        with open_store(url) as one, open_store(url) as other, postgres.connected(url) as link:
            ahead = months.parts_of(link)[-1].name
            link.execute(f"DROP TABLE {ahead}")
            assert one.is_chosen("retention")
            with Retention(replace(own, store=other), every=0.01):
                time.sleep(0.2)
            assert ahead not in [part.name for part in months.parts_of(link)], "it is another's duty"
            with Retention(replace(own, store=one), every=0.01):
                until(lambda: ahead in [part.name for part in months.parts_of(link)])
    finally:
        postgres.drop(url)
