"""「清空」: deletes a conversation without blocking the loop; what fails is reported and retried by itself."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from enum import Enum

from aiohttp import web

from bot.channels.web.exchange import Answering
from bot.operations.forgetting import Forgetting
from knowledge.store import GRACE, StoreError

log = logging.getLogger("fudaoyuan")
PATIENCE = 3.0  # seconds the visitor waits
AGAIN, LONGEST = 2.0, 60.0  # seconds between two tries; doubled after each that failed, up to the second


class Cleared(Enum):
    """Outcome: deleted; recorded, and deleted later even after a restart; neither deleted nor recorded."""

    DONE = "done"
    KEPT = "kept"
    LOST = "lost"


class Clearing:
    """Deletes conversations of one site: copies in memory at once, then the rows, then what the log holds of them."""

    def __init__(
        self, answering: Answering, forgetting: Forgetting, patience: float = PATIENCE, again: float = AGAIN
    ) -> None:
        self._answering, self._forgetting = answering, forgetting
        self._patience, self._again = patience, again
        self._wake = asyncio.Event()
        self._under_way: set[asyncio.Task[bool]] = set()

    async def clear(self, conversation: str) -> Cleared:
        """Returns when the rows are deleted, or after ``patience`` seconds; the deletion then continues by itself."""
        kept = await asyncio.to_thread(self._forgetting.wish, conversation)
        task = asyncio.create_task(self._deleted(conversation))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if done and task.result():
            return Cleared.DONE
        return Cleared.KEPT if kept else Cleared.LOST

    async def _deleted(self, conversation: str) -> bool:
        self._drop(conversation)
        try:
            await asyncio.wrap_future(self._forgetting.delete(conversation))
            if self._answering.pool:  # what was told of it is dropped there too
                await self._answering.pool.forget()
            return True
        except StoreError as error:
            log.warning("a conversation is not deleted yet: %s", error)
            return False
        finally:
            self._drop(conversation)  # what was answered meanwhile
            asyncio.get_running_loop().call_later(GRACE, self._drop, conversation)  # and what came late
            self._wake.set()

    def _drop(self, conversation: str) -> None:
        self._answering.forget(conversation)
        self._answering.advisor.forget(conversation)

    async def run(self) -> None:
        """Tries again what is left to do and empties the log, until cancelled."""
        failures = 0
        while True:
            await self._wake.wait()
            self._wake.clear()
            if await asyncio.to_thread(self._forgetting.again):
                failures = 0
                continue
            self._wake.set()
            await asyncio.sleep(min(self._again * 2**failures, LONGEST))
            failures = min(failures + 1, 10)

    async def begin(self) -> None:
        """Finishes what an earlier process left, before the site is served; what fails is retried."""
        await asyncio.to_thread(self._forgetting.prepare)
        if not await asyncio.to_thread(self._forgetting.again):
            self._wake.set()


CLEARING: web.AppKey[Clearing] = web.AppKey("clearing", Clearing)


async def clearing(app: web.Application) -> AsyncIterator[None]:
    """Runs ``CLEARING`` while the site is served."""
    await app[CLEARING].begin()
    task = asyncio.create_task(app[CLEARING].run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
