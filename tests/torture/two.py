"""Two served pages over one data folder: the second is refused, and a killed first leaves nothing behind."""

import asyncio
import signal
import time
from pathlib import Path

from bot.settings import read_settings
from knowledge.store import open_store
from tests.torture.store import Load, Server, ended

SECONDS = 8.0


async def second(home: Path) -> None:
    """a second page on one data folder while the first is under load, and a start after the first was killed"""
    first, load = await Server(home).start(), Load()
    asking = asyncio.create_task(load.run(await first.address(), SECONDS, "first", pause=0.1))
    await asyncio.sleep(1)
    begun = time.monotonic()
    refused = await Server(home).start()
    code = await refused.ended()
    print(f"the second ended with {code} after {time.monotonic() - begun:.1f} s: {refused.said[-1]}")
    await asking
    await first.end(signal.SIGKILL)
    begun, third = time.monotonic(), await Server(home).start()
    address = await third.address()
    print(f"the first: {load.figures()}; started after its end by force in {time.monotonic() - begun:.1f} s")
    await load.run(address, 2.0, "third", pause=0.1)
    await ended(third, signal.SIGTERM)
    with open_store(read_settings({}, home=str(home)).database) as store:
        lost = load.lost(store)
    print(f"with the next one: {load.figures()}; lost {lost}")
    assert code == 1 and "正在用" in refused.said[-1] and "提供网页问答" in refused.said[-1]
    assert lost == load.failed == 0


RUNS = (second,)
