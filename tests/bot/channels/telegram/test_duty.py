"""Two processes with one bot over one database: one of them answers, the other goes on when it is gone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.messenger import duty
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

SUM = "鲁科担，担保{0}万，费率0.5%，能补多少？"


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(duty, "EVERY", 0.05)
    monkeypatch.setattr(locks, "AGAIN", 0.05)
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@contextlib.asynccontextmanager
async def process(house: House, home: Path, fake: FakeTelegram, url: str) -> AsyncIterator[Store]:
    """As ``bot.channels.telegram`` runs it, with the pace of tests; at the block's end it stops."""
    from bot.channels.telegram.service import Service

    environ = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": fake.base, "DATABASE_URL": url}
    settings, stop = read_settings(environ, home=str(home)), asyncio.Event()
    with open_store(settings.store) as store:
        advisor = Advisor(house.advisor.live, store, None, states_of(store))

        async def run() -> None:
            while not stop.is_set():
                async with duty.on_duty(store, DUTY, stop) as over:
                    service = Service(settings, advisor, store, Intake(outbox_of(settings, store)), Health(), QUICK)
                    await service.run(over)

        task = asyncio.create_task(run())
        try:
            yield store
        finally:
            stop.set()
            await task


async def test_every_update_is_answered_once_whoever_of_two_is_the_bot(
    house: House, tmp_path: Path, fake: FakeTelegram, url: str
) -> None:
    async with process(house, tmp_path / "one", fake, url) as one, process(house, tmp_path / "two", fake, url) as two:
        for number in range(10):
            fake.say(number % 5 + 1, SUM.format(100 + number))
        await fake.until(lambda: len(fake.shown) >= 5, 30)
        first = one if one.is_chosen(DUTY) else two
        first._election.close()  # type: ignore[attr-defined]  # its session is gone, as when the machine dies
        for number in range(10, 20):
            fake.say(number % 5 + 1, SUM.format(100 + number))
        await fake.until(lambda: len(fake.shown) >= 20, 30)
        await asyncio.sleep(0.3)
        assert len(fake.shown) == 20
        for user in range(1, 6):
            sums = [f"{20 * (100 + number):,}" for number in range(20) if number % 5 + 1 == user]
            assert all(wanted in text for wanted, text in zip(sums, fake.texts(user), strict=True))


async def test_nobody_is_the_bot_after_the_stop(url: str) -> None:
    stopped = asyncio.Event()
    with open_store(url) as one, open_store(url) as two:
        async with duty.on_duty(one, DUTY, stopped) as over:
            waiting = asyncio.create_task(_turn_of(two, stopped))
            await asyncio.sleep(0.2)
            assert not over.is_set() and not waiting.done()
            stopped.set()
            await asyncio.wait_for(over.wait(), 10)
        await asyncio.wait_for(waiting, 10)


async def _turn_of(store: Store, stopped: asyncio.Event) -> None:
    async with duty.on_duty(store, DUTY, stopped):
        pass
