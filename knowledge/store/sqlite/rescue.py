"""Versions of the knowledge read out of a database that cannot be opened as usual, for want of space."""

from contextlib import closing
from pathlib import Path
from typing import Any

from knowledge.records.files import digest
from knowledge.records.model import StoreError
from knowledge.store.records import Version
from knowledge.store.sql.versions import FILES_OF
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import explained

# The second needs no room beside the file, but sees nothing of the log: it is right after a clean stop.
WAYS = ("mode=ro", "mode=ro&immutable=1")


class SqliteRescue:
    """The versions in ``path``. Opens for each call and closes: nobody else in this process may have the file open,
    whose locks would be lost. Raises ``StoreError`` when nothing can be read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def versions(self) -> tuple[Version, ...]:
        """All versions, oldest first."""
        names = ", ".join(Version.__slots__)
        return tuple(Version(*row) for row in self._rows(f"SELECT {names} FROM versions ORDER BY number"))

    def files_of(self, number: int) -> dict[str, str]:
        """Path → text of a version, which is whole: the digest is looked at."""
        files = dict(self._rows(FILES_OF, number))
        if [(digest(files),)] != self._rows("SELECT digest FROM versions WHERE number = ?", number):
            raise StoreError(f"{self._path} 里的第 {number} 版资料不完整。请用最近的备份换掉这个文件。", "damaged")
        return files

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with explained(self._path):
            for way in WAYS[:-1]:
                try:
                    return self._read(way, statement, values)
                except sqlite3.Error:
                    continue
            return self._read(WAYS[-1], statement, values)

    def _read(self, way: str, statement: str, values: tuple[Any, ...]) -> list[Any]:
        uri = f"{self._path.absolute().as_uri()}?{way}"
        with closing(sqlite3.connect(uri, uri=True, timeout=1.0, isolation_level=None)) as connection:
            return connection.execute(statement, values).fetchall()
