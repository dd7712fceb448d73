"""Background work of the site: counts what is asked most, deletes expired receipts, settles what all have counted."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

from aiohttp import web

from bot.channels.web.site import SITE, Site
from knowledge.store import StoreError

log = logging.getLogger("fudaoyuan")
EVERY = 600.0  # seconds
LOOKED_BACK = timedelta(days=30)


async def housekeeping(app: web.Application) -> AsyncIterator[None]:
    """As soon as the site is there, then every ten minutes until it stops; no page waits for it."""
    task = asyncio.create_task(_again_and_again(app[SITE]))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def counting(app: web.Application) -> AsyncIterator[None]:
    """Where several processes serve the site they count together, until it stops."""
    common = app[SITE].admission.common
    task = asyncio.create_task(common.run()) if common is not None else None
    yield
    if task:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def tidy(site: Site) -> None:
    """One round. A failing store is logged; the page keeps the numbers it has."""
    until = site.day()
    since = until - LOOKED_BACK
    try:
        if await asyncio.wrap_future(site.answering.store.may_sweep(until)):
            await site.receipts.sweep()
        counts = site.answering.store.counts()
        site.asked = await asyncio.to_thread(counts.measures, since.isoformat(), until.isoformat())
    except StoreError:
        log.exception("housekeeping failed")


async def _again_and_again(site: Site) -> None:
    while True:
        await tidy(site)
        await asyncio.sleep(EVERY)
