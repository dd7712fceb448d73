"""Where the engine is chosen: nobody else names one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from knowledge.records.model import StoreError
from knowledge.store.interface import Shelf, Store
from knowledge.store.records import Copied
from knowledge.store.sql.store import utc_now
from knowledge.store.sql.writer import WAIT
from knowledge.store.sqlite import copies, errors
from knowledge.store.sqlite.marker import Marker
from knowledge.store.sqlite.rescue import SqliteRescue
from knowledge.store.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from knowledge.store.postgres.store import PostgresStore

UNINSTALLED = "设了 DATABASE_URL，却没有装连 PostgreSQL 的组件。请运行 make pg，再启动。"


def open_store(
    where: Path | str,
    *,
    create: bool = True,
    wait: float = WAIT,
    now: Callable[[], datetime] = utc_now,
    time: Callable[[], float] = monotonic,
) -> Store:
    """The store in ``where``, a file or the address of a PostgreSQL database, made when absent and ``create``; ``wait``
    seconds for another process's lock.

    ``time``: seconds that pass whatever the clock says, by which ``may_sweep`` tells how long a day was seen.

    Raises ``StoreError`` when there is no store and none may be made, or when it cannot be opened, is damaged, locked
    or another program's.
    """
    if isinstance(where, str):
        return _postgres().open(where, create=create, wait=wait, now=now, time=time)
    return SqliteStore.open(where, create=create, wait=wait, now=now, time=time)


def _postgres() -> "type[PostgresStore]":
    """Loaded when it is needed: most have no PostgreSQL, nor what speaks to it."""
    try:
        from knowledge.store.postgres.store import PostgresStore
    except ImportError as error:
        raise StoreError(f"{UNINSTALLED}（{error}）") from error
    return PostgresStore


def open_later(path: Path, *, wait: float = WAIT, now: Callable[[], datetime] = utc_now) -> Store:
    """The store in ``path``, which cannot be written now: what is to be written waits, as when the disk gets full
    while running, and is what opens the store, made when absent. Until then reading raises ``StoreError``."""
    return SqliteStore.open_later(path, wait=wait, now=now)


def rescue(path: Path) -> Shelf:
    """The versions in a store that cannot be opened as usual, for want of space, read as they lie there."""
    return SqliteRescue(path)


def unwritable(error: StoreError, path: Path) -> str:
    """What keeps the store in ``path`` from being written for now, when opening it failed with ``error``: "full",
    "disk", or "" when it is something that does not pass by itself."""
    return errors.unwritable(error, path.parent)


def copy_store(path: Path, into: Path, *, wait: float = WAIT) -> Copied:
    """Writes all that is acknowledged in the store ``path``, which may be in use, into the new file ``into``; what it
    says is read from there. Raises ``StoreError`` when it cannot be had whole."""
    return copies.copy(path, into, wait=wait)


def examine(path: Path) -> Copied:
    """What the copy at ``path`` holds, after all of it was read. Raises ``StoreError`` when it is not sound."""
    return copies.examine(path)


def adopt(path: Path, identity: str) -> None:
    """The store put in ``path`` belongs there from now on, whichever was there before. Raises OSError."""
    marker = Marker.of(path)
    if marker.read() == identity:
        return
    marker.path.unlink(missing_ok=True)
    if identity:  # one from before stores had any gets it when it is opened
        marker.keep(identity)


def files_of_store(path: Path) -> tuple[Path, ...]:
    """The files a store may consist of, the one that makes the others worthless first."""
    return (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
