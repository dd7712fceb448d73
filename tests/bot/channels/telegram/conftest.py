"""The real bot in this process against the fake Bot API over HTTP; aiogram is loaded once for all of these tests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House, beside_of
from bot.channels.messenger.timing import Pace
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.kit.reminders import without_wish
from bot.operations.retention import utc_now
from bot.settings import Settings, read_settings
from knowledge.store import Boxes, Store, open_store
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram

# Quick, and without the limits that the tests of the limits set themselves.
QUICK = Pace(
    per_second=10_000.0,
    chat_gap=0.0,
    user_limit=10_000,
    poll=1.0,
    request=10.0,
    first_wait=0.01,
    longest_wait=0.1,
    album=0.2,
    sweep=0.2,
    drain=5.0,
)


@dataclass
class Bot:
    """A running bot: what it talks to and what it keeps."""

    fake: FakeTelegram
    store: Store
    outbox: Boxes
    intake: Intake
    health: Health
    settings: Settings
    advisor: Advisor
    stop: asyncio.Event

    async def settled(self) -> None:
        """Waits until everything received is answered and everything answered is sent and marked so."""
        while self.outbox.counts() != {"unanswered": 0, "unsent": 0}:
            await asyncio.sleep(0.01)


Now = Callable[[], datetime]
Start = Callable[..., "contextlib.AbstractAsyncContextManager[Bot]"]


@pytest.fixture
def start(house: House, tmp_path: Path) -> Start:
    """``async with start(fake) as bot``: the bot over one data folder, which outlives it within a test."""

    @contextlib.asynccontextmanager
    async def running(fake: FakeTelegram, pace: Pace = QUICK, now: Now = utc_now, **environ: str) -> AsyncIterator[Bot]:
        from bot.channels.telegram.service import Service

        environ = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": fake.base, **environ}
        settings = read_settings(environ, home=str(tmp_path))
        with open_store(settings.database) as store:
            intake, health, stop = Intake(outbox_of(settings, store)), Health(), asyncio.Event()
            advisor = Advisor(house.advisor.live, store)
            advisor.beside, advisor.heed = beside_of(settings, store), without_wish
            service = Service(settings, advisor, store, intake, health, pace, now)
            task = asyncio.create_task(service.run(stop))
            try:
                yield Bot(fake, store, intake.outbox, intake, health, settings, advisor, stop)
            finally:
                stop.set()
                await task

    return running


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().serving() as server:
        yield server


@pytest.fixture
async def bot(fake: FakeTelegram, start: Start) -> AsyncIterator[Bot]:
    async with start(fake) as running:
        yield running
