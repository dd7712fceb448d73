"""The chat in real Chromium."""

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOAN = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"


async def say(page: Page, text: str) -> None:
    """Types, sends, and waits for the card."""
    before = await page.locator(".turn .card").count()
    await page.get_by_label("您想问什么").fill(text)
    await page.get_by_label("发送").click()
    await expect(page.locator(".turn .card")).to_have_count(before + 1)


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
