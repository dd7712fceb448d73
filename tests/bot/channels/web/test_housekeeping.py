"""What is done beside the requests: no page waits for it, and it goes on when the store is there again."""

import asyncio
from contextlib import closing
from pathlib import Path

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.web.site import SITE
from knowledge.store import open_store
from knowledge.store.sqlite.database import connect
from tests.bot.channels.web.conftest import DAY, LOAN


async def test_the_site_is_there_before_anything_is_counted(open_site, tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite3"
    with open_store(path, wait=30.0) as store, closing(connect(path, wait=1.0)) as other:
        other.execute("BEGIN IMMEDIATE")  # as a backup tool does: housekeeping waits for it, visitors do not
        site = await open_site(store=store)
        assert (await site.get("/")).status == 200
        assert site.server.app[SITE].asked == {}
        other.execute("ROLLBACK")


async def test_what_is_asked_most_is_counted_after_the_start(open_site, house: House, tmp_path: Path) -> None:
    with open_store(tmp_path / "own.sqlite3") as store:
        own = {"store": store, "advisor": Advisor(house.advisor.live, store)}
        await (await open_site(**own)).post("/api/ask", json={"text": LOAN, "day": DAY.isoformat()})
        site = await open_site(**own)
        async with asyncio.timeout(30):
            while not site.server.app[SITE].asked:
                await asyncio.sleep(0.01)
        assert site.server.app[SITE].asked == {"patent_pledge_interest": 1}
