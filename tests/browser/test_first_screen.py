"""The first screen, the input that never leaves, large text, and whose talk it is."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import LOAN, say

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEIGHTS = {
    "phone": (390, 844),
    "keyboard": (360, 370),
    "landscape": (640, 320),
    "frame": (360, 450),
    "zoom": (640, 400),
}
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def menu(page: Page, name: str) -> None:
    await page.locator(".menu > summary").click()
    await page.locator(".menu").get_by_text(name).first.click()


async def test_the_first_screen_leads_on_with_one_tap(page: Page, base: str) -> None:
    await page.goto(base)
    await expect(page.locator(".start")).to_have_count(2)
    await expect(page.locator(".example")).to_have_count(4)
    header = await page.locator(".top").bounding_box()
    last, dock = await page.locator(".example").last.bounding_box(), await page.locator(".dock").bounding_box()
    assert header and header["height"] <= 54
    assert last and dock and last["y"] + last["height"] <= dock["y"]
    await page.get_by_role("button", name="我有一笔贷款，算一算").click()
    await page.get_by_role("button", name="专利权质押贷款贴息").click()  # which of the two that give 贴息
    await expect(page.locator(".card").last).to_contain_text("本金是多少")


@pytest.mark.parametrize("name", HEIGHTS)
async def test_the_input_never_leaves(browser: Browser, base: str, name: str) -> None:
    width, height = HEIGHTS[name]
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(base + "/?embed=1")

    async def is_seen() -> bool:
        box = await page.get_by_label("您想问什么").bounding_box()
        return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= height)

    assert await is_seen()
    await say(page, LOAN)
    assert await is_seen()
    before = await page.evaluate("scrollY")
    await page.get_by_label("您想问什么").type("那")
    assert await is_seen() and await page.evaluate("scrollY") == before
    dock = await page.locator(".dock").bounding_box()
    assert dock and dock["height"] <= (60 if height < 480 else 90)
    await context.close()


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("size", [150, 200])
async def test_large_fonts_never_slide_sideways(browser: Browser, base: str, width: int, size: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(base)
    await page.evaluate(
        "size => document.documentElement.style.setProperty('font-size', size, 'important')", f"{size}%"
    )
    assert not await page.evaluate(WIDE)
    await say(page, LOAN)
    assert not await page.evaluate(WIDE)
    dock = await page.locator(".dock").bounding_box()
    assert dock and dock["height"] < 200
    await context.close()


async def test_large_text_is_a_switch_that_stays(page: Page, base: str) -> None:
    await page.goto(base)
    await menu(page, "大字")
    await page.reload()
    assert await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18
    await say(page, LOAN)
    heights = await page.locator(".asking .chip, .send").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 60 and not await page.evaluate(WIDE)
    await menu(page, "大字")
    assert await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 16


async def test_two_tabs_are_two_talks(browser: Browser, base: str) -> None:
    context = await browser.new_context(locale="zh-CN")
    one, two = await context.new_page(), await context.new_page()
    await one.goto(base)
    await say(one, LOAN)
    await two.goto(base)
    await expect(two.locator(".turn")).to_have_count(0)
    await say(two, "公司在新三板基础层挂牌，融资2000万，补多少？")
    await say(one, "要是两年呢")
    await expect(one.locator(".card").last.locator(".name")).to_have_text("专利权质押贷款贴息")
    await one.reload()
    await expect(one.locator(".turn")).to_have_count(2)
    await one.goto(base + "/measures")
    await one.get_by_role("link", name="问一问").click()
    await expect(one.locator(".turn")).to_have_count(2)
    await context.close()


async def test_a_copied_tab_is_a_talk_of_its_own(browser: Browser, base: str) -> None:
    context = await browser.new_context(locale="zh-CN")
    one = await context.new_page()
    await one.goto(base)
    await say(one, LOAN)
    async with context.expect_page() as copied:  # what it remembers is copied along, as by the browser's 「复制标签页」
        await one.evaluate("() => { window.open(location.href); }")
    two = await copied.value
    await expect(two.locator("#notice")).to_contain_text("这是新的一段对话")
    await expect(two.locator(".turn")).to_have_count(0)
    await say(two, "公司在新三板基础层挂牌，融资2000万，补多少？")
    await say(one, "要是两年呢")
    await expect(one.locator(".card").last.locator(".name")).to_have_text("专利权质押贷款贴息")
    for tab, turns in ((one, 2), (two, 1)):
        await tab.reload()
        await expect(tab.locator(".turn")).to_have_count(turns)
    await one.goto(base + "/measures")
    async with context.expect_page() as copied:
        await one.evaluate("() => { window.open(location.href); }")
    three = await copied.value
    await three.wait_for_load_state()
    await three.evaluate("window.page.alone")
    assert await three.evaluate("window.page.tab('talk')") == ""
    await three.reload()
    await three.get_by_role("link", name="问一问").click()
    await expect(three.locator(".welcome")).to_be_visible()
    await one.go_back()
    await expect(one.locator(".turn")).to_have_count(2)
    assert await one.evaluate("Object.keys(localStorage).filter(key => /asks|held/.test(key))") == []
    await context.close()


async def test_the_next_firm_begins_anew_and_the_last_is_a_line(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.locator(".asking").get_by_role("button", name="是", exact=True).click()
    await expect(page.locator(".card .tag")).to_have_text("还有 2 件没确认")
    await page.get_by_role("button", name="保存 / 分享").click()
    await expect(page.locator(".receipt")).to_be_visible()
    await page.go_back()
    await menu(page, "换一家")
    await expect(page.locator(".turn")).to_have_count(0)
    await say(page, "科技成果转化贷款贴息，省级贴息额度8万，市里还补多少？")
    await expect(page.locator(".card .tag")).to_have_text("还有 2 件没确认")
    await menu(page, "换一家")
    await page.get_by_role("link", name="上一家：").click()
    await expect(page.locator(".card .amount")).to_contain_text("4.00")


async def test_a_step_ticked_off_stays_so_in_its_talk(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    steps = page.locator(".card").last.locator("[data-of] label")
    await page.get_by_text("怎么办").last.click()
    await steps.first.click()
    await page.get_by_role("button", name="是", exact=True).click()
    await expect(page.locator(".card .tag")).to_have_text("还有 2 件没确认")
    for _ in range(2):
        await expect(steps.first.locator("input")).to_be_checked()
        await expect(steps.nth(1).locator("input")).not_to_be_checked()
        await page.reload()
    await menu(page, "换一家")
    await expect(page.locator(".turn")).to_have_count(0)
    await say(page, LOAN)
    await expect(steps.first.locator("input")).not_to_be_checked()


async def test_what_the_last_firm_saved_is_not_come_back_to(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.get_by_role("button", name="保存 / 分享").click()
    await expect(page.locator(".receipt")).to_be_visible()
    await page.get_by_role("link", name="问一问").click()
    await menu(page, "清空对话")
    await page.get_by_role("button", name="确定删掉").click()
    await expect(page.locator("#notice")).to_contain_text("已清空")
    for _ in range(3):
        await page.go_back()
        await expect(page.locator(".receipt")).to_have_count(0)


async def test_clearing_clears_the_talks_of_every_tab(browser: Browser, base: str) -> None:
    context = await browser.new_context(locale="zh-CN")
    one, two = await context.new_page(), await context.new_page()
    for tab in (one, two):
        await tab.goto(base)
        await say(tab, LOAN)
    await menu(one, "清空对话")
    await one.get_by_role("button", name="确定删掉").click()
    await expect(one.locator("#notice")).to_contain_text("已清空")
    await two.reload()
    await expect(two.locator(".turn")).to_have_count(0)
    await context.close()
