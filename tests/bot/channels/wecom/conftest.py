"""The real bot in this process against the fake 企业微信, over the long connection or by callback."""

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
from bot.channels.wecom.callback import mount_callback
from bot.channels.wecom.health import Health
from bot.channels.wecom.inbox import Intake, outbox_of
from bot.channels.wecom.service import Service
from bot.kit.reminders import without_wish
from bot.operations.retention import utc_now
from bot.settings import Settings, read_settings
from knowledge.store import Boxes, Store, open_store
from tests.bot.channels.wecom.fake import FakeWecom

QUICK = Pace(
    per_second=10_000.0,
    chat_gap=0.0,
    user_limit=10_000,
    poll=0.2,
    request=2.0,
    first_wait=0.01,
    longest_wait=0.1,
    sweep=0.2,
    drain=5.0,
)
PUBLIC = "https://fdy.example.cn"


@dataclass
class Bot:
    """A running bot: what it talks to and what it keeps."""

    fake: FakeWecom
    store: Store
    outbox: Boxes
    health: Health
    settings: Settings
    advisor: Advisor
    service: Service
    intake: Intake

    async def settled(self) -> None:
        while self.outbox.counts() != {"unanswered": 0, "unsent": 0}:
            await asyncio.sleep(0.01)


Now = Callable[[], datetime]
Start = Callable[..., "contextlib.AbstractAsyncContextManager[Bot]"]


@pytest.fixture
def start(house: House, tmp_path: Path) -> Start:
    """``async with start(fake) as bot``: over one data folder; ``callback``: the platform posts to us."""

    @contextlib.asynccontextmanager
    async def running(
        fake: FakeWecom,
        pace: Pace = QUICK,
        *,
        callback: bool = False,
        grace: float = 0.3,
        folder: str = "",
        now: Now = utc_now,
        **environ: str,
    ) -> AsyncIterator[Bot]:
        mode = fake.callback_environ if callback else fake.environ
        environ = {**mode, "FUDAOYUAN_PUBLIC_URL": PUBLIC, **environ}
        settings = read_settings(environ, home=str(tmp_path))
        with open_store(settings.database) as store:
            intake, health, stop = Intake(outbox_of(settings, store)), Health(), asyncio.Event()
            advisor = Advisor(house.advisor.live, store)
            advisor.beside, advisor.heed = beside_of(settings, store), without_wish
            service = Service(settings, advisor, store, intake, health, pace, now, grace=grace, allowed=(fake.base,))
            app = web.Application()
            mount_callback(app, settings, service.callback, intake, health)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            fake.address = f"http://127.0.0.1:{runner.addresses[0][1]}{settings.wecom.path}"
            task = asyncio.create_task(service.run(stop))
            try:
                yield Bot(fake, store, intake.outbox, health, settings, advisor, service, intake)
            finally:
                stop.set()
                try:
                    await task
                finally:
                    await runner.cleanup()

    return running


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom().serving() as server:
        yield server


@pytest.fixture
async def bot(fake: FakeWecom, start: Start) -> AsyncIterator[Bot]:
    async with start(fake) as running:
        yield running
