"""企业微信's side on 127.0.0.1: the long connection, the callback, and the address to answer to, within its own limits.

``said``: per chat, what is shown of ours, oldest first; ``cards``: by their names, as they stand now.
"""

import asyncio
import itertools
import json
import secrets
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType, web

from bot.channels.wxcrypto import Cipher, signature

BOT, SECRET, TOKEN = "aibQ4lXcK9w", "s3cr3t-of-the-bot-0123456789abcdef", "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
IN_FLIGHT, SOON, LONGEST = 3, 5.0, 20_480
Json = dict[str, Any]


@dataclass
class Asked:
    """A message that has no answer yet."""

    chat: str
    person: str
    at: float
    kind: str
    task: str
    frame: Json


@dataclass
class Shown:
    text: str = ""
    card: Json = field(default_factory=dict)


class FakeWecom:
    """One bot. ``faults``: command → what happens to the next calls: an error code, "drop" (the connection ends before
    it is acknowledged), "silent" (no acknowledgement). What was brought and has no answer when a connection ends is
    brought again by the next, under another req_id."""

    def __init__(self) -> None:
        self.patience = 5.0  # seconds it waits for an answer, as the platform does
        self.base = self.url = self.address = ""
        self.said: defaultdict[str, list[Shown]] = defaultdict(list)
        self.cards: dict[str, Json] = {}
        self.faults: defaultdict[str, deque[str]] = defaultdict(deque)
        self.calls: list[tuple[str, Json]] = []
        self.connections = 0
        self.heard = asyncio.Condition()
        self.cipher = Cipher(AES_KEY, "")
        self._asked: dict[str, Asked] = {}
        self._waiting: deque[Json] = deque()
        self._socket: web.WebSocketResponse | None = None
        self._urls: dict[str, str] = {}
        self._ids = itertools.count(secrets.randbelow(10**9))

    @property
    def environ(self) -> dict[str, str]:
        return {"FUDAOYUAN_WECOM_BOT_ID": BOT, "FUDAOYUAN_WECOM_SECRET": SECRET, "FUDAOYUAN_WECOM_URL": self.url}

    @property
    def callback_environ(self) -> dict[str, str]:
        return {"FUDAOYUAN_WECOM_TOKEN": TOKEN, "FUDAOYUAN_WECOM_AES_KEY": AES_KEY}

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator["FakeWecom"]:
        app = web.Application()
        app.router.add_get("/", self._connect)
        app.router.add_post("/answer/{name}", self._answer_url)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.url = self.base.replace("http", "ws")
        try:
            yield self
        finally:
            await self.drop()
            await runner.cleanup()

    # What people do

    def body(self, person: str, group: str = "", **more: Any) -> Json:
        body = {"msgid": f"CAIQ{next(self._ids)}=", "aibotid": BOT, "chattype": "group" if group else "single"}
        return {**body, "from": {"userid": person}, **({"chatid": group} if group else {}), **more}

    async def say(self, person: str, text: str, group: str = "", **more: Any) -> None:
        """Words to the bot, in a group with its name before them."""
        said = f"@金融辅导员 {text}" if group else text
        await self.bring(self.body(person, group, msgtype="text", text={"content": said}, **more))

    async def answer(self, person: str, text: str, group: str = "", **more: Any) -> Shown:
        """Says something and waits for what is shown next in the chat."""
        return await self._next(group or person, self.say(person, text, group, **more))

    async def press(self, person: str, task: str, key: str, group: str = "") -> Shown:
        """Presses a button, or chooses from a list, and waits for the answer."""
        return await self._next(group or person, self.tap(person, task, key, group))

    async def tap(self, person: str, task: str, key: str, group: str = "") -> None:
        card = {"task_id": task, "card_type": "button_interaction", "event_key": key}
        if self.cards.get(task, {}).get("card_type") == "vote_interaction":
            chosen = {"question_key": "choice", "option_ids": {"option_id": [key]}}
            card |= {"card_type": "vote_interaction", "event_key": "choice"}
            card["selected_items"] = {"selected_item": [chosen]}
        event = {"eventtype": "template_card_event", "template_card_event": card}
        await self.bring(self.body(person, group, msgtype="event", create_time=int(time.time()), event=event))

    async def enter(self, person: str) -> None:
        event = {"eventtype": "enter_chat"}
        await self.bring(self.body(person, msgtype="event", create_time=int(time.time()), event=event))

    async def bring(self, body: Json) -> None:
        """Over the connection; while there is none it waits for the next."""
        event = body.get("event", {}).get("eventtype", "")
        frame = {
            "cmd": "aibot_event_callback" if event else "aibot_msg_callback",
            "headers": {"req_id": secrets.token_hex(8)},
            "body": body,
        }
        self._waiting.append(frame)
        await self._flush()

    async def until(self, met: Any, seconds: float = 60.0) -> None:
        async with self.heard:
            await asyncio.wait_for(self.heard.wait_for(met), seconds)

    def texts(self, chat: str) -> list[str]:
        """What is shown in words, without its marks."""
        return [one.text.replace("**", "") for one in self.said[chat] if one.text]

    async def drop(self) -> None:
        """The connection ends."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def _next(self, chat: str, doing: Any) -> Shown:
        before = len(self.said[chat])
        await doing
        await self.until(lambda: len(self.said[chat]) > before)
        return self.said[chat][before]

    # The callback

    async def post(self, body: Json | bytes, **query: str) -> tuple[int, Json]:
        """Posts a message as the callback does; the status, and the answer decrypted."""
        if isinstance(body, dict):
            name = secrets.token_hex(8)
            self._urls[name] = body.get("chatid") or body["from"]["userid"]
            body = json.dumps({**body, "response_url": f"{self.base}/answer/{name}"}, ensure_ascii=False).encode()
        stamp, nonce = query.pop("timestamp", str(int(time.time()))), secrets.token_hex(5)
        sealed = self.cipher.encrypt(body.decode())
        signed = {"timestamp": stamp, "nonce": nonce, "msg_signature": signature(TOKEN, stamp, nonce, sealed), **query}
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=self.patience)) as session,
                session.post(self.address, params=signed, json={"encrypt": sealed}) as response,
            ):
                text = await response.text()
        except (ClientError, TimeoutError, OSError):
            return 0, {}
        return response.status, self._opened(text) if response.status == 200 and text else {}

    def _opened(self, text: str) -> Json:
        answer = json.loads(text)
        right = signature(TOKEN, str(answer["timestamp"]), answer["nonce"], answer["encrypt"])
        assert answer["msgsignature"] == right
        return json.loads(self.cipher.decrypt(answer["encrypt"]))

    async def _answer_url(self, request: web.Request) -> web.Response:
        chat = self._urls.pop(request.match_info["name"], None)
        if chat is None:
            return web.json_response({"errcode": 40001, "errmsg": "used"})
        body = await request.json()
        await self._show(chat, body)
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    # The connection

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._frame(socket, json.loads(message.data))
        except ConnectionError:
            pass
        finally:
            if self._socket is socket:
                self._socket = None
        return socket

    async def _frame(self, socket: web.WebSocketResponse, frame: Json) -> None:
        command, req, body = frame["cmd"], frame["headers"]["req_id"], frame.get("body", {})
        self.calls.append((command, body))
        fault = self.faults[command].popleft() if self.faults[command] else ""
        if fault == "drop":
            await socket.close()
            return
        if fault == "silent":
            return
        if fault:
            code, words = int(fault), "fault"
        else:
            code, words = await self._done(socket, command, req, body)
        await socket.send_json({"headers": {"req_id": req}, "errcode": code, "errmsg": words})
        if command == "aibot_subscribe" and code == 0:
            await self._subscribed(socket)
        await self._flush()

    async def _subscribed(self, socket: web.WebSocketResponse) -> None:
        """One connection a bot: the one before it is told, and ends."""
        old, self._socket = self._socket, socket
        left = [one.frame for one in self._asked.values() if one.kind == "message"]
        self._asked.clear()
        self._waiting.extendleft(reversed([{**one, "headers": {"req_id": secrets.token_hex(8)}} for one in left]))
        if old is not None and not old.closed:
            event = {"msgid": "d", "msgtype": "event", "event": {"eventtype": "disconnected_event"}}
            with suppress(ConnectionError):
                await old.send_json({"cmd": "aibot_event_callback", "headers": {"req_id": "d"}, "body": event})
            await old.close()

    async def _flush(self) -> None:
        """Brings what waits: of one person no more than three messages without an answer."""
        while self._waiting and self._socket is not None and not self._socket.closed:
            frame = next((one for one in self._waiting if self._has_room(one["body"])), None)
            if frame is None:
                return
            self._waiting.remove(frame)
            body = frame["body"]
            event = body.get("event", {})
            self._asked[frame["headers"]["req_id"]] = Asked(
                body.get("chatid") or body["from"]["userid"],
                body["from"]["userid"],
                time.monotonic(),
                event.get("eventtype", "message"),
                event.get("template_card_event", {}).get("task_id", ""),
                frame,
            )
            await self._socket.send_json(frame)

    def _has_room(self, body: Json) -> bool:
        if body["msgtype"] == "event":
            return True
        person = body["from"]["userid"]
        return sum(one.person == person and one.kind == "message" for one in self._asked.values()) < IN_FLIGHT

    async def _done(self, socket: web.WebSocketResponse, command: str, req: str, body: Json) -> tuple[int, str]:
        if command == "aibot_subscribe":
            right = (body["bot_id"], body["secret"]) == (BOT, SECRET)
            return (0, "ok") if right else (853000, "invalid bot_id or secret")
        if socket is not self._socket:
            return 846604, "not subscribed"
        if command == "ping":
            return 0, "ok"
        if command == "aibot_send_msg":
            if refused := await self._show(body["chatid"], body):
                return refused
            done = next((req for req, one in self._asked.items() if one.chat == body["chatid"]), "")
            self._asked.pop(done, None)
            return 0, "ok"
        asked = self._asked.get(req)
        if asked is None:
            return 846605, "invalid req_id"
        late = time.monotonic() - asked.at > SOON
        if command == "aibot_respond_update_msg":
            card = body["template_card"]
            if late or asked.kind != "template_card_event" or card["task_id"] != asked.task:
                return 846606, "the card cannot be updated"
            self._check_card(card)
            async with self.heard:
                self.cards[asked.task] = card
                self.heard.notify_all()
            return 0, "ok"
        if command == "aibot_respond_welcome_msg" and (late or asked.kind != "enter_chat"):
            return 846606, "too late"
        if refused := await self._show(asked.chat, body):
            return refused
        del self._asked[req]
        return 0, "ok"

    async def _show(self, chat: str, body: Json) -> tuple[int, str] | None:
        """Shows it; the refusal of a card whose name was used before."""
        shown = Shown()
        if body.get("template_card", {}).get("task_id") in self.cards:
            return 846610, "task_id repeated"
        kind = body["msgtype"]
        if kind in ("stream", "stream_with_template_card"):
            assert body["stream"]["finish"] and body["stream"]["id"]
            shown.text = body["stream"]["content"]
        elif kind in ("markdown", "text"):
            shown.text = body[kind]["content"]
        assert kind == "template_card" or 0 < len(shown.text.encode()) <= LONGEST, kind
        if card := body.get("template_card"):
            self._check_card(card)
            shown.card = self.cards[card["task_id"]] = card
        async with self.heard:
            self.said[chat].append(shown)
            self.heard.notify_all()
        return None

    def _check_card(self, card: Json) -> None:
        """What the platform says of cards."""
        assert 0 < len(card["task_id"].encode()) <= 128 and set(card["task_id"]) <= set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-@"
        )
        assert card["main_title"]["title"]
        if card["card_type"] == "button_interaction":
            assert 1 <= len(card["button_list"]) <= 6
            for button in card["button_list"]:
                assert button["text"] and 0 < len(button["key"].encode()) <= 1024
            return
        assert card["card_type"] == "vote_interaction"
        options = card["checkbox"]["option_list"]
        assert 1 <= len(options) <= 20 and len({one["id"] for one in options}) == len(options)
        assert card["submit_button"]["key"]
