"""Five firms on one phone: a folder for each, one tap to the next, nothing passed on, handed over by a large code."""

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.bot.kit.paper import pages_of
from tests.browser.conftest import say
from tests.browser.test_pages import SMALL, too_wide, violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = ["甲", "乙", "丙", "丁", "戊"]
SUMS = ["4.02", "5.36", "6.70", "8.04", "9.38"]


def loan(place: int) -> str:
    return f"拿专利质押在银行贷了{300 + 100 * place}万，一年期，2024年8月放的款，能贴多少？"


async def named(page: Page, name: str) -> None:
    await page.locator(".folder[aria-pressed=true]").click()
    await page.get_by_label("这家叫什么").fill(f"{name}公司")
    await page.get_by_label("这家叫什么").press("Enter")
    await expect(page.locator(".folder[aria-pressed=true]")).to_have_text(f"{name}公司")


async def test_five_firms_take_turns(page: Page, base: str, context: BrowserContext, tmp_path: Path) -> None:
    await page.goto(f"{base}/firms")
    await page.get_by_role("button", name="开始，一家一个夹子").click()
    await expect(page.locator(".folder")).to_have_text(["第1家"])
    for place, name in enumerate(SAID):
        if place:
            await page.get_by_role("button", name="换下一家").click()
            await expect(page.locator(".turn")).to_have_count(0)
        await named(page, name)
        await say(page, loan(place))
        await expect(page.locator(".card .sum .amount")).to_contain_text(SUMS[place])
    await expect(page.locator(".folder")).to_have_text([f"{name}公司" for name in reversed(SAID)])

    # Back to the second: its own sum, changed there and nowhere else
    await page.get_by_role("button", name="乙公司").click()
    await expect(page.locator(".turn")).to_have_count(1)
    await say(page, "要是半年呢")
    await expect(page.locator(".card").last.locator(".sum .amount")).to_contain_text("2.68")
    await page.get_by_role("button", name="丙公司").click()
    await expect(page.locator(".turn")).to_have_count(1)
    await expect(page.locator(".card .sum .amount")).to_contain_text("6.70")

    # A new one inherits nothing
    await page.get_by_role("button", name="换下一家").click()
    await say(page, "要是半年呢")
    await expect(page.locator("main")).not_to_contain_text("3.35 万元")

    # A check-up belongs to its firm too, and one comes back to it
    await page.get_by_role("button", name="丁公司").click()
    await page.goto(f"{base}/checkup?tech_sme=yes&patent_loan.principal_yuan=600万&patent_loan.term_months=12")
    await page.get_by_role("button", name="甲公司").click()
    await expect(page.locator(".card .sum .amount")).to_contain_text("4.02")
    await page.get_by_role("button", name="丁公司").click()
    await expect(page.locator("#result")).to_contain_text("专利权质押贷款贴息")

    await page.get_by_role("button", name="戊公司").click()
    assert not await too_wide(page)
    await page.wait_for_timeout(600)  # until the card has come in
    assert await violations(page) == [] and await page.evaluate(SMALL) == []
    await page.get_by_role("button", name="给对方").click()
    await expect(page.locator(".large-code")).to_be_visible()
    address = await page.locator(".address").inner_text()
    other = await context.browser.new_context()  # type: ignore[union-attr]
    theirs = await other.new_page()
    await theirs.goto(address)
    await expect(theirs.locator("main")).to_contain_text("9.38 万元")
    await expect(theirs.locator("main")).not_to_contain_text("8.04")
    made = tmp_path / "talk.pdf"
    await theirs.pdf(path=str(made), prefer_css_page_size=True)
    assert pages_of(made) == 1
    await other.close()

    await page.goto(f"{base}/firms")
    await page.get_by_role("button", name="不用了，清掉这些名字").click()
    await expect(page.locator(".firms")).to_have_count(0)
    await page.goto(base)
    await expect(page.locator(".firms")).to_have_count(0)


async def test_an_empty_talk_is_not_handed_over(page: Page, base: str) -> None:
    await page.goto(f"{base}/firms")
    await page.get_by_role("button", name="开始，一家一个夹子").click()
    await page.get_by_role("button", name="给对方").click()
    await expect(page.locator("main")).to_contain_text("先问一句再给对方")
