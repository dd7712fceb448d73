"""The sliding minute and the bucket, by clocks of their own."""

import sys

from bot.channels.rate_limit import LONGEST, REMEMBERED, WINDOW, LeakyBucket, RateLimit, Window
from tests.bot.channels.web.test_guard import Clock


def test_limits_forget_what_is_older_than_a_minute() -> None:
    limit = RateLimit[str](2)
    for left in (2, 1):
        assert limit.look("a", 1000.0) == (2, left, 0)
        limit.count("a", 1000.0)
    assert limit.look("a", 1000.0) == (2, 0, 60)
    assert limit.look("a", 1059.5).wait == 1 and limit.look("b", 1059.5).wait == 0
    assert limit.look("a", 1060.0).allowed


def test_who_comes_too_fast_waits_and_a_queue_too_long_takes_no_more() -> None:
    clock = Clock()
    pace = LeakyBucket(10, clock)
    assert [round(pace.wait("a"), 6) for _ in range(10)] == [0.0] * 10
    assert [round(pace.wait("a"), 6) for _ in range(3)] == [0.1, 0.2, 0.3]
    assert pace.wait("b") == 0.0
    rest = [pace.wait("a") for _ in range(100)]
    assert max(rest[:6]) < LONGEST and rest[-90:] == [LONGEST] * 90
    clock.at += 0.5
    assert 0.4 < pace.wait("a") < 0.6
    clock.at += 60
    assert pace.wait("a") == 0.0 and len(pace) == 1


def test_what_is_kept_about_visitors_is_bounded() -> None:
    limit, bucket = RateLimit[str](1200), LeakyBucket(10, Clock())
    for number in range(REMEMBERED + 1000):
        limit.count(f"address-{number}", 1000.0)
        bucket.wait(f"address-{number}")
    assert len(limit) == len(bucket) == REMEMBERED


def test_a_minute_of_one_visitor_takes_sixty_steps_however_many_messages() -> None:
    window = Window()
    for number in range(6000):
        window.add(1000 + number / 100)
    assert window.total == 6000 and len(window.began) <= 60 and sys.getsizeof(window.began) < 2000
    window.drop(1030.0 + WINDOW)
    assert 2800 < window.total < 3000
    window.drop(1061.0 + WINDOW)
    assert window.total == 0


def test_the_silent_are_forgotten_after_a_minute() -> None:
    limit = RateLimit[str](5)
    for number in range(1000):
        limit.count(f"silent-{number}", 1000.0)
    assert limit.look("silent-0", 1060.0).left == 5
    limit.count("busy", 1060.0)
    assert len(limit) == 1
