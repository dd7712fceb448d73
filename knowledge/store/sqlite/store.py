"""``Store`` on one SQLite file: how it is opened, read and watched; what it keeps is ``SqlStore``'s."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Self

from knowledge.records.model import StoreError
from knowledge.store.interface import Over, Talks, Tallies
from knowledge.store.sql.connection import Connection
from knowledge.store.sql.retention import LedgerSweep, Sweep
from knowledge.store.sql.store import STATE, SqlStore, utc_now
from knowledge.store.sql.writer import WAIT, Writer
from knowledge.store.sqlite.database import check_runtime, connect, prepare
from knowledge.store.sqlite.dialect import SQLITE
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import explain, explained
from knowledge.store.sqlite.log import empty_log
from knowledge.store.sqlite.pulse import SqlitePulse
from knowledge.store.sweeping import BATCH, Rest, Swept, rest

STEPS = 2_000  # of a check between two looks at whether to go on, some milliseconds
TRY = 0.5  # seconds of one try of the writer, which tries again
UNOPENED = "数据库还打不开：{path}。现在只答不记，能写时自动恢复。请腾出磁盘空间。"


class SqliteStore(SqlStore):
    """One SQLite file; its methods do what ``Store`` says."""

    def __init__(
        self,
        path: Path,
        *,
        wait: float,
        now: Callable[[], datetime],
        time: Callable[[], float] = monotonic,
        later: bool = False,
    ) -> None:
        self._path, self._wait = path, wait
        self._connect = partial(connect, path, wait=wait)
        self._reading = Lock()
        self._prepared = not later
        self._opened: sqlite3.Connection | None = None
        if not later:
            self._reader()
        try:
            writer = Writer(self._to_write, SQLITE, explain=partial(explain, path=path), wait=wait, later=later)
        except BaseException:
            self._reader().close()
            raise
        super().__init__(str(path), writer, now, time)
        self._pulse = SqlitePulse(path, writer, now)
        self._closed = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        wait: float = WAIT,
        now: Callable[[], datetime] = utc_now,
        time: Callable[[], float] = monotonic,
    ) -> Self:
        """The store in ``path``, made when absent and ``create``; ``wait`` seconds for another process's lock.

        ``time``: seconds that pass whatever the clock says, by which ``may_sweep`` tells how long a day was seen.

        Raises ``StoreError`` when the path is a folder, missing, unreadable, no database, damaged, locked, or
        another program's, and when the SQLite at hand is too old.
        """
        check_runtime()
        with explained(path):
            prepare(path, create=create, wait=wait)
            return cls(path, wait=wait, now=now, time=time)

    @classmethod
    def open_later(cls, path: Path, *, wait: float = WAIT, now: Callable[[], datetime] = utc_now) -> Self:
        """The store in ``path``, which cannot be written now: what is to be written waits, as when the disk gets full
        while running, and is what opens the file, made when absent. Until then reading raises ``StoreError``."""
        check_runtime()
        return cls(path, wait=wait, now=now, later=True)

    def close(self) -> None:
        """Writes what waits, as long as ``wait`` allows, and closes the file. A second call does nothing."""
        self._closed = True
        self._writer.close()
        with self._reading:
            self._prepared = False
            if self._opened is not None:
                self._opened.close()

    def _to_write(self) -> sqlite3.Connection:
        if not self._prepared:
            prepare(self._path, create=True, wait=TRY)
        connection = self._connect(wait=min(self._wait, TRY))
        self._prepared = True
        return connection

    def _reader(self) -> sqlite3.Connection:
        """The connection for reading, made when it is first needed; held under the lock."""
        if self._opened is None:
            if not self._prepared:
                raise StoreError(UNOPENED.format(path=self._path), "closed")
            connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
            self._opened = connection
        return self._opened

    def state_of(self, conversation: str) -> str | None:
        """What was last remembered of the conversation; None when nothing is."""
        try:  # asked before every answer
            with self._reading:
                row = self._reader().execute(STATE, [conversation]).fetchone()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise explain(error, self._path) from error
        return row[0] if row else None

    def talks(self) -> Talks | None:
        """None: this process alone answers."""
        return None

    def tallies(self) -> Tallies | None:
        """None: this process counts alone."""
        return None

    def is_chosen(self, duty: str) -> bool:
        """There is nobody else."""
        return True

    def empty_log(self) -> bool:
        """Cuts the log to nothing, and with it what was deleted; False when somebody reads just now."""
        return empty_log(self._path)

    def make_room(self) -> None:
        """One table has room for all months."""

    def sweep(self, before: str, *, batch: int = BATCH, rest: Rest = rest) -> Swept:
        """On a connection of its own: neither answers nor writes stand in a queue behind it."""
        with explained(self._path), closing(self._connect()) as connection:
            swept, questions = Sweep(connection, SQLITE, before, batch, rest).run()
        if any(swept) or questions:
            empty_log(self._path)
        return swept

    def sweep_ledger(self, kinds: Sequence[str], over: Over, *, rest: Rest = rest) -> int:
        """On a connection of its own, as ``sweep``."""
        with explained(self._path), closing(self._connect()) as connection:
            count = LedgerSweep(connection, SQLITE, kinds, over, rest).run()
        if count:
            empty_log(self._path)
        return count

    def pulse(self) -> SqlitePulse:
        """Whether the store is still well."""
        return self._pulse

    @property
    def behind(self) -> bool:
        """Whether what is to be written has been waiting for a while, so that nobody need wait for it."""
        return self._pulse.behind

    def health(self, stop: Callable[[], bool] = lambda: False) -> dict[str, str | int]:
        """``sqlite`` (version), ``path``, ``bytes``, ``wal_bytes``, ``check`` ("ok", or what is damaged).

        Reads the whole file, on a connection of its own: nobody waits for it. Raises ``StoreError`` also when
        ``stop`` turns true meanwhile.
        """
        wal = self._path.with_name(self._path.name + "-wal")
        with explained(self._path), closing(self._connect()) as connection:
            connection.set_progress_handler(stop, STEPS)
            [check] = connection.execute("PRAGMA quick_check(1)").fetchone()
            return {
                "sqlite": sqlite3.sqlite_version,
                "path": str(self._path),
                "bytes": self._path.stat().st_size,
                "wal_bytes": wal.stat().st_size if wal.exists() else 0,
                "check": check,
            }

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._reading, explained(self._path):
            yield self._reader()

    @contextmanager
    def _read_apart(self) -> Iterator[Connection]:
        """For what reads long: on a connection of its own, so that nobody's answer waits for it."""
        if self._closed:
            raise StoreError(f"数据库已经关闭：{self._path}。请重新启动程序。")
        with explained(self._path), closing(self._connect()) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield connection
