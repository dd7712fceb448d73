"""What goes wrong on the way: breaks of the network, limits, reloads, tabs, no cookies. Nothing typed is lost."""

import asyncio

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from bot.bootstrap import House
from bot.channels.web.app import make_app
from tests.browser.conftest import LOAN, say, start
from tests.changed_settings import UNLIMITED, with_page

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_reload_keeps_the_dialogue_and_it_goes_on(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "首台套保险，保费80万，能补多少")
    await page.get_by_label("您想问什么").fill("保额200")
    await page.reload()
    await expect(page.locator(".turn")).to_have_count(1)
    await expect(page.get_by_label("您想问什么")).to_have_value("保额200")
    await say(page, "保额2000万")
    await expect(page.locator(".card").last.locator(".exact")).to_contain_text("120,000.00元")


async def test_offline_loses_nothing_and_sends_by_itself_when_back(
    context: BrowserContext, page: Page, base: str
) -> None:
    await page.goto(base)
    await context.set_offline(True)
    await page.get_by_label("您想问什么").fill(LOAN)
    await page.get_by_label("发送").click()
    await expect(page.locator(".failed")).to_contain_text("没发出去")
    await context.set_offline(False)
    await expect(page.locator(".card .exact")).to_contain_text("67,000.00元")
    await expect(page.locator(".failed")).to_have_count(0)


async def test_an_answer_lost_on_the_way_is_fetched_again_not_given_twice(page: Page, base: str) -> None:
    lost = 0

    async def lose_first(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            await route.fetch()
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await page.goto(base)
    await page.route("**/chat", lose_first)
    await page.get_by_label("您想问什么").fill("首台套保险，保费80万，能补多少")
    await page.get_by_label("发送").click()
    await page.get_by_role("button", name="重发").click()
    await expect(page.locator(".card")).to_have_count(1)
    await page.reload()
    await expect(page.locator(".mine")).to_have_count(1)


async def test_a_reload_in_mid_send_sends_again(page: Page, base: str) -> None:
    await page.goto(base)
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await route.fetch()
        held.set()

    await page.route("**/chat", hold)
    await page.get_by_label("您想问什么").fill(LOAN)
    await page.get_by_label("发送").click()
    await held.wait()
    await page.unroute("**/chat")
    await page.reload()
    await expect(page.locator(".turn .card .exact")).to_contain_text("67,000.00元")
    await expect(page.locator(".mine")).to_have_count(1)
    await page.reload()
    await expect(page.locator(".mine")).to_have_count(1)


async def test_the_waiting_sign_shows_only_when_it_takes_over_300_ms(page: Page, base: str) -> None:
    await page.clock.install()
    await page.goto(base)
    await page.evaluate("window.page.alone")  # the tabs have settled whose talk it is
    await page.clock.pause_at(await page.evaluate("Date.now() / 1000") + 2)  # far later, the talk would be put away
    asked, release = asyncio.Event(), asyncio.Event()

    async def slow(route: Route) -> None:
        asked.set()
        await release.wait()
        await route.continue_()

    await page.route("**/chat", slow)
    await page.get_by_label("您想问什么").fill("你好")
    await page.get_by_label("发送").click()
    await asyncio.wait_for(asked.wait(), 15)
    await page.clock.run_for(299)
    await expect(page.locator(".waiting")).to_have_count(0)
    await page.clock.run_for(2)
    await expect(page.locator(".waiting")).to_be_visible()
    release.set()
    await expect(page.locator(".card")).to_have_count(1)
    await expect(page.locator(".waiting")).to_have_count(0)


async def test_what_cannot_be_sent_is_told_and_stays(page: Page, base: str) -> None:
    await page.goto(base)
    field = page.get_by_label("您想问什么")
    await page.get_by_label("发送").click()
    await expect(page.locator("#notice")).to_have_text("请写一句想问的。")
    await field.fill("专利质押" * 150)
    await page.get_by_label("发送").click()
    await expect(page.locator("#notice")).to_contain_text("600 字")
    assert len(await field.input_value()) == 600
    await field.fill("")
    await field.evaluate(
        """node => { const data = new DataTransfer(); data.items.add(new File(["x"], "a.png", {type: "image/png"}));
        node.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    await expect(page.locator("#notice")).to_contain_text("图片我看不懂")


async def test_five_hundred_pasted_characters_are_answered_whole(page: Page, base: str) -> None:
    await page.goto(base)
    text = LOAN + "我们公司的情况是这样的，" * 60
    field = page.get_by_label("您想问什么")
    await field.focus()
    await page.keyboard.insert_text(text[:500])
    await expect(page.locator("#notice")).to_be_empty()
    await page.keyboard.press("Enter")
    await expect(page.locator(".card")).to_have_count(1)
    assert text[:500] in (await page.locator(".mine").text_content() or "")


async def test_back_from_a_clause_shows_the_dialogue_as_it_stood(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.get_by_label("您想问什么").fill("那要是")
    await page.locator(".menu > summary").click()
    await page.get_by_role("link", name="看原文").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("关于加强科技财政金融协同")
    await page.go_back()
    await expect(page.locator(".card .exact")).to_contain_text("67,000.00元")
    await expect(page.get_by_label("您想问什么")).to_have_value("那要是")
    await say(page, "找哪个部门")
    await expect(page.locator(".turn")).to_have_count(2)


async def test_too_many_messages_are_told_and_can_be_sent_again(page: Page, base: str) -> None:
    async def refuse(route: Route) -> None:
        words = '{"error": "问得有点快，请等 9 秒再发。刚才的话还在，不用重打。"}'
        await route.fulfill(status=429, headers={"Retry-After": "9"}, content_type="application/json", body=words)

    await page.goto(base)
    await page.route("**/chat", refuse)
    await page.get_by_label("您想问什么").fill("你好")
    await page.get_by_label("发送").click()
    await expect(page.locator(".failed")).to_contain_text("请等 9 秒")
    await page.unroute("**/chat")
    await page.get_by_role("button", name="重发").click()
    await expect(page.locator(".card")).to_have_count(1)


async def test_without_scripts_what_was_typed_too_fast_stays_in_the_field(
    browser: Browser, browser_house: House
) -> None:
    settings = with_page(browser_house.settings, session_limit=1)
    served = await start(make_app(browser_house.advisor, settings, browser_house.store))
    context = await browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = await context.new_page()
    await page.goto(served.url)
    for text in (LOAN, "那换成三年期呢"):
        await page.get_by_label("您想问什么").fill(text)
        await page.get_by_label("发送").click()
    await expect(page.locator("#notice")).to_contain_text("问得有点快")
    await expect(page.get_by_label("您想问什么")).to_have_value("那换成三年期呢")
    await expect(page.locator(".card .exact")).to_contain_text("67,000.00元")
    await context.close()
    await served.runner.cleanup()


async def test_with_cookies_off_the_dialogue_still_goes_on(browser: Browser, base: str) -> None:
    context = await browser.new_context(locale="zh-CN")

    async def without_cookies(route: Route) -> None:
        answer = await route.fetch(headers={k: v for k, v in route.request.headers.items() if k != "cookie"})
        await route.fulfill(response=answer, headers={k: v for k, v in answer.headers.items() if k != "set-cookie"})

    await context.route("**/*", without_cookies)
    page = await context.new_page()
    await page.goto(base)
    await say(page, "首台套保险，保费80万，能补多少")
    await say(page, "保额2000万")
    await expect(page.locator(".card").last.locator(".exact")).to_contain_text("120,000.00元")
    await context.close()


async def test_a_service_that_was_away_is_sent_to_again_by_itself_and_cards_are_whole(
    browser: Browser, browser_house: House
) -> None:
    settings = with_page(browser_house.settings, **UNLIMITED)
    served = await start(make_app(browser_house.advisor, settings, browser_house.store))
    port = int(served.url.rpartition(":")[2])
    context = await browser.new_context(locale="zh-CN")
    page = await context.new_page()
    await page.goto(served.url)
    await say(page, LOAN)
    await served.runner.cleanup()
    await page.get_by_label("您想问什么").fill("白名单怎么进")
    await page.get_by_label("发送").click()
    await expect(page.locator(".failed")).to_contain_text("会自动重发")
    served = await start(make_app(browser_house.advisor, settings, browser_house.store), port)
    await expect(page.locator(".card").last).to_contain_text("文件没写报名程序", timeout=12_000)
    await expect(page.locator(".failed")).to_have_count(0)
    await say(page, LOAN)
    await served.runner.cleanup()
    served = await start(make_app(browser_house.advisor, settings, browser_house.store), port)  # remembers no answer
    await page.reload()
    card = page.locator(".card").last
    await expect(card.locator(".tag.left")).to_have_text("还有 3 件没确认")
    await card.locator(".asking").get_by_role("button", name="是", exact=True).click()
    await expect(page.locator(".card").last.locator(".tag.left")).to_have_text("还有 2 件没确认")
    await context.close()
    await served.runner.cleanup()
