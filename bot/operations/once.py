"""The same fault once in the log, not once for every message it concerns."""

import logging
import time
from collections.abc import Callable

EVERY = 600.0  # seconds
MOST = 100  # faults remembered


class OnceLogger:
    """Logs a fault unless it was logged within the last ``every`` seconds. ``clock``: seconds."""

    def __init__(self, log: logging.Logger, every: float = EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        self._log, self._every, self._clock = log, every, clock
        self._said: dict[tuple[str, str], float] = {}

    def error(self, words: str, error: Exception) -> None:
        """``words``: what could not be done."""
        key, now = (words, str(error)), self._clock()
        if now - self._said.get(key, float("-inf")) < self._every:
            return
        if len(self._said) >= MOST:
            self._said.clear()
        self._said[key] = now
        self._log.error("%s: %s", words, error)


once = OnceLogger(logging.getLogger("fudaoyuan"))
