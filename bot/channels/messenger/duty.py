"""One of several processes is the bot at a time: it alone answers and sends, as a chat has an order and the messenger a
limit for all; the others take in what comes by the webhook, and one of them goes on when it is gone."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from knowledge.store import Store, StoreError

log = logging.getLogger("fudaoyuan.messenger")
EVERY = 2.0  # seconds between two looks at whose turn it is


@asynccontextmanager
async def on_duty(store: Store, duty: str, stopped: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """Begins when it is this process's turn to see to the duty, or at the stop; gives an event that is set when either
    is over."""
    await _turn(store, duty, stopped)
    over = asyncio.Event()
    watching = asyncio.create_task(_watched(store, duty, stopped, over))
    try:
        yield over
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _turn(store: Store, duty: str, stopped: asyncio.Event) -> None:
    while not stopped.is_set() and not _is_ours(store, duty):
        await _waited(stopped)


async def _watched(store: Store, duty: str, stopped: asyncio.Event, over: asyncio.Event) -> None:
    while not stopped.is_set() and _is_ours(store, duty):
        await _waited(stopped)
    if not stopped.is_set():
        log.warning("another process is the bot now (%s)", duty)
    over.set()


async def _waited(stopped: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stopped.wait(), EVERY)


def _is_ours(store: Store, duty: str) -> bool:
    try:
        return store.is_chosen(duty)
    except StoreError as error:
        log.error("whose turn it is cannot be found out: %s", error)
        return False
