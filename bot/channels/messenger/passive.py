"""An update that is answered in the very request that brings it: kept first, waited for, and alike however often it
comes."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from aiohttp import web

from bot.channels.messenger.calls import Payload
from bot.channels.messenger.health import Health
from bot.channels.messenger.intake import Intake
from bot.channels.messenger.waiting import GRACE, Waiting
from knowledge.store import StoreError
from knowledge.store import Waiting as Row

PATIENCE = 4.3  # seconds; the platforms wait five, and the answer has a way to go
AGAIN = 0.2  # seconds until it is tried again to keep an update
SETTLED, LOOKS = 1.0, 0.05  # seconds until an answer that was written is marked at the latest, and between two looks
ELSEWHERE = 0.2  # seconds between two looks of a copy at whether another process has answered
REMEMBERED = 2_000
UNSENT = 5_000  # calls that are looked through
Respond = Callable[[Payload | None], web.Response]  # a call's arguments as the answer; None: there is none


class PassiveAnswers:
    """``later``: takes calls that are not the request's to deliver. Whichever process a copy of an update comes to, it
    gives the answer that one of them has given, or is about to."""

    def __init__(
        self, intake: Intake, health: Health, waiting: Waiting, later: Callable[[Sequence[Row]], None]
    ) -> None:
        self._intake, self._health, self._waiting, self._later = intake, health, waiting, later
        self._given: OrderedDict[int, Payload] = OrderedDict()
        self._delivering = asyncio.Lock()
        self.patience = PATIENCE

    async def answer(
        self,
        request: web.Request,
        number: int,
        raw: Any,
        respond: Respond,
        recall: Callable[[], Payload | None] = lambda: None,
    ) -> web.StreamResponse:
        """The answer to the update; no answer at all when it cannot be kept, so that the platform posts it again.
        ``recall``: what was answered by an earlier process, None for nothing."""
        until = asyncio.get_running_loop().time() + self.patience
        if number in self._given:
            return respond(self._given[number])
        waiter = self._waiting.ask(number)
        new = await self._kept(raw, until)
        if new is None:
            self._waiting.leave(number, waiter, for_good=False)
            return _hung_up(request)
        if not new and not waiter.done():
            # Answered by another process, or an earlier one: perhaps not delivered, and not loaded yet by what sends.
            # Words without their calls are looked up first: calls written since are found then.
            words = recall()
            if rows := self._waiting.claim(number, waiter, self._left(number)):
                return await self._delivered(request, number, rows, respond)
            if not waiter.done() and (again := self._handed(number) or words):
                self._waiting.leave(number, waiter, for_good=True)
                return respond(again)
        return await self._waited(request, number, waiter, until, respond, copy=not new)

    def _handed(self, number: int) -> Payload | None:
        """The answer as another process has delivered it a short time ago."""
        try:
            given = self._intake.outbox.given(number)
        except StoreError as error:
            self._health.fault("store", str(error))
            return None
        return json.loads(given) if given else None

    def _answered_elsewhere(self, number: int) -> Sequence[Row]:
        """The calls of an update that another process was quicker to answer; they are the request's now."""
        waiter = self._waiting.ask(number)
        rows = waiter.result() if waiter.done() else self._waiting.claim(number, waiter, self._left(number))
        if not rows:
            self._waiting.leave(number, waiter, for_good=False)
        return rows

    def _left(self, number: int) -> list[Row]:
        """The calls that answer an update and are not made yet; none when that cannot be read."""
        try:
            return [row for row in self._intake.outbox.unsent(UNSENT) if row.update_id == number]
        except StoreError as error:
            self._health.fault("store", str(error))
            return []

    async def _waited(
        self,
        request: web.Request,
        number: int,
        waiter: "Future[Sequence[Row]]",
        until: float,
        respond: Respond,
        *,
        copy: bool,
    ) -> web.StreamResponse:
        try:
            rows = await self._resolved(number, waiter, until, copy=copy)
        except TimeoutError:
            if self._waiting.leave(number, waiter, for_good=True):
                return respond(None)
            rows = waiter.result()
        except asyncio.CancelledError:
            if not self._waiting.leave(number, waiter, for_good=False):
                self._waiting.give_back(waiter.result())
            raise
        if rows := rows or self._answered_elsewhere(number):
            return await self._delivered(request, number, rows, respond)
        again = self._handed(number)
        settled = min(until, asyncio.get_running_loop().time() + SETTLED)
        while copy and again is None and asyncio.get_running_loop().time() < settled:
            await asyncio.sleep(LOOKS)  # written by another process, which is about to mark it
            again = self._handed(number)
        return respond(again)

    async def _resolved(
        self, number: int, waiter: "Future[Sequence[Row]]", until: float, *, copy: bool
    ) -> Sequence[Row]:
        """The calls that answer an update, none when it was answered elsewhere. Raises TimeoutError when there is no
        answer yet. Nobody tells this process of what another one answers: a copy looks for it."""
        loop = asyncio.get_running_loop()
        while True:
            left = max(until - loop.time(), 0.0)
            try:
                return await asyncio.wait_for(
                    asyncio.shield(asyncio.wrap_future(waiter)), min(left, ELSEWHERE) if copy else left
                )
            except TimeoutError:
                if loop.time() >= until:
                    raise
                if rows := self._waiting.claim(number, waiter, self._left(number)):
                    return rows
                if self._handed(number) and self._waiting.leave(number, waiter, for_good=True):
                    return ()

    async def _delivered(
        self, request: web.Request, number: int, rows: Sequence[Row], respond: Respond
    ) -> web.StreamResponse:
        """Writes the answer and marks it, one at a time: whoever kills the process finds at most one that was written
        and not marked."""
        first, *others = rows
        payload = json.loads(first.payload)
        response = respond(payload)
        async with self._delivering:
            if request.transport is None or request.transport.is_closing():
                self._waiting.give_back(rows)
                return response
            try:
                await response.prepare(request)
                await response.write_eof()
            except (ConnectionError, asyncio.CancelledError):
                self._waiting.give_back(rows)
                raise
            self._remember(number, payload)
            await self._mark(first)
        self._later(others)
        return response

    async def _mark(self, row: Row) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(self._intake.outbox.handed(row.id)))
        except StoreError as error:
            self._health.fault("store", str(error))
        asyncio.get_running_loop().call_later(GRACE, self._intake.outbox.sent, row.id, None)

    async def _kept(self, raw: Any, until: float) -> tuple[int, ...] | None:
        """The number when it is new; None when it could not be kept in time."""
        while True:
            try:
                new = await asyncio.shield(asyncio.wrap_future(self._intake.receive([raw])))
            except StoreError as error:
                self._health.fault("store", str(error))
                if asyncio.get_running_loop().time() + AGAIN >= until:
                    return None
                await asyncio.sleep(AGAIN)
            else:
                self._health.fine("store")
                return new

    def _remember(self, number: int, payload: Payload) -> None:
        self._given[number] = payload
        while len(self._given) > REMEMBERED:
            self._given.popitem(last=False)


def _hung_up(request: web.Request) -> web.Response:
    """No answer at all: whatever else was said, the platform would show its user that the account is out of order."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)


class TooLargeError(ValueError):
    """A body that is larger than an update is."""


async def body_of(request: web.Request, largest: int) -> bytes:
    """The body. Raises TooLargeError when it has more than so many bytes."""
    kept = bytearray()
    async for chunk in request.content.iter_any():
        kept += chunk
        if len(kept) > largest:
            raise TooLargeError("larger than an update is")
    return bytes(kept)


def mount_health(app: web.Application, health: Health, counts: Callable[[], dict[str, int]]) -> None:
    """Adds ``/health/<name>``."""

    async def tell(request: web.Request) -> web.Response:
        report = await asyncio.to_thread(health.report, counts)
        return web.json_response(report, dumps=lambda value: json.dumps(value, ensure_ascii=False))

    app.router.add_get(f"/health/{health.name}", tell)
