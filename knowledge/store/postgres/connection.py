"""A connection to PostgreSQL that takes the shared statements, and how it is opened."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

USUAL = {
    "application_name": "fudaoyuan",
    "client_encoding": "UTF8",
    "connect_timeout": "3",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",  # milliseconds after which a server that does not answer counts as gone
}
# PostgreSQL keeps no NUL: it goes in as a character that is none, followed by a 0, and that character followed by a 1.
NONE = "\ufdd0"
_KEPT = str.maketrans({"\0": f"{NONE}0", NONE: f"{NONE}1"})
_BACK = re.compile(f"{NONE}([01])")


class Link:
    """``knowledge.store.sql.Connection`` over psycopg, in autocommit: a transaction begins where one is begun."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.raw = connection

    @property
    def in_transaction(self) -> bool:
        """Also where the server is gone: nothing more can be done with it before it is closed."""
        return self.raw.info.transaction_status is not TransactionStatus.IDLE

    @property
    def server_version(self) -> int:
        return self.raw.info.server_version

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> "Rows":
        cursor = self.raw.execute(translated(statement), [_kept(value) for value in values])
        return Rows(cursor)

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]], /) -> "Rows":
        cursor = self.raw.cursor()
        if rows:
            kept = [[_kept(value) for value in row] for row in rows]
            cursor.executemany(translated(statement), kept)
        return Rows(cursor)

    def copy(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Rows into a table, as ``statement`` (COPY … FROM STDIN) says."""
        with self.raw.cursor().copy(statement.encode()) as into:
            for row in rows:
                into.write_row([_kept(value) for value in row])

    def run(self, statements: str) -> None:
        """Several statements at once, without values."""
        self.raw.execute(statements.encode())

    def close(self) -> None:
        self.raw.close()


class Rows:
    """What a statement gave, with the characters it was given."""

    def __init__(self, cursor: "psycopg.Cursor[Any]") -> None:
        self._cursor = cursor

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        return None if row is None else _back(row)

    def fetchall(self) -> list[Any]:
        return [_back(row) for row in self._cursor.fetchall()]

    def __iter__(self) -> Iterator[Any]:
        return map(_back, self._cursor)

    def __next__(self) -> Any:
        return _back(next(self._cursor))


def connect(url: str, **session: str) -> Link:
    """A connection; ``session``: parameters of the server for it, such as ``lock_timeout``. Raises psycopg.Error."""
    raw: psycopg.Connection[Any] = psycopg.connect(complete(url), autocommit=True)
    set_up(raw, session)
    return Link(raw)


def set_up(raw: "psycopg.Connection[Any]", session: dict[str, str]) -> None:
    """The session's parameters, in one statement."""
    raw.add_notice_handler(lambda notice: None)
    if session:
        values = [part for pair in session.items() for part in pair]
        calls = ", ".join(["set_config(%s, %s, false)"] * len(session))
        raw.execute(f"SELECT {calls}", values)


def complete(url: str) -> str:
    """The connection string with what is usual where the address says nothing else."""
    return make_conninfo("", **{**USUAL, **conninfo_to_dict(url)})


def shown(url: str) -> str:
    """The address as sentences and logs may show it: without the password and what is asked of the server."""
    parts = urlsplit(url)
    who, _, hosts = parts.netloc.rpartition("@")
    user = who.partition(":")[0]
    return f"postgresql://{user}{'@' if user else ''}{hosts}{parts.path}"


@lru_cache(maxsize=512)
def translated(statement: str) -> str:
    """``?`` as psycopg writes it. No statement has a question mark in its words."""
    return statement.replace("%", "%%").replace("?", "%s")


def _kept(value: Any) -> Any:
    return value.translate(_KEPT) if isinstance(value, str) and ("\0" in value or NONE in value) else value


def _back(row: tuple[Any, ...]) -> tuple[Any, ...]:
    if any(isinstance(value, str) and NONE in value for value in row):
        return tuple(_BACK.sub(_character, value) if isinstance(value, str) else value for value in row)
    return row


def _character(found: re.Match[str]) -> str:
    return "\0" if found[1] == "0" else NONE
