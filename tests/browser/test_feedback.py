"""有用 / 没用 below the newest card, in a real browser."""

import pytest
from playwright.async_api import Browser, expect

from bot.bootstrap import House
from bot.channels.web.app import make_app
from tests.bot.channels.web.test_hosts import filled
from tests.browser.conftest import DAY, LOAN, PHONE, Complaints, say, start
from tests.browser.test_pages import SMALL, violations
from tests.changed_settings import UNLIMITED, with_page

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_reason_is_given_by_a_tap_and_the_next_card_asks_again(browser: Browser, browser_house: House) -> None:
    settings = with_page(browser_house.settings, **UNLIMITED)
    app = make_app(filled(browser_house, queue_owner="科室甲"), settings, browser_house.store, day=lambda: DAY)
    served = await start(app)
    context = await browser.new_context(viewport=PHONE, locale="zh-CN", reduced_motion="reduce")
    page, complaints = await context.new_page(), Complaints()
    complaints.watch(page)
    await page.goto(served.url)
    await expect(page.locator(".vote")).to_have_count(0)
    await say(page, LOAN)
    await expect(page.locator(".vote button")).to_have_text(["有用", "没用"])
    assert await violations(page) == [] and await page.evaluate(SMALL) == []
    await page.get_by_role("button", name="没用", exact=True).click()
    await page.get_by_role("button", name="数不对").click()
    await expect(page.locator(".vote")).to_have_text("记下了，谢谢。")
    await say(page, "新三板补多少")
    await expect(page.locator(".turn").last.locator(".vote button")).to_have_text(["有用", "没用"])
    await expect(page.locator(".vote")).to_have_count(1)
    left = [one.text for one in browser_house.store.questions().open()]
    assert f"{LOAN}（说没用：数不对）" in left and complaints.lines == []
    await context.close()
    await served.runner.cleanup()
