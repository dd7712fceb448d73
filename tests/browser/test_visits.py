"""A counselor on a phone: from the talk of one of his firms to the log in a few taps, on to the office in charge, and
the firm asks by its number; what is due is seen to; every page can be read and tapped."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.bootstrap import House
from bot.channels.desk.mount import add_desk
from bot.channels.web.app import make_app
from knowledge.people import HASHER, Hand
from knowledge.store import Person
from tests.browser.conftest import DAY, DESKTOP, LOAN, PHONE, Complaints, say, start
from tests.browser.test_pages import SMALL, too_wide, violations
from tests.changed_settings import UNLIMITED, with_page

pytestmark = pytest.mark.asyncio(loop_scope="session")
NOW = datetime(2025, 11, 22, 2, tzinfo=UTC)
PASSWORD = "一句自己记得住的话"


@pytest_asyncio.fixture(loop_scope="session")
async def address(browser_house: House) -> AsyncIterator[str]:
    """The site with its desk, on the usual day."""
    people = browser_house.store.people()
    if people.find("zhang") is None:
        note = Hand("tests", "", NOW.isoformat()).note("account", "zhang")
        people.put(Person("zhang", "张三", "counselor", "冠县"), note, secret=HASHER.hash(PASSWORD), new=True).result()
    settings = with_page(browser_house.settings, **UNLIMITED)
    app = make_app(browser_house.advisor, settings, browser_house.store, day=lambda: DAY)
    add_desk(app, browser_house.advisor, settings, browser_house.store, lambda: NOW)
    served = await start(app)
    yield served.url
    await served.runner.cleanup()


async def readable(page: Page) -> None:
    """No word runs over the edge, nothing is too small to tap, and axe finds nothing."""
    assert not await too_wide(page), page.url
    assert await page.evaluate(SMALL) == [], page.url
    assert await violations(page) == [], page.url


async def test_from_the_talk_of_a_firm_to_the_office_in_charge(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(15_000)
    page = await context.new_page()
    complaints = Complaints()
    complaints.watch(page)
    await page.goto(f"{address}/desk/visits")
    await page.get_by_label("用户名").fill("zhang")
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await expect(page.locator("main")).to_contain_text("还没有记过")
    await page.wait_for_load_state()  # its script has told this phone that a counselor uses it

    # One of several firms on this phone: what it asked stands in the form
    await page.goto(f"{address}/firms")
    await page.get_by_role("button", name="开始，一家一个夹子").click()
    await page.locator(".folder[aria-pressed=true]").click()
    await page.get_by_label("这家叫什么").fill("甲轴承")
    await page.get_by_label("这家叫什么").press("Enter")
    await say(page, LOAN)
    await page.locator(".firms").get_by_role("link", name="记走访").click()
    await expect(page.get_by_label("企业 必填")).to_have_value("甲轴承")
    await expect(page.get_by_label("测算能拿多少")).to_have_value("67000元")
    await expect(page.locator("input[value=patent_pledge_interest]")).to_be_checked()
    await page.locator("[name=need_yuan]").fill("500万")
    await page.locator("[name=next_step]").fill("送合同")
    await page.get_by_role("button", name="三天后").click()
    await expect(page.get_by_label("贷款哪天到期")).to_have_value("2025-08-01")
    await page.get_by_text("落地多少、到期的日子").click()
    await page.get_by_label("贷款哪天到期").fill("2025-12-10")
    await readable(page)
    await page.get_by_role("button", name="记下").click()
    await expect(page.locator("main")).to_contain_text("6.7万元")
    await readable(page)

    await page.get_by_role("link", name="交办给牵头单位").click()
    await expect(page.get_by_label("要多少钱")).to_have_value("5000000元")
    await readable(page)
    await page.get_by_role("button", name="交办，给我号").click()
    number = await page.locator(".number").inner_text()
    assert re.fullmatch(r"JB-\d{8}", number)
    await readable(page)

    # The firm asks by it, and learns nothing else
    firm = await browser.new_context(viewport=PHONE, locale="zh-CN")
    theirs = await firm.new_page()
    complaints.watch(theirs)
    await theirs.goto(address)
    await say(theirs, f"{number} 到哪一步了")
    for told in ("现在到“受理”", "交给：市科技局，期限2025年12月7日", "转办 → 反馈 → 办结 → 回访"):
        await expect(theirs.locator(".card").last).to_contain_text(told)
    await expect(theirs.locator("main")).not_to_contain_text("轴承")
    await expect(theirs.locator(".menu .items")).not_to_contain_text("记走访")
    await firm.close()

    await page.goto(f"{address}/desk/visits")
    await page.get_by_role("button", name="今天还清了").click()
    await expect(page.locator("main")).to_contain_text("明天起可以申报")
    await expect(page.locator("main")).not_to_contain_text("今天还清了")
    await readable(page)
    for size in (PHONE, DESKTOP):
        await page.set_viewport_size(size)
        for path in ("/desk/report?month=2025-11", "/desk/referrals", "/desk/events", "/desk/visits/new"):
            await page.goto(address + path)
            await readable(page)
    assert complaints.lines == []
    await context.close()
