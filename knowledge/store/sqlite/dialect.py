"""How SQLite is spoken to by the shared statements."""

from collections.abc import Sequence

from knowledge.store.sql.connection import Connection, Dialect
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import is_locked, passes


def _begin(connection: Connection, names: Sequence[str]) -> None:
    connection.execute("BEGIN IMMEDIATE")  # nobody else writes anything


SQLITE = Dialect(
    begin=_begin,
    passes=passes,
    is_locked=is_locked,
    is_fault=lambda error: isinstance(error, sqlite3.Error),
    said_at="CASE WHEN json_valid(state) THEN coalesce(json_extract(state, '$.at'), '') ELSE '' END",
)
