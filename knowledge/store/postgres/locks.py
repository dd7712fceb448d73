"""What keeps processes apart: locks by name, which the server holds for as long as a transaction, or a session."""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from threading import Lock
from time import monotonic

import psycopg

from knowledge.store.postgres.connection import Link, connect
from knowledge.store.postgres.errors import explain, is_fault, is_locked, passes
from knowledge.store.sql.connection import Connection, Dialect

BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"  # what another committed is seen as soon as its lock is ours
HOLD = "SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(? AS bigint[])) AS key"
AGAIN = 2.0  # seconds between two tries to be chosen


def keys_of(identity: str, names: Sequence[str]) -> list[int]:
    """The locks for these names in the database ``identity``, in the one order in which all take them. A messenger's
    conversation, ``<prefix>:<chat>:<person>``, is locked together with its chat, which may move."""
    all_of_them = {part for name in names for part in (name, _chat_of(name))}
    return sorted({key_of(identity, name) for name in all_of_them})


def key_of(identity: str, name: str) -> int:
    """A number of 64 bits with a sign."""
    said = f"{identity}\0{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), signed=True)


def _chat_of(name: str) -> str:
    head, colon, _ = name.rpartition(":")
    return head + colon if ":" in head else name


def dialect_of(identity: str) -> Dialect:
    """How the database ``identity`` is spoken to."""

    def begin(connection: Connection, names: Sequence[str]) -> None:
        connection.execute(BEGIN)
        if names:
            connection.execute(HOLD, [keys_of(identity, names)])

    return Dialect(begin, passes, is_locked, is_fault, "said_at(state)")


class Election:
    """Which of the processes sees to a duty: the one whose session holds its lock. It keeps it until its session ends,
    and so does the next one, whatever became of the process before. Any thread may ask."""

    def __init__(self, url: str, identity: str, name: str) -> None:
        self._url, self._identity, self._name = url, identity, name
        self._lock = Lock()
        self._link: Link | None = None
        self._held: dict[str, bool] = {}
        self._asked: dict[str, float] = {}
        self._closed = False

    def is_chosen(self, duty: str) -> bool:
        """Whether it is this process now; False while the server is away. Raises ``StoreError`` for what else fails."""
        with self._lock:
            if self._closed:
                return False
            try:
                return self._ask(duty)
            except psycopg.Error as error:
                self._drop()
                if passes(error):
                    return False
                raise explain(error, self._name) from error

    def close(self) -> None:
        """Lets go of everything."""
        with self._lock:
            self._closed = True
            self._drop()

    def _ask(self, duty: str) -> bool:
        if self._held.get(duty):
            assert self._link
            self._link.execute("SELECT 1")  # the session, and so the lock, is still ours
            return True
        if monotonic() - self._asked.get(duty, float("-inf")) < AGAIN:
            return False
        self._asked[duty] = monotonic()
        self._link = self._link or connect(self._url)
        key = key_of(self._identity, f"duty\0{duty}")
        [self._held[duty]] = self._link.execute("SELECT pg_try_advisory_lock(?)", [key]).fetchone()
        return self._held[duty]

    def _drop(self) -> None:
        self._held.clear()
        if self._link is not None:
            with suppress(psycopg.Error):
                self._link.close()
        self._link = None
