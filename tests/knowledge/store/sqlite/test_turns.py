"""Rows written in few statements have the numbers of rows written one by one."""

from contextlib import closing
from pathlib import Path
from threading import Event

from knowledge.store.sql.turns import MOST
from knowledge.store.sqlite.database import connect
from knowledge.store.sqlite.store import SqliteStore
from tests.knowledge.said import TURN


def test_each_turn_of_a_group_hears_the_number_of_its_own_row(tmp_path: Path) -> None:
    started, go_on = Event(), Event()
    with SqliteStore.open(tmp_path / "x.db") as store, closing(connect(tmp_path / "x.db", wait=0)) as connection:
        store._writer.submit(lambda _: (started.set(), go_on.wait()))
        started.wait()
        futures = {text: store.record(TURN._replace(text=text), text) for text in map(str, range(MOST + 90))}
        go_on.set()
        told = {text: future.result() for text, future in futures.items()}
        assert told == dict(connection.execute("SELECT text, id FROM turns").fetchall()) and len(told) == MOST + 90
