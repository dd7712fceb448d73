"""Numbers about what was asked, without a word of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlite_utils import Database


class Counts:
    """Reads only; raises StoreError when the database fails."""

    def __init__(self, read: Callable[[], AbstractContextManager[Database]]) -> None:
        self._read = read

    def measures(self, since: str, until: str) -> dict[str, int]:
        """Measure → turns about it on the ISO days ``since`` … ``until``."""
        statement = (
            "SELECT measure, count(*) FROM turns WHERE measure IS NOT NULL AND day BETWEEN ? AND ? GROUP BY measure"
        )
        with self._read() as db:
            return dict(db.execute(statement, [since, until]).fetchall())
