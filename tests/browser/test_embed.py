"""The chat in a frame on another site, where the browser keeps no cookie of ours, and the button that opens it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, FrameLocator, Page, expect

from bot.bootstrap import House
from bot.channels.web.app import make_app
from tests.browser.conftest import DAY, DESKTOP, LOAN, PHONE, start
from tests.browser.test_pages import violations
from tests.changed_settings import UNLIMITED, with_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

Opened = Callable[..., Awaitable[tuple[Page, FrameLocator]]]
# Browsers that give a frame on another site no storage at all
NO_STORAGE = """if (window !== window.top) for (const name of ["sessionStorage", "localStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("", "SecurityError"); } });"""


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser, browser_house: House) -> AsyncIterator[Opened]:
    """Opens a department's page with our line in it, and the chat. The page is another site: localhost, not
    127.0.0.1."""
    contexts: list[BrowserContext] = []
    runners: list[web.AppRunner] = []

    async def open_it(
        size: dict[str, int] = DESKTOP, *, allowed: bool = True, script: str = "", base: str = ""
    ) -> tuple[Page, FrameLocator]:
        line: list[str] = []

        async def home(request: web.Request) -> web.Response:
            body = f"""<!doctype html><html lang="zh"><meta name="viewport" content="width=device-width">
            <title>局</title><main><h1>某局</h1><p><a href="#a">别的</a></p></main>
            <script src="{line[0]}" async></script>"""
            return web.Response(text=body, content_type="text/html")

        outside = web.Application()
        outside.router.add_get("/", home)
        around = await start(outside)
        address = around.url.replace("127.0.0.1", "localhost")
        settings = with_page(
            browser_house.settings, **UNLIMITED, embed_sites=(address,) if allowed else (), base_path=base
        )
        ours = await start(make_app(browser_house.advisor, settings, browser_house.store, day=lambda: DAY))
        line.append(f"{ours.url}{base}/embed.js")
        runners.extend((around.runner, ours.runner))
        context = await browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(15_000)
        if script:
            await context.add_init_script(script)
        page = await context.new_page()
        await page.goto(address)
        await page.get_by_role("button", name="问金融辅导员").click()
        return page, page.frame_locator("iframe")

    yield open_it
    for context in contexts:
        await context.close()
    for runner in runners:
        await runner.cleanup()


async def test_a_department_embeds_the_chat_with_one_line(opened: Opened) -> None:
    page, inside = await opened()
    await inside.locator(".example").first.click()
    await expect(inside.locator(".card .amount")).to_contain_text("6.70")
    box = await page.get_by_role("dialog").bounding_box()
    assert box and box["width"] == 420 and box["y"] >= 0
    assert await violations(page) == []
    await page.get_by_role("button", name="收起").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_role("button", name="问金融辅导员")).to_be_focused()


@pytest.mark.parametrize("size", [PHONE, {"width": 360, "height": 560}, {"width": 640, "height": 320}])
async def test_on_a_phone_it_is_the_whole_screen(opened: Opened, size: dict[str, int]) -> None:
    page, inside = await opened(size)
    assert await page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, **size}
    await expect(inside.get_by_label("您想问什么")).to_be_in_viewport(ratio=1)
    assert not await inside.locator("html").evaluate("one => one.scrollWidth > one.clientWidth")
    assert await page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"
    await page.get_by_role("button", name="收起").click()
    assert await page.evaluate("getComputedStyle(document.documentElement).overflow") == "visible"


async def test_esc_within_closes_first_what_is_open_there_then_the_window(opened: Opened) -> None:
    page, inside = await opened()
    await expect(page.locator("iframe")).to_be_focused()
    await inside.locator(".menu > summary").click()
    await page.keyboard.press("Escape")
    await expect(inside.locator(".menu .items")).to_be_hidden()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await inside.get_by_label("您想问什么").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.get_by_role("button", name="问金融辅导员")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.get_by_role("link", name="在新窗口打开").focus()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize(("script", "base"), [("", ""), (NO_STORAGE, ""), ("", "/zc/fudaoyuan")])
async def test_the_talk_goes_along_where_the_browser_keeps_no_cookie_of_ours(
    opened: Opened, script: str, base: str
) -> None:
    page, inside = await opened(script=script, base=base)
    await inside.get_by_label("您想问什么").fill(LOAN)
    await inside.get_by_label("发送").click()
    await expect(inside.locator(".card .amount")).to_contain_text("6.70")
    assert await page.context.cookies(page.url.replace("localhost", "127.0.0.1")) == []
    for name in ("算一算", "体检", "问一问"):
        await inside.get_by_role("link", name=name).click()
        await expect(inside.locator("body.embedded")).to_be_visible()
        await expect(inside.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
    await expect(inside.locator(".turn .card")).to_contain_text("6.70")
    await inside.get_by_label("您想问什么").fill("要是两年呢")
    await inside.get_by_label("发送").click()
    await expect(inside.locator(".card").last.locator(".amount")).to_contain_text("10.00")
    await inside.locator(".menu > summary").click()
    await inside.get_by_text("清空对话").click()
    await inside.get_by_role("button", name="确定删掉").click()
    await expect(inside.locator("#notice")).to_contain_text("已清空")
    await expect(inside.locator("body.embedded .turn")).to_have_count(0)


async def test_forms_within_stay_within(opened: Opened) -> None:
    _, inside = await opened()
    await inside.get_by_role("link", name="算一算").click()
    await inside.get_by_role("link", name="“鲁科担”市级保费补贴").click()
    await inside.get_by_role("textbox", name="担保金额").fill("500万")
    await inside.get_by_role("textbox", name="担保费率").fill("0.5%")
    await expect(inside.locator("[data-result] .exact")).to_contain_text("10,000.00元")
    await inside.get_by_role("button", name="比较两种情况").click()
    await expect(inside.locator("body.embedded .comparing")).to_be_visible()
    await inside.get_by_role("link", name="“鲁科担”市级保费补贴").click()
    await inside.get_by_role("textbox", name="担保金额").fill("500万")
    await inside.get_by_role("textbox", name="担保费率").fill("0.5%")
    await expect(inside.locator("[data-result] .exact")).to_contain_text("10,000.00元")
    await inside.get_by_role("button", name="保存 / 分享").click()
    await expect(inside.locator("body.embedded .receipt")).to_be_visible()
    await expect(inside.locator(".address")).not_to_contain_text("embed")


async def test_a_site_that_is_not_listed_gets_a_way_out(opened: Opened) -> None:
    page, _ = await opened(allowed=False)
    way = page.get_by_role("link", name="打开金融辅导员")
    await expect(way).to_be_focused()
    await expect(page.locator("iframe")).to_have_count(0)
    assert await violations(page) == []
    async with page.expect_popup() as popup:
        await way.click()
    await expect((await popup.value).locator(".example")).to_have_count(4)
