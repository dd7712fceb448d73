"""A piece of work for the writer, and the future that hears of it after the commit."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import passes

R = TypeVar("R")
T = TypeVar("T")
Connect = Callable[[], sqlite3.Connection]
Explain = Callable[[BaseException], BaseException]


@dataclass(frozen=True, slots=True)
class Kind(Generic[R, T]):
    """Work of which much waits at once. ``together`` does many rows in few statements, or fails for all of them;
    ``alone`` does one."""

    alone: Callable[[sqlite3.Connection, R], T]
    together: Callable[[sqlite3.Connection, Sequence[R]], Sequence[T]]


class Job(Generic[T]):
    """Work, what came of it, and its future. ``keep_trying``: tried until it is done, however long that takes."""

    def __init__(
        self,
        work: Callable[[sqlite3.Connection], T],
        kind: Kind[Any, T] | None = None,
        row: Any = None,
        *,
        keep_trying: bool,
    ) -> None:
        self.work, self.kind, self.row, self.keep_trying = work, kind, row, keep_trying
        self.since = monotonic()
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
            if passes(error) or not connection.in_transaction:
                raise  # nobody's fault: the group is tried again, or fails with this job
            connection.execute("ROLLBACK TO job")
            self.error = error
        connection.execute("RELEASE job")

    def settle(self, explain: Explain) -> None:
        """Tells the future."""
        if self.error is None:
            self.future.set_result(self.result)  # type: ignore[arg-type]  # run() has set it
            return
        shown = explain(self.error)
        if shown is not self.error:
            shown.__cause__ = self.error
        self.future.set_exception(shown)
