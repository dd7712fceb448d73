"""Polling with getUpdates: stored before confirmed, retried after every fault, slowed down when Telegram asks."""

import asyncio
import logging

from bot.channels.messenger.calls import CallError
from bot.channels.messenger.timing import Pace
from bot.channels.telegram.api import Api
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan.telegram")


class Poller:
    """Passes updates to the intake. The call with a higher offset is what confirms them, so it comes after the commit.

    The offset is used once: after an idle week Telegram begins anew with any number, even a lower one.
    """

    def __init__(self, api: Api, intake: Intake, pace: Pace, health: Health) -> None:
        self._api, self._intake, self._pace, self._health = api, intake, pace, health
        self._offset: int | None = None
        self._failures = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._once()
                self._failures = 0
            except CallError as error:
                await self._later(error.kind, error.words, error.wait)
            except StoreError as error:
                await self._later("store", str(error))

    async def _once(self) -> None:
        raws = await self._api.updates(self._offset)
        self._health.fine()
        if not raws:
            self._offset = None
            return
        await asyncio.shield(asyncio.wrap_future(self._intake.receive(raws)))
        self._health.fine("store")
        numbers = [raw["update_id"] for raw in raws if isinstance(raw.get("update_id"), int)]
        self._offset = max(numbers) + 1 if numbers else None

    async def _later(self, kind: str, words: str, asked: float | None = None) -> None:
        self._failures += 1
        self._health.fault(kind, words)
        await asyncio.sleep(self._pace.wait(self._failures, asked))
