"""How soon the largest thing on the first screen is there on a slow phone, beside a page of one line in the same run.

Real Chromium, 390 px wide, 1.6 Mbit/s with 150 ms to each answer, a processor four times slower, nothing in its cache.
"""

import asyncio
from statistics import median

from playwright.async_api import Browser, async_playwright

from tests.benchmarks.bench_web import served
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, slow_down

LOADS = 5
PAGES = ("/", "/policies/liaocheng-2024", "/policies/liaocheng-2024/1.1", "/measures/patent_pledge_interest")
# The last one reported: the browser tells a larger one each time it has painted one
LARGEST = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true}))"""


def main() -> None:
    asyncio.run(_measure())


async def _measure() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served("echo") as bare, served("site") as site:
            least = await _paint(browser, f"http://127.0.0.1:{bare}/")
            print(f"{'空壳页（一行字）':　<12}  最大内容 {least:6.0f} ms")
            for path in PAGES:
                paint = await _paint(browser, f"http://127.0.0.1:{site}{path}")
                print(f"{path:36}  最大内容 {paint:6.0f} ms   是空壳的 {paint / least:.1f} 倍")
        await browser.close()


async def _paint(browser: Browser, url: str) -> float:
    """Median over ``LOADS`` first visits, milliseconds from the start of the visit."""
    paints = []
    for _ in range(LOADS):
        context = await browser.new_context(viewport=PHONE, locale="zh-CN")
        page = await context.new_page()
        await slow_down(page)
        await page.goto(url)
        paints.append(await page.evaluate(LARGEST))
        await context.close()
    return median(paints)
