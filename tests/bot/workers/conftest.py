"""Real workers for the tests of workers; all other tests run without (see ``tests/conftest.py``)."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import pytest

from bot.advisor import Advisor, Handed
from bot.bootstrap import House
from bot.turns import Outcome
from bot.workers.pool import Pool

DAY = date(2025, 11, 22)
MOMENT = datetime(2025, 11, 22, 1, tzinfo=UTC)
LOAN = "专利质押贷了{}万，一年，2024年8月放的款，能贴多少"


class Watched(Pool):
    """Counts what its workers computed, and what they gave back."""

    computed = given_back = 0

    def turn(self, handed: Handed, back: Callable[[list[Outcome | None]], None]) -> None:
        def counted(outcomes: list[Outcome | None]) -> None:
            done = sum(one is not None for one in outcomes)
            self.computed, self.given_back = self.computed + done, self.given_back + len(outcomes) - done
            back(outcomes)

        super().turn(handed, counted)


@asynccontextmanager
async def working(house: House, advisor: Advisor | None = None, count: int = 1) -> AsyncIterator[Watched]:
    """Workers of the house's version, once they answer."""
    pool = Watched(advisor or house.advisor, house.store.files_of, count, house.settings.cache)
    async with pool:
        await until(lambda: pool.ready == count)
        yield pool


async def until(holds: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


async def computed(pool: Pool, handed: Handed) -> list[Outcome | None]:
    """What a worker makes of these."""
    made: asyncio.Future[list[Outcome | None]] = asyncio.get_running_loop().create_future()
    pool.turn(handed, made.set_result)
    return await made


@pytest.fixture
def advisor(house: House) -> Advisor:
    """One that keeps nothing, at a moment that stands still."""
    return Advisor(house.advisor.live, None, lambda: MOMENT)
