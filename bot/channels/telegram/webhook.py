"""The webhook and the bot's health, as routes of an aiohttp application: kept first, acknowledged second."""

import asyncio
import hmac
import json
import logging
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake
from bot.settings import Settings, SettingsError, variable
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan.telegram")
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024  # bytes; an update is a few thousand
SHORTEST_SECRET = 32


def mount_webhook(app: web.Application, settings: Settings, intake: Intake, health: Health) -> None:
    """Adds the webhook under the path of its address, and ``/health/telegram`` (once ``/healthz/telegram``).

    Raises SettingsError when the secret is shorter than 32 characters: an empty one would let anybody in.
    """
    secret = settings.telegram.webhook_secret.reveal()
    if settings.telegram.webhook_url:
        if len(secret) < SHORTEST_SECRET:
            raise SettingsError(f"{variable('telegram.webhook_secret')} 太短，至少 {SHORTEST_SECRET} 个字符")
        app.router.add_post(path_of(settings), _receiver(secret.encode(), intake))

    async def tell(request: web.Request) -> web.Response:
        report = await asyncio.to_thread(health.report, intake.outbox.counts)
        return web.json_response(report, dumps=lambda value: json.dumps(value, ensure_ascii=False))

    for path in ("/health/telegram", "/healthz/telegram"):
        app.router.add_get(path, tell)


def path_of(settings: Settings) -> str:
    """The path Telegram posts to."""
    return urlsplit(settings.telegram.webhook_url).path or "/"


def _receiver(secret: bytes, intake: Intake) -> Any:
    async def receive(request: web.Request) -> web.Response:
        told = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(told, secret):
            return web.Response(status=401)
        try:
            raw = json.loads(await _body(request))
        except (ValueError, RecursionError) as error:
            # Anything but a 200 and Telegram sends it again, for ever.
            log.warning("telegram webhook: unreadable body (%s)", type(error).__name__)
            return web.Response()
        try:
            await asyncio.shield(asyncio.wrap_future(intake.receive([raw])))
        except StoreError as error:
            log.error("telegram webhook: an update is not kept, Telegram will send it again: %s", error)
            return web.Response(status=503)
        return web.Response()

    return receive


async def _body(request: web.Request) -> bytes:
    """The body. Raises ValueError when it is too large; the page's own limit is lower than an update may be."""
    kept = bytearray()
    async for chunk in request.content.iter_any():
        kept += chunk
        if len(kept) > LARGEST:
            raise ValueError("too large")
    return bytes(kept)
