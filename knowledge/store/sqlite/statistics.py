"""Numbers about what was asked, and the turns they are counted from."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlite_utils import Database

from knowledge.store.records import Turn
from knowledge.store.sqlite.turns import TURN, turn_of

# In the order of the index first: two million rows are then counted in 0.2 s, and in 1.1 s when sorted by measure.
MEASURES = """
    SELECT measure, sum(number) FROM (
        SELECT measure, count(*) AS number FROM turns
        WHERE measure IS NOT NULL AND day BETWEEN ? AND ? GROUP BY day, measure
    ) GROUP BY measure"""


class SqliteStatistics:
    """Reads only, on a connection of its own; raises StoreError when the database fails."""

    def __init__(self, read: Callable[[], AbstractContextManager[Database]]) -> None:
        self._read = read

    def turns(self, since: str, until: str) -> tuple[Turn, ...]:
        """Every turn of the ISO days ``since`` … ``until``, oldest first."""
        with self._read() as db:
            rows = db.execute(f"SELECT {TURN} FROM turns WHERE day BETWEEN ? AND ? ORDER BY id", [since, until])
            return tuple(turn_of(row) for row in rows.fetchall())

    def measures(self, since: str, until: str) -> dict[str, int]:
        """Measure → turns about it on the ISO days ``since`` … ``until``."""
        with self._read() as db:
            return dict(db.execute(MEASURES, [since, until]).fetchall())
