"""Watches the store while it is served: writes a heartbeat, checks the file, and reports faults to ``Readiness``."""

import logging
import threading
from concurrent.futures import Future
from time import monotonic
from types import TracebackType
from typing import Self

from bot.bootstrap import House
from bot.operations.background import Background
from bot.operations.home import Held
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
UNWRITABLE = ("away", "readonly", "full", "disk", "closed", "other")


class Watch(Background):
    """Looks every few seconds, in a thread of its own, while its block runs; what it finds is ``house.readiness``'s.

    All in seconds: ``every``: between two looks; ``beat``: between two heartbeats; ``fresh``: how old the last write
    may be; ``check``: between two checks of the whole file, which may take long and have their own thread.
    ``lock``: what keeps other processes out of the data folder.
    """

    def __init__(
        self,
        house: House,
        lock: Held | None = None,
        *,
        every: float = 2.0,
        beat: float = 30.0,
        fresh: float = 60.0,
        check: float = 3600.0,
    ) -> None:
        self._store, self._pulse, self._board = house.store, house.store.pulse(), house.readiness
        self._lock = lock
        self._every, self._beat, self._fresh, self._check = every, beat, fresh, check
        super().__init__("watch")
        self._beaten: Future[None] | None = None
        self._beaten_at = self._checked_at = float("-inf")
        self._checking: threading.Thread | None = None
        self._failed = ""

    def __enter__(self) -> Self:
        self.look()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if self._checking:
            self._checking.join()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            try:
                self.look()
            except Exception as error:  # the watch must not end; without a vouch the service is soon not ready
                if str(error) != self._failed:
                    log.exception("the watch failed")
                self._failed = str(error)

    def look(self) -> None:
        """One round. Waits a second at most."""
        self._keep_alone()
        self._write()
        if self._there() and self._pulse.trouble is None:
            self._read()
            self._have_checked()
        self._board.vouch(max(self._fresh, 10 * self._every))

    def _keep_alone(self) -> None:
        """Whether the data folder is still ours alone; a lock file somebody deleted is made and taken again."""
        try:
            alone = self._lock is None or self._lock.keep()
        except OSError as error:
            self._board.found("unlocked", str(error))
            return
        if alone:
            self._board.over("shared", "unlocked")
        else:
            self._board.found("shared")

    def _write(self) -> None:
        """A heartbeat when it is time, and at every look while nothing can be written."""
        due = monotonic() - self._beaten_at >= self._beat or self._pulse.trouble is not None
        if due and (self._beaten is None or self._beaten.done()):
            self._beaten, self._beaten_at = self._pulse.beat(), monotonic()
            _wait(self._beaten, 1.0)
        trouble, damage = self._pulse.trouble, self._pulse.damage
        kind = trouble.kind if trouble else ""
        if kind in UNWRITABLE:
            self._board.found(kind, str(trouble))
        self._board.over(*(other for other in UNWRITABLE if other != kind))
        if damage:
            self._board.found("damaged", str(damage))
        self._judge_records()
        self._judge_age(kind)

    def _judge_records(self) -> None:
        """Whether the last turn was kept: one that cannot be, for another reason than those that pass, is lost."""
        lost = self._pulse.unrecorded
        if lost and lost.kind != "damaged":  # which is told already
            self._board.found("unrecorded", str(lost))
        else:
            self._board.over("unrecorded")

    def _judge_age(self, trouble: str) -> None:
        old = monotonic() - self._pulse.written_at > self._fresh
        if old and trouble not in UNWRITABLE:
            self._board.found("locked" if trouble == "locked" else "stale")
        elif not old:
            self._board.over("locked", "stale")

    def _there(self) -> bool:
        """Whether the file is still the one that was opened."""
        try:
            change = self._pulse.change()
        except StoreError as error:
            self._board.found(error.kind, str(error))
            return False
        if change:
            self._board.found(change)
        self._board.over(*(other for other in ("deleted", "replaced") if other != change))
        return change is None

    def _read(self) -> None:
        try:
            self._pulse.read()
        except StoreError as error:
            if error.kind != "locked":
                self._board.found(error.kind, str(error))

    def _have_checked(self) -> None:
        if monotonic() - self._checked_at < self._check or (self._checking and self._checking.is_alive()):
            return
        self._checked_at = monotonic()
        self._checking = threading.Thread(target=self._check_all, name="check", daemon=True)
        self._checking.start()

    def _check_all(self) -> None:
        """The whole file; damage stays found until the next start."""
        try:
            found = str(self._store.health(self._stop.is_set)["check"])
        except StoreError as error:
            if error.kind == "damaged":
                self._board.found("damaged", str(error))
            return
        if found != "ok":
            self._board.found("damaged", found)


def _wait(future: Future[None], seconds: float) -> None:
    try:
        future.exception(seconds)
    except TimeoutError:
        return
