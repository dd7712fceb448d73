"""Numbers about what was asked, and the turns they are counted from."""

from typing import Any

from knowledge.store.records import Listed, Turn, Wanted
from knowledge.store.sql.connection import Connection, Read
from knowledge.store.sql.turns import TURN, turn_of

# In the order of the index first: two million rows are then counted in 0.2 s, and in 1.1 s when sorted by measure.
MEASURES = """
    SELECT measure, CAST(sum(number) AS BIGINT) FROM (
        SELECT measure, count(*) AS number FROM turns
        WHERE measure IS NOT NULL AND day BETWEEN ? AND ? GROUP BY day, measure
    ) AS daily GROUP BY measure"""

KINDS = "SELECT kind, sure, count(*) FROM turns WHERE id >= ? AND at >= ? GROUP BY kind, sure"
AT = "SELECT id, at FROM turns WHERE id >= ? ORDER BY id LIMIT 1"


def _where(wanted: Wanted) -> tuple[str, list[Any]]:
    """The condition that ``wanted`` is, and its values."""
    parts, values = ["day BETWEEN ? AND ?"], list[Any]((wanted.since, wanted.until))
    if wanted.text:
        parts.append("(lower(text) LIKE lower(?) ESCAPE '!' OR lower(reply) LIKE lower(?) ESCAPE '!')")
        values += [_within(wanted.text)] * 2
    for column, value in (("channel", wanted.channel), ("clause", wanted.clause)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if wanted.sure is not None:
        parts.append("sure = ?")
        values.append(wanted.sure)
    for column, several in (("kind", wanted.kinds or None), ("id", wanted.numbers)):
        if several is not None:
            parts.append(f"{column} IN ({', '.join('?' * len(several))})")
            values += several
    return " AND ".join(parts), values


def _within(text: str) -> str:
    """The pattern of what has ``text`` in it."""
    return f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"


class SqlStatistics:
    """Reads only, on a connection of its own; raises StoreError when the database fails."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def turns(self, since: str, until: str) -> tuple[Turn, ...]:
        """Every turn of the ISO days ``since`` … ``until``, oldest first."""
        with self._read() as db:
            rows = db.execute(f"SELECT {TURN} FROM turns WHERE day BETWEEN ? AND ? ORDER BY id", [since, until])
            return tuple(turn_of(row) for row in rows.fetchall())

    def listed(self, wanted: Wanted) -> tuple[Listed, ...]:
        """The turns that are asked for, newest first."""
        where, values = _where(wanted)
        statement = f"SELECT id, {TURN} FROM turns WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?"
        with self._read() as db:
            rows = db.execute(statement, [*values, wanted.limit, wanted.skip]).fetchall()
        return tuple(Listed(row[0], turn_of(row[1:])) for row in rows)

    def count(self, wanted: Wanted) -> int:
        """How many there are."""
        where, values = _where(wanted)
        with self._read() as db:
            return int(db.execute(f"SELECT count(*) FROM turns WHERE {where}", values).fetchone()[0])

    def measures(self, since: str, until: str) -> dict[str, int]:
        """Measure → turns about it on the ISO days ``since`` … ``until``."""
        with self._read() as db:
            return dict(db.execute(MEASURES, [since, until]).fetchall())

    def kinds(self, since: str) -> dict[tuple[str, bool], int]:
        """(kind, sure) → turns kept since the ISO time ``since`` (UTC)."""
        with self._read() as db:
            rows = db.execute(KINDS, [_first_since(db, since), since]).fetchall()
        return {(kind, bool(sure)): number for kind, sure, number in rows}


def _first_since(db: Connection, since: str) -> int:
    """A number below which no turn is of this time or later, but for some seconds: turns are numbered as they come, and
    there is no index by their time. Found in halves."""
    [low, high] = db.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM turns").fetchone()
    while low <= high:
        middle = (low + high) // 2
        number, at = db.execute(AT, [middle]).fetchone()
        if at < since:
            low = number + 1
        else:
            high = middle - 1
    return int(low)
