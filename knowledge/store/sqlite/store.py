"""``Store`` on one SQLite file: versions of the knowledge, conversations, and the way to the rest."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from knowledge.records.files import check_names, digest
from knowledge.records.model import StoreError
from knowledge.store.desk import Note
from knowledge.store.records import Status, Turn, Version
from knowledge.store.sqlite.database import check_runtime, connect, prepare
from knowledge.store.sqlite.days import SqliteDays
from knowledge.store.sqlite.drafts import SqliteDrafts
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import explain, explained
from knowledge.store.sqlite.events import SqliteEvents
from knowledge.store.sqlite.forgotten import JustForgotten
from knowledge.store.sqlite.ledger import SqliteLedger
from knowledge.store.sqlite.log import empty_log
from knowledge.store.sqlite.outbox import SqliteBoxes
from knowledge.store.sqlite.people import SqlitePeople
from knowledge.store.sqlite.pulse import SqlitePulse
from knowledge.store.sqlite.questions import SqliteQuestions
from knowledge.store.sqlite.receipts import SqliteReceipts
from knowledge.store.sqlite.retention import sweep
from knowledge.store.sqlite.statistics import SqliteStatistics
from knowledge.store.sqlite.trail import SqliteTrail
from knowledge.store.sqlite.turns import RECORD, TURN, turn_of, write_forgotten
from knowledge.store.sqlite.versions import add_version, versions, wrap
from knowledge.store.sqlite.writer import WAIT, Writer
from knowledge.store.sweeping import BATCH, Rest, Swept, rest

STATE = "SELECT state FROM conversations WHERE conversation = ?"
FILES_OF = "SELECT path, text FROM version_files JOIN texts USING (sha256) WHERE version = ? ORDER BY path"
STEPS = 2_000  # of a check between two looks at whether to go on, some milliseconds
TRY = 0.5  # seconds of one try of the writer, which tries again
UNOPENED = "数据库还打不开：{path}。现在只答不记，能写时自动恢复。请腾出磁盘空间。"


def utc_now() -> datetime:
    return datetime.now(UTC)


class SqliteStore:
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
        self._path, self._now, self._wait = path, now, wait
        self._connect = partial(connect, path, wait=wait)
        self._reading = Lock()
        self._prepared = not later
        self._opened: sqlite3.Connection | None = None
        if not later:
            self._reader()
        try:
            self._writer = Writer(self._to_write, explain=partial(explain, path=path), wait=wait, later=later)
        except BaseException:
            self._reader().close()
            raise
        self._pulse = SqlitePulse(path, self._writer, self._now)
        self._days = SqliteDays(self._writer, time)
        self._forgotten = JustForgotten(time)
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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Versions of the knowledge

    def published(self) -> Version | None:
        """The version answers are given from; None in a new store."""
        with self._read() as db:
            return next(iter(versions(db, "WHERE status = 'published'")), None)

    def versions(self) -> tuple[Version, ...]:
        """All versions, oldest first."""
        with self._read() as db:
            return versions(db)

    def files_of(self, number: int) -> dict[str, str]:
        """Path → text of version ``number``, sorted by path. Raises ``StoreError`` when there is none."""
        with self._read() as db:
            rows = db.execute(FILES_OF, [number]).fetchall()
        if not rows:
            raise StoreError(f"{self._path} 里没有第 {number} 版资料。请先查看版本列表，再选一个有的版本。")
        return dict(rows)

    def publish(
        self,
        files: Mapping[str, str],
        *,
        author: str,
        note: str,
        shipped: str | None = None,
        trail: Note | None = None,
        was: int | None = None,
    ) -> Version:
        """Makes ``files`` the published version, in one transaction."""
        return self._add(self._fresh("published", files, author, note, shipped), files, trail, was)

    def save_draft(self, files: Mapping[str, str], *, author: str, note: str, shipped: str | None = None) -> Version:
        """Keeps ``files`` as a draft; the shipped folder that is a draft already is not drafted again."""
        return self._add(self._fresh("draft", files, author, note, shipped), files)

    def _fresh(self, status: Status, files: Mapping[str, str], author: str, note: str, shipped: str | None) -> Version:
        """A version without its number."""
        if not files:
            raise StoreError("没有任何资料文件，不能存成一个版本。请至少放入一份政策。")
        check_names(files)
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        return Version(0, status, author, note, at, shipped, digest(files))

    def _add(
        self, fresh: Version, files: Mapping[str, str], trail: Note | None = None, was: int | None = None
    ) -> Version:
        return self._writer.submit(lambda connection: add_version(wrap(connection), fresh, files, trail, was)).result()

    # Conversations

    def record(self, turn: Turn, state: str | None) -> Future[int]:
        """Keeps the turn and what its conversation remembers together; resolves to the row's id."""
        with self._forgotten.lock:
            return self._writer.add(RECORD, self._forgotten.kept_of((turn, state)))

    def state_of(self, conversation: str) -> str | None:
        """What was last remembered of the conversation; None when nothing is."""
        try:  # asked before every answer
            with self._reading:
                row = self._reader().execute(STATE, [conversation]).fetchone()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise explain(error, self._path) from error
        return row[0] if row else None

    def turns(self, conversation: str, limit: int = 50) -> tuple[Turn, ...]:
        """The last ``limit`` turns of the conversation, oldest first."""
        found = self._turns("conversation = ? ORDER BY id DESC LIMIT ?", [conversation, max(limit, 0)])
        return tuple(reversed(found))

    def reply_to(self, conversation: str, client_id: str) -> Turn | None:
        """The turn that answered this message of the sender's; None when it was not answered yet."""
        return next(iter(self._turns("conversation = ? AND client_id = ?", [conversation, client_id])), None)

    def forget(self, conversation: str) -> Future[None]:
        """Deletes what was said, answered and remembered, and who said it, also what comes within ``GRACE``."""
        with self._forgotten.lock:
            nobody = self._forgotten.begin(conversation)
            return self._writer.submit(lambda connection: write_forgotten(connection, conversation, nobody))

    def empty_log(self) -> bool:
        """Cuts the log to nothing, and with it what was deleted; False when somebody reads just now."""
        return empty_log(self._path)

    def outbox(self, channel: str) -> SqliteBoxes:
        """What a messenger delivered and what it still has to deliver, in the same file and the same transactions."""
        return SqliteBoxes(self._writer, self._read, self._now, channel)

    def receipts(self) -> SqliteReceipts:
        return SqliteReceipts(self._writer, self._read)

    def questions(self) -> SqliteQuestions:
        return SqliteQuestions(self._writer, self._read)

    def counts(self) -> SqliteStatistics:
        return SqliteStatistics(self._read_apart)

    def ledger(self) -> SqliteLedger:
        return SqliteLedger(self._writer, self._read)

    def trail(self) -> SqliteTrail:
        return SqliteTrail(self._writer, self._read_apart)

    def people(self) -> SqlitePeople:
        return SqlitePeople(self._writer, self._read)

    def drafts(self) -> SqliteDrafts:
        return SqliteDrafts(self._writer, self._read, self._fresh)

    def events(self) -> SqliteEvents:
        return SqliteEvents(self._writer, self._read_apart)

    def may_sweep(self, today: date) -> Future[bool]:
        """Whether what is kept for so many days may be deleted by the date of ``today``: no after it has jumped."""
        return self._days.may_sweep(today)

    def sweep(self, before: str, *, batch: int = BATCH, rest: Rest = rest) -> Swept:
        """On a connection of its own: neither answers nor writes stand in a queue behind it."""
        return sweep(self._path, before, wait=self._wait, batch=batch, rest=rest)

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
    def _read(self) -> Iterator[Database]:
        with self._reading, explained(self._path):
            yield wrap(self._reader())

    @contextmanager
    def _read_apart(self) -> Iterator[Database]:
        """For what reads long: on a connection of its own, so that nobody's answer waits for it."""
        if self._closed:
            raise StoreError(f"数据库已经关闭：{self._path}。请重新启动程序。")
        with explained(self._path), closing(self._connect()) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield wrap(connection)

    def _turns(self, where: str, values: list[Any]) -> list[Turn]:
        with self._read() as db:
            rows = db.execute(f"SELECT {TURN} FROM turns WHERE {where}", values).fetchall()
            return [turn_of(row) for row in rows]
