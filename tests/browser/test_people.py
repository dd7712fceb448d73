"""At a dead end there is somebody: a telephone, and a question left for those who work here, with consent."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from bot.bootstrap import House
from tests.browser.conftest import say
from tests.browser.test_pages import SMALL, too_wide, violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

DEAD_ENDS = ("转人工", "济南的贴息怎么办", "孩子上学怎么报名", "呃呃呃呃", "增值税怎么退")
LEAVE = "留个问题给工作人员"


def left(house: House) -> list[tuple[str, str]]:
    return [(one.text, one.phone) for one in house.store.questions().open()]


@pytest.mark.parametrize("text", DEAD_ENDS)
async def test_every_dead_end_leads_to_people(page: Page, base: str, text: str) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(base)
    await say(page, text)
    card = page.locator(".card").last
    await expect(card.locator("a[href='tel:12345']")).to_be_visible()
    await card.get_by_role("button", name=LEAVE).click()
    await expect(page.locator(".card").last.get_by_label("回电的电话")).to_be_visible()
    assert not await too_wide(page) and await page.evaluate(SMALL) == [] and await violations(page) == []


@pytest.mark.parametrize("text", ["你好", "谢谢"])
async def test_where_nothing_is_wrong_nobody_is_sent_away(page: Page, base: str, text: str) -> None:
    await page.goto(base)
    await say(page, text)
    await expect(page.locator(".people")).to_have_count(0)


async def test_a_question_is_left_with_a_telephone_only_by_consent(page: Page, base: str, browser_house: House) -> None:
    await page.goto(base)
    await say(page, "转人工")
    await page.get_by_role("button", name=LEAVE).click()
    await page.get_by_label("回电的电话").fill("0635-1234567")
    await page.get_by_label("您想问什么").fill("白名单几月更新")
    await page.get_by_label("发送").click()
    await expect(page.locator("#notice")).to_contain_text("先勾选同意")
    await page.get_by_label("同意把这个电话").check()
    await page.get_by_label("发送").click()
    await expect(page.locator(".card").last).to_contain_text("记下了，工作人员会看到")
    await expect(page.get_by_label("回电的电话")).to_have_count(0)
    await asyncio.sleep(0.1)
    assert ("白名单几月更新", "0635-1234567") in left(browser_house)
    await page.reload()
    assert "0635-1234567" not in await page.content()


async def test_it_is_left_without_a_telephone_or_not_at_all(page: Page, base: str, browser_house: House) -> None:
    await page.goto(base)
    await say(page, LEAVE)
    await say(page, "保费补贴要发票吗")
    assert ("保费补贴要发票吗", "") in left(browser_house)
    before = len(left(browser_house))
    await say(page, LEAVE)
    await page.get_by_role("button", name="不留了").click()
    await expect(page.locator(".card").last).to_contain_text("不留了")
    assert len(left(browser_house)) == before


async def test_without_scripts_too(browser: Browser, base: str, browser_house: House) -> None:
    context = await browser.new_context(viewport={"width": 320, "height": 568}, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(base)
    for text in ("转人工", LEAVE):
        await page.get_by_label("您想问什么").fill(text)
        await page.get_by_label("发送").click()
    await page.get_by_label("回电的电话").fill("1380635")
    await page.get_by_label("同意把这个电话").check()
    await page.get_by_label("您想问什么").fill("担保费哪天到账")
    await page.get_by_label("发送").click()
    await expect(page.locator(".card").last).to_contain_text("记下了")
    assert ("担保费哪天到账", "1380635") in left(browser_house)
    await context.close()
