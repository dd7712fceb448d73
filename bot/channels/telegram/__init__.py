"""Telegram: the bot alone, or beside the served page. aiogram (5 s, 155 MB) is loaded when the bot starts, not before.

async:  Service.run(stop)          one loop: polling or webhook, answering, sending
alone:  run_bot(house, say)        fudaoyuan telegram
beside: with beside(house, say):   fudaoyuan serve with BOT_TOKEN, in a thread and a loop of its own
"""

import asyncio
from contextlib import AbstractContextManager

from aiohttp import web

from bot.bootstrap import House
from bot.channels.messenger.beside import Announce, Stop, running_beside
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.channels.telegram.webhook import mount_webhook

__all__ = ["beside", "mount_webhook", "run_bot"]
DUTY = "telegram"  # a chat has an order, and the messenger a limit for all


def beside(house: House, say: Announce) -> AbstractContextManager[None]:
    """The bot while the page is served. Whatever is wrong with Telegram, the page is not kept waiting."""
    intake, health = Intake(outbox_of(house.settings, house.store)), Health()
    house.mounts.append(lambda app: mount_webhook(app, house.settings, intake, health))
    return running_beside(house, health, "Telegram", lambda stop: _run(house, intake, health, stop, say), say)


def run_bot(house: House, say: Announce) -> None:
    """The bot alone until SIGINT or SIGTERM; with a webhook it serves that on the page's host and port.

    Raises HomeBusyError when another process uses the same data folder, OSError when the port cannot be had.
    """
    intake, health = Intake(outbox_of(house.settings, house.store)), Health()
    asyncio.run(_alone(house, intake, health, say))


async def _alone(house: House, intake: Intake, health: Health, say: Announce) -> None:
    stop = Stop()
    stop.on_signals()
    if not house.settings.telegram.webhook_url:
        await _run(house, intake, health, stop.here(), say)
        return
    app = web.Application()
    mount_webhook(app, house.settings, intake, health)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, house.settings.host, house.settings.port).start()
        await _run(house, intake, health, stop.here(), say)
    finally:
        await runner.cleanup()


async def _run(house: House, intake: Intake, health: Health, stop: asyncio.Event, say: Announce) -> None:
    from bot.channels.messenger.duty import on_duty
    from bot.channels.telegram.service import Service

    while not stop.is_set():
        async with on_duty(house.store, DUTY, stop) as over:
            service = Service(house.settings, house.advisor, house.store, intake, health)
            await service.run(over, say)
