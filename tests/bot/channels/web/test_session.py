"""Sessions of the page: only ids that the site itself gave out count."""

import re

import pytest
from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import House
from bot.channels.web.app import make_app
from bot.settings import read_settings
from tests.bot.channels.web.conftest import DAY, LOAN
from tests.changed_settings import with_page

HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"}
ISSUED = re.compile(r"[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}")


@pytest.fixture
async def open_site(house: House):
    """Opens the site with these environment variables; a request carries only the cookies it is given."""
    clients: list[TestClient] = []

    async def opened(**environ: str) -> TestClient:
        settings = read_settings(environ, home=environ.pop("home", str(house.settings.home)))
        settings = with_page(settings, session_limit=10**6, address_limit=10**6)
        app = make_app(house.advisor, settings, house.store, day=lambda: DAY)
        clients.append(TestClient(TestServer(app), cookie_jar=DummyCookieJar()))
        await clients[-1].start_server()
        return clients[-1]

    yield opened
    for client in clients:
        await client.close()


@pytest.fixture
async def site(open_site) -> TestClient:
    return await open_site()


async def given(site: TestClient, **headers: str) -> tuple[str, str, str]:
    """Name, value and attributes of the cookie the page gives."""
    [line] = (await site.get("/", headers=headers)).headers.getall("Set-Cookie")
    name, value, attributes = re.fullmatch(r"([^=]+)=([^;]*);(.*)", line).groups()
    return name, value, attributes


def held(page: str) -> str:
    """The session a page holds because no cookie came back."""
    found = re.search(r'name="session" value="([^"]+)"', page)
    return found[1] if found else ""


def made_up(issued: str, foreign: str) -> dict[str, str]:
    number, _, mark = issued.partition(".")
    return {
        "chosen": "A" * 43,
        "unsigned": number,
        "signed by another site": foreign,
        "signed for another number": f"{'A' * 43}.{mark}",
        "another mark": f"{number}.{'A' * 43}",
        "cut": issued[:-1],
        "longer": issued + "A",
        "stored name": "web:0123456789abcdef0123456789abcdef",
        "path": "../../etc/passwd",
    }


HOW = sorted(made_up("a.b", ""))


@pytest.mark.parametrize("how", HOW)
async def test_an_id_the_site_never_gave_out_becomes_a_new_one(open_site, site, tmp_path, how: str) -> None:
    foreign = (await given(await open_site(home=str(tmp_path))))[1]
    wrong = made_up((await given(site))[1], foreign)[how]
    _, value, _ = await given(site, Cookie=f"fudaoyuan={wrong}")
    assert ISSUED.fullmatch(value) and value != wrong
    page = await (await site.post("/", data={"text": LOAN, "session": wrong})).text()
    assert ISSUED.fullmatch(held(page)) and held(page) != wrong
    by_script = await site.post("/chat", json={"text": LOAN}, headers={"X-Session": wrong})
    assert ISSUED.fullmatch(by_script.headers["X-Session"]) and by_script.headers["X-Session"] != wrong


@pytest.mark.parametrize("how", HOW)
async def test_who_chose_anothers_id_reads_nothing_of_his_talk(open_site, site, tmp_path, how: str) -> None:
    foreign = (await given(await open_site(home=str(tmp_path))))[1]
    chosen = {"Cookie": f"fudaoyuan={made_up((await given(site))[1], foreign)[how]}"}
    await site.post("/chat", json={"text": LOAN, "client_id": "fixed-1"}, headers=chosen)
    assert "67,000.00" not in await (await site.get("/", headers=chosen)).text()
    for line in ({"text": "再说一遍"}, {"text": "你好", "client_id": "fixed-1"}):
        answer = await site.post("/chat", json=line, headers=chosen)
        assert not re.search("6.70|67,000", (await answer.json())["html"])


async def test_an_issued_id_goes_on_in_cookie_form_and_header(site: TestClient) -> None:
    name, value, _ = await given(site)
    await site.post("/chat", json={"text": LOAN}, headers={"Cookie": f"{name}={value}"})
    assert "67,000.00" in await (await site.get("/", headers={"Cookie": f"{name}={value}"})).text()
    by_form = await (await site.post("/", data={"text": "找哪个部门", "session": value})).text()
    assert "67,000.00" in by_form and held(by_form) == value
    by_script = await site.post("/chat", json={"text": "再说一遍"}, headers={"X-Session": value})
    assert "6.70" in (await by_script.json())["html"]


async def test_behind_https_the_cookie_is_bound_to_this_very_host(site: TestClient) -> None:
    name, _, attributes = await given(site, **HTTPS)
    assert name == "__Host-fudaoyuan" and "Domain" not in attributes
    for words in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/;"):
        assert words in attributes + ";"


async def test_without_https_the_cookie_has_its_plain_name(site: TestClient) -> None:
    name, _, attributes = await given(site)
    assert name == "fudaoyuan" and "Secure" not in attributes and "Domain" not in attributes
    for words in ("HttpOnly", "SameSite=Lax", "Path=/;"):
        assert words in attributes + ";"


async def test_behind_https_a_cookie_that_any_sibling_domain_can_set_does_not_count(site: TestClient) -> None:
    attackers = (await given(site, **HTTPS))[1]
    _, value, _ = await given(site, Cookie=f"fudaoyuan={attackers}", **HTTPS)
    assert value != attackers
    own = await given(site, Cookie=f"fudaoyuan={attackers}; __Host-fudaoyuan={value}", **HTTPS)
    assert own[1] == value


async def test_several_machines_share_sessions_by_one_secret_and_only_by_it(open_site, tmp_path) -> None:
    homes = [str(tmp_path / name) for name in "abc"]
    first, second = [await open_site(home=home, FUDAOYUAN_SECRET="一" * 32) for home in homes[:2]]
    other = await open_site(home=homes[2], FUDAOYUAN_SECRET="二" * 32)
    name, value, _ = await given(first)
    assert (await given(second, Cookie=f"{name}={value}"))[1] == value
    assert (await given(other, Cookie=f"{name}={value}"))[1] != value
    assert not any((tmp_path / name / "secret").exists() for name in "abc")


async def test_sessions_outlive_a_restart(open_site, house: House) -> None:
    name, value, _ = await given(await open_site())
    assert (await given(await open_site(), Cookie=f"{name}={value}"))[1] == value
    assert (house.settings.home / "secret").stat().st_mode & 0o777 == 0o600
