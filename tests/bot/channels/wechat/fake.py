"""WeChat's side on 127.0.0.1: it posts what followers say to our address and answers our calls, within its own limits.

Used by the tests, the torture and ``make demo-wechat``. ``said``: per follower, every text of ours, oldest first.
"""

import asyncio
import itertools
import json
import secrets
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.channels.wxcrypto import Cipher, signature

APP_ID, TOKEN, SECRET = "wx2c2769f8efd9abc2", "spamtest", "0123456789abcdef0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = "gh_10f6c3c3ac5a"
LONGEST, TRIES, WINDOW = 2048, 3, 48 * 3600
OUT_OF_ORDER = "该公众号提供的服务出现故障，请稍后再试"
Json = dict[str, Any]


@dataclass
class Posted:
    """What became of one message: a status for each delivery (0: no answer came), the text shown, "" for none."""

    statuses: list[int] = field(default_factory=list)
    text: str = ""
    raw: str = ""


class FakeWechat:
    """One account. ``faults``: method → what happens to the next calls, in order: "40001", any other error code,
    "500", "reset", "hang", "garbage"; ``patience``: seconds until a delivery counts as unanswered."""

    def __init__(self, aes_key: str = "") -> None:
        self.base = self.address = ""
        self.patience, self.hang = 5.0, 1.0
        self.said: defaultdict[str, list[str]] = defaultdict(list)
        self.came: dict[str, float] = {}
        self.faults: defaultdict[str, deque[str]] = defaultdict(deque)
        self.calls: list[tuple[str, Json]] = []
        self.tokens: list[str] = []
        self.lasts = 7200
        self.menu: Json = {}
        self.heard = asyncio.Condition()
        self.cipher = Cipher(aes_key, APP_ID) if aes_key else None
        self._aes_key = aes_key
        self._ids = itertools.count(6054768590064713728)

    @property
    def environ(self) -> dict[str, str]:
        """The settings of ours that go with this account."""
        return {
            "FUDAOYUAN_WECHAT_APP_ID": APP_ID,
            "FUDAOYUAN_WECHAT_TOKEN": TOKEN,
            "FUDAOYUAN_WECHAT_AES_KEY": self._aes_key,
            "FUDAOYUAN_WECHAT_APP_SECRET": SECRET,
            "FUDAOYUAN_WECHAT_API_BASE": self.base,
        }

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator["FakeWechat"]:
        app = web.Application()
        app.router.add_post("/cgi-bin/{method:.+}", self._call)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    # What followers do

    async def say(self, follower: str, text: str, **more: str) -> Posted:
        return await self.post(self.message(follower, MsgType="text", Content=text, **more))

    async def event(self, follower: str, event: str, key: str = "", **more: str) -> Posted:
        fields = self.message(follower, MsgType="event", Event=event, EventKey=key, **more)
        del fields["MsgId"]
        return await self.post(fields)

    def message(self, follower: str, **more: str) -> dict[str, str]:
        at = str(int(time.time()))
        return {
            "ToUserName": ACCOUNT,
            "FromUserName": follower,
            "CreateTime": at,
            "MsgId": str(next(self._ids)),
            **more,
        }

    async def post(self, fields: dict[str, str], tries: int = TRIES, **query: str) -> Posted:
        """Delivers a message until an answer comes, three times at most."""
        self.came[fields["FromUserName"]] = time.time()
        posted = Posted()
        for _ in range(tries):
            status, body = await self.deliver(fields, **query)
            posted.statuses.append(status)
            if status == 200:
                posted.raw = body
                posted.text = self.read(body)
                break
        if posted.statuses[-1] != 200:
            posted.text = OUT_OF_ORDER
        if posted.text:
            await self._show(fields["FromUserName"], posted.text)
        return posted

    async def deliver(self, fields: dict[str, str] | bytes, **query: str) -> tuple[int, str]:
        """One delivery: status and body; 0 when no answer came."""
        body = fields if isinstance(fields, bytes) else xml_of(fields).encode()
        stamp, nonce = query.pop("timestamp", str(int(time.time()))), secrets.token_hex(5)
        signed = {"timestamp": stamp, "nonce": nonce, "signature": signature(TOKEN, stamp, nonce)}
        if self.cipher is not None:
            sealed = self.cipher.encrypt(body.decode())
            signed |= {"encrypt_type": "aes", "msg_signature": signature(TOKEN, stamp, nonce, sealed)}
            body = xml_of({"ToUserName": ACCOUNT, "Encrypt": sealed}).encode()
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=self.patience)) as session,
                session.post(self.address, params={**signed, **query}, data=body) as response,
            ):
                return response.status, await response.text()
        except (ClientError, TimeoutError, OSError):
            return 0, ""

    def read(self, body: str) -> str:
        """The text an answer shows; raises AssertionError for what WeChat would call out of order."""
        if body in ("", "success"):
            return ""
        fields = fields_of(body)
        if self.cipher is not None:
            right = signature(TOKEN, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
            assert fields["MsgSignature"] == right
            fields = fields_of(self.cipher.decrypt(fields["Encrypt"]))
        assert fields["MsgType"] == "text" and fields["FromUserName"] == ACCOUNT
        assert 0 < len(fields["Content"].encode()) <= LONGEST
        return fields["Content"]

    async def until(self, met: Any, seconds: float = 120.0) -> None:
        async with self.heard:
            await asyncio.wait_for(self.heard.wait_for(met), seconds)

    async def _show(self, follower: str, text: str) -> None:
        async with self.heard:
            self.said[follower].append(text)
            self.heard.notify_all()

    # The interface

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], json.loads(await request.read())
        self.calls.append((method, body))
        fault = self.faults[method].popleft() if self.faults[method] else ""
        if fault == "reset":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault == "hang":
            await asyncio.sleep(self.hang)
        if fault == "garbage":
            return web.Response(body=b"\xff\xfe<html>")
        if fault in ("500", "502"):
            return web.Response(status=int(fault), text="<h1>error</h1>")
        if fault and fault != "hang":
            return web.json_response({"errcode": int(fault), "errmsg": "fault"})
        if method == "stable_token":
            return self._token(body)
        if request.query.get("access_token") not in self.tokens[-1:]:
            return web.json_response({"errcode": 40001, "errmsg": "invalid credential"})
        return web.json_response(await getattr(self, "_" + method.replace("/", "_"))(body))

    def _token(self, body: Json) -> web.Response:
        if (body["appid"], body["secret"]) != (APP_ID, SECRET):
            return web.json_response({"errcode": 40125, "errmsg": "invalid appsecret"})
        if not self.tokens or body["force_refresh"]:
            self.tokens.append(secrets.token_hex(8))
        return web.json_response({"access_token": self.tokens[-1], "expires_in": self.lasts})

    async def _message_custom_send(self, body: Json) -> Json:
        follower, text = body["touser"], body["text"]["content"]
        if follower not in self.came:
            return {"errcode": 40003, "errmsg": "invalid openid"}
        if time.time() - self.came[follower] > WINDOW:
            return {"errcode": 45015, "errmsg": "response out of time limit"}
        if not 0 < len(text.encode()) <= LONGEST:
            return {"errcode": 45002, "errmsg": "content size out of limit"}
        await self._show(follower, text)
        return {"errcode": 0, "errmsg": "ok"}

    async def _menu_create(self, body: Json) -> Json:
        for button in body["button"]:
            if not 0 < len(button["name"].encode()) <= 60 or len(body["button"]) > 3:
                return {"errcode": 40018, "errmsg": "invalid button name size"}
        self.menu = body
        return {"errcode": 0, "errmsg": "ok"}


def xml_of(fields: dict[str, str]) -> str:
    return "<xml>" + "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in fields.items()) + "</xml>"


def fields_of(body: str) -> dict[str, str]:
    return {one.tag: one.text or "" for one in ElementTree.fromstring(body)}
