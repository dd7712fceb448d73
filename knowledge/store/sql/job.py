"""A piece of work for the writer, and the future that hears of it after the commit."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

from knowledge.store.sql.connection import Connection, Explain

R = TypeVar("R")
T = TypeVar("T")
Connect = Callable[[], Connection]
Passes = Callable[[BaseException], bool]


@dataclass(frozen=True, slots=True)
class Kind(Generic[R, T]):
    """Work of which much waits at once. ``together`` does many rows in few statements, or fails for all of them;
    ``alone`` does one; ``about``: the conversation a row is about."""

    alone: Callable[[Connection, R], T]
    together: Callable[[Connection, Sequence[R]], Sequence[T]]
    about: Callable[[R], str] | None = None


class Job(Generic[T]):
    """Work, what came of it, and its future. ``keep_trying``: tried until it is done, however long that takes;
    ``about``: what nobody else may write meanwhile."""

    def __init__(
        self,
        work: Callable[[Connection], T],
        kind: Kind[Any, T] | None = None,
        row: Any = None,
        *,
        keep_trying: bool,
        about: Sequence[str] = (),
    ) -> None:
        self.work, self.kind, self.row, self.keep_trying = work, kind, row, keep_trying
        self.about = (kind.about(row),) if kind and kind.about else tuple(about)
        self.since = monotonic()
        self.future: Future[T] = Future()
        self.result: T | None = None
        self.error: BaseException | None = None
        # A caller who hangs up does not take the write back: a running future cannot be cancelled.
        self.future.set_running_or_notify_cancel()

    def run(self, connection: Connection, passes: Passes) -> None:
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
