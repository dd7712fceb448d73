"""Accounts of the desk, who is logged in, and how often somebody tried."""

from concurrent.futures import Future
from dataclasses import astuple, fields
from datetime import datetime, timedelta
from typing import Any

from knowledge.store.desk import DeskSession, Failures, Note, Person
from knowledge.store.sql.connection import DESK, Connection, Read
from knowledge.store.sql.trail import append
from knowledge.store.sql.writer import Writer

NAMES = [field.name for field in fields(Person)]
COLUMNS = ", ".join(NAMES)
SESSION = ", ".join(DeskSession._fields)
INSERT = f"INSERT INTO people ({COLUMNS}, secret) VALUES ({', '.join('?' * len(NAMES))}, ?)"
UPDATE = f"UPDATE people SET {', '.join(f'{name} = ?' for name in NAMES)} WHERE name = ?"
FAILED = """
    INSERT INTO login_failures AS one (key, count, since) VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET
        count = one.count + 1 RETURNING count, since"""
STALE = "DELETE FROM login_failures WHERE since < ?"  # the day before
OVER = "DELETE FROM login_failures WHERE key = ?"


class SqlPeople:
    """Futures resolve after the commit; any method may raise StoreError."""

    def __init__(self, writer: Writer, read: Read) -> None:
        self._writer, self._read = writer, read

    def everybody(self) -> tuple[Person, ...]:
        """All accounts, by name."""
        with self._read() as db:
            return tuple(map(_person, db.execute(f"SELECT {COLUMNS} FROM people ORDER BY name").fetchall()))

    def find(self, name: str) -> Person | None:
        with self._read() as db:
            row = db.execute(f"SELECT {COLUMNS} FROM people WHERE name = ?", [name]).fetchone()
        return _person(row) if row else None

    def secret_of(self, name: str) -> str:
        """The hash of the password; "" where there is no such account."""
        with self._read() as db:
            row = db.execute("SELECT secret FROM people WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else ""

    def put(self, person: Person, note: Note, *, secret: str | None = None, new: bool = False) -> Future[bool]:
        """Keeps the account, and ends its sessions where role, county, state, id in 企业微信 or password change."""
        return self._writer.submit(lambda connection: _put(connection, person, note, secret, new=new), about=[DESK])

    def begin(self, session: DeskSession, note: Note) -> Future[None]:
        """Somebody has logged in; sessions that ended of themselves go."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM desk_sessions WHERE begun < ?", [_day_before(session.begun)])
            connection.execute(f"INSERT INTO desk_sessions ({SESSION}) VALUES (?, ?, ?, ?, ?)", session)
            append(connection, note)

        return self._writer.submit(work, about=[DESK])

    def session(self, digest: str) -> DeskSession | None:
        with self._read() as db:
            row = db.execute(f"SELECT {SESSION} FROM desk_sessions WHERE digest = ?", [digest]).fetchone()
        return DeskSession(*row) if row else None

    def seen(self, digest: str, at: str) -> Future[None]:
        """The session was used."""

        def work(connection: Connection) -> None:
            connection.execute("UPDATE desk_sessions SET seen = ? WHERE digest = ?", [at, digest])

        return self._writer.submit(work, about=[DESK])

    def end(self, digest: str, note: Note | None = None) -> Future[None]:
        """The session counts no longer."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM desk_sessions WHERE digest = ?", [digest])
            if note:
                append(connection, note)

        return self._writer.submit(work, about=[DESK])

    def failures(self, key: str) -> Failures:
        with self._read() as db:
            row = db.execute("SELECT count, since FROM login_failures WHERE key = ?", [key]).fetchone()
        return Failures(*row) if row else Failures()

    def failed(self, key: str, at: str, *, anew: bool) -> Future[Failures]:
        """One wrong password more; those of days ago are forgotten."""

        def work(connection: Connection) -> Failures:
            connection.execute(STALE, [_day_before(at)])
            if anew:
                connection.execute(OVER, [key])
            return Failures(*connection.execute(FAILED, [key, at]).fetchone())

        return self._writer.submit(work, about=[DESK])

    def forgive(self, key: str) -> Future[None]:
        """The count is over."""

        def work(connection: Connection) -> None:
            connection.execute(OVER, [key])

        return self._writer.submit(work, about=[DESK])


def _put(connection: Connection, person: Person, note: Note, secret: str | None, *, new: bool) -> bool:
    row = connection.execute(f"SELECT {COLUMNS} FROM people WHERE name = ?", [person.name]).fetchone()
    if (row is None) != new:
        return False
    if new:
        connection.execute(INSERT, [*astuple(person), secret or ""])
    else:
        connection.execute(UPDATE, [*astuple(person), person.name])
        if secret is not None:
            connection.execute("UPDATE people SET secret = ? WHERE name = ?", [secret, person.name])
        old = _person(row)
        if secret is not None or _reach(old) != _reach(person):
            connection.execute("DELETE FROM desk_sessions WHERE person = ?", [person.name])
    append(connection, note)
    return True


def _reach(person: Person) -> tuple[str, ...]:
    """What decides where somebody may go, and how he gets in."""
    return person.role, person.county, person.state, person.wecom


def _person(row: tuple[Any, ...]) -> Person:
    return Person(**{**dict(zip(NAMES, row, strict=True)), "fresh": bool(row[NAMES.index("fresh")])})


def _day_before(at: str) -> str:
    """The same moment a day earlier; ISO times of one zone sort as they pass."""
    return (datetime.fromisoformat(at) - timedelta(days=1)).isoformat(timespec="seconds")
