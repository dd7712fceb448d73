"""What WeChat asks and posts: checked, read, and answered in the request itself."""

import logging
import time
from collections.abc import Callable

from aiohttp import web

from bot.channels.messenger.calls import Payload
from bot.channels.messenger.passive import PassiveAnswers, TooLargeError, body_of, mount_health
from bot.channels.wechat.health import Health
from bot.channels.wechat.inbox import Intake, number_of
from bot.channels.wechat.xml import LARGEST, Fields, UnreadableError, read, written
from bot.channels.wxcrypto import Cipher, ForgedError, check_time, same, signature
from bot.settings import Settings

log = logging.getLogger("fudaoyuan.wechat")
NOTHING = "success"  # what WeChat takes for: there is no answer


class Callback:
    """The one address WeChat knows. ``recall``: the answer to a message of an earlier process, by number and sender,
    "" for none; ``now``: seconds since 1970."""

    def __init__(
        self,
        settings: Settings,
        health: Health,
        answers: PassiveAnswers,
        recall: Callable[[int, str], str],
        now: Callable[[], float] = time.time,
    ) -> None:
        wechat = settings.wechat
        self._token, self._health, self.answers = wechat.token.reveal(), health, answers
        self._cipher = Cipher(wechat.aes_key.reveal(), wechat.app_id) if wechat.aes_key else None
        self._recall, self._now = recall, now

    async def check(self, request: web.Request) -> web.Response:
        """WeChat asks whether the address is ours: what it sends comes back."""
        try:
            self._check_signed(request)
        except ForgedError as error:
            return self._refused(error)
        return web.Response(text=request.query.get("echostr", ""))

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """A message. A 403 for what WeChat did not send, a 400 for what is none."""
        try:
            fields = self._opened(request, await body_of(request, LARGEST))
        except ForgedError as error:
            return self._refused(error)
        except (UnreadableError, TooLargeError) as error:
            log.warning("wechat posted something that cannot be read: %s", error)
            return web.Response(status=400)
        number = number_of(fields)
        if number is None:
            return web.Response(text=NOTHING)

        def recalled() -> Payload | None:
            text = self._recall(number, fields["FromUserName"])
            return {"text": text} if text else None

        return await self.answers.answer(request, number, fields, lambda said: self._response(fields, said), recalled)

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

    def _response(self, fields: Fields, said: Payload | None) -> web.Response:
        if said is None:
            return web.Response(text=NOTHING)
        at = int(self._now())
        message: dict[str, str | int] = {
            "ToUserName": fields["FromUserName"],
            "FromUserName": fields.get("ToUserName", ""),
            "CreateTime": at,
            "MsgType": "text",
            "Content": str(said["text"]),
        }
        words = written(message)
        if self._cipher is not None:
            nonce = str(at)
            sealed = self._cipher.encrypt(words)
            signed = signature(self._token, str(at), nonce, sealed)
            words = written({"Encrypt": sealed, "MsgSignature": signed, "TimeStamp": at, "Nonce": nonce})
        self._health.fine("forged")
        return web.Response(text=words, content_type="application/xml")


def mount_callback(
    app: web.Application, settings: Settings, callback: Callback, intake: Intake, health: Health
) -> None:
    """Adds the address WeChat knows, and ``/health/wechat``."""
    app.router.add_get(settings.wechat.path, callback.check)
    app.router.add_post(settings.wechat.path, callback.receive)
    mount_health(app, health, intake.outbox.counts)
