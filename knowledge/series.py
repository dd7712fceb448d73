"""Dated series: the row in force on a day."""

from collections.abc import Sequence
from datetime import date

from knowledge.model import LprRow


def row_on(rows: Sequence[LprRow], day: date) -> LprRow | None:
    """The LPR row in force on ``day``; None before the first row."""
    return next((row for row in reversed(rows) if row.since <= day), None)
