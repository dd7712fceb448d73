"""The connections themselves: how many at once and from one address, how long one may be idle, and the answer to
malformed HTTP.

aiohttp's own limit of silence between requests ends half a head too; what is added here is a limit for the body, a
limit for the number, and Chinese words.
"""

import asyncio
import logging
import resource
from collections import Counter
from contextlib import suppress
from typing import Any

from aiohttp import StreamReader, web

from bot.channels.web.proxies import counted, is_ours
from bot.setting_values import Network

log = logging.getLogger("fudaoyuan")
SILENCE = 15.0  # seconds for a head, for a body, and between two requests
LAST_CHANCE = 2.0  # seconds for the rest of a body when the process has to stop
LINGERING = 5.0  # seconds for what is still sent after the answer, so that the answer is read
SPARE = 512  # open files beside the connections: the database, and what is accepted before it can be counted
UNREADABLE = "这次发来的内容不是完整的 HTTP 请求，没有处理。"
BROKEN = "对不起，这次没有处理好，请稍后再试。"
TOO_FEW = (
    "同时能打开的文件最多 %d 个，所以最多只接 %d 个连接（FUDAOYUAN_CONNECTION_LIMIT 是 %d）。"
    "要接这么多，请在 systemd 的服务文件 [Service] 里写一行 LimitNOFILE=%d，或启动前运行 ulimit -Hn %d"
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "fudaoyuan",
}


class BodyLateError(TimeoutError):
    """The body has not arrived in time. A TimeoutError: aiohttp then hangs up without a word in the log."""


class Runner(web.AppRunner):
    """Serves with at most ``most`` connections, ``each`` (None: all) of one address, none of them silent for longer
    than ``silence`` seconds. What comes from ``proxies`` is many people's, and counts for no address."""

    def __init__(
        self,
        app: web.Application,
        *,
        most: int,
        each: int | None = None,
        proxies: tuple[Network, ...] = (),
        silence: float = SILENCE,
        **given: Any,
    ) -> None:
        lingering = min(silence, LINGERING)
        super().__init__(app, access_log=None, keepalive_timeout=silence, lingering_time=lingering, **given)
        self._crowd, self._silence = Crowd(most, each or most + 1, proxies), silence

    async def _make_server(self) -> web.Server:
        return Server(await super()._make_server(), self._crowd, self._silence, **self._kwargs)


class Crowd:
    """Who is connected. ``idle``: without a request, with half a head or half a body — nobody knows whether the rest
    ever comes — the longest so first."""

    def __init__(self, most: int, each: int, proxies: tuple[Network, ...]) -> None:
        self._most, self._each, self._proxies = most, each, proxies
        self._addresses: dict[web.RequestHandler, str] = {}
        self._count: Counter[str] = Counter()
        self.idle: dict[web.RequestHandler, asyncio.Transport] = {}

    def may_join(self, transport: asyncio.BaseTransport) -> bool:
        """Whether the address of a new connection has not its whole share yet."""
        address = self._address(transport)
        return self._count[address] < self._each or self._is_proxy(address)

    def join(self, handler: web.RequestHandler, transport: asyncio.Transport) -> web.RequestHandler | None:
        """Takes a connection in; gives the one to be closed for it when there are too many."""
        self._addresses[handler] = address = self._address(transport)
        self._count[address] += 1
        self.idle[handler] = transport
        return self._to_be_closed(handler) if len(self._addresses) > self._most else None

    def leave(self, handler: web.RequestHandler) -> None:
        self.idle.pop(handler, None)
        if address := self._addresses.pop(handler, ""):
            self._count[address] -= 1
            if not self._count[address]:
                del self._count[address]

    def _to_be_closed(self, newest: web.RequestHandler) -> web.RequestHandler:
        """The idle longest of the address with most connections; if all of these have a request, the oldest of them.
        A proxy's requests are never cut off: then the idle longest of all."""
        most = max(self._count.values())
        idle = next((one for one in self.idle if self._count[self._addresses[one]] == most), None)
        if idle and (idle is not newest or not self._is_proxy(self._addresses[newest])):
            return idle
        busy = (one for one, at in self._addresses.items() if self._count[at] == most and not self._is_proxy(at))
        return next(busy, None) or next(iter(self.idle))

    def _address(self, transport: asyncio.BaseTransport) -> str:
        """As the limits count it; "-" when the other end has gone already."""
        peer = (transport.get_extra_info("peername") or ("-",))[0]
        return peer if self._is_proxy(peer) else counted(peer)

    def _is_proxy(self, address: str) -> bool:
        return is_ours(address, self._proxies)


class Server(web.Server):
    """Holds no more connections than the crowd may have."""

    def __init__(self, plain: web.Server, crowd: Crowd, silence: float, **given: Any) -> None:
        super().__init__(self._answer, request_factory=plain.request_factory, **given)
        self._inner, self._silence, self.crowd = plain.request_handler, silence, crowd
        self._halves: dict[web.RequestHandler, StreamReader] = {}  # whose body is still coming

    def __call__(self) -> web.RequestHandler:
        return Connection(self, loop=self._loop, **self._kwargs)

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if closed := self.crowd.join(handler, transport):
            self.crowd.leave(closed)
            self._connections[closed].abort()

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        self.crowd.leave(handler)
        super().connection_lost(handler, exc)

    def pre_shutdown(self) -> None:
        """Hangs up, but on those whose body is still coming."""
        for connection in [one for one in self._connections if one not in self._halves]:
            connection.close()

    async def shutdown(self, timeout: float | None = None) -> None:
        """Bodies get a last chance; who has not sent his until then is told to send it again."""
        until = self._loop.time() + min(self._silence, LAST_CHANCE)
        while self._halves and self._loop.time() < until:
            await asyncio.sleep(0.02)
        for content in self._halves.values():
            _give_up(content)
        for connection in list(self._connections):
            connection.close()
        await super().shutdown(timeout)

    def _arrived(self, handler: web.RequestHandler) -> None:
        self._halves.pop(handler, None)
        self._busy(handler)

    def _busy(self, handler: web.RequestHandler) -> None:
        self.crowd.idle.pop(handler, None)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        handler, content, late = request.protocol, request.content, None
        if content.is_eof():  # as nearly always: the body came with its head
            self._busy(handler)
        else:
            content.on_eof(lambda: self._arrived(handler))
            late = self._loop.call_later(self._silence, _give_up, content)
            self._halves[handler] = content
        try:
            return await self._inner(request)
        finally:
            if late:
                late.cancel()
                self._halves.pop(handler, None)
            if handler.transport and not handler.transport.is_closing():
                self._busy(handler)
                self.crowd.idle[handler] = handler.transport


def _give_up(content: StreamReader) -> None:
    if not content.is_eof():
        content.set_exception(BodyLateError())


class Connection(web.RequestHandler):
    """One connection. What cannot be parsed is answered with a sentence, like everything else."""

    def __init__(self, server: Server, **given: Any) -> None:
        super().__init__(server, **given)
        self._crowd = server.crowd

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._crowd.may_join(transport):
            super().connection_made(transport)
        elif isinstance(transport, asyncio.Transport):
            transport.abort()

    async def start(self) -> None:
        """Handles requests, unless the connection was closed again before its turn came."""
        if self.transport and not self.transport.is_closing():
            await super().start()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        if status >= 500:
            log.error("an answer failed", exc_info=exc)
        if request.writer.output_size:
            raise ConnectionError("the answer has begun")
        response = web.Response(status=status, text=UNREADABLE if status < 500 else BROKEN, headers=HEADERS)
        response.force_close()
        return response

    def log_exception(self, *args: Any, **given: Any) -> None:
        """A body that cannot be unpacked is the sender's fault, and he was told so."""
        if not isinstance(given.get("exc_info"), web.RequestPayloadError):
            super().log_exception(*args, **given)


def room_for(most: int) -> int:
    """How many of ``most`` connections fit into the files this process may open, after as many are allowed as can be;
    a warning tells which line to set when these are fewer."""
    with suppress(OSError, ValueError):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files == resource.RLIM_INFINITY or files >= most + SPARE:
        return most
    room = max(1, files - SPARE)
    log.warning(TOO_FEW, files, room, most, most + SPARE, most + SPARE)
    return room
