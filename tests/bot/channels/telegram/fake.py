"""A Bot API server on 127.0.0.1 for one bot: Telegram's limits and checks, long polling, faults on schedule.

What users do: see ``Users``. What the bot did: ``calls`` (every call) and ``shown`` (messages as they stand now). Used
by the tests, the torture and ``make demo-telegram``.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.bot.channels.telegram.users import BOT, Shown, Users
from tests.bot.channels.telegram.wire import LONGEST, Json, Refusal, checked_buttons, checked_text, form_of, people

TOKEN = "4242:fake-token-for-tests-only-0000"
LONGEST_CALLBACK = 200
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Call:
    """One call of the bot's: when (monotonic seconds), what, and the message number it made."""

    at: float
    method: str
    values: Json
    message: int | None = None
    fault: str = ""


class FakeTelegram(Users):
    """One bot's server. ``faults``: method → what happens to the next calls, in order: "429:2" (retry_after 2), "500",
    "502" (HTML), "reset", "hang", "409", "401", "garbage", "400:words". ``longest``: units of a text; ``topics``:
    (chat, thread) → what sending there is answered with; ``moved``: group → the supergroup it became."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token, self.base = token, ""
        self.longest = LONGEST
        self.topics: dict[tuple[int, int], str] = {}
        self.faults: defaultdict[str, deque[str]] = defaultdict(deque)
        self.calls: list[Call] = []
        self.shown: dict[int, Shown] = {}
        self.webhook: Json = {}
        self.hang = 5.0
        self.heard = asyncio.Condition()  # something was shown or answered
        self._runner: web.AppRunner | None = None

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator["FakeTelegram"]:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        try:
            yield self
        finally:
            self._news.set()
            await self._runner.cleanup()

    # What the bot did

    def made(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method and not call.fault]

    def texts(self, chat: int) -> list[str]:
        """What the chat shows of the bot's, oldest first."""
        return [one.text for one in self.shown.values() if one.chat == chat]

    def last(self, chat: int) -> Shown:
        return [one for one in self.shown.values() if one.chat == chat][-1]

    async def until(self, met: Any, seconds: float = 300.0) -> None:
        """Waits until ``met()`` is true; the bound is for what never comes, not for a busy machine."""
        async with self.heard:
            await asyncio.wait_for(self.heard.wait_for(met), seconds)

    async def answer(self, chat: int, text: str, **more: Any) -> Shown:
        """Says something and waits for one message more in the chat."""
        before = len(self.texts(chat))
        self.say(chat, text, **more)
        await self.until(lambda: len(self.texts(chat)) > before)
        return self.last(chat)

    async def toast(self, shown: Shown, data: str, user: int | None = None) -> str:
        """Presses a button and waits for what pops up."""
        query = self.press(shown, data, user)

        def answers() -> list[str]:
            made = self.made("answerCallbackQuery")
            return [call.values.get("text", "") for call in made if call.values["callback_query_id"] == query]

        await self.until(answers)
        return answers()[0]

    # The webhook

    async def deliver(self) -> list[int]:
        """Posts what waits to the webhook, each again until it is taken; the statuses."""
        statuses = []
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            while self.updates:
                with suppress(ClientError):
                    headers = {HEADER: self.webhook["secret_token"]}
                    async with session.post(self.webhook["url"], json=self.updates[0], headers=headers) as response:
                        statuses.append(response.status)
                        if response.status == 200:
                            self.updates.popleft()
        return statuses

    # The server

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, values = request.match_info["method"], await form_of(request)
        fault = self.faults[method].popleft() if self.faults[method] else ""
        self.calls.append(Call(time.monotonic(), method, values, None, fault))
        if fault:
            return await self._fail(request, fault)
        try:
            if request.match_info["token"] != self.token:
                raise Refusal(401, "Unauthorized")
            answer = getattr(self, f"_{method}", None)
            if answer is None:
                raise Refusal(404, "Not Found: method not found")
            result = answer(values)
            result = await result if asyncio.iscoroutine(result) else result
        except Refusal as refusal:
            body = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            return web.json_response({**body, "parameters": refusal.parameters}, status=refusal.status)
        finally:
            async with self.heard:
                self.heard.notify_all()
        return web.json_response({"ok": True, "result": result})

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse:
        kind, _, detail = fault.partition(":")
        if kind == "reset":
            assert request.transport is not None
            request.transport.abort()
        if kind == "hang":
            await asyncio.sleep(self.hang)
        if kind == "garbage":
            return web.Response(body=b"\xff\xfe{not json")
        if kind == "502":
            return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        status = int(kind) if kind.isdecimal() else 500
        parameters = {"retry_after": int(detail)} if status == 429 else {}
        words = {401: "Unauthorized", 409: "Conflict: terminated by other getUpdates request"}
        description = f"Bad Request: {detail}" if status == 400 else words.get(status, "Error")
        body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
        return web.json_response(body, status=status)

    def _getMe(self, values: Json) -> Json:  # noqa: N802
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    async def _getUpdates(self, values: Json) -> list[Any]:  # noqa: N802
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
        if offset := int(values.get("offset", 0)):
            while self.updates and self.updates[0]["update_id"] < offset:
                self.updates.popleft()
        if not self.updates:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), float(values.get("timeout", 0)))
        return list(itertools.islice(self.updates, int(values.get("limit", 100))))

    def _setWebhook(self, values: Json) -> bool:  # noqa: N802
        self.webhook = values
        return True

    def _deleteWebhook(self, values: Json) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    def _setMyCommands(self, values: Json) -> bool:  # noqa: N802
        for command in json.loads(values["commands"]):
            if not 1 <= len(command["command"]) <= 32 or not 1 <= len(command["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    def _sendChatAction(self, values: Json) -> bool:  # noqa: N802
        return True

    def _sendMessage(self, values: Json) -> Json:  # noqa: N802
        chat, thread = int(values["chat_id"]), int(values.get("message_thread_id", 0))
        self._check_moved(chat)
        if refused := self.topics.get((chat, thread)):
            raise Refusal(400, f"Bad Request: {refused}")
        text = checked_text(values, self.longest)
        reply_to = json.loads(values.get("reply_parameters", "{}")).get("message_id")
        number = next(self._messages)
        self.shown[number] = Shown(number, chat, text, checked_buttons(values), reply_to)
        return self._message(number)

    def _check_moved(self, chat: int) -> None:
        if new := self.moved.get(chat):
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, words, migrate_to_chat_id=new)

    def _editMessageText(self, values: Json) -> Json:  # noqa: N802
        self._check_moved(int(values["chat_id"]))
        shown = self.shown.get(int(values["message_id"]))
        if shown is None or shown.chat != int(values["chat_id"]):
            raise Refusal(400, "Bad Request: message to edit not found")
        text, buttons = checked_text(values, self.longest), checked_buttons(values)
        if (text, buttons) == (shown.text, shown.buttons):
            raise Refusal(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.text, shown.buttons, shown.edited = text, buttons, True
        return self._message(shown.id)

    def _answerCallbackQuery(self, values: Json) -> bool:  # noqa: N802
        if len(values.get("text", "")) > LONGEST_CALLBACK:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        return True

    def _getFile(self, values: Json) -> Json:  # noqa: N802
        return {"file_id": values["file_id"], "file_unique_id": "u", "file_path": "documents/none.bin"}

    def _message(self, number: int) -> Json:
        shown = self.shown[number]
        chat = people(shown.chat, None)["chat"]
        return {"message_id": number, "date": int(time.time()), "chat": chat, "from": BOT, "text": shown.text}
