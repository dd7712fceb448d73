"""The chat in real Chromium: typing, chips, changing figures, keyboard, no scripts."""

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import LOAN, say

pytestmark = pytest.mark.asyncio(loop_scope="session")


def chip(page: Page, question: str, label: str) -> Locator:
    """A chip of the newest card."""
    card = page.locator(".card").last
    return card.get_by_role("group", name=question).get_by_role("button", name=label, exact=True)


async def test_the_boss_sees_the_sum_the_offices_and_the_cap(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    card = page.locator(".card").last
    for words in (
        "67,000.00",
        "市科技局",
        "市市场监管局",
        "中国人民银行聊城市分行",
        "同一企业一个年度贴息额最高10万元",
    ):
        await expect(card.get_by_text(words).first).to_be_visible()


async def test_one_tap_on_a_first_question_answers_it(page: Page, base: str) -> None:
    await page.goto(base)
    await expect(page.locator(".example")).to_have_count(6)
    await page.locator(".example").first.click()
    await expect(page.locator(".card .amount")).to_contain_text("6.70")
    await expect(page.locator(".welcome")).to_be_hidden()


async def test_a_step_opens_its_clause_with_the_passage_marked(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.locator(".step").last.get_by_text("看整条原文").click()
    dialog = page.locator("#clause-dialog")
    await expect(dialog.locator("mark")).to_have_text("同一企业一个年度贴息额最高10万元")
    await expect(dialog).to_contain_text("加强科技创新再贷款运用")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_conditions_are_answered_by_chips(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    for count, question in enumerate(("是不是科技型中小微企业？", "办了知识产权质押登记吗？", "本息按期还清了吗？"), 2):
        await (
            page.locator(".card")
            .last.get_by_role("group", name=question)
            .get_by_role("button", name="是", exact=True)
            .click()
        )
        await expect(page.locator(".turn .card")).to_have_count(count)
    await expect(page.locator(".mine").nth(1)).to_contain_text("是科技型中小微企业")
    await expect(page.locator(".card").last).to_contain_text("您说的条件都对得上")
    await (
        page.locator(".card")
        .last.get_by_role("group", name="本息按期还清了吗？")
        .get_by_role("button", name="不是")
        .click()
    )
    await expect(page.locator(".card").last.locator(".sum.none .amount")).to_contain_text("0 元")


async def tap(page: Page, question: str, answer: str) -> None:
    """Answers a condition of the newest card."""
    group = page.locator(".card").last.get_by_role("group", name=question)
    await group.get_by_role("button", name=answer, exact=True).click()


async def test_unclear_moves_on_to_the_next_question(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await tap(page, "是不是科技型中小微企业？", "不清楚")
    await expect(page.locator(".turn .card")).to_have_count(2)
    await expect(page.locator(".card").last.locator(".question.asked")).to_contain_text("质押登记")


async def test_unclear_of_another_condition_leaves_the_question_open(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await tap(page, "本息按期还清了吗？", "不清楚")
    await expect(page.locator(".turn .card")).to_have_count(2)
    card = page.locator(".card").last
    await expect(card.locator(".question.asked")).to_contain_text("科技型中小微企业")
    repaid = card.get_by_role("group", name="本息按期还清了吗？")
    await expect(repaid.locator(".still")).to_contain_text("不清楚")
    await expect(repaid.get_by_role("button")).to_have_count(2)
    await tap(page, "本息按期还清了吗？", "是")
    await expect(page.locator(".turn .card")).to_have_count(3)
    repaid = page.locator(".card").last.get_by_role("group", name="本息按期还清了吗？")
    await expect(repaid.locator(".still")).to_contain_text("是")


async def test_follow_ups_and_choices_are_one_tap(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.get_by_role("button", name="找哪个部门").click()
    await expect(page.locator(".card").last.locator(".lead")).to_contain_text("牵头单位是市科技局")
    assert await page.locator(".turn").nth(0).locator(".follow").count() == 0


async def test_figures_are_changed_in_place_and_compared(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.get_by_text("换个数再算").click()
    await page.get_by_label("本金").fill("300万")
    await expect(page.locator(".card [data-result] .exact")).to_contain_text("40,200.00元")
    await page.get_by_label("本金").fill("很多")
    await expect(page.locator(".card [data-result] .problem")).to_contain_text("没看明白")
    await page.get_by_label("本金").fill("800万")
    await expect(page.locator(".card [data-result] .exact")).to_contain_text("100,000.00元")
    await page.get_by_role("button", name="和原来的比较").click()
    await expect(page.locator(".difference")).to_have_text("方案二比方案一多 3.3万元。")
    await page.get_by_role("group", name="方案二").get_by_label("本金").fill("500万")
    await expect(page.locator(".difference")).to_have_text("两种情况算出来一样多。")
    await page.go_back()
    await expect(page.locator(".card")).to_contain_text("67,000.00元")


async def test_a_missing_figure_can_be_given_in_a_form(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "首台套保险，保费80万，能补多少")
    await page.get_by_text("用表格填").click()
    await page.get_by_label("保险金额").fill("2000万")
    await expect(page.locator(".edit [data-result] .exact, .aside .exact")).to_contain_text("120,000.00元")


async def test_forgetting_clears_the_page(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "你好")
    await page.get_by_role("button", name="清空对话").click()
    await expect(page.locator(".welcome")).to_be_visible()
    await expect(page.locator(".turn")).to_have_count(0)
    await expect(page.locator("#notice")).to_contain_text("已清空")


async def test_everything_works_by_keyboard(page: Page, base: str) -> None:
    await page.goto(base)
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("跳到正文")).to_be_focused()
    await page.get_by_label("您想问什么").focus()
    await page.keyboard.type("专利质押贷了500万，一年，2024年8月放的，能贴多少")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card .exact")).to_contain_text("67,000.00元")
    registered = chip(page, "办了知识产权质押登记吗？", "是")
    for _ in range(60):
        if await registered.evaluate("node => node === document.activeElement"):
            break
        await page.keyboard.press("Shift+Tab")
    await expect(registered).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".turn .card")).to_have_count(2)


async def test_without_scripts(browser: Browser, base: str) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = await context.new_page()
    await page.goto(base)
    await page.get_by_label("您想问什么").fill(LOAN)
    await page.get_by_label("发送").click()
    await expect(page.locator(".card .exact")).to_contain_text("67,000.00元")
    await (
        page.get_by_role("group", name="是不是科技型中小微企业？").get_by_role("button", name="是", exact=True).click()
    )
    await expect(page.locator(".turn")).to_have_count(2)
    await page.locator(".card").last.get_by_text("看整条原文").first.click()
    await expect(page.locator("mark")).to_be_visible()
    await context.close()
