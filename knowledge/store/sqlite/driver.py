"""The SQLite of the pysqlite3 package, which is newer than Python's own; Python's own without it."""

from typing import TYPE_CHECKING

__all__ = ["sqlite3"]

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3.dbapi2 as sqlite3
    except ImportError:
        import sqlite3
