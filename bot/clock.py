"""The one clock the channels read; below them a day is an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day where the enterprises are."""
    return day_of(datetime.now(UTC))


def day_of(moment: datetime) -> date:
    """The day where the enterprises are at this moment."""
    return moment.astimezone(BEIJING).date()
