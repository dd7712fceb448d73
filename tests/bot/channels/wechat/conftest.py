"""The real channel, mounted on the real site, against the fake WeChat over HTTP."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.advisor import Advisor
from bot.bootstrap import House, beside_of
from bot.channels.messenger.timing import Pace
from bot.channels.web import make_app
from bot.channels.wechat.callback import mount_callback
from bot.channels.wechat.health import Health
from bot.channels.wechat.inbox import Intake, outbox_of
from bot.channels.wechat.service import Service
from bot.kit.reminders import without_wish
from bot.operations.retention import utc_now
from bot.settings import Settings, read_settings
from knowledge.store import Boxes, Store, open_store
from tests.bot.channels.wechat.fake import AES_KEY, FakeWechat

QUICK = Pace(
    per_second=10_000.0, chat_gap=0.0, user_limit=10_000, first_wait=0.01, longest_wait=0.1, sweep=0.2, drain=5.0
)
PUBLIC = "http://fdy.example.cn"


@dataclass
class Channel:
    """A running channel: what it talks to and what it keeps."""

    fake: FakeWechat
    store: Store
    outbox: Boxes
    health: Health
    settings: Settings
    advisor: Advisor
    service: Service
    address: str
    stop: asyncio.Event

    async def settled(self) -> None:
        while self.outbox.counts() != {"unanswered": 0, "unsent": 0}:
            await asyncio.sleep(0.01)


Now = Callable[[], datetime]
Start = Callable[..., "contextlib.AbstractAsyncContextManager[Channel]"]


@pytest.fixture
def start(house: House, tmp_path: Path) -> Start:
    """``async with start(fake) as channel``: over one data folder, which outlives it within a test."""

    @contextlib.asynccontextmanager
    async def running(
        fake: FakeWechat,
        pace: Pace = QUICK,
        grace: float = 0.3,
        patience: float = 4.3,
        now: Now = utc_now,
        **environ: str,
    ) -> AsyncIterator[Channel]:
        environ = {**fake.environ, "FUDAOYUAN_PUBLIC_URL": PUBLIC, **environ}
        settings = read_settings(environ, home=str(tmp_path))
        with open_store(settings.database) as store:
            intake, health, stop = Intake(outbox_of(settings, store)), Health(), asyncio.Event()
            advisor = Advisor(house.advisor.live, store)
            advisor.beside, advisor.heed = beside_of(settings, store), without_wish
            service = Service(settings, advisor, store, intake, health, pace, now, grace=grace)
            service.callback.answers.patience = patience
            app = make_app(advisor, settings, store)
            mount_callback(app, settings, service.callback, intake, health)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            home = f"http://127.0.0.1:{runner.addresses[0][1]}"
            fake.address = home + settings.wechat.path
            task = asyncio.create_task(service.run(stop))
            try:
                yield Channel(fake, store, intake.outbox, health, settings, advisor, service, home, stop)
            finally:
                stop.set()
                try:
                    await task
                finally:
                    await runner.cleanup()

    return running


@pytest.fixture(params=["", AES_KEY], ids=["plain", "encrypted"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[FakeWechat]:
    """An account in each of the two modes."""
    async with FakeWechat(request.param).serving() as server:
        yield server


@pytest.fixture
async def fake() -> AsyncIterator[FakeWechat]:
    async with FakeWechat().serving() as server:
        yield server


@pytest.fixture
async def channel(fake: FakeWechat, start: Start) -> AsyncIterator[Channel]:
    async with start(fake) as running:
        yield running
