"""How much of a phone's screen the card of a sum takes: height, characters and things to tap, before it is unfolded."""

import asyncio

from playwright.async_api import Browser, Page, async_playwright

from tests.benchmarks.bench_web import served
from tests.browser.conftest import CHROMIUM, FLAGS, LOAN, PHONE, say

REPLIES = {
    "专利质押": LOAN,
    "给银行": "备案的科技成果转化贷款，不良本金300万，财政补偿多少？",
    "拿不到": "鲁科担，担保500万，费率0.6%",
}
SEEN = """node => ({
  height: Math.round(node.getBoundingClientRect().height),
  words: node.innerText.replace(/\\s/g, '').length,
  taps: [...node.querySelectorAll('a, button, summary, input')].filter(one => one.checkVisibility()).length,
})"""


def main() -> None:
    asyncio.run(_measure())


async def _measure() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served("site") as port:
            for name, text in REPLIES.items():
                page = await _asked(browser, f"http://127.0.0.1:{port}/", text)
                seen = await page.locator(".card").last.evaluate(SEEN)
                print(f"{name:　<6}  高 {seen['height']:4} 像素   {seen['words']:3} 字   能点的 {seen['taps']:2} 处")
                await page.context.close()
        await browser.close()


async def _asked(browser: Browser, url: str, text: str) -> Page:
    context = await browser.new_context(viewport=PHONE, locale="zh-CN")
    page = await context.new_page()
    await page.goto(url)
    await say(page, text)
    return page
