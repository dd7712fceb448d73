"""What is wrong with a messenger right now, with the remedy: logged once, and reported at ``/health/<name>``."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from knowledge.store import StoreError

LASTING = 30.0  # seconds a fault of network or server must last to count as an alarm
QUIET = 60.0  # seconds without a conflict until it is over: two programs that take turns succeed in turn


class Health:
    """Alarms by kind. ``remedies``: what to do about each; ``serious``: kinds that need not last to count; ``time`` in
    seconds."""

    def __init__(
        self,
        name: str,
        remedies: Mapping[str, str],
        serious: frozenset[str],
        time: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self._remedies, self._serious, self._time = name, remedies, serious, time
        self._log = logging.getLogger(f"fudaoyuan.{name}")
        self._since: dict[str, float] = {}
        self._said: dict[str, str] = {}
        self._conflict_at = 0.0

    def fault(self, kind: str, detail: str) -> None:
        """Something failed; the first of a row stands in the log with its remedy."""
        if kind not in self._since:
            self._since[kind] = self._time()
            level = logging.ERROR if kind in self._serious else logging.WARNING
            remedy = self._remedies.get(kind, "")
            self._log.log(level, f"{self.name} {kind}: %s %s", remedy, detail)  # each kind a line of its own
        self._said[kind] = detail
        if kind == "conflict":
            self._conflict_at = self._time()

    def fine(self, *kinds: str) -> None:
        """What failed works again; without kinds: everything the interface itself can say does."""
        for kind in kinds or tuple(kind for kind in self._since if kind != "store"):
            if kind == "conflict" and self._time() - self._conflict_at < QUIET:
                continue
            if self._since.pop(kind, None) is not None:
                self._said.pop(kind, None)
                self._log.info(f"{self.name} {kind}: over")

    def alarms(self) -> dict[str, str]:
        """Kind → remedy of what is wrong; a short hiccup of the network is not."""
        now = self._time()
        return {
            kind: self._remedies.get(kind, self._said.get(kind, ""))
            for kind, since in list(self._since.items())
            if kind in self._serious or now - since >= LASTING
        }

    def report(self, counts: Callable[[], dict[str, int]]) -> dict[str, Any]:
        """``status`` "ok" or "alarm", the alarms, and how much waits."""
        alarms, waiting = self.alarms(), {}
        try:
            waiting = counts()
        except StoreError as error:
            alarms["store"] = str(error)
        return {"status": "alarm" if alarms else "ok", "alarms": alarms, **waiting}
