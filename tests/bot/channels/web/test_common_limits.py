"""Two replicas on one PostgreSQL: a limit is one limit, whichever is asked, and holds while the server is away."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, DummyCookieJar
from aiohttp.test_utils import TestClient

from bot.advisor import Advisor
from bot.states import states_of
from knowledge.store import Store, open_store
from tests import postgres
from tests.bot.channels.web.conftest import Open
from tests.bot.channels.web.test_admission import cookie_of

JSON = {"Accept": "application/json"}


@pytest.fixture
def url() -> Iterator[str]:
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@pytest.fixture
async def stores(url: str) -> AsyncIterator[list[Store]]:
    with open_store(url) as one, open_store(url) as other:
        yield [one, other]


async def replicas(open_site: Open, stores: list[Store], house, **limits: int) -> list[TestClient]:
    """One site over each store; both know the same sessions."""
    return [
        await open_site(store=store, advisor=Advisor(house.advisor.live, store, None, states_of(store)), **limits)
        for store in stores
    ]


async def asked_in_turn(sites: list[TestClient], count: int, **headers: str) -> list[int]:
    """The codes of so many messages, alternately to each of the sites."""
    async with ClientSession(cookie_jar=DummyCookieJar()) as visitor:
        found = []
        for number in range(count):
            address = sites[number % len(sites)].make_url("/chat")
            async with visitor.post(address, json={"text": "你好"}, headers={**JSON, **headers}) as answer:
                found.append(answer.status)
        return found


async def test_a_session_that_asks_both_in_turn_has_one_limit(open_site: Open, stores: list[Store], house) -> None:
    sites = await replicas(open_site, stores, house, session_limit=20)
    shown = await cookie_of(sites[0])
    assert await asked_in_turn(sites, 40, Cookie=shown) == [200] * 20 + [429] * 20
    assert await asked_in_turn(sites[1:], 1, Cookie=await cookie_of(sites[1])) == [200], "another person"


async def test_an_address_that_asks_both_has_one_limit(open_site: Open, stores: list[Store], house) -> None:
    sites = await replicas(open_site, stores, house, newcomer_limit=60)
    assert await asked_in_turn(sites, 80) == [200] * 60 + [429] * 20


async def test_what_is_told_of_the_limit_holds_for_both(open_site: Open, stores: list[Store], house) -> None:
    one, other = await replicas(open_site, stores, house, session_limit=4)
    shown = {"Cookie": await cookie_of(one), **JSON}
    left = []
    for site in (one, other, one, other, one):
        answer = await site.post("/chat", json={"text": "你好"}, headers=shown)
        left.append((answer.status, answer.headers["RateLimit-Remaining"]))
    assert left == [(200, "3"), (200, "2"), (200, "1"), (200, "0"), (429, "0")]
    assert 55 <= int(answer.headers["Retry-After"]) <= 65


async def test_while_the_server_is_away_each_of_them_still_has_the_limit(open_site: Open, house) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = postgres.Server(Path(folder) / "own")
        server.make()
        server.start()
        with open_store(server.url) as store:
            [site] = await replicas(open_site, [store], house, session_limit=5)
            shown = await cookie_of(site)
            assert await asked_in_turn([site], 2, Cookie=shown) == [200] * 2
            server.stop()
            assert await asked_in_turn([site], 6, Cookie=shown) == [200] * 3 + [429] * 3
            server.start()
            assert await asked_in_turn([site], 2, Cookie=await cookie_of(site)) == [200] * 2
        server.stop()
