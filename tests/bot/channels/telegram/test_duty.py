"""Two processes with one bot over one database: one of them answers, the other goes on when it is gone."""

import asyncio
from pathlib import Path

from bot.bootstrap import House
from bot.channels.messenger import duty
from bot.channels.telegram import DUTY
from knowledge.store import Store, open_store
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.channels.telegram.replicas import lose, process, url

__all__ = ["url"]
SUM = "鲁科担，担保{0}万，费率0.5%，能补多少？"


async def test_every_update_is_answered_once_whoever_of_two_is_the_bot(
    house: House, tmp_path: Path, fake: FakeTelegram, url: str
) -> None:
    async with process(house, tmp_path / "one", fake, url) as one, process(house, tmp_path / "two", fake, url) as two:
        for number in range(10):
            fake.say(number % 5 + 1, SUM.format(100 + number))
        await fake.until(lambda: len(fake.shown) >= 5, 30)
        lose(one, two)
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
