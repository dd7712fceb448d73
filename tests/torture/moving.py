"""A move of many recorded messages there and back: counts, checksums, time, and how much memory it takes."""

import resource
import tempfile
from pathlib import Path
from time import perf_counter

from knowledge.store import move_store, open_store
from tests import postgres
from tests.knowledge.said import TURN

MANY = 1_000_000
MOST = 300  # MB
STATE = '{"schema": 7, "at": "2025-11-22T08:00:00+00:00", "said": "' + "专利质押贷了五百万，一年" * 20 + '"}'
PAYLOAD = '{"text": "' + "最多 6.7 万元：按合同贷款额的 50%，最高 60 万元。" * 20 + '"}'


def run(count: int = MANY) -> None:
    """Fills a SQLite file, moves it to a server of its own and back, and prints what it took."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old" / "s.sqlite3", Path(folder) / "new" / "s.sqlite3"
        _fill(old, count)
        url = postgres.fresh_database()
        try:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            for source, target in ((old, url), (url, new)):
                begun = perf_counter()
                moved = move_store(source, target, lambda done, total: None)
                seconds, peak = perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                way = "SQLite → PostgreSQL" if source == old else "PostgreSQL → SQLite"
                print(
                    f"  {way}: {moved.turns:,} turns, {moved.rows:,} rows in {seconds:.0f} s"
                    f" ({moved.rows / seconds:,.0f}/s, read back), peak memory {peak:.0f} MB (before {before:.0f} MB)"
                )
                assert moved.turns == count and peak < MOST
        finally:
            postgres.drop_database(url)


def _fill(path: Path, count: int) -> None:
    with open_store(path) as store:
        store.publish({"a.txt": "一"}, author="a", note="")
        last = None
        for number in range(count):
            name = f"c{number // 5}"
            turn = TURN._replace(conversation=name, client_id=f"m{number}", payload=PAYLOAD, reply=PAYLOAD[10:200])
            last = store.record(turn, STATE)
            if number % 10_000 == 0:
                last.result()
        if last:
            last.result()


if __name__ == "__main__":
    import sys

    run(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
    postgres.leave()
