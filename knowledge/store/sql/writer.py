"""One thread writes: what waits together is committed together, and nobody is told "done" before it is on disk.

While the database is locked, the disk full or the file out of reach, what waits stays in its order and is tried again.
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import groupby
from time import monotonic, sleep
from typing import Any, TypeVar

from knowledge.records.model import StoreError
from knowledge.store.sql.connection import Connection, Dialect, Explain
from knowledge.store.sql.job import Connect, Job, Kind

__all__ = ["Kind", "Writer"]

R = TypeVar("R")
T = TypeVar("T")

log = logging.getLogger("fudaoyuan.store")
GROUP = 1_000  # jobs of one commit
DEPTH = 20_000  # jobs that may wait; at 36,800 rows/s half a second of them
WAIT = 5.0  # seconds for another process's lock
AGAIN = 0.25  # seconds between two tries while nothing can be written
# Seconds to let more jobs come while many do: each commit takes Python's lock a few times from who makes them. At 1,700
# answers a second these are groups of 40; with 5 ms a tenth fewer are answered, and with 50 ms all wait for the commit.
PAUSE = 0.02
SOON = 0.02  # seconds between two tries for a lock; SQLite itself waits for it as well
FULL = "等着写入的记录太多，这一条没有记下。请检查磁盘是不是太慢或已满。"
UNWRITTEN = "程序停止时数据库还写不进去，有 {count} 条没有记下。请检查磁盘空间，停掉占用数据库的程序。"


@dataclass(frozen=True, slots=True)
class Writing:
    """How writing goes. ``done_at``: time.monotonic() of the last commit; ``trouble``: why none succeeds now, since
    ``since`` (monotonic); ``damage``: what said that the database is damaged, which no later success takes back;
    ``unrecorded``: what cost the last work that was to be done whatever happens, None when the last was done."""

    done_at: float = float("-inf")
    trouble: BaseException | None = None
    since: float = 0.0
    damage: BaseException | None = None
    unrecorded: BaseException | None = None


class Writer:
    """Runs jobs on a connection of its own, one after another, in groups.

    ``connect`` gives a connection that may be used from another thread; ``dialect``: how it is spoken to; ``explain``
    turns an error into the one the future raises; ``wait``: seconds a job that does not keep trying waits for a lock,
    and ``close`` for what cannot be written. Raises what ``connect`` raises, unless ``later``: then the connection is
    made with the first job, or as soon as it can be.
    """

    def __init__(
        self,
        connect: Connect,
        dialect: Dialect,
        *,
        explain: Explain = lambda error: error,
        depth: int = DEPTH,
        wait: float = WAIT,
        later: bool = False,
    ) -> None:
        self._connect, self._explain, self._depth, self._wait = connect, explain, depth, wait
        self._dialect = dialect
        self._connection: Connection | None = None if later else connect()
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._waiting: deque[Job[Any]] = deque()  # taken from the queue and not done yet
        self._gate = threading.Lock()
        self._closed = False
        self._ends: float | None = None  # until when what waits is tried after ``close``
        self._busy = False  # the last group had more than one job
        self._writing = Writing()
        self._told, self._told_full = "", False  # what the log says of lost work already
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    @property
    def writing(self) -> Writing:
        return self._writing

    @property
    def waiting(self) -> int:
        """Jobs that are not done yet."""
        return self._jobs.qsize() + len(self._waiting)

    def submit(
        self, work: Callable[[Connection], T], *, keep_trying: bool = False, about: Sequence[str] = ()
    ) -> Future[T]:
        """The result of ``work`` once it is committed, or its error; never waits, never raises.

        While nothing can be written the future gets an error, after ``wait`` seconds when it is for a lock, and the
        work is not done later; with ``keep_trying`` it is tried until it is done or the writer is closed. A closed
        writer, or one with too much waiting (a stalled disk), gives a future with a ``StoreError``. ``about``: what
        ``work`` reads before it writes: nobody else, in any process, writes that meanwhile.
        """
        return self._queue(Job(work, keep_trying=keep_trying, about=about))

    def add(self, kind: Kind[R, T], row: R) -> Future[T]:
        """As ``submit`` with ``keep_trying``, for work of which much waits at once."""
        return self._queue(Job(lambda connection: kind.alone(connection, row), kind, row, keep_trying=True))

    def _queue(self, job: Job[T]) -> Future[T]:
        with self._gate:
            if self._closed:
                job.future.set_exception(StoreError("数据库已经关闭，这一条没有记下。请重新启动程序。"))
                return job.future
            if self.waiting >= self._depth:
                job.future.set_exception(StoreError(FULL))
                self._tell_full()
                return job.future
            self._jobs.put(job)
        return job.future

    def close(self) -> None:
        """Finishes what waits, or gives it up after ``wait`` seconds of trying, then closes the connection.

        A second call does nothing.
        """
        with self._gate:
            first, self._closed = not self._closed, True
        if first:
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while self._gather():
            self._serve_group()
        if self._waiting:
            self._settle(self._waiting, StoreError(UNWRITTEN.format(count=len(self._waiting))))
        if self._connection is not None:
            self._connection.close()

    def _gather(self) -> bool:
        """Takes from the queue what is there; whether there is anything left to do."""
        if not self._waiting and self._ends is None:
            self._take(self._jobs.get())
            if self._busy and self._ends is None and self._jobs.qsize() < GROUP:
                sleep(PAUSE)
        while not self._jobs.empty():  # nobody else takes: not empty stays not empty
            self._take(self._jobs.get())
        if self._ends is None:
            return True
        late = self._writing.trouble is not None and monotonic() > self._ends
        return bool(self._waiting) and not late

    def _take(self, job: Job[Any] | None) -> None:
        if job is None:  # the last thing ever queued
            self._ends = monotonic() + self._wait
        else:
            self._waiting.append(job)

    def _serve_group(self) -> None:
        # While writing fails, one job alone finds out whether it works again.
        most = 1 if self._writing.trouble else GROUP
        group = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        if not group:
            return
        self._busy = len(group) > 1
        try:
            self._commit(group)
        except BaseException as error:
            self._undo()
            self._failed(group, error)
        else:
            self._settle(group)

    def _commit(self, group: Sequence[Job[Any]]) -> None:
        for job in group:
            job.error = None
        connection = self._open()
        self._dialect.begin(connection, [name for job in group for name in job.about])
        run_all(connection, self._dialect, group)
        connection.execute("COMMIT")

    def _failed(self, group: Sequence[Job[Any]], error: BaseException) -> None:
        """What can be done later goes back to the head of the row; those who do not wait for it are told."""
        if self._connection is not None and not self._dialect.passes(error):
            self._settle(group, error)
            return
        since = self._writing.since if self._writing.trouble else monotonic()
        self._writing = replace(self._writing, trouble=self._explain(error), since=since)
        self._waiting.extendleft(reversed(group))
        self._dismiss(error, monotonic() - (self._wait if self._dialect.is_locked(error) else 0.0))
        if self._waiting:
            sleep(SOON if self._dialect.is_locked(error) else AGAIN)

    def _dismiss(self, error: BaseException, before: float) -> None:
        """Gives up what does not keep trying and came before this time (monotonic)."""
        gone = [job for job in self._waiting if not job.keep_trying and job.since <= before]
        if gone:
            self._waiting = deque(job for job in self._waiting if job.keep_trying or job.since > before)
            self._settle(gone, error)

    def _settle(self, jobs: Sequence[Job[Any]], error: BaseException | None = None) -> None:
        """Tells everybody what came of it; ``error``: nothing did."""
        if error is None and any(job.error is None for job in jobs):
            self._writing = replace(self._writing, done_at=monotonic(), trouble=None)
            self._told_full = False
        for job in jobs:
            job.error = job.error or error
            job.settle(self._explain)
        self._tell(jobs)

    def _tell(self, jobs: Sequence[Job[Any]]) -> None:
        """Remembers damage, and says in the log, once, that work is lost which was to be done whatever happens."""
        for job in jobs:
            shown = self._explain(job.error) if job.error else None
            if shown and getattr(shown, "kind", "") == "damaged":
                self._writing = replace(self._writing, damage=shown)
            if not job.keep_trying:
                continue
            own_fault = job.error is not None and not self._dialect.is_fault(job.error)  # the work's
            if not own_fault and shown is not self._writing.unrecorded:
                self._writing = replace(self._writing, unrecorded=shown)
            told, self._told = self._told, str(shown or "")
            if self._told not in ("", told):
                log.error("not recorded: %s", self._told)

    def _tell_full(self) -> None:
        if not self._told_full:
            log.error("not recorded: %s", FULL)
        self._told_full = True

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _undo(self) -> None:
        if self._connection is None:
            return
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except Exception as error:
            if not self._dialect.is_fault(error):
                raise
            self._connection.close()
            self._connection = None  # the next group starts with a fresh one


def run_all(connection: Connection, dialect: Dialect, group: Sequence[Job[Any]]) -> None:
    """Within a transaction: the whole group at once; one by one when it is a single job or that failed, so that a bad
    job fails alone."""
    if len(group) > 1:
        connection.execute("SAVEPOINT together")
        try:
            _together(connection, group)
            connection.execute("RELEASE together")
            return
        except BaseException as error:
            if dialect.passes(error) or not connection.in_transaction:
                raise
            connection.execute("ROLLBACK TO together")
    for job in group:
        job.run(connection, dialect.passes)


def _together(connection: Connection, group: Sequence[Job[Any]]) -> None:
    """In the order of the queue; neighbours of one kind in one go."""
    for kind, neighbours in groupby(group, key=lambda job: job.kind):
        jobs = list(neighbours)
        results = kind.together(connection, [j.row for j in jobs]) if kind else [j.work(connection) for j in jobs]
        for job, result in zip(jobs, results, strict=True):
            job.result = result
