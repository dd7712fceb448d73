"""Whether today's date can be believed: what is old may be deleted only then."""

from datetime import date, timedelta

import pytest

from knowledge.store.seen_days import CONFIRMED

DAY = date(2025, 11, 22)
HOUR = 3600.0


class Running:
    """Seconds the program has run; moved on by hand."""

    def __init__(self) -> None:
        self.at = 50.0

    def __call__(self) -> float:
        return self.at


class Server:
    """A store switched off and on again, and the hours it runs."""

    def __init__(self, engine) -> None:
        self._engine, self.time = engine, Running()
        self.store = engine.open(time=self.time)

    def off_and_on(self) -> None:
        self.store.close()
        self.time.at = 7.0  # monotonic time begins anew with each boot
        self.store = self._engine.open(time=self.time)

    def looks(self, day: date, hours: float = 0.0) -> bool:
        self.time.at += hours * HOUR
        return self.store.may_sweep(day).result()


@pytest.fixture
def server(engine):
    """A server whose store believes that today is ``DAY``."""
    made = Server(engine)
    made.looks(DAY)
    assert made.looks(DAY, CONFIRMED / HOUR)
    yield made
    made.store.close()


def test_a_new_store_believes_no_day_before_it_has_run_for_one(engine):
    made = Server(engine)
    assert not made.looks(DAY)
    assert not made.looks(DAY, 12)
    assert not made.looks(DAY + timedelta(days=1), 11.9)
    assert made.looks(DAY + timedelta(days=1), 0.2)
    made.store.close()


def test_day_after_day_may_be_swept(server):
    assert all(server.looks(DAY + timedelta(days=number), 24) for number in range(10))


def test_a_start_with_the_clock_years_ahead_sweeps_nothing_and_the_right_clock_goes_on(server):
    server.off_and_on()
    assert not server.looks(date(2030, 1, 1))
    assert not server.looks(date(2030, 1, 2), 2)
    server.off_and_on()
    assert server.looks(DAY + timedelta(days=1))


def test_a_server_switched_off_for_a_week_sweeps_again_after_a_day_of_running(server):
    server.off_and_on()
    back = DAY + timedelta(days=7)
    assert not server.looks(back)
    assert not server.looks(back, 23.9)
    assert server.looks(back + timedelta(days=1), 0.2)


def test_hours_of_several_starts_are_added_up(server):
    """An office computer is switched off every evening."""
    found = []
    for number in range(10, 14):
        server.off_and_on()
        found += [server.looks(DAY + timedelta(days=number)), server.looks(DAY + timedelta(days=number), 9)]
    assert found == [False, False, False, False, False, True, True, True]


def test_a_clock_set_back_changes_nothing(server):
    assert server.looks(DAY - timedelta(days=1))  # by a day, as clocks are put right
    assert not server.looks(date(2001, 1, 1))
    assert not server.looks(date(2001, 1, 1), 20)
    assert server.looks(DAY)
    assert not server.looks(DAY + timedelta(days=2))


def test_days_that_jump_about_are_never_believed(server):
    jumps = [date(2030 + number % 2, 1, 1) for number in range(20)]
    assert not any(server.looks(day, 10) for day in jumps)
