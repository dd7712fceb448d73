"""Real Chromium on the real site, all in one event loop; what the browser complains about fails the test."""

import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright, expect

from bot.bootstrap import House, bootstrap
from bot.channels.web.app import make_app
from bot.settings import read_settings
from tests.changed_settings import UNLIMITED, with_page
from tests.city import shipped_files

DAY = date(2025, 11, 22)
LOAN = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
CHROMIUM = "/usr/bin/chromium"
WITHOUT_WINDOWS = "/usr/bin/chromium-headless-shell"  # the same pages; a context costs a fifth, for it opens no window
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]
FLAGS.append("--renderer-process-limit=1")  # a page goes on in the process it was opened in: a quarter less to open one
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def browser_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = bootstrap(read_settings({}, home=str(tmp_path_factory.mktemp("browser"))), shipped=shipped_files())
    yield made
    made.close()


@dataclass
class Served:
    """A site on a port of its own."""

    runner: web.AppRunner
    url: str


async def start(
    app: web.Application, port: int = 0, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Served:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, host, port, ssl_context=tls).start()
    return Served(runner, f"{'https' if tls else 'http'}://{host}:{runner.addresses[0][1]}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def base(browser_house: House) -> AsyncIterator[str]:
    """The address of the site, limits off."""
    settings = with_page(browser_house.settings, **UNLIMITED)
    app = make_app(browser_house.advisor, settings, browser_house.store, day=lambda: DAY)
    served = await start(app)
    yield served.url
    await served.runner.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        program = WITHOUT_WINDOWS if Path(WITHOUT_WINDOWS).exists() else CHROMIUM
        made = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield made
        await made.close()


@dataclass
class Complaints:
    """What the browser objected to, and the hosts it was sent to."""

    lines: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.lines.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.lines.append(f"dialog: {dialog.message}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.lines.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if request.url.startswith("http"):
            self.hosts.add(request.url.split("/")[2])


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    made = await browser.new_context(viewport=PHONE, locale="zh-CN")
    made.set_default_timeout(15_000)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext, base: str) -> AsyncIterator[Page]:
    """A page on a phone's screen; the test fails when the browser complained or another host was asked."""
    made = await context.new_page()
    complaints = Complaints()
    complaints.watch(made)
    yield made
    assert complaints.lines == []
    assert {host.split(":")[0] for host in complaints.hosts} <= {"127.0.0.1"}


async def say(page: Page, text: str) -> None:
    """Types, sends, and waits for the card."""
    before = await page.locator(".turn .card").count()
    await page.get_by_label("您想问什么").fill(text)
    await page.get_by_label("发送").click()
    await expect(page.locator(".turn .card")).to_have_count(before + 1)


async def slow_down(page: Page) -> None:
    """A five-year-old phone on a poor line: 1.6 Mbit/s, 150 ms to each answer, a processor four times slower."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    await session.send("Network.emulateNetworkConditions", slow)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
