"""What a store on any engine of SQL does the same way: the parts over one writer and two ways to read."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self

from knowledge.records.files import check_names, digest
from knowledge.records.model import StoreError
from knowledge.store.desk import Note
from knowledge.store.records import Status, Turn, Version
from knowledge.store.sql.connection import DESK, Connection
from knowledge.store.sql.days import SqlDays
from knowledge.store.sql.drafts import SqlDrafts
from knowledge.store.sql.events import SqlEvents
from knowledge.store.sql.forgotten import JustForgotten
from knowledge.store.sql.ledger import SqlLedger
from knowledge.store.sql.outbox import SqlBoxes
from knowledge.store.sql.people import SqlPeople
from knowledge.store.sql.questions import SqlQuestions
from knowledge.store.sql.receipts import SqlReceipts
from knowledge.store.sql.reminders import SqlReminders
from knowledge.store.sql.statistics import SqlStatistics
from knowledge.store.sql.trail import SqlTrail
from knowledge.store.sql.turns import RECORD, TURN, turn_of, write_forgotten
from knowledge.store.sql.versions import FILES_OF, add_version, versions
from knowledge.store.sql.writer import Writer

STATE = "SELECT state FROM conversations WHERE conversation = ?"


def utc_now() -> datetime:
    return datetime.now(UTC)


class SqlStore(ABC):
    """Versions, conversations, and the way to the rest. ``name``: how sentences name the database; ``time``: seconds
    that pass whatever the clock says."""

    def __init__(self, name: str, writer: Writer, now: Callable[[], datetime], time: Callable[[], float]) -> None:
        self._name, self._writer, self._now = name, writer, now
        self._days, self._forgotten = SqlDays(writer, time), JustForgotten(time)

    @abstractmethod
    def _read(self) -> AbstractContextManager[Connection]:
        """A connection for something short."""

    @abstractmethod
    def _read_apart(self) -> AbstractContextManager[Connection]:
        """For what reads long: on a connection of its own that cannot write, so that nobody's answer waits for it."""

    @abstractmethod
    def close(self) -> None:
        """Writes what waits and closes."""

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

    def announced(self) -> Version | None:
        """The published version as far as this process has heard."""
        return self.published()

    def versions(self) -> tuple[Version, ...]:
        """All versions, oldest first."""
        with self._read() as db:
            return versions(db)

    def files_of(self, number: int) -> dict[str, str]:
        """Path → text of version ``number``, sorted by path. Raises ``StoreError`` when there is none."""
        with self._read() as db:
            rows = db.execute(FILES_OF, [number]).fetchall()
        if not rows:
            raise StoreError(f"{self._name} 里没有第 {number} 版资料。请先查看版本列表，再选一个有的版本。")
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
        added = self._writer.submit(lambda connection: add_version(connection, fresh, files, trail, was), about=[DESK])
        return added.result()

    # Conversations

    def record(self, turn: Turn, state: str | None) -> Future[int]:
        """Keeps the turn and what its conversation remembers together; resolves to the row's id."""
        with self._forgotten.lock:
            return self._writer.add(RECORD, self._forgotten.kept_of((turn, state)))

    def state_of(self, conversation: str) -> str | None:
        """What was last remembered of the conversation; None when nothing is."""
        with self._read() as db:
            row = db.execute(STATE, [conversation]).fetchone()
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
            return self._writer.submit(
                lambda connection: write_forgotten(connection, conversation, nobody), about=[conversation]
            )

    def _turns(self, where: str, values: list[Any]) -> list[Turn]:
        with self._read() as db:
            rows = db.execute(f"SELECT {TURN} FROM turns WHERE {where}", values).fetchall()
            return [turn_of(row) for row in rows]

    # The rest

    def outbox(self, channel: str) -> SqlBoxes:
        """What a messenger delivered and what it still has to deliver, in the same transactions."""
        return SqlBoxes(self._writer, self._read, self._now, channel)

    def receipts(self) -> SqlReceipts:
        return SqlReceipts(self._writer, self._read)

    def questions(self) -> SqlQuestions:
        return SqlQuestions(self._writer, self._read)

    def reminders(self) -> SqlReminders:
        return SqlReminders(self._writer, self._read)

    def counts(self) -> SqlStatistics:
        return SqlStatistics(self._read_apart)

    def ledger(self) -> SqlLedger:
        return SqlLedger(self._writer, self._read)

    def trail(self) -> SqlTrail:
        return SqlTrail(self._writer, self._read_apart)

    def people(self) -> SqlPeople:
        return SqlPeople(self._writer, self._read)

    def drafts(self) -> SqlDrafts:
        return SqlDrafts(self._writer, self._read, self._fresh)

    def events(self) -> SqlEvents:
        return SqlEvents(self._writer, self._read_apart)

    def may_sweep(self, today: date) -> Future[bool]:
        """Whether what is kept for so many days may be deleted by the date of ``today``: no after it has jumped."""
        return self._days.may_sweep(today)
