"""How often each key was counted lately, by all processes together: what the limits of each of them go by.

The table is not logged: after a crash of the server, and on a standby that takes over, the counting begins anew.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from time import monotonic

from knowledge.store.interface import WITHIN
from knowledge.store.postgres.connection import Link
from knowledge.store.postgres.locks import BEGIN, key_of

STEP = 5  # seconds that are counted together; a count is forgotten when all of them are out of the window
SWEPT = 30.0  # seconds between two deletions of what no longer counts
# By the server's clock alone: those of the replicas' machines may differ.
NOW = f"floor(extract(epoch FROM now()) / {STEP})::bigint"
ADD = f"""
    INSERT INTO tallies AS had (key, step, count)
    SELECT key, {NOW}, number FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[])) AS told (key, number) ORDER BY key
    ON CONFLICT (key, step) DO UPDATE SET count = had.count + excluded.count"""
LEFT = f"(step + 1) * {STEP} + {int(WITHIN)} - extract(epoch FROM now())"
READ = f"SELECT key, CAST({LEFT} AS DOUBLE PRECISION), count FROM tallies WHERE key = ANY(?) AND {LEFT} > 0"
# Each row by one process: two that delete the same at once would wait for each other.
FORGET = f"""
    DELETE FROM tallies WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM tallies WHERE step < {NOW} - {int(WITHIN) // STEP} - 1 FOR UPDATE SKIP LOCKED))"""


class PostgresTallies:
    """``Tallies`` on PostgreSQL. ``lend``: a connection for a while; ``identity``: of the database."""

    def __init__(self, lend: Callable[[], AbstractContextManager[Link]], identity: str) -> None:
        self._lend, self._identity = lend, identity
        self._sweeping, self._swept = Lock(), monotonic()

    def settle(self, counts: Mapping[str, int]) -> dict[str, Sequence[tuple[float, int]]]:
        """As ``Tallies.settle``; one trip to the server. Two at once hear of each other's counts, unless a step turns
        between them: then what both add is kept as well, and heard of from the next time on."""
        names = {key_of(self._identity, f"tally\0{name}"): name for name in counts}
        keys, numbers = [*names], [counts[name] for name in names.values()]
        found: dict[str, Sequence[tuple[float, int]]] = {}
        with self._lend() as link:
            with link.raw.pipeline():
                link.execute(BEGIN)
                link.execute(ADD, [keys, numbers])
                read = link.execute(READ, [keys])
                link.execute("COMMIT")
                rows = read.fetchall()
            if self._is_time():
                link.execute(FORGET)
        for key, left, count in rows:
            found[names[key]] = (*found.get(names[key], ()), (left, count))
        return found

    def _is_time(self) -> bool:
        with self._sweeping:
            late = monotonic() - self._swept > SWEPT
            if late:
                self._swept = monotonic()
            return late
