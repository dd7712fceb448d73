"""A phone that many use, a page below another site's path, and a screen with a notch."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from aiohttp import ClientSession, DummyCookieJar, web
from multidict import CIMultiDict
from playwright.async_api import Browser, Page, expect

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.web.app import make_app
from tests.bot.channels.web.test_hosts import filled
from tests.browser.conftest import DAY, LOAN, PHONE, Complaints, say, start
from tests.browser.test_pages import fits_and_is_accessible
from tests.changed_settings import UNLIMITED, with_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

IDLE = 10  # minutes
AWAY = "at => { const now = Date.now; Date.now = () => now() + at * 60000; }"


@pytest_asyncio.fixture(loop_scope="session")
async def shared(browser: Browser, browser_house: House) -> AsyncIterator[Page]:
    """A page of a site whose talks are put away soon."""
    settings = with_page(browser_house.settings, **UNLIMITED, idle_minutes=IDLE)
    served = await start(make_app(browser_house.advisor, settings, browser_house.store, day=lambda: DAY))
    context = await browser.new_context(viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(15_000)
    page, complaints = await context.new_page(), Complaints()
    complaints.watch(page)
    await page.goto(served.url)
    yield page
    assert complaints.lines == []
    await context.close()
    await served.runner.cleanup()


async def pass_by(page: Page, minutes: int) -> None:
    """So long nobody touches the phone; then somebody looks at it."""
    await page.evaluate(AWAY, minutes)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def test_the_next_one_finds_nothing_of_the_last(shared: Page) -> None:
    await say(shared, LOAN)
    await shared.get_by_label("您想问什么").fill("我们公司是")
    await shared.get_by_role("button", name="保存 / 分享").click()
    await expect(shared.locator(".receipt")).to_be_visible()
    await pass_by(shared, IDLE - 1)
    await expect(shared.locator(".receipt")).to_be_visible()
    await pass_by(shared, IDLE + 1)
    await expect(shared.locator("#notice")).to_contain_text("有一阵没人用")
    await expect(shared.locator(".turn, #last:visible")).to_have_count(0)
    await expect(shared.get_by_label("您想问什么")).to_have_value("")
    home = shared.url.partition("?")[0]
    for _ in range(2):
        await shared.go_back()
        await expect(shared.locator(".receipt, .turn")).to_have_count(0)
    await shared.goto(home)
    await expect(shared.locator(".welcome")).to_be_visible()
    await say(shared, "科技成果转化贷款贴息，省级贴息额度8万，市里还补多少？")
    await expect(shared.locator(".card .tag")).to_have_text("还有 2 件没确认")


async def test_who_is_at_it_is_not_sent_away(shared: Page) -> None:
    await say(shared, LOAN)
    for _ in range(3):
        await shared.evaluate(AWAY, IDLE - 1)
        await shared.get_by_label("您想问什么").press("a")
    await expect(shared.get_by_label("您想问什么")).to_have_value("aaa")
    await expect(shared.locator(".turn")).to_have_count(1)


async def test_a_tab_that_is_brought_back_brings_nothing_back(shared: Page) -> None:
    await say(shared, LOAN)
    await shared.add_init_script(f"({AWAY})({IDLE + 1})")
    await shared.reload()
    await expect(shared.locator(".welcome")).to_be_visible()
    await expect(shared.locator(".turn")).to_have_count(0)


async def test_without_scripts_it_is_put_away_too(browser: Browser, browser_house: House) -> None:
    moment = [datetime.now(UTC)]
    settings = with_page(browser_house.settings, **UNLIMITED, idle_minutes=IDLE)
    advisor = Advisor(browser_house.advisor.live, browser_house.store, lambda: moment[0])
    app = make_app(advisor, settings, browser_house.store, day=lambda: DAY)
    served = await start(app)
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(served.url)
    refresh = page.locator("noscript meta[http-equiv='refresh'], meta[http-equiv='refresh']")
    assert await refresh.get_attribute("content") == f"{IDLE * 60 + 5};url=/?over=1"
    await page.locator(".example").first.click()
    await expect(page.locator(".turn")).to_have_count(1)
    await page.goto(served.url)
    await expect(page.locator(".turn")).to_have_count(1)
    moment[0] += timedelta(minutes=IDLE + 1)
    await page.goto(served.url)
    await expect(page.locator(".turn")).to_have_count(0)
    await expect(page.locator("#notice")).to_contain_text("有一阵没人用")
    await page.get_by_label("您想问什么").fill("要是两年呢")
    await page.get_by_label("发送").click()
    await expect(page.locator(".turn")).to_have_count(1)
    await expect(page.locator("main")).not_to_contain_text("10.00")
    await context.close()
    await served.runner.cleanup()


async def test_the_menu_and_the_footer_are_on_every_page(page: Page, base: str) -> None:
    for path in ("/", "/measures", "/checkup", "/privacy", "/accessibility", "/api", "/nothing"):
        await page.goto(base + path)
        await page.locator(".menu > summary").click()
        for name in ("看原文", "大字", "换一家", "隐私", "清空对话"):
            await expect(page.locator(".menu .items").get_by_text(name, exact=True)).to_be_visible()
        for name in ("隐私", "无障碍", "接口"):
            await expect(page.locator(".foot").get_by_role("link", name=name)).to_have_count(1)
        assert await page.locator(".foot .hosts").count() == 1  # nothing is filled in, so nothing is shown
    await page.goto(base)
    await say(page, LOAN)
    await expect(page.locator(".foot")).to_be_visible()
    await page.goto(base + "/measures")
    await page.locator(".menu > summary").click()
    await page.get_by_role("button", name="换一家").click()
    await expect(page.locator("#last")).to_contain_text("上一家：最多 6.70 万元")
    await page.go_back()
    await expect(page.locator(".turn")).to_have_count(0)


async def test_a_notch_covers_nothing(page: Page, base: str) -> None:
    devtools = await page.context.new_cdp_session(page)
    await page.set_viewport_size({"width": 844, "height": 390})
    await page.goto(base)
    before = await page.locator(".dock").bounding_box()
    insets = {"left": 47, "right": 47, "bottom": 21, "top": 0}
    await devtools.send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
    for one in (".brand", ".hello", ".ask", ".foot .hosts"):
        box = await page.locator(one).first.bounding_box()
        assert box and box["x"] >= 47 and box["x"] + box["width"] <= 844 - 47
    ask, dock = await page.locator(".ask").bounding_box(), await page.locator(".dock").bounding_box()
    assert before and ask and dock and dock["height"] == before["height"] + 21
    assert ask["y"] + ask["height"] <= 390 - 21


BASE = "/zc/fudaoyuan"


def proxy(url: str) -> web.Application:
    """What takes the path off and names it, as many proxies do."""

    async def passed(request: web.Request) -> web.Response:
        told = {**request.headers, "X-Forwarded-Prefix": BASE}
        path = request.path_qs.removeprefix(BASE)
        async with (
            ClientSession(auto_decompress=False, cookie_jar=DummyCookieJar()) as client,
            client.request(
                request.method, url + path, headers=told, data=await request.read(), allow_redirects=False
            ) as answer,
        ):
            headers = CIMultiDict(answer.headers)
            headers.popall("Transfer-Encoding", None)
            return web.Response(body=await answer.read(), status=answer.status, headers=headers)

    app = web.Application()
    app.router.add_route("*", BASE + "/{rest:.*}", passed)
    return app


@pytest.mark.parametrize("passed_on", ["whole", "stripped"])
async def test_below_a_path_of_another_site_everything_works(
    browser: Browser, browser_house: House, passed_on: str
) -> None:
    whole = passed_on == "whole"
    settings = with_page(browser_house.settings, **UNLIMITED, base_path=BASE if whole else "")
    inner = await start(make_app(browser_house.advisor, settings, browser_house.store, day=lambda: DAY))
    served = inner if whole else await start(proxy(inner.url))
    context = await browser.new_context(viewport=PHONE, locale="zh-CN")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(served.url)))
    page = await context.new_page()
    await page.goto(served.url + BASE + "/")
    await say(page, LOAN)
    await page.locator(".asking").get_by_role("button", name="是", exact=True).click()
    await expect(page.locator(".card .tag")).to_have_text("还有 2 件没确认")
    await page.locator(".pill").first.click()
    await page.get_by_label("本金").fill("350万")
    await expect(page.locator(".card [data-result] .amount")).to_contain_text("4.69")
    await page.get_by_role("button", name="就按这个数").click()
    await expect(page.locator(".since")).to_contain_text("本金改成350万")
    await page.locator(".fold > summary").first.click()
    await page.get_by_text("看整条原文").first.click()
    await expect(page.locator("#clause-dialog mark")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="保存 / 分享").click()
    await expect(page.locator(".receipt")).to_be_visible()
    assert BASE + "/receipts/" in await page.locator(".address").inner_text()
    await page.wait_for_function("() => document.querySelector('.stamp img').naturalWidth > 0")
    await page.get_by_role("link", name="体检").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("企业体检")
    await page.get_by_role("link", name="问一问").click()
    await expect(page.locator(".turn")).to_have_count(1)
    await page.locator(".menu > summary").click()
    await page.get_by_text("清空对话").click()
    await page.get_by_role("button", name="确定删掉").click()
    await expect(page.locator("#notice")).to_contain_text("已清空")
    assert [path for path in asked if not path.startswith(BASE + "/")] == []
    await context.close()
    for one in {id(served): served, id(inner): inner}.values():
        await one.runner.cleanup()


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_menu_footer_and_an_ended_talk_are_accessible_and_fit(
    browser: Browser, browser_house: House, width: int
) -> None:
    advisor = filled(browser_house)
    served = await start(make_app(advisor, with_page(browser_house.settings, **UNLIMITED), browser_house.store))
    context = await browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page = await context.new_page()
    for path in ("/?over=1", "/?over=1&embed=1", "/measures", "/privacy", "/accessibility", "/api"):
        await page.goto(served.url + path)
        header = await page.locator(".top").bounding_box()
        assert header and header["height"] <= 54
        await page.locator(".menu > summary").click()
        await page.locator(".ask-first > summary").click()
        await fits_and_is_accessible(page)
    await page.goto(served.url + "/?over=1")
    await expect(page.locator("#notice")).to_contain_text("有一阵没人用")
    await context.close()
    await served.runner.cleanup()
