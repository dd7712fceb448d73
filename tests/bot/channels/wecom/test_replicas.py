"""Two processes with one bot by callback over one PostgreSQL: whichever a delivery comes to, it is answered alike."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.messenger import passive
from bot.channels.wecom.callback import mount_callback
from bot.channels.wecom.health import Health
from bot.channels.wecom.inbox import Intake, outbox_of
from bot.channels.wecom.service import Service
from bot.settings import read_settings
from bot.states import states_of
from knowledge.store import Store, open_store
from tests import postgres
from tests.bot.channels.wecom.conftest import PUBLIC, QUICK
from tests.bot.channels.wecom.fake import FakeWecom

SUM = "鲁科担，担保{0}万，费率0.5%，能补多少？"


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, fake: FakeWecom) -> Iterator[str]:
    monkeypatch.setattr(passive, "PATIENCE", 30.0)  # what is tested is who answers, not how fast a busy machine is
    fake.patience = 40.0
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@contextlib.asynccontextmanager
async def process(house: House, home: Path, fake: FakeWecom, url: str) -> AsyncIterator[tuple[Store, str]]:
    """As ``fudaoyuan serve`` runs it; the store, and the address that the platform posts to."""
    environ = {**fake.callback_environ, "FUDAOYUAN_PUBLIC_URL": PUBLIC, "DATABASE_URL": url}
    settings, stop = read_settings(environ, home=str(home)), asyncio.Event()
    settings.home.mkdir()
    with open_store(settings.store) as store:
        intake, health = Intake(outbox_of(settings, store)), Health()
        advisor = Advisor(house.advisor.live, store, None, states_of(store))
        service = Service(settings, advisor, store, intake, health, QUICK, allowed=(fake.base,))
        app = web.Application()
        mount_callback(app, settings, service.callback, intake, health)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        task = asyncio.create_task(service.run(stop))
        try:
            yield store, f"http://127.0.0.1:{runner.addresses[0][1]}{settings.wecom.path}"
        finally:
            stop.set()
            try:
                await task
            finally:
                await runner.cleanup()


async def test_three_deliveries_to_different_processes_are_answered_once_and_alike(house, tmp_path, fake, url) -> None:
    async with (
        process(house, tmp_path / "one", fake, url) as (store, one),
        process(house, tmp_path / "two", fake, url) as (_, other),
    ):
        for number, order in enumerate([(one, other, one), (other, one, other)]):
            body = fake.body(f"u{number}", msgtype="text", text={"content": SUM.format(100 + number)})
            found = []
            for fake.address in order:
                found.append(await fake.post(body))
            assert [status for status, _ in found] == [200] * 3
            assert found[0][1] == found[1][1] == found[2][1] and f"{20 * (100 + number):,}.00" in str(found[0][1])
            assert len(store.turns(f"wecom:u{number}")) == 1
