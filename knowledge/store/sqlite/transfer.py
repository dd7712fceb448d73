"""A SQLite file as one side of a move."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from knowledge.store.sql.transfer import Side
from knowledge.store.sqlite.database import check_runtime, connect, prepare
from knowledge.store.sqlite.dialect import SQLITE
from knowledge.store.sqlite.errors import explained

WAIT = 2.0  # seconds for somebody who still writes


@contextmanager
def side(path: Path, *, source: bool) -> Iterator[Side]:
    """The file; as the ``source`` nobody may write to it meanwhile. Raises ``StoreError``."""
    check_runtime()
    with explained(path):
        prepare(path, create=not source, wait=WAIT, moving=True)
        with closing(connect(path, wait=WAIT)) as connection:
            if source:
                connection.execute("BEGIN IMMEDIATE")

            def columns(table: str) -> list[str]:
                rows = connection.execute("SELECT name FROM pragma_table_info(?)", [table])
                return [name for (name,) in rows.fetchall()]

            def insert(table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
                quoted = ", ".join(f'"{name}"' for name in names)
                connection.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({', '.join('?' * len(names))})", rows)

            yield Side(str(path), connection, SQLITE, columns, insert, lambda: None)
