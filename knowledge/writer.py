"""One thread writes: what waits together is committed together, and nobody is told "done" before it is on disk."""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from time import sleep
from typing import Any, Generic, TypeVar

from knowledge.migrations import StoreError, sqlite3

R = TypeVar("R")
T = TypeVar("T")
Connect = Callable[[], sqlite3.Connection]
Explain = Callable[[BaseException], BaseException]

GROUP = 1_000  # jobs of one commit
DEPTH = 20_000  # jobs that may wait; at 36,800 rows/s half a second of them
# Seconds to let more jobs come while many do: each commit takes Python's lock a few times from who makes them. At 1,700
# answers a second these are groups of 40; with 5 ms a tenth fewer are answered, and with 50 ms all wait for the commit.
PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Kind(Generic[R, T]):
    """Work of which much waits at once. ``together`` does many rows in few statements, or fails for all of them;
    ``alone`` does one."""

    alone: Callable[[sqlite3.Connection, R], T]
    together: Callable[[sqlite3.Connection, Sequence[R]], Sequence[T]]


class _Job(Generic[T]):
    """A piece of work, what came of it, and the future that hears of it after the commit."""

    def __init__(self, work: Callable[[sqlite3.Connection], T], kind: Kind[Any, T] | None = None, row: Any = None):
        self.work, self.kind, self.row = work, kind, row
        self.future: Future[T] = Future()
        self.result: T | None = None
        self.error: BaseException | None = None
        # A caller who hangs up does not take the write back: a running future cannot be cancelled.
        self.future.set_running_or_notify_cancel()

    def run(self, connection: sqlite3.Connection) -> None:
        """Does the work; when it fails its own changes are undone and those of its group stay."""
        connection.execute("SAVEPOINT job")
        try:
            self.result = self.work(connection)
        except BaseException as error:
            if not connection.in_transaction:
                raise  # a full disk makes SQLite roll back everything: the group fails with this job
            connection.execute("ROLLBACK TO job")
            self.error = error
        connection.execute("RELEASE job")

    def settle(self, explain: Explain) -> None:
        if self.error is None:
            self.future.set_result(self.result)  # type: ignore[arg-type]  # run() has set it
            return
        shown = explain(self.error)
        if shown is not self.error:
            shown.__cause__ = self.error
        self.future.set_exception(shown)


class Writer:
    """Runs jobs on a connection of its own, one after another, in groups.

    ``connect`` gives a connection with ``isolation_level=None`` that may be used from another thread; ``explain``
    turns an error into the one the future raises. Raises what ``connect`` raises.
    """

    def __init__(self, connect: Connect, *, explain: Explain = lambda error: error, depth: int = DEPTH) -> None:
        self._connect, self._explain = connect, explain
        self._connection: sqlite3.Connection | None = connect()
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._depth = depth
        self._gate = threading.Lock()
        self._closed = False
        self._busy = False  # the last group had more than one job
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """The result of ``work`` once it is committed, or its error; never waits, never raises.

        A closed writer, or one with too much waiting (a stalled disk), gives a future with a ``StoreError``.
        """
        return self._queue(_Job(work))

    def add(self, kind: Kind[R, T], row: R) -> Future[T]:
        """As ``submit``, for work of which much waits at once."""
        return self._queue(_Job(lambda connection: kind.alone(connection, row), kind, row))

    def _queue(self, job: _Job[T]) -> Future[T]:
        with self._gate:
            if self._closed:
                job.future.set_exception(StoreError("数据库已经关闭，这一条没有记下。请重新启动程序。"))
                return job.future
            if self._jobs.qsize() >= self._depth:
                job.future.set_exception(StoreError("等着写入的记录太多，这一条没有记下。请检查磁盘是不是太慢或已满。"))
                return job.future
            self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """Finishes what waits, then closes the connection. A second call does nothing."""
        with self._gate:
            first, self._closed = not self._closed, True
        if first:
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while self._serve_group():
            pass
        if self._connection is not None:
            self._connection.close()

    def _serve_group(self) -> bool:
        jobs = self._gather()
        group = [job for job in jobs if job is not None]
        if group:
            self._commit(group)
        return len(group) == len(jobs)  # None is the last thing ever queued

    def _gather(self) -> list[_Job[Any] | None]:
        jobs = [self._jobs.get()]
        if self._busy and jobs[0] is not None and self._jobs.qsize() < GROUP:
            sleep(PAUSE)
        while len(jobs) < GROUP and not self._jobs.empty():
            jobs.append(self._jobs.get())  # nobody else takes: not empty stays not empty
        self._busy = len(jobs) > 1
        return jobs

    def _commit(self, group: list[_Job[Any]]) -> None:
        try:
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            _work(connection, group)
            connection.execute("COMMIT")
        except BaseException as error:
            self._undo()
            for job in group:
                job.error = job.error or error
        for job in group:
            job.settle(self._explain)

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _undo(self) -> None:
        if self._connection is None:
            return
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._connection.close()
            self._connection = None  # the next group starts with a fresh one


def _work(connection: sqlite3.Connection, group: Sequence[_Job[Any]]) -> None:
    """The whole group at once; one by one when it is a single job or that failed, so that a bad job fails alone."""
    if len(group) > 1:
        try:
            _together(connection, group)
            return
        except BaseException:
            if not connection.in_transaction:
                raise
            connection.execute("ROLLBACK")
            connection.execute("BEGIN IMMEDIATE")
    for job in group:
        job.run(connection)


def _together(connection: sqlite3.Connection, group: Sequence[_Job[Any]]) -> None:
    """In the order of the queue; neighbours of one kind in one go."""
    for kind, neighbours in groupby(group, key=lambda job: job.kind):
        jobs = list(neighbours)
        results = kind.together(connection, [j.row for j in jobs]) if kind else [j.work(connection) for j in jobs]
        for job, result in zip(jobs, results, strict=True):
            job.result = result
