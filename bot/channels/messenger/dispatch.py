"""One update out of the inbox → its answer in the outbox, whatever goes wrong: the part every messenger shares."""

import asyncio
import logging
from abc import ABC, abstractmethod

from bot.channels.messenger.health import Health
from bot.channels.messenger.talk import BaseTalk, TalkContext
from bot.channels.messenger.timing import Pace
from bot.operations.logs import request_id
from knowledge.store import Incoming, StoreError


class BaseDispatch(ABC):
    """``handle`` never raises but when cancelled."""

    def __init__(self, context: TalkContext, pace: Pace, health: Health) -> None:
        self._shared, self._pace, self._health = context, pace, health
        self._log = logging.getLogger(f"fudaoyuan.{health.name}")

    async def handle(self, one: Incoming) -> None:
        """Answers it; while the store fails, again and again: what is not kept is not answered."""
        given = request_id.set(str(one.id))
        try:
            await self._insist(one)
        finally:
            request_id.reset(given)

    @abstractmethod
    async def _answer(self, one: Incoming) -> None:
        """Answers it once. Raises ``StoreError`` when that could not be kept."""

    @abstractmethod
    async def _sorry(self, talk: BaseTalk, number: str) -> None:
        """Says that something went wrong, and under which number it stands in the log."""

    async def _insist(self, one: Incoming) -> None:
        failures = 0
        while True:
            try:
                await self._answer(one)
                self._health.fine("store")
                return
            except StoreError as error:
                failures += 1
                self._health.fault("store", str(error))
                await asyncio.sleep(self._pace.wait(failures))

    async def _apologised(self, talk: BaseTalk) -> None:
        """For what went wrong just now."""
        number = request_id.get()
        self._log.exception("%s update %s failed", self._health.name, number)
        self._shared.advisor.restore(talk.conversation, None)
        if not talk.closed:
            await self._sorry(talk, number)
