"""Which version is published, as the server tells it: asked when it says so, and every half minute besides."""

import threading
from collections.abc import Callable
from time import monotonic

import psycopg

from knowledge.store.postgres.connection import connect
from knowledge.store.records import Version

LISTEN = "LISTEN fudaoyuan_version"
STALE = 30.0  # seconds after which it is asked without being told
LOOK = 1.0  # seconds between two looks at whether to stop
AGAIN = 2.0  # seconds until a lost connection is tried again


class Announced:
    """``ask``: reads the published version. The listening begins with the first question."""

    def __init__(self, url: str, ask: Callable[[], Version | None]) -> None:
        self._url, self._ask = url, ask
        self._stop, self._told = threading.Event(), threading.Event()
        self._known: Version | None = None
        self._asked = float("-inf")
        self._thread: threading.Thread | None = None

    def version(self) -> Version | None:
        """The published version, at most ``STALE`` seconds late. Raises ``StoreError``."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="store-listener", daemon=True)
            self._thread.start()
        if self._told.is_set() or monotonic() - self._asked > STALE:
            self._told.clear()
            try:
                self._known = self._ask()
            except BaseException:
                self._told.set()
                raise
            self._asked = monotonic()
        return self._known

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error:
                self._stop.wait(AGAIN)  # whoever reads meanwhile says what is wrong

    def _listen(self) -> None:
        link = connect(self._url)
        try:
            link.execute(LISTEN)
            self._told.set()  # what was published before we listened
            while not self._stop.is_set():
                for _ in link.raw.notifies(timeout=LOOK, stop_after=1):
                    self._told.set()
        finally:
            link.close()
