"""A messenger beside the served page, in a thread and a loop of its own, or alone; stopped from outside its loop."""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.bootstrap import House
from bot.channels.messenger.health import Health

Announce = Callable[[str], None]
Run = Callable[[asyncio.Event], Awaitable[None]]


class Stop:
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

    def on_signals(self) -> None:
        """Sets it at SIGINT and SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.set)

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


@contextmanager
def running_beside(house: House, health: Health, shown: str, run: Run, say: Announce) -> Iterator[None]:
    """``run`` while the page is served. Whatever is wrong with the messenger, called ``shown``, the page is not kept
    waiting."""
    house.probes.append(health.alarms)
    stop = Stop()
    house.stops.append(stop.set)

    def work() -> None:
        async def until_stopped() -> None:
            await run(stop.here())

        try:
            asyncio.run(until_stopped())
        except Exception as error:
            health.fault("stopped", str(error))
            say(f"{shown} 没有启动：{error}")

    thread = threading.Thread(target=work, name=health.name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
