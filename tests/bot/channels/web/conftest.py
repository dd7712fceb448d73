"""The real site over a real house, without a browser."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import House
from bot.channels.web.app import make_app
from tests.changed_settings import UNLIMITED, with_page

DAY = date(2025, 11, 22)
LOAN = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
Open = Callable[..., Awaitable[TestClient]]


@pytest.fixture
async def open_site(house: House) -> AsyncIterator[Open]:
    """Opens the site with settings of one's own; limits are off unless a test sets them."""
    clients: list[TestClient] = []

    async def opened(**given: object) -> TestClient:
        parts = {key: given.pop(key) for key in ("advisor", "store", "clock", "day", "readiness") if key in given}
        settings = with_page(house.settings, **{**UNLIMITED, **given})
        advisor, store = parts.pop("advisor", house.advisor), parts.pop("store", house.store)
        app = make_app(advisor, settings, store, **{"day": lambda: DAY, **parts})
        client = TestClient(TestServer(app))
        await client.start_server()
        clients.append(client)
        return client

    yield opened
    for client in clients:
        await client.close()


@pytest.fixture
async def site(open_site: Open) -> TestClient:
    return await open_site()
