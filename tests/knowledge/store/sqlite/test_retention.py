"""What stays of a swept turn in its row."""

from contextlib import closing
from pathlib import Path

from knowledge.store import Swept, open_store
from knowledge.store.sqlite.database import connect
from tests.knowledge.said import TURN

BEFORE = "2025-01-01T00:00:00+00:00"


def test_no_word_stays_in_the_row_and_how_many_talked_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with open_store(path) as store, closing(connect(path, wait=0)) as connection:
        for number in range(25):
            store.record(TURN._replace(conversation=f"c{number % 3}", client_id=f"m-{number}"), None).result()
        assert store.sweep(BEFORE, batch=10, rest=lambda: True) == Swept(25, 0)
        kept = connection.execute("SELECT DISTINCT text || reply || payload, amount, client_id FROM turns")
        assert kept.fetchall() == [("{}", None, None)]
        assert connection.execute("SELECT count(DISTINCT conversation) FROM turns").fetchone() == (3,)
