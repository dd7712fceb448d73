"""One turn is one transaction: under the conversation's lock the state is read, and turn and state are written."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, TypeVar

import psycopg

from knowledge.records.model import StoreError
from knowledge.store.postgres.connection import Link
from knowledge.store.postgres.locks import BEGIN, HOLD, keys_of
from knowledge.store.sql.connection import Connection, Dialect, Explain
from knowledge.store.sql.job import Job
from knowledge.store.sql.writer import Writer, run_all

T = TypeVar("T")
# A turn waits for the one before it, wherever that is computed, and not longer than the server waits for a process that
# stopped in the middle of one; for whoever holds whole tables it does not wait: what is said is written later.
PATIENCE, WRITING = 40.0, 2.0  # seconds
STATES = "SELECT conversation, state FROM conversations WHERE conversation = ANY(?)"
Lend = Callable[[], AbstractContextManager[Link]]


class TurnWriter(Writer):
    """The writer of a store that several processes share: what a thread wants written within its turn is written in
    the turn's own transaction, and goes the common way only when that failed for something that passes."""

    _turn = threading.local()

    def _queue(self, job: Job[T]) -> Future[T]:
        jobs: list[Job[Any]] | None = getattr(self._turn, "jobs", None)
        if jobs is None:
            return super()._queue(job)
        jobs.append(job)
        return job.future

    @contextmanager
    def collected(self) -> Iterator[list[Job[Any]]]:
        """What this thread wants written within the block."""
        self._turn.jobs = jobs = list[Job[Any]]()
        try:
            yield jobs
        finally:
            self._turn.jobs = None

    def commit_on(self, connection: Connection, jobs: Sequence[Job[Any]]) -> None:
        """Does the work in the transaction begun on this connection, commits it, and tells the futures."""
        try:
            run_all(connection, self._dialect, jobs)
            connection.execute("COMMIT")
        except BaseException as error:
            self.give_back(jobs, error)
            raise
        self._settle(jobs)

    def give_back(self, jobs: Sequence[Job[Any]], error: BaseException) -> None:
        """What was not committed: whoever keeps trying waits in the common row, the others hear of it."""
        later = [job for job in jobs if job.keep_trying and self._dialect.passes(error)]
        self._settle([job for job in jobs if job not in later], error)
        for job in later:
            job.error = None
            super()._queue(job)


class PostgresTalks:
    """``Talks`` on PostgreSQL. ``lend``: a connection for a while."""

    def __init__(self, writer: TurnWriter, dialect: Dialect, identity: str, lend: Lend, explain: Explain) -> None:
        self._writer, self._dialect, self._identity = writer, dialect, identity
        self._lend, self._explain = lend, explain

    @contextmanager
    def together(self, conversations: Sequence[str]) -> Iterator[Mapping[str, str]]:
        """As ``Talks.together``. What goes wrong when the block has ended is the futures' to tell."""
        with self._lend() as link, self._held(link, conversations) as states:
            with self._writer.collected() as jobs:
                try:
                    yield states
                except BaseException as error:
                    self._writer.give_back(jobs, error)
                    raise
            try:
                self._writer.commit_on(link, jobs)
            except Exception as error:
                if isinstance(self._explain(error), StoreError):
                    return  # told to whoever asked for the writing
                raise

    @contextmanager
    def _held(self, link: Link, conversations: Sequence[str]) -> Iterator[dict[str, str]]:
        """A transaction that holds the conversations, and what they remember; one trip to the server."""
        with link.raw.pipeline():
            link.execute(BEGIN)
            link.execute(f"SET LOCAL lock_timeout = {int(PATIENCE * 1000)}")
            link.execute(HOLD, [keys_of(self._identity, conversations)])
            link.execute(f"SET LOCAL lock_timeout = {int(WRITING * 1000)}")
            found = link.execute(STATES, [[*conversations]])
            states = dict(found.fetchall())
        try:
            yield states
        finally:
            if link.in_transaction:
                with suppress(psycopg.Error):
                    link.execute("ROLLBACK")
