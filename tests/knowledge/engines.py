"""The engines a store may stand on, each with what the tests need of it besides the interface."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from knowledge.store import Store, open_store
from knowledge.store.sqlite.database import connect
from tests import postgres


class Sqlite:
    """One database, in a file of its own in ``folder``. ``DEAR``: how many times as long as a file it takes to make."""

    DEAR = 1

    def __init__(self, folder: Path) -> None:
        self.path = self.where = folder / "数据 #1" / "fudaoyuan.db"

    def open(self, **options: Any) -> Store:
        """The database, made when there is none; ``options``: as ``open_store`` takes them."""
        return open_store(self.path, **options)

    def content(self) -> bytes:
        """Everything that lies on the disk of it."""
        return b"".join(file.read_bytes() for file in sorted(self.path.parent.iterdir()))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Within the block somebody else holds the database, and nothing can be written."""
        with closing(connect(self.path, wait=5)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    def gone(self) -> None:
        """Nobody needs it any more."""


class Postgres:
    """One schema of its own in the server that all tests share."""

    DEAR = 6

    def __init__(self, folder: Path) -> None:
        self.where = self._url = postgres.fresh()

    def open(self, **options: Any) -> Store:
        """As ``Sqlite.open``."""
        return open_store(self._url, **options)

    def content(self) -> bytes:
        """Everything that can be read of it: what is deleted lies on the disk until the server uses the place again."""
        from knowledge.store.postgres.schema import table_names

        with postgres.connected(self._url) as link:
            return b"".join(repr(link.execute(f"SELECT * FROM {name}").fetchall()).encode() for name in table_names())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """As ``Sqlite.locked``."""
        from knowledge.store.postgres.schema import table_names

        with ExitStack() as held:
            link = held.enter_context(postgres.connected(self._url))
            link.execute("BEGIN")
            link.execute(f"LOCK TABLE {', '.join(table_names())} IN EXCLUSIVE MODE")
            yield

    def gone(self) -> None:
        """As ``Sqlite.gone``."""
        postgres.drop(self._url)


ENGINES = {"sqlite": Sqlite, "postgres": Postgres}
