"""Behind a real nginx: with the lines we ship, and with the one line that everybody writes first."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, TCPConnector, web

from bot.bootstrap import House
from bot.channels.web.app import make_app
from bot.channels.web.connections import Runner
from bot.channels.web.server import listen
from tests.bot.channels.web.conftest import DAY, UNLIMITED
from tests.bot.channels.web.nginx import ROOT, SHIPPED, free_port, plain, running, shipped
from tests.bot.channels.web.qr import read_qr
from tests.bot.channels.web.test_guard import Clock
from tests.bot.channels.web.test_receipts import INPUTS, SAVE
from tests.changed_settings import with_page

PUBLIC = "https://fdy.example.cn"
Write = Callable[[Path, int, int], str]
Behind = Callable[..., Awaitable["Front"]]
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": PUBLIC},
    {"Sec-Fetch-Site": "same-site", "Origin": PUBLIC},
]
OWN = [{"Origin": PUBLIC}, {"Sec-Fetch-Site": "same-origin", "Origin": PUBLIC}, {}]


class Front:
    """nginx as visitors reach it, under the name of the public address."""

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self.url, self._stack = url, stack

    async def visitor(self, address: str = "127.0.0.2", **headers: str) -> ClientSession:
        """A browser at this address; only 127.0.0.1 is a proxy that the page trusts."""
        connector = TCPConnector(local_addr=(address, 0), ssl=False)
        named = {"Host": "fdy.example.cn", **{key.replace("_", "-"): value for key, value in headers.items()}}
        made = ClientSession(self.url, connector=connector, headers=named, cookie_jar=CookieJar(unsafe=True))
        return await self._stack.enter_async_context(made)


@pytest.fixture
async def behind(house: House, tmp_path: Path) -> AsyncIterator[Behind]:
    """Starts the site and nginx before it: ``write`` gives nginx's lines, the rest are settings of the page."""
    async with AsyncExitStack() as stack:

        async def started(write: Write, **given: object) -> Front:
            settings = with_page(house.settings, **{**UNLIMITED, **given})
            app = make_app(house.advisor, settings, house.store, day=lambda: DAY, clock=Clock())
            app.router.add_post("/telegram", told)
            runner = Runner(app, most=100, shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await listen(runner, "127.0.0.1", 0)
            port = free_port()
            site = write(tmp_path, port, runner.addresses[0][1])
            await stack.enter_async_context(running(tmp_path, port, site))
            scheme = "https" if "ssl" in site else "http"
            return Front(f"{scheme}://127.0.0.1:{port}", stack)

        yield started


async def told(request: web.Request) -> web.Response:
    return web.Response(text="pushed")


WAYS = pytest.mark.parametrize(("write", "public"), [(shipped, ""), (shipped, PUBLIC), (plain, PUBLIC)])


@WAYS
async def test_receipts_and_their_codes_lead_to_the_public_address(behind: Behind, write: Write, public: str) -> None:
    visitor = await (await behind(write, public_url=public)).visitor()
    made = await visitor.post(SAVE, data=INPUTS, headers={"Origin": PUBLIC}, allow_redirects=False)
    path = made.headers["Location"]
    assert made.status == 303 and re.fullmatch(r"/receipts/[A-Za-z0-9_-]{22}", path)
    assert f"{PUBLIC}{path}" in await (await visitor.get(path)).text()
    assert read_qr(await (await visitor.get(f"{path}/qr.svg")).text()) == PUBLIC + path
    assert f"{PUBLIC}/policies/" in await (await visitor.get("/sitemap.xml")).text()


@WAYS
async def test_our_own_posts_pass_and_foreign_ones_do_not(behind: Behind, write: Write, public: str) -> None:
    visitor = await (await behind(write, public_url=public)).visitor()
    for headers, status in [(one, 200) for one in OWN] + [(one, 403) for one in FOREIGN]:
        assert (await visitor.post("/chat", json={"text": "你好"}, headers=headers)).status == status, headers


@WAYS
async def test_the_cookie_is_secure_and_the_browser_is_told_to_stay_with_https(
    behind: Behind, write: Write, public: str
) -> None:
    page = await (await (await behind(write, public_url=public)).visitor()).get("/")
    assert "Secure" in page.headers["Set-Cookie"] and "Strict-Transport-Security" in page.headers


async def test_each_visitor_has_limits_of_his_own_whatever_he_says_his_address_is(behind: Behind) -> None:
    front = await behind(shipped, newcomer_limit=1)

    async def ask(address: str, told: str = "") -> int:
        headers = {"X_Forwarded_For": told} if told else {}
        visitor = await front.visitor(address, **headers)
        return (await visitor.post("/api/ask", json={"text": "你好"})).status

    assert [await ask("127.0.0.2"), await ask("127.0.0.3"), await ask("127.0.0.4", "6.6.6.6")] == [200] * 3
    assert [await ask("127.0.0.2", f"6.6.6.{n}") for n in range(5)] == [429] * 5
    # A proxy of ours before nginx: the visitor is whom that one names.
    household = [await ask("127.0.0.1", f"2001:db8:1:2::{n}") for n in range(1, 4)]
    assert household == [200, 429, 429] and await ask("127.0.0.1", "2001:db8:1:3::1") == 200


async def test_without_the_lines_all_share_one_limit_and_the_log_says_which_are_missing(
    behind: Behind, caplog: pytest.LogCaptureFixture
) -> None:
    front = await behind(plain, newcomer_limit=1)
    codes = [
        (await (await front.visitor(f"127.0.0.{n}")).post("/api/ask", json={"text": "你好"})).status for n in (2, 3)
    ]
    assert codes == [200, 429]
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2 and "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in said[0]
    assert "proxy_set_header Host $http_host;" in said[1] and "FUDAOYUAN_PUBLIC_URL" in said[1]


async def test_with_the_shipped_lines_there_is_nothing_to_warn_of(
    behind: Behind, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await (await (await behind(shipped)).visitor()).get("/")).status == 200
    assert not caplog.records


async def test_only_telegram_comes_to_its_path_and_only_the_server_itself_asks_for_health(behind: Behind) -> None:
    front = await behind(shipped)
    visitor, local = await front.visitor(), await front.visitor("127.0.0.1")
    assert (await visitor.post("/telegram", data=b"{}")).status == 403
    assert [(await one.get("/health/ready")).status for one in (visitor, local)] == [403, 200]


async def test_what_is_too_large_is_refused_in_chinese_and_pages_travel_packed(behind: Behind) -> None:
    visitor = await (await behind(shipped)).visitor()
    for count in (10_000, 30_000):
        large = await visitor.post("/", data={"text": "问" * count})
        assert large.status == 413 and "64 KB" in await large.text()
    assert (await visitor.get("/", headers={"Accept-Encoding": "gzip"})).headers["Content-Encoding"] == "gzip"


async def test_while_the_page_is_away_nginx_says_so(house: House, tmp_path: Path) -> None:
    port = free_port()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(tmp_path, port, shipped(tmp_path, port, free_port())))
        away = await (await Front(f"https://127.0.0.1:{port}", stack).visitor()).get("/")
        assert away.status == 503 and "正在重启" in await away.text() and away.headers["Retry-After"] == "5"


def test_the_readme_shows_the_file_that_is_shipped() -> None:
    blocks = re.findall(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert blocks == [SHIPPED.read_text("utf-8")]
