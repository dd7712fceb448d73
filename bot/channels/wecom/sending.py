"""How calls are made: over the long connection, or to the address a message came with."""

import json
import time
from dataclasses import replace
from datetime import datetime

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.messenger.calls import CallError, Payload, dumped
from bot.channels.messenger.held import HeldSender
from bot.channels.messenger.timing import Pace
from bot.channels.wecom.connection import Connection
from bot.channels.wecom.exchange import RESPOND, SEND, UPDATE, WELCOME, markdown
from knowledge.store import Waiting

SOON = 5.0  # seconds for a welcome and for a card that was pressed
LATE = "too late"
LARGEST = 64 * 1024  # bytes of an answer
ALLOWED = ("https://qyapi.weixin.qq.com/",)  # whom a message may tell us to post to


class Sender(HeldSender):
    """What is refused as an answer is sent as a message of its own, in its parts."""

    def _is_late(self, error: CallError) -> bool:
        return error.words == LATE

    def _rest(self, payload: Payload) -> Payload | None:
        rest = payload.get("next")
        return {**payload, "body": rest, "next": None, "req": ""} if rest else None

    async def _other_way(self, row: Waiting, error: CallError) -> Waiting | None:
        if error.kind != "refused" or row.method != RESPOND:
            return None
        payload = json.loads(row.payload)
        return replace(row, method=SEND, payload=dumped(alone(payload)))


def alone(payload: Payload) -> Payload:
    """An answer as a message of its own: the text, then the card."""
    body = payload["body"]
    card = body.get("template_card")
    rest = {"msgtype": "template_card", "template_card": card} if card else None
    text = body["stream"]["content"] if "stream" in body else ""
    return {**payload, "req": "", "body": markdown(text), "next": rest} if text else payload


class SocketCaller:
    """Over the long connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def make(self, row: Waiting, payload: Payload) -> int | None:
        """The number of the update is kept with what was said, so that it is known again when it is quoted."""
        command, req = row.method, payload["req"]
        if command in (WELCOME, UPDATE):
            if age(row) > SOON or not self._connection.answers(req):
                raise CallError("refused", LATE)
            await self._connection.call(command, payload["body"], req)
            return None
        if command == RESPOND and self._connection.answers(req):
            await self._connection.call(command, payload["body"], req)
            return row.update_id
        if command == RESPOND:
            raise CallError("refused", "the connection that brought the message is gone")
        to = {"chatid": payload["chat"], "chat_type": 2 if payload["group"] else 1}
        await self._connection.call(SEND, {**to, **payload["body"]})
        return row.update_id


class UrlCaller:
    """To the address that came with a message: once, within an hour. ``allowed``: how such an address begins."""

    def __init__(self, pace: Pace, allowed: tuple[str, ...] = ALLOWED) -> None:
        self._pace, self._allowed = pace, allowed
        self._session: ClientSession | None = None

    async def make(self, row: Waiting, payload: Payload) -> int | None:
        if row.method in (WELCOME, UPDATE):
            raise CallError("refused", LATE)
        if row.method == RESPOND:
            payload = alone(payload)
        url = payload["url"]
        if not url.startswith(self._allowed):
            raise CallError("refused", "the message brought no address to answer to")
        await self._post(url, payload["body"])
        return row.update_id

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, url: str, body: Payload) -> None:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=self._pace.request))
        try:
            async with self._session.post(url, json=body, allow_redirects=False) as response:
                answer = json.loads(await response.content.read(LARGEST))
        except (TimeoutError, ClientError, OSError) as error:
            raise CallError("network", type(error).__name__) from None
        except (ValueError, RecursionError):
            raise CallError("server", "an answer that cannot be read") from None
        if not isinstance(answer, dict) or answer.get("errcode", 0) != 0:
            code = answer.get("errcode") if isinstance(answer, dict) else None
            raise CallError("server" if code == -1 else "refused", f"{code}")


def age(row: Waiting) -> float:
    """Seconds since it was written."""
    return time.time() - datetime.fromisoformat(row.at).timestamp()
