"""Serving: the port, the signals, and a stop that lets what is under way finish."""

import asyncio
import errno
import signal
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from bot.bootstrap import House
from bot.channels.web.app import make_app
from bot.channels.web.connections import Runner, room_for
from bot.channels.web.site import SITE
from bot.garbage import freeze
from bot.huge_pages import collapse
from bot.operations import supervised
from bot.workers.pool import beside

DRAIN = 4.0  # seconds that requests under way get when the process has to stop; those cancelled then get as many
ANY = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # all addresses of the machine → one of them that can be opened


def serve(house: House, say: Callable[[str], None]) -> None:
    """Serves until SIGINT or SIGTERM. Raises OSError with a Chinese sentence when it cannot begin."""
    freeze()
    collapse()
    asyncio.run(_serve(house, say))


async def _serve(house: House, say: Callable[[str], None]) -> None:
    app = make_app(house.advisor, house.settings, house.store, readiness=house.readiness)
    for mount in house.mounts:
        mount(app)
    async with beside(house) as pool:
        if pool:
            app[SITE].answering.share_with(pool)
        await _serve_app(app, house, say)


async def _serve_app(app: web.Application, house: House, say: Callable[[str], None]) -> None:
    page = house.settings.page
    most = room_for(page.connection_limit)
    runner = Runner(app, most=most, each=page.address_connections, proxies=page.proxies, shutdown_timeout=DRAIN)
    await runner.setup()
    try:
        stop = _stop_on_signal()
        await listen(runner, house.settings.host, house.settings.port)
        say(f"网页已打开：{address_of(runner)}（按 Ctrl-C 停止）")
        supervised.tell("READY=1")
        await _alive_until(stop)
        supervised.tell("STOPPING=1")
        say("正在停止……")
        for tell in house.stops:
            tell()
    finally:
        await runner.cleanup()


async def _alive_until(stop: asyncio.Event) -> None:
    """Waits, with a sign of life now and then from the loop that answers: one that hangs is restarted."""
    pause = supervised.every()
    while not stop.is_set():
        supervised.tell("WATCHDOG=1")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def listen(runner: web.AppRunner, host: str, port: int) -> None:
    """Opens the port. Raises OSError whose message says what is wrong and how to choose another."""
    try:
        await web.TCPSite(runner, host, port).start()
    except (OSError, OverflowError) as error:
        raise OSError(_sentence(error, host, port)) from error


def _sentence(error: Exception, host: str, port: int) -> str:
    other = port + 1 if 1024 <= port < 65535 else 8081
    way_out = f"请换一个端口，例如：fudaoyuan serve --port {other}，或设置 FUDAOYUAN_PORT={other}"
    code = getattr(error, "errno", None)
    if code == errno.EADDRINUSE:
        return f"端口 {port} 已经被别的程序占用。{way_out}"
    if code in (errno.EACCES, errno.EPERM):
        return f"没有权限使用端口 {port}。{way_out}"
    return f"地址 {host}:{port} 用不了（{error}）。请检查 FUDAOYUAN_HOST，例如 127.0.0.1。{way_out}"


def address_of(runner: web.AppRunner) -> str:
    """Where the page can be opened on this machine."""
    host, port = runner.addresses[0][:2]
    shown = ANY.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
