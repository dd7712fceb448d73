"""A PostgreSQL database as one side of a move."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from knowledge.records.model import StoreError
from knowledge.store.postgres.connection import Link, connect, shown
from knowledge.store.postgres.errors import explained
from knowledge.store.postgres.locks import dialect_of
from knowledge.store.postgres.months import add_months, last_ahead, months_of
from knowledge.store.postgres.schema import prepare
from knowledge.store.sql.transfer import Side

WAIT, LOOKS = 2.0, 0.1  # seconds for somebody who still writes or hangs up, and between two looks
COLUMNS = """
    SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'fudaoyuan' AND pid <> pg_backend_pid()"""
NUMBERED = {"turns": "id", "outbox": "id", "questions": "number", "reminders": "number"}
BUSY = "{name} 还有 {count} 个连接在用。请先停掉全部服务，再搬。"


def _others(link: Link) -> int:
    """How many others use it; one that has just hung up is given the time to be gone."""
    until = time.monotonic() + WAIT
    while (count := int(link.execute(OTHERS).fetchone()[0])) and time.monotonic() < until:
        time.sleep(LOOKS)
    return count


@contextmanager
def side(url: str, *, source: bool) -> Iterator[Side]:
    """The database; it may not be in use. Raises ``StoreError``."""
    name = shown(url)
    with explained(name), closing(connect(url)) as link:
        identity = prepare(link, name, create=not source, wait=WAIT, moving=True)
        if count := _others(link):
            raise StoreError(BUSY.format(name=name, count=count), "locked")
        if source:
            link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield Side(
            name,
            link,
            dialect_of(identity),
            lambda table: [column for (column,) in link.execute(COLUMNS, [table]).fetchall()],
            lambda table, columns, rows: _copy(link, table, columns, rows),
            lambda: _go_on(link),
        )


def _copy(link: Link, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if table == "turns":
        place = columns.index("at")
        add_months(link, months_of((row[place] for row in rows), last_ahead(link)))
    names = ", ".join(f'"{name}"' for name in columns)
    link.copy(f"COPY {table} ({names}) FROM STDIN", rows)


def _go_on(link: Link) -> None:
    """New rows get the numbers behind those that were moved."""
    for table, column in NUMBERED.items():
        highest = f"(SELECT max({column}) FROM {table})"
        sequence = f"pg_get_serial_sequence('{table}', '{column}')"
        link.execute(f"SELECT setval({sequence}, coalesce({highest}, 1), {highest} IS NOT NULL)")
    link.execute("ANALYZE")
