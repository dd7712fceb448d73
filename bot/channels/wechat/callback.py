"""What WeChat asks and posts: checked, kept, answered within its five seconds, and alike however often it comes."""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from aiohttp import web

from bot.channels.wechat.health import Health
from bot.channels.wechat.inbox import Intake, number_of
from bot.channels.wechat.waiting import Waiting
from bot.channels.wechat.xml import LARGEST, Fields, UnreadableError, read, written
from bot.channels.wxcrypto import Cipher, ForgedError, check_time, same, signature
from bot.settings import Settings
from knowledge.store import StoreError
from knowledge.store import Waiting as Row

log = logging.getLogger("fudaoyuan.wechat")
PATIENCE = 4.3  # seconds; WeChat waits five, and the answer has a way to go
AGAIN = 0.2  # seconds until it is tried again to keep a message
REMEMBERED = 2_000
NOTHING = "success"  # what WeChat takes for: there is no answer
Recall = Callable[[int, str], str]


class Callback:
    """The one address WeChat knows. ``recall``: the answer to a message of an earlier process, by number and sender,
    "" for none; ``later``: takes calls that are not the request's to deliver; ``now``: seconds since 1970."""

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        health: Health,
        waiting: Waiting,
        recall: Recall = lambda number, sender: "",
        later: Callable[[Sequence[Row]], None] = lambda rows: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        wechat = settings.wechat
        self._token, self._intake, self._health, self._waiting = wechat.token.reveal(), intake, health, waiting
        self._cipher = Cipher(wechat.aes_key.reveal(), wechat.app_id) if wechat.aes_key else None
        self._recall, self._later, self._now = recall, later, now
        self._given: OrderedDict[int, str] = OrderedDict()
        self._delivering = asyncio.Lock()
        self.patience = PATIENCE

    async def check(self, request: web.Request) -> web.Response:
        """WeChat asks whether the address is ours: what it sends comes back."""
        try:
            self._check_signed(request)
        except ForgedError as error:
            return self._refused(error)
        return web.Response(text=request.query.get("echostr", ""))

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """A message. A 403 for what WeChat did not send, a 400 for what is none; without an answer when it cannot be
        kept, so that WeChat posts it again."""
        until = asyncio.get_running_loop().time() + self.patience
        try:
            fields = self._opened(request, await _body(request))
        except ForgedError as error:
            return self._refused(error)
        except UnreadableError as error:
            log.warning("wechat posted something that cannot be read: %s", error)
            return web.Response(status=400)
        number = number_of(fields)
        if number is None:
            return web.Response(text=NOTHING)
        return await self._answered(request, number, fields, until)

    async def _answered(self, request: web.Request, number: int, fields: Fields, until: float) -> web.StreamResponse:
        if number in self._given:
            return self._response(fields, self._given[number])
        waiter = self._waiting.ask(number)
        new = await self._kept(fields, until)
        if new is None:
            self._waiting.leave(number, waiter, for_good=False)
            return _hung_up(request)
        if not new and not waiter.done() and (text := self._recall(number, fields["FromUserName"])):
            self._waiting.leave(number, waiter, for_good=True)
            return self._response(fields, text)
        return await self._waited(request, number, fields, waiter, until)

    async def _waited(
        self, request: web.Request, number: int, fields: Fields, waiter: "Future[Sequence[Row]]", until: float
    ) -> web.StreamResponse:
        left = max(until - asyncio.get_running_loop().time(), 0.0)
        try:
            rows = await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(waiter)), left)
        except TimeoutError:
            if self._waiting.leave(number, waiter, for_good=True):
                return web.Response(text=NOTHING)
            rows = waiter.result()
        except asyncio.CancelledError:
            if not self._waiting.leave(number, waiter, for_good=False):
                self._waiting.give_back(waiter.result())
            raise
        if not rows:
            return web.Response(text=NOTHING)
        return await self._delivered(request, number, fields, rows)

    async def _delivered(
        self, request: web.Request, number: int, fields: Fields, rows: Sequence[Row]
    ) -> web.StreamResponse:
        """Writes the answer and marks it, one at a time: whoever kills the process finds at most one that was written
        and not marked."""
        first, *others = rows
        text = str(json.loads(first.payload)["text"])
        response = self._response(fields, text)
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
            self._remember(number, text)
            await self._mark(first)
        self._later(others)
        return response

    async def _mark(self, row: Row) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(self._intake.outbox.sent(row.id, None)))
        except StoreError as error:
            self._health.fault("store", str(error))

    async def _kept(self, fields: Fields, until: float) -> tuple[int, ...] | None:
        """The number when it is new; None when it could not be kept in time."""
        while True:
            try:
                new = await asyncio.shield(asyncio.wrap_future(self._intake.receive([fields])))
            except StoreError as error:
                self._health.fault("store", str(error))
                if asyncio.get_running_loop().time() + AGAIN >= until:
                    return None
                await asyncio.sleep(AGAIN)
            else:
                self._health.fine("store")
                return new

    def _opened(self, request: web.Request, body: bytes) -> Fields:
        """The message, decrypted; in the mode that WeChat calls compatible, what stands plain beside it is not read."""
        self._check_signed(request)
        fields = read(body)
        if self._cipher is None:
            if "Encrypt" in fields and "FromUserName" not in fields:
                raise ForgedError("the message is encrypted, and FUDAOYUAN_WECHAT_AES_KEY is not set")
            return fields
        query, sealed = request.query, fields.get("Encrypt", "")
        right = signature(self._token, query.get("timestamp", ""), query.get("nonce", ""), sealed)
        if not sealed or not same(query.get("msg_signature", ""), right):
            raise ForgedError("the signature of the message is wrong")
        return read(self._cipher.decrypt(sealed).encode())

    def _check_signed(self, request: web.Request) -> None:
        query = request.query
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not same(query.get("signature", ""), signature(self._token, stamp, nonce)):
            raise ForgedError("the signature is wrong")
        check_time(stamp, self._now)

    def _refused(self, error: ForgedError) -> web.Response:
        self._health.fault("forged", str(error))
        return web.Response(status=403)

    def _response(self, fields: Fields, text: str) -> web.Response:
        at = int(self._now())
        message: dict[str, str | int] = {
            "ToUserName": fields["FromUserName"],
            "FromUserName": fields.get("ToUserName", ""),
            "CreateTime": at,
            "MsgType": "text",
            "Content": text,
        }
        words = written(message)
        if self._cipher is not None:
            nonce = str(at)
            sealed = self._cipher.encrypt(words)
            signed = signature(self._token, str(at), nonce, sealed)
            words = written({"Encrypt": sealed, "MsgSignature": signed, "TimeStamp": at, "Nonce": nonce})
        self._health.fine("forged")
        return web.Response(text=words, content_type="application/xml")

    def _remember(self, number: int, text: str) -> None:
        self._given[number] = text
        while len(self._given) > REMEMBERED:
            self._given.popitem(last=False)


def mount_callback(
    app: web.Application, settings: Settings, callback: Callback, intake: Intake, health: Health
) -> None:
    """Adds the address WeChat knows, and ``/health/wechat``."""
    app.router.add_get(settings.wechat.path, callback.check)
    app.router.add_post(settings.wechat.path, callback.receive)

    async def tell(request: web.Request) -> web.Response:
        report = await asyncio.to_thread(health.report, intake.outbox.counts)
        return web.json_response(report, dumps=lambda value: json.dumps(value, ensure_ascii=False))

    app.router.add_get("/health/wechat", tell)


def _hung_up(request: web.Request) -> web.Response:
    """No answer at all: whatever else was said, WeChat would show its user that the account is out of order."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)


async def _body(request: web.Request) -> bytes:
    """The body. Raises UnreadableError when it is larger than a message is."""
    kept = bytearray()
    async for chunk in request.content.iter_any():
        kept += chunk
        if len(kept) > LARGEST:
            raise UnreadableError("larger than a message")
    return bytes(kept)
