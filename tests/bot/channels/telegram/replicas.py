"""Processes with one bot over one database, as ``bot.channels.telegram`` runs each of them, in this process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.messenger import duty
from bot.channels.messenger.timing import Pace
from bot.channels.telegram import DUTY
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.settings import read_settings
from bot.states import states_of
from knowledge.store import Store, open_store
from knowledge.store.postgres import locks
from tests import postgres
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database in which it is soon found out whose turn it is."""
    monkeypatch.setattr(duty, "EVERY", 0.05)
    monkeypatch.setattr(locks, "AGAIN", 0.05)
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@contextlib.asynccontextmanager
async def process(house: House, home: Path, fake: FakeTelegram, url: str, pace: Pace = QUICK) -> AsyncIterator[Store]:
    """One of them, with the pace of tests; at the block's end it stops."""
    from bot.channels.telegram.service import Service

    environ = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": fake.base, "DATABASE_URL": url}
    settings, stop = read_settings(environ, home=str(home)), asyncio.Event()
    with open_store(settings.store) as store:
        advisor = Advisor(house.advisor.live, store, None, states_of(store))

        async def run() -> None:
            while not stop.is_set():
                async with duty.on_duty(store, DUTY, stop) as over:
                    service = Service(settings, advisor, store, Intake(outbox_of(settings, store)), Health(), pace)
                    await service.run(over)

        task = asyncio.create_task(run())
        try:
            yield store
        finally:
            stop.set()
            await task


def lose(*stores: Store) -> None:
    """Whichever of them is the bot loses its session, as when its machine dies: another goes on."""
    chosen = next(one for one in stores if one.is_chosen(DUTY))
    chosen._election.close()  # type: ignore[attr-defined]
