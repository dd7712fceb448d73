"""``Store`` on a PostgreSQL database that several processes share."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from functools import partial
from logging import getLogger
from time import monotonic
from typing import Any, Self

import psycopg
from psycopg_pool import ConnectionPool

from knowledge.records.model import StoreError
from knowledge.store.interface import Over
from knowledge.store.postgres.boxes import PostgresBoxes
from knowledge.store.postgres.connection import Link, complete, connect, set_up, shown
from knowledge.store.postgres.errors import explain, explained, is_away
from knowledge.store.postgres.listening import Announced
from knowledge.store.postgres.locks import Election, dialect_of
from knowledge.store.postgres.months import MAKING, drop_months, make_room
from knowledge.store.postgres.pulse import PostgresPulse
from knowledge.store.postgres.schema import prepare, table_names
from knowledge.store.postgres.talks import PostgresTalks, TurnWriter
from knowledge.store.postgres.tallies import PostgresTallies
from knowledge.store.records import Version
from knowledge.store.sql.connection import Connection
from knowledge.store.sql.retention import LedgerSweep, Sweep
from knowledge.store.sql.store import SqlStore, utc_now
from knowledge.store.sql.writer import WAIT
from knowledge.store.sweeping import BATCH, Rest, Swept, rest

TRY = 0.5  # seconds of one try of the writer, which tries again
MOST = 10  # connections that read or answer at once
LENT = 3.0  # seconds to wait for one
GIVE_UP = 1.0  # seconds until the pool stops trying to connect by itself; whoever asks next makes it try again
FRESH = 1.0  # seconds for which a connection is believed to be alive without asking
HOLD_OFF = 0.5  # seconds after the server was found away in which nobody asks again
FROZEN = {"idle_in_transaction_session_timeout": "30s"}  # then a process that stopped in a turn holds nobody up
# What was deleted leaves the tables; the server's own log forgets it when its segments are used again.
EMPTIED = ("turns", "conversations", "questions", "past_answers", "inbox", "outbox", "ledger", "reminders")


class PostgresStore(SqlStore):
    """One database; its methods do what ``Store`` says."""

    def __init__(
        self, url: str, identity: str, *, wait: float, now: Callable[[], datetime], time: Callable[[], float]
    ) -> None:
        name = shown(url)
        self._url, self._identity, self._wait, self._closed = url, identity, wait, False
        self._away: tuple[float, BaseException] | None = None  # when it was found away, and how
        self._dialect = dialect_of(identity)
        to_write = partial(connect, url, lock_timeout=_milliseconds(min(wait, TRY)))
        explain_here = partial(explain, name=name)
        writer = TurnWriter(to_write, self._dialect, explain=explain_here, wait=wait)
        super().__init__(name, writer, now, time)
        getLogger("psycopg.pool").setLevel("ERROR")  # we tell ourselves when the server is away
        self._pool: ConnectionPool[Lent] = ConnectionPool(
            complete(url),
            connection_class=Lent,
            min_size=1,
            max_size=MOST,
            timeout=LENT,
            reconnect_timeout=GIVE_UP,
            kwargs={"autocommit": True},
            configure=lambda raw: set_up(raw, {**FROZEN, "lock_timeout": _milliseconds(max(wait, TRY))}),
            check=_check,
            reset=_used,
            open=True,
            name="store",
        )
        self._pulse = PostgresPulse(writer, self._lent, now, identity, name)
        self._talks = PostgresTalks(writer, self._dialect, identity, self._lent, explain_here)
        self._tallies = PostgresTallies(self._lent, identity)
        self._announced = Announced(url, self.published)
        self._election = Election(url, identity, name)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        create: bool = True,
        wait: float = WAIT,
        now: Callable[[], datetime] = utc_now,
        time: Callable[[], float] = monotonic,
    ) -> Self:
        """The store in the database at ``url``, its tables made when there are none and ``create``.

        Raises ``StoreError`` when the server is away or too old, the database missing, read-only, another program's, of
        a newer program, or not UTF-8.
        """
        name = shown(url)
        with explained(name):
            with closing(connect(url)) as link:
                identity = prepare(link, name, create=create, wait=max(wait, TRY))
            return cls(url, identity, wait=wait, now=now, time=time)

    def close(self) -> None:
        """Writes what waits, as long as ``wait`` allows, and closes. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        self._announced.close()
        self._election.close()
        self._pool.close(timeout=1.0)

    def announced(self) -> Version | None:
        """The published version as far as the server has told; half a minute late at most."""
        self._check_open()
        return self._announced.version()

    def outbox(self, channel: str) -> PostgresBoxes:
        """The boxes of one channel, whose calls any of the processes might make."""
        return PostgresBoxes(self._writer, self._read, self._now, channel, self._lent, self._identity)

    def talks(self) -> PostgresTalks:
        """How conversations are answered that other processes answer too."""
        return self._talks

    def tallies(self) -> PostgresTallies:
        """Where all processes count together."""
        return self._tallies

    def is_chosen(self, duty: str) -> bool:
        """Whether it is this process that sees to the duty."""
        return self._election.is_chosen(duty)

    def empty_log(self) -> bool:
        """Takes what was deleted out of the tables' files. What the server's log has of it goes as that is reused."""
        with self._lent() as link:
            link.execute(f"VACUUM (SKIP_LOCKED) {', '.join(EMPTIED)}")
        return True

    def make_room(self) -> None:
        """The months ahead get their tables."""
        self._check_open()
        with explained(self._name), closing(connect(self._url, lock_timeout=_milliseconds(self._wait))) as link:
            link.execute("BEGIN")
            link.execute("SELECT pg_advisory_xact_lock(?)", [MAKING])
            make_room(link)
            link.execute("COMMIT")

    def sweep(self, before: str, *, batch: int = BATCH, rest: Rest = rest) -> Swept:
        """On a connection of its own: neither answers nor writes stand in a queue behind it."""
        self._check_open()
        with explained(self._name):
            with closing(connect(self._url, lock_timeout=_milliseconds(self._wait))) as link:
                swept, questions = Sweep(link, self._dialect, before, batch, rest).run()
                drop_months(link, before)
            if any(swept) or questions:
                self.empty_log()
        return swept

    def sweep_ledger(self, kinds: Sequence[str], over: Over, *, rest: Rest = rest) -> int:
        """On a connection of its own, as ``sweep``."""
        self._check_open()
        with explained(self._name):
            with closing(connect(self._url, lock_timeout=_milliseconds(self._wait))) as link:
                count = LedgerSweep(link, self._dialect, kinds, over, rest).run()
            if count:
                self.empty_log()
        return count

    def pulse(self) -> PostgresPulse:
        """Whether the store is still well."""
        return self._pulse

    @property
    def behind(self) -> bool:
        """Whether what is to be written has been waiting for a while, so that nobody need wait for it."""
        return self._pulse.behind

    def health(self, stop: Callable[[], bool] = lambda: False) -> dict[str, str | int]:
        """``postgres`` (version), ``path`` (the address), ``bytes``, ``check``: "ok" once every row was read.

        Raises ``StoreError`` also when ``stop`` turns true meanwhile.
        """
        with self._read_apart() as db:
            for table in table_names():
                if stop():
                    raise StoreError("检查被叫停了。", "other")
                db.execute(f"SELECT count(*) FROM {table} AS one WHERE one IS NOT NULL").fetchone()
            [version, size] = db.execute(
                "SELECT current_setting('server_version'), pg_database_size(current_database())"
            ).fetchone()
        return {"postgres": version, "path": self._name, "bytes": size, "check": "ok"}

    @contextmanager
    def _lent(self) -> Iterator[Link]:
        """A connection of the pool. Whoever asks just after the server was found away is told at once."""
        self._check_open()
        if self._away and monotonic() - self._away[0] < HOLD_OFF:
            raise explain(self._away[1], self._name)
        with explained(self._name):
            try:
                with self._pool.connection() as raw:
                    yield Link(raw)
                self._away = None
            except psycopg.Error as error:
                if is_away(error):
                    self._away = monotonic(), error
                raise

    def _read(self) -> AbstractContextManager[Connection]:
        return self._lent()

    @contextmanager
    def _read_apart(self) -> Iterator[Connection]:
        self._check_open()
        with (
            explained(self._name),
            closing(connect(self._url, default_transaction_read_only="on", statement_timeout="0")) as link,
        ):
            yield link

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"数据库已经关闭：{self._name}。请重新启动程序。")


def _milliseconds(seconds: float) -> str:
    return str(max(1, int(seconds * 1000)))


class Lent(psycopg.Connection[Any]):
    """A connection of the pool that knows when it last worked."""

    worked_at = float("-inf")


def _used(raw: Lent) -> None:
    raw.worked_at = monotonic()


def _check(raw: Lent) -> None:
    """Raises when a connection that nobody has used for a while is dead."""
    if monotonic() - raw.worked_at > FRESH:
        raw.execute("")
