"""Drafts of the knowledge as rows: what each changes, against the version it began from."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import astuple, fields, replace
from typing import Any

from knowledge.records.files import text_digest
from knowledge.records.model import StoreError
from knowledge.store.desk import Draft, DraftFile, Note
from knowledge.store.records import Status, Version
from knowledge.store.sql.connection import DESK, Connection, Read
from knowledge.store.sql.trail import append
from knowledge.store.sql.versions import add_version
from knowledge.store.sql.writer import Writer

NAMES = [field.name for field in fields(Draft)]
COLUMNS = ", ".join(NAMES)
INSERT = f"INSERT INTO drafts ({COLUMNS}) VALUES ({', '.join('?' * len(NAMES))})"
UPDATE = f"UPDATE drafts SET {', '.join(f'{name} = ?' for name in NAMES)} WHERE number = ?"
FILES = """
    SELECT path, text, by, at FROM draft_files LEFT JOIN texts USING (sha256) WHERE draft = ? ORDER BY path"""
WRITE = """
    INSERT INTO draft_files (draft, path, sha256, by, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (draft, path) DO UPDATE SET sha256 = excluded.sha256, by = excluded.by, at = excluded.at"""
NOW = "SELECT sha256 FROM draft_files WHERE draft = ? AND path = ?"
IN_BASE = "SELECT sha256 FROM version_files WHERE version = ? AND path = ?"
GONE = "没有第 {number} 号草稿。请回到草稿列表看一看。"
MOVED = "第 {number} 号草稿刚才已经被别人处理过。请刷新再看。"
CLOSED = "第 {number} 号草稿已经不在修改中，改不了。要改，请先退回修改，或者另起一份草稿。"
QUICKER = "您打开以后，别人改过同一处，这一次没有存。请看看别人改成了什么，再存一次。"
Fresh = Callable[[Status, Mapping[str, str], str, str, str | None], Version]


class SqlDrafts:
    """Futures resolve after the commit; any method may raise StoreError. ``fresh``: makes a version without number."""

    def __init__(self, writer: Writer, read: Read, fresh: Fresh) -> None:
        self._writer, self._read, self._fresh = writer, read, fresh

    def all(self) -> tuple[Draft, ...]:
        """Every draft, newest first."""
        with self._read() as db:
            return tuple(map(_draft, db.execute(f"SELECT {COLUMNS} FROM drafts ORDER BY number DESC").fetchall()))

    def find(self, number: int) -> Draft | None:
        with self._read() as db:
            row = db.execute(f"SELECT {COLUMNS} FROM drafts WHERE number = ?", [number]).fetchone()
        return _draft(row) if row else None

    def begin(self, title: str, author: str, base: int, note: Note) -> Future[Draft]:
        def work(connection: Connection) -> Draft:
            [number] = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM drafts").fetchone()
            draft = Draft(number, title, author, base, "open", note.at, note.at)
            connection.execute(INSERT, astuple(draft))
            append(connection, replace(note, on=note.on or f"第 {number} 号草稿"))
            return draft

        return self._writer.submit(work, about=[DESK])

    def files(self, number: int) -> tuple[DraftFile, ...]:
        """The files it changes, by path."""
        with self._read() as db:
            return tuple(DraftFile(*row) for row in db.execute(FILES, [number]).fetchall())

    def hands(self, number: int) -> frozenset[str]:
        """Everybody who changed anything in it."""
        with self._read() as db:
            rows = db.execute("SELECT DISTINCT by FROM draft_hands WHERE draft = ?", [number]).fetchall()
        return frozenset(name for (name,) in rows)

    def write(
        self, number: int, files: Mapping[str, str | None], note: Note, *, was: Mapping[str, str | None] | None = None
    ) -> Future[Draft]:
        """Changes files of an open draft."""

        def work(connection: Connection) -> Draft:
            draft = _open_draft(connection, number)
            for path, seen in (was or {}).items():
                if _sum_of(connection, draft, path) != seen:
                    raise StoreError(QUICKER, "changed")
            return _write(connection, draft, files, note)

        return self._writer.submit(work, about=[DESK])

    def move(self, draft: Draft, was: str, note: Note) -> Future[Draft]:
        """Keeps the draft's new state, unless it is no longer ``was``."""

        def work(connection: Connection) -> Draft:
            _still(connection, draft.number, was)
            return _kept(connection, draft, note)

        return self._writer.submit(work, about=[DESK])

    def rebase(self, number: int, base: int, files: Mapping[str, str | None], note: Note) -> Future[Draft]:
        """The draft stands on another version from now on."""

        def work(connection: Connection) -> Draft:
            draft = replace(_found(connection, number), base=base)
            connection.execute("DELETE FROM draft_files WHERE draft = ?", [number])
            return _write(connection, draft, files, note)

        return self._writer.submit(work, about=[DESK])

    def publish(self, draft: Draft, files: Mapping[str, str], was: str, note: Note, *, words: str) -> Future[Version]:
        """Puts ``files`` in force as a new version and closes the draft, together."""
        fresh = self._fresh("published", files, draft.author, words, None)

        def work(connection: Connection) -> Version:
            _still(connection, draft.number, was)
            version = add_version(connection, fresh, files, was=draft.base)
            closed = replace(draft, state="published", version=version.number)
            _kept(connection, closed, replace(note, after=f"第 {version.number} 版"))
            return version

        return self._writer.submit(work, about=[DESK])


def _found(connection: Connection, number: int) -> Draft:
    row = connection.execute(f"SELECT {COLUMNS} FROM drafts WHERE number = ?", [number]).fetchone()
    if row is None:
        raise StoreError(GONE.format(number=number), "state")
    return _draft(row)


def _open_draft(connection: Connection, number: int) -> Draft:
    draft = _found(connection, number)
    if draft.state != "open":
        raise StoreError(CLOSED.format(number=number), "state")
    return draft


def _still(connection: Connection, number: int, was: str) -> None:
    if _found(connection, number).state != was:
        raise StoreError(MOVED.format(number=number), "state")


def _sum_of(connection: Connection, draft: Draft, path: str) -> str | None:
    """The sha256 of a file as the draft has it; None where it has none."""
    row = connection.execute(NOW, [draft.number, path]).fetchone()
    row = row or connection.execute(IN_BASE, [draft.base, path]).fetchone()
    return row[0] if row else None


def _write(connection: Connection, draft: Draft, files: Mapping[str, str | None], note: Note) -> Draft:
    for path, text in files.items():
        own = None if text is None else text_digest(text, path)
        if text is not None:
            connection.execute("INSERT INTO texts VALUES (?, ?) ON CONFLICT DO NOTHING", [own, text])
        base = connection.execute(IN_BASE, [draft.base, path]).fetchone()
        if own == (base[0] if base else None):  # as it was: no change any more
            connection.execute("DELETE FROM draft_files WHERE draft = ? AND path = ?", [draft.number, path])
        else:
            connection.execute(WRITE, [draft.number, path, own, note.who, note.at])
    connection.execute("INSERT INTO draft_hands VALUES (?, ?) ON CONFLICT DO NOTHING", [draft.number, note.who])
    return _kept(connection, replace(draft, changed_at=note.at), note)


def _kept(connection: Connection, draft: Draft, note: Note) -> Draft:
    connection.execute(UPDATE, [*astuple(draft), draft.number])
    append(connection, note)
    return draft


def _draft(row: tuple[Any, ...]) -> Draft:
    return Draft(*row)
