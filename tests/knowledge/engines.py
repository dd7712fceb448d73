"""The engines a store may stand on, each with what the tests need of it besides the interface."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from knowledge.store import Store, open_store
from knowledge.store.sqlite.database import connect


class Sqlite:
    """One database, in a file of its own in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "数据 #1" / "fudaoyuan.db"

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


ENGINES = {"sqlite": Sqlite}
