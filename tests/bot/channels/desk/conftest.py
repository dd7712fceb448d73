"""The desk on a real site over a real store, with one account for each role, without a browser."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientResponse, CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import House, bootstrap
from bot.channels.desk.mount import add_desk
from bot.channels.desk.routes import Route
from bot.channels.web.app import make_app
from bot.settings import read_settings
from knowledge.people import HASHER, ROLES, Hand
from knowledge.store import Person
from tests.changed_settings import UNLIMITED, with_page
from tests.city import shipped_files

PASSWORD = "一句自己记得住的话"
HASH = HASHER.hash(PASSWORD)  # once: it is made to be slow
START = datetime(2025, 11, 22, 2, tzinfo=UTC)
MARK = re.compile(r'name="mark" value="([0-9a-f]{32})"')


@dataclass
class Clock:
    """The time of the desk, which tests put forward."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def desk_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose knowledge these tests may change; its accounts are named as their roles."""
    built = bootstrap(read_settings({}, home=str(tmp_path_factory.mktemp("desk"))), shipped=shipped_files())
    for role in ROLES:
        person = Person(role, f"{ROLES[role]}员", role)
        built.store.people().put(person, Hand("tests", "", "").note("account", role), secret=HASH, new=True).result()
    yield built
    built.close()


class Staff:
    """One browser at the desk."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.mark = client, ""

    async def login(self, name: str, password: str = PASSWORD) -> ClientResponse:
        return await self.client.post("/desk/login", data={"name": name, "password": password}, allow_redirects=False)

    async def get(self, path: str, **options: object) -> ClientResponse:
        answer = await self.client.get(path, allow_redirects=False, **options)
        self._note(await answer.text())
        return answer

    async def post(self, path: str, **fields: str) -> ClientResponse:
        """Sends a form with the mark of the page seen last."""
        answer = await self.client.post(path, data={"mark": self.mark, **fields}, allow_redirects=False)
        self._note(await answer.text())
        return answer

    def _note(self, html: str) -> None:
        if found := MARK.search(html):
            self.mark = found[1]


Enter = Callable[..., Awaitable[Staff]]


@pytest.fixture
async def enter(desk_house: House, clock: Clock) -> AsyncIterator[Enter]:
    """Opens the desk in a browser of its own, logged in as ``name`` unless that is "". Tests that give ``routes`` get
    a site of their own."""
    clients: list[TestClient] = []
    servers: dict[object, TestServer] = {}

    async def entered(name: str = "", routes: tuple[Route, ...] | None = None) -> Staff:
        key = None if routes is None else tuple(route.path for route in routes)
        if key not in servers:
            settings = with_page(desk_house.settings, **UNLIMITED)
            app = make_app(desk_house.advisor, settings, desk_house.store, day=lambda: clock().date())
            add_desk(app, desk_house.advisor, settings, desk_house.store, clock, routes)
            servers[key] = TestServer(app)
        client = TestClient(servers[key], cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        staff = Staff(client)
        if name:
            answer = await staff.login(name)
            assert answer.status == 303
            await staff.get("/desk")
        return staff

    yield entered
    for client in clients:
        await client.close()
