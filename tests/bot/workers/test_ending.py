"""A pool that ends in the moment in which a worker has loaded its version ends all the same."""

import asyncio
from typing import Any, cast

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.workers.link import Link
from bot.workers.pool import Pool


class Loading:
    """A worker that has loaded when ``loaded`` is set."""

    def __init__(self) -> None:
        self.live: Any = None
        self.gone = asyncio.Event()
        self.asked, self.loaded = asyncio.Event(), asyncio.get_running_loop().create_future()

    def hangs(self) -> bool:
        return False

    async def load(self, live: Any, *_: object) -> str:
        self.asked.set()
        await self.loaded
        self.live = live
        return ""


@pytest.mark.parametrize("after", ["loaded", "gone"])
async def test_the_end_is_not_taken_for_what_happens_in_the_same_moment(house: House, after: str) -> None:
    pool = Pool(Advisor(house.advisor.live, None), house.store.files_of, 1, house.settings.cache)
    worker = Loading()
    using = asyncio.create_task(pool._used(cast(Link, worker)))
    await worker.asked.wait()
    if after == "gone":
        worker.loaded.set_result(None)
        while worker.live is None:
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        worker.gone.set()
    else:
        worker.loaded.set_result(None)
    using.cancel()
    done, _ = await asyncio.wait({using}, timeout=20)
    assert done and (using.cancelled() or worker.gone.is_set())
