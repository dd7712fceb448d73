"""The chat in real Chromium: typing, chips, changing figures, keyboard, no scripts."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import LOAN, say

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def unfold(page: Page, name: str) -> None:
    """Opens a fold of the newest card."""
    await page.locator(".card").last.locator(".fold > summary").filter(has_text=name).click()


async def put(page: Page) -> str:
    """The question that the newest card puts."""
    return await page.locator(".card").last.locator(".asking .put").inner_text()


async def tap(page: Page, answer: str) -> None:
    """Answers the question of the newest card."""
    await page.locator(".card").last.locator(".asking").get_by_role("button", name=answer, exact=True).click()


async def test_the_boss_sees_the_sum_the_offices_and_the_cap(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    card = page.locator(".card").last
    await expect(card.locator(".who")).to_contain_text("市市场监管局、中国人民银行聊城市分行")
    await unfold(page, "怎么算的")
    for words in (
        "67,000.00",
        "市科技局",
        "同一企业一个年度贴息额最高10万元",
    ):
        await expect(card.get_by_text(words).first).to_be_visible()


async def test_one_tap_on_a_first_question_answers_it(page: Page, base: str) -> None:
    await page.goto(base)
    await expect(page.locator(".example")).to_have_count(4)
    await page.locator(".example").first.click()
    await expect(page.locator(".card .amount")).to_contain_text("6.70")
    await expect(page.locator(".welcome")).to_be_hidden()


async def test_a_step_opens_its_clause_with_the_passage_marked(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await unfold(page, "怎么算的")
    await page.locator(".step").last.get_by_text("看整条原文").click()
    dialog = page.locator("#clause-dialog")
    await expect(dialog.locator("mark")).to_have_text("同一企业一个年度贴息额最高10万元")
    await expect(dialog).to_contain_text("加强科技创新再贷款运用")
    await page.go_back()
    await expect(dialog).to_be_hidden()
    await expect(page.locator(".card .amount")).to_contain_text("6.70")
    await page.locator(".step").last.get_by_text("看整条原文").click()
    await expect(dialog.locator("mark")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.locator(".step").last.get_by_text("看整条原文")).to_be_focused()


async def test_what_follows_is_one_tap_and_older_cards_are_a_line(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "白名单怎么进")
    await page.get_by_role("button", name="怎么申报").click()
    await expect(page.locator(".turn")).to_have_count(2)
    assert await page.locator(".turn").nth(0).locator(".follow").count() == 0
    await expect(page.locator(".turn").nth(0).locator(".card")).to_be_hidden()
    await page.locator(".turn").nth(0).locator(".older > summary").click()
    await expect(page.locator(".turn").nth(0).locator(".card")).to_be_visible()


async def test_figures_are_compared_with_those_before(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.locator(".line").get_by_text("改数字").click()
    await page.get_by_label("本金").fill("800万")
    await expect(page.locator(".card [data-result] .amount")).to_contain_text("10.00")
    await page.get_by_role("button", name="和原来的比较").click()
    await expect(page.locator(".difference")).to_have_text("方案二比方案一多 3.3万元。")
    await page.get_by_role("group", name="方案二").get_by_label("本金").fill("500万")
    await expect(page.locator(".difference")).to_have_text("两种情况算出来一样多。")
    await page.go_back()
    await expect(page.locator(".card .amount")).to_contain_text("6.70")


async def test_a_missing_figure_can_be_given_in_a_form(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "首台套保险，保费80万，能补多少")
    await page.get_by_text("用表格填").click()
    await page.get_by_label("保险金额").fill("2000万")
    await page.get_by_role("button", name="就按这个数").click()
    await expect(page.locator(".card .amount")).to_contain_text("12.00 万元")
    assert await page.locator(".turn").count() == 1


async def test_forgetting_clears_the_page(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "你好")
    await page.locator(".menu > summary").click()
    await page.get_by_text("清空对话").click()
    await expect(page.locator(".turn")).to_have_count(1)
    await page.get_by_role("button", name="确定删掉").click()
    await expect(page.locator(".welcome")).to_be_visible()
    await expect(page.locator(".turn")).to_have_count(0)
    await expect(page.locator("#notice")).to_contain_text("已清空")


async def test_everything_works_by_keyboard(page: Page, base: str) -> None:
    await page.goto(base)
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("跳到正文")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("跳到提问")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("您想问什么")).to_be_focused()
    await page.keyboard.type("专利质押贷了500万，一年，2024年8月放的，能贴多少")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card .amount")).to_contain_text("6.70")
    for left, answer in ((3, "是"), (2, "不清楚"), (2, "是")):
        await expect(page.locator(".card .tag.left")).to_contain_text(f"还有 {left} 件")
        button = page.locator(".asking").get_by_role("button", name=answer, exact=True)
        for _ in range(40):
            if await button.evaluate("node => node === document.activeElement"):
                break
            await page.keyboard.press("Tab" if left < 3 else "Shift+Tab")
        await expect(button).to_be_focused()
        await page.keyboard.press("Enter")
    await expect(page.locator(".card .tag.left")).to_contain_text("还有 1 件")
    await expect(page.locator(".turn .card")).to_have_count(1)


async def test_without_scripts(browser: Browser, base: str) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = await context.new_page()
    await page.goto(base)
    await page.get_by_label("您想问什么").fill(LOAN)
    await page.get_by_label("发送").click()
    await expect(page.locator(".card .amount")).to_contain_text("6.70")
    await page.locator(".asking").get_by_role("button", name="是", exact=True).click()
    await expect(page.locator(".card .tag.left")).to_have_text("还有 2 件没确认")
    await expect(page.locator(".turn")).to_have_count(1)
    await page.locator(".edit > summary").click()
    await page.get_by_label("本金").fill("350万")
    await page.get_by_role("button", name="就按这个数").click()
    await expect(page.locator(".card .amount")).to_contain_text("4.69")
    await expect(page.locator(".turn")).to_have_count(1)
    await page.locator(".fold > summary").filter(has_text="怎么算的").click()
    await page.locator(".card").last.get_by_text("看整条原文").first.click()
    await expect(page.locator("mark")).to_be_visible()
    await context.close()
