"""Where the engine is chosen: nobody else names one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic

from knowledge.records.model import StoreError
from knowledge.store.interface import Shelf, Store
from knowledge.store.sqlite import errors
from knowledge.store.sqlite.rescue import SqliteRescue
from knowledge.store.sqlite.store import SqliteStore, utc_now
from knowledge.store.sqlite.writer import WAIT


def open_store(
    path: Path,
    *,
    create: bool = True,
    wait: float = WAIT,
    now: Callable[[], datetime] = utc_now,
    time: Callable[[], float] = monotonic,
) -> Store:
    """The store in ``path``, made when absent and ``create``; ``wait`` seconds for another process's lock.

    ``time``: seconds that pass whatever the clock says, by which ``may_sweep`` tells how long a day was seen.

    Raises ``StoreError`` when there is no store and none may be made, or when it cannot be opened, is damaged, locked
    or another program's.
    """
    return SqliteStore.open(path, create=create, wait=wait, now=now, time=time)


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
