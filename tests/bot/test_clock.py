"""The day of a moment is that of Beijing, wherever the server stands."""

from datetime import UTC, date, datetime

from bot.clock import day_of, today


def test_the_day_changes_at_four_in_the_afternoon_of_utc() -> None:
    assert day_of(datetime(2025, 11, 21, 15, 59, tzinfo=UTC)) == date(2025, 11, 21)
    assert day_of(datetime(2025, 11, 21, 16, 0, tzinfo=UTC)) == date(2025, 11, 22)


def test_today_is_the_day_of_now() -> None:
    before, found, after = day_of(datetime.now(UTC)), today(), day_of(datetime.now(UTC))
    assert before <= found <= after
