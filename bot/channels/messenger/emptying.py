"""Messages deleted from inbox and outbox are soon deleted from the database's write-ahead log as well."""

import asyncio
import logging

from knowledge.store import Store, StoreError

log = logging.getLogger("fudaoyuan.messenger")


class Emptying:
    """Empties the log ``pause`` seconds after the first ``wish``; further wishes of that time are served together."""

    def __init__(self, store: Store, pause: float) -> None:
        self._store, self._pause = store, pause
        self._wake = asyncio.Event()
        self._wake.set()  # what an earlier process left

    def wish(self) -> None:
        """Asks for the log to be emptied soon."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. A log that is in use is emptied next time."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(self._pause)
            self._wake.clear()
            try:
                emptied = await asyncio.to_thread(self._store.empty_log)
            except StoreError as error:
                log.warning("the log of the database is not emptied: %s", error)
                emptied = False
            if not emptied:
                self._wake.set()
