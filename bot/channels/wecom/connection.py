"""The long connection: we connect, so no public address is needed. One a bot; what is lost is connected again.

Frames are JSON: ``{"cmd", "headers": {"req_id"}, "body"}``; each of ours is acknowledged under its req_id with an
errcode. The answer to a message bears the req_id the message came with.
"""

import asyncio
import json
import logging
import secrets
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, WSMsgType

from bot.channels.messenger.calls import CallError, Payload
from bot.channels.messenger.timing import Pace
from bot.channels.wecom.health import Health
from bot.operations.logs import hidden
from bot.settings import WecomSettings

log = logging.getLogger("fudaoyuan.wecom")
LARGEST = 1024 * 1024  # bytes of a frame
MISSED = 2  # heartbeats without an echo, then the connection is dead
BROUGHT = ("aibot_msg_callback", "aibot_event_callback")
Received = Callable[[dict[str, Any]], Awaitable[None]]
# Error code → kind; others mean that this one call will never do
CODES = {-1: "server", 45009: "wait", 45033: "wait", 846607: "wait", 40001: "unauthorized", 40013: "unauthorized"}


class Connection:
    """``received``: hears of each message, ``{"req", "body"}``."""

    def __init__(self, wecom: WecomSettings, pace: Pace, health: Health, received: Received) -> None:
        self._wecom, self._pace, self._health, self._received = wecom, pace, health, received
        self._socket: ClientWebSocketResponse | None = None
        self._acks: defaultdict[str, deque[asyncio.Future[Payload]]] = defaultdict(deque)
        self._here: set[str] = set()  # requests of this connection that have no answer yet
        self._kicked = False
        self._connected = asyncio.Event()

    async def run(self, connected: Callable[[], None]) -> None:
        """Stays connected until cancelled; ``connected`` hears of each success."""
        failures = 0
        async with ClientSession(timeout=ClientTimeout(total=None, connect=self._pace.request)) as session:
            while True:
                try:
                    await self._session(session, connected)
                    failures = 0
                except CallError as error:
                    failures = 0 if self._connected.is_set() else failures
                    self._health.fault(error.kind, error.words)
                finally:
                    self._lost()
                failures += 1
                longest = self._kicked
                self._kicked = False
                await asyncio.sleep(self._pace.longest_wait if longest else self._pace.wait(failures))

    def answers(self, req: str) -> bool:
        """Whether the request came over the connection that stands now: no other can answer it."""
        return req in self._here

    async def call(self, command: str, body: Payload, req: str = "") -> None:
        """Makes a call and waits for its acknowledgement. Raises ``CallError``."""
        answer = await self._asked(command, body, req or f"{command}_{secrets.token_hex(8)}")
        code: Any = answer.get("errcode", 0)
        if code != 0:
            kind = CODES.get(code, "refused") if isinstance(code, int) else "server"
            words = f"{code} {hidden(str(answer.get('errmsg', '')))}"[:200]
            raise CallError(kind, words, 5.0 if kind == "wait" else None)
        self._here.discard(req)

    async def _asked(self, command: str, body: Payload, req: str) -> Payload:
        socket = self._socket
        if socket is None or socket.closed:
            raise CallError("network", "no connection")
        future: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()
        self._acks[req].append(future)
        frame: Payload = {"cmd": command, "headers": {"req_id": req}}
        if body:
            frame["body"] = body
        try:
            await socket.send_str(json.dumps(frame, ensure_ascii=False))
            return await asyncio.wait_for(future, self._pace.request)
        except (ClientError, ConnectionError, TimeoutError, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and not future.cancelled():
                raise
            raise CallError("network", f"{command}: {type(error).__name__}") from None
        finally:
            self._forget(req, future)

    def _forget(self, req: str, future: "asyncio.Future[Payload]") -> None:
        waiting = self._acks.get(req)
        if waiting and future in waiting:
            waiting.remove(future)
        if not waiting:
            self._acks.pop(req, None)

    async def _session(self, session: ClientSession, connected: Callable[[], None]) -> None:
        """One connection from its beginning to its end. Raises ``CallError``."""
        try:
            self._socket = await session.ws_connect(self._wecom.url, max_msg_size=LARGEST, autoping=True)
        except (ClientError, OSError, TimeoutError) as error:
            raise CallError("network", type(error).__name__) from None
        reading = asyncio.create_task(self._read(self._socket))
        beating: asyncio.Task[None] | None = None
        try:
            body = {"bot_id": self._wecom.bot_id, "secret": self._wecom.secret.reveal()}
            await self._subscribe(body)
            self._connected.set()
            self._health.fine("network", "server", "unauthorized")
            connected()
            beating = asyncio.create_task(self._beat())
            await asyncio.wait({reading, beating}, return_when=asyncio.FIRST_COMPLETED)
            for done in (reading, beating):
                if done.done():
                    done.result()
        finally:
            begun = [task for task in (reading, beating) if task is not None]
            for task in begun:
                task.cancel()
            await asyncio.gather(*begun, return_exceptions=True)
            await self._socket.close()
        raise CallError("conflict" if self._kicked else "network", "the connection ended")

    async def _subscribe(self, body: Payload) -> None:
        try:
            await self.call("aibot_subscribe", body)
        except CallError as error:
            if error.kind == "refused":
                self._kicked = True  # it is not quickly mended
                raise CallError("unauthorized", error.words) from None
            raise

    async def _beat(self) -> None:
        missed = 0
        while missed < MISSED:
            await asyncio.sleep(self._pace.poll)
            try:
                await self.call("ping", {})
                missed = 0
                if not self._kicked:
                    self._health.fine("conflict")
            except CallError:
                missed += 1
        raise CallError("network", "no echo of the heartbeat")

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                frame = json.loads(message.data)
            except (ValueError, RecursionError):
                log.warning("wecom sent a frame that cannot be read")
                continue
            if isinstance(frame, dict):
                await self._frame(frame)

    async def _frame(self, frame: dict[str, Any]) -> None:
        headers = frame.get("headers")
        req = headers.get("req_id") if isinstance(headers, dict) else None
        req = req if isinstance(req, str) else ""
        if frame.get("cmd") not in BROUGHT:
            waiting = self._acks.get(req)
            if waiting and not waiting[0].done():
                waiting.popleft().set_result(frame)
            return
        body = frame.get("body")
        event = body.get("event") if isinstance(body, dict) else None
        if isinstance(event, dict) and event.get("eventtype") == "disconnected_event":
            self._kicked = True
            return
        self._here.add(req)
        await self._received({"req": req, "body": body})

    def _lost(self) -> None:
        self._socket = None
        self._here.clear()
        self._connected.clear()
        for waiting in self._acks.values():
            for future in waiting:
                if not future.done():
                    future.cancel()
        self._acks.clear()
