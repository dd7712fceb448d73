"""The callback: the platform posts JSON that is encrypted, and takes the answer in the same way."""

import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.channels.messenger.calls import Payload
from bot.channels.messenger.passive import PassiveAnswers, TooLargeError, body_of, mount_health
from bot.channels.wecom.health import Health
from bot.channels.wecom.inbox import Intake
from bot.channels.wxcrypto import Cipher, ForgedError, check_time, same, signature
from bot.settings import Settings
from knowledge.store import StoreError

LARGEST = 256 * 1024  # bytes; a quoted message may be long


class Callback:
    """The one address the platform knows; the receiver of its messages is "". ``now``: seconds since 1970."""

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        health: Health,
        answers: PassiveAnswers,
        now: Callable[[], float] = time.time,
    ) -> None:
        wecom = settings.wecom
        self._token, self._intake, self._health, self.answers = wecom.token.reveal(), intake, health, answers
        self._cipher, self._now = Cipher(wecom.aes_key.reveal(), ""), now

    async def check(self, request: web.Request) -> web.Response:
        """The platform asks whether the address is ours: what it sends encrypted comes back plain."""
        try:
            return web.Response(text=self._opened(request, request.query.get("echostr", "")))
        except ForgedError as error:
            return self._refused(error)

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """A message. A 403 for what the platform did not send, a 400 for what is none."""
        try:
            sealed = json.loads(await body_of(request, LARGEST))["encrypt"]
            if not isinstance(sealed, str):
                raise ValueError("no message")
            body = json.loads(self._opened(request, sealed))
        except ForgedError as error:
            return self._refused(error)
        except (ValueError, KeyError, TypeError, RecursionError, TooLargeError):
            return web.Response(status=400)
        return await self._answered(request, {"req": "", "body": body})

    async def _answered(self, request: web.Request, raw: Any) -> web.StreamResponse:
        try:
            number = self._intake.number_of(raw)
        except StoreError as error:
            self._health.fault("store", str(error))
            return web.Response(status=503)
        if number is None:
            return web.Response()
        return await self.answers.answer(request, number, raw, self._response)

    def _opened(self, request: web.Request, sealed: str) -> str:
        query = request.query
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not sealed or not same(query.get("msg_signature", ""), signature(self._token, stamp, nonce, sealed)):
            raise ForgedError("the signature is wrong")
        check_time(stamp, self._now)
        return self._cipher.decrypt(sealed)

    def _refused(self, error: ForgedError) -> web.Response:
        self._health.fault("forged", str(error))
        return web.Response(status=403)

    def _response(self, said: Payload | None) -> web.Response:
        if said is None:
            return web.Response()
        at = str(int(self._now()))
        sealed = self._cipher.encrypt(json.dumps(said["body"], ensure_ascii=False))
        signed = signature(self._token, at, at, sealed)
        self._health.fine("forged")
        return web.json_response({"encrypt": sealed, "msgsignature": signed, "timestamp": int(at), "nonce": at})


def mount_callback(
    app: web.Application, settings: Settings, callback: Callback | None, intake: Intake, health: Health
) -> None:
    """Adds the address the platform knows, where there is one, and ``/health/wecom``."""
    if callback is not None:
        app.router.add_get(settings.wecom.path, callback.check)
        app.router.add_post(settings.wecom.path, callback.receive)
    mount_health(app, health, intake.outbox.counts)
