"""The cookie of a frame on another site, over https, where cookies of other sites are blocked and where they are taken.

Without scripts, so that nothing but the cookie can carry the talk from page to page.
"""

import json
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.bootstrap import House
from bot.channels.web.app import make_app
from bot.channels.web.session import FRAMED
from tests.browser.conftest import CHROMIUM, DAY, FLAGS, LOAN, PHONE, Served, start
from tests.changed_settings import UNLIMITED, with_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    " -keyout key.pem -out certificate.pem"
)
TAKES = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}
BEFORE = "before"  # a cookie of another site as they were before partitions


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The whole browser, windows and all: which cookies it blocks is a setting of its own."""
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        await made.close()


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(CERTIFICATE.split(), cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


def department(frames: list[str]) -> web.Application:
    """A department's page with frames of other sites in it."""

    async def home(request: web.Request) -> web.Response:
        shown = "".join(f'<iframe src="{one}" width="390" height="800"></iframe>' for one in frames)
        return web.Response(text=f"<!doctype html><title>局</title>{shown}", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", home)
    return app


def other(seen: list[bool]) -> web.Application:
    """Another site in a frame, with a cookie that is not partitioned; ``seen``: whether it came back, each time."""

    async def page(request: web.Request) -> web.Response:
        seen.append(BEFORE in request.cookies)
        answer = web.Response(text="<p>别家", content_type="text/html")
        answer.headers.add("Set-Cookie", f"{BEFORE}=1; SameSite=None; Secure; Path=/")
        return answer

    app = web.Application()
    app.router.add_get("/", page)
    return app


@asynccontextmanager
async def opened(browser: Browser, folder: Path, *, blocks: bool) -> AsyncIterator[BrowserContext]:
    """A browser that blocks cookies of other sites, as it does unless it is told to take them, or one that is told."""
    options = {"viewport": PHONE, "locale": "zh-CN", "ignore_https_errors": True, "java_script_enabled": False}
    if blocks:
        context = await browser.new_context(**options)  # type: ignore[arg-type]
        yield context
        await context.close()
        return
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps(TAKES))
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(  # type: ignore[arg-type]
            folder, executable_path=CHROMIUM, args=FLAGS, **options
        )
        yield context
        await context.close()


async def asked(page: Page) -> None:
    """The talk goes on from page to page within the frame, by its cookie alone."""
    inside = page.frame_locator("iframe >> nth=0")
    await inside.get_by_label("您想问什么").fill(LOAN)
    await inside.get_by_label("发送").click()
    await expect(inside.locator(".card .amount")).to_contain_text("6.70")
    await inside.get_by_role("link", name="算一算").click()
    await expect(inside.get_by_role("heading", level=1)).to_be_visible()
    await inside.get_by_role("link", name="问一问").click()
    await expect(inside.locator(".turn .card .amount")).to_contain_text("6.70")


@pytest.mark.parametrize("blocks", [True, False], ids=["blocked", "taken"])
async def test_a_frame_keeps_its_talk_by_a_cookie_that_counts_on_that_site_alone(
    browser: Browser, browser_house: House, tls: ssl.SSLContext, tmp_path: Path, blocks: bool
) -> None:
    seen: list[bool] = []
    frames: list[str] = []
    served: list[Served] = [await start(other(seen), host="127.0.0.3", tls=tls)]
    for host in ("localhost", "127.0.0.2"):
        served.append(await start(department(frames), host=host, tls=tls))
    sites = tuple(one.url for one in served[1:])
    settings = with_page(browser_house.settings, **UNLIMITED, embed_sites=sites)
    ours = await start(make_app(browser_house.advisor, settings, browser_house.store, day=lambda: DAY), tls=tls)
    served.append(ours)
    frames += [f"{ours.url}/?embed=1", served[0].url]
    async with opened(browser, tmp_path, blocks=blocks) as context:
        page = await context.new_page()
        await page.goto(sites[0])
        await asked(page)
        [cookie] = [one for one in await context.cookies() if one["name"] == FRAMED]
        assert cookie.get("partitionKey") == "https://localhost" and cookie["httpOnly"] and cookie["secure"]
        await page.reload()
        inside = page.frame_locator("iframe >> nth=0")
        await expect(inside.locator(".turn .card .amount")).to_contain_text("6.70")
        assert seen == [False, not blocks]  # what a cookie without a partition would have come to
        await page.goto(sites[1])
        await expect(inside.locator(".welcome")).to_be_visible()
        await expect(inside.locator(".turn")).to_have_count(0)
    for one in served:
        await one.runner.cleanup()
