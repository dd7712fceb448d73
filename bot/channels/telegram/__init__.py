"""Telegram: the bot alone, or beside the served page. aiogram (5 s, 155 MB) is loaded when the bot starts, not before.

async:  Service.run(stop)          one loop: polling or webhook, answering, sending
alone:  run_bot(house, say)        fudaoyuan telegram
beside: with beside(house, say):   fudaoyuan serve with BOT_TOKEN, in a thread and a loop of its own
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.bootstrap import House
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.channels.telegram.webhook import mount_webhook

__all__ = ["beside", "mount_webhook", "run_bot"]

Announce = Callable[[str], None]


@contextmanager
def beside(house: House, say: Announce) -> Iterator[None]:
    """The bot while the page is served. Whatever is wrong with Telegram, the page is not kept waiting."""
    intake, health = Intake(outbox_of(house.settings, house.store)), Health()
    house.mounts.append(lambda app: mount_webhook(app, house.settings, intake, health))
    house.probes.append(health.alarms)
    stop = _Stop()
    house.stops.append(stop.set)
    thread = threading.Thread(target=_in_thread, args=(house, intake, health, stop, say), name="telegram")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def run_bot(house: House, say: Announce) -> None:
    """The bot alone until SIGINT or SIGTERM; with a webhook it serves that on the page's host and port.

    Raises HomeBusyError when another process uses the same data folder, OSError when the port cannot be had.
    """
    intake, health = Intake(outbox_of(house.settings, house.store)), Health()
    asyncio.run(_alone(house, intake, health, say))


async def _alone(house: House, intake: Intake, health: Health, say: Announce) -> None:
    stop = _Stop()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if not house.settings.telegram.webhook_url:
        await _run(house, intake, health, stop, say)
        return
    app = web.Application()
    mount_webhook(app, house.settings, intake, health)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, house.settings.host, house.settings.port).start()
        await _run(house, intake, health, stop, say)
    finally:
        await runner.cleanup()


def _in_thread(house: House, intake: Intake, health: Health, stop: "_Stop", say: Announce) -> None:
    try:
        asyncio.run(_run(house, intake, health, stop, say))
    except Exception as error:
        health.fault("stopped", str(error))
        say(f"Telegram 没有启动：{error}")


async def _run(house: House, intake: Intake, health: Health, stop: "_Stop", say: Announce) -> None:
    from bot.channels.telegram.duty import on_duty
    from bot.channels.telegram.service import Service

    stopped = stop.here()
    while not stopped.is_set():
        async with on_duty(house.store, stopped) as over:
            service = Service(house.settings, house.advisor, house.store, intake, health)
            await service.run(over, say)


class _Stop:
    """An event that may be set before its loop exists, and from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._told: Callable[[], None] | None = None

    def set(self) -> None:
        with self._lock:
            self._asked = True
            if self._told:
                self._told()

    def here(self) -> asyncio.Event:
        """The event of the running loop."""
        event, loop = asyncio.Event(), asyncio.get_running_loop()

        def tell() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

        with self._lock:
            if self._asked:
                event.set()
            self._told = tell
        return event
