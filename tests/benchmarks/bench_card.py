"""How much of a phone's screen a card takes: height, characters and things to tap, before it is unfolded."""

import asyncio

from playwright.async_api import Browser, Page, async_playwright

from tests.benchmarks.bench_web import served
from tests.browser.conftest import CHROMIUM, FLAGS, LOAN, PHONE, say

REPLIES = {
    "专利质押": (LOAN,),
    "给银行": ("备案的科技成果转化贷款，不良本金300万，财政补偿多少？",),
    "拿不到": ("鲁科担，担保500万，费率0.6%",),
    "比一比": ("专利质押贷500万和800万分别能贴多少，一年，2024年8月",),
    "倒着算": ("专利质押贷一年，2024年8月放款，贷多少能拿满10万",),
    "合计": (LOAN, "新三板基础层挂牌融资2000万补多少", "这几项加起来一共多少"),
    "清单": ("我们企业能享受哪些政策",),
    "有服务的": ("我们是初创企业，缺钱，有什么政策",),
    "体检": ("看我能拿哪些",),
}
BEFORE = {  # the same replies before cards were folded: height, characters, things to tap
    "专利质押": (1827, 471, 41),
    "比一比": (767, 347, 2),
    "倒着算": (827, 338, 4),
    "合计": (652, 276, 1),
    "清单": (898, 312, 9),
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
            for name, said in REPLIES.items():
                page = await _asked(browser, f"http://127.0.0.1:{port}/", said)
                seen = await page.locator(".card").last.evaluate(SEEN)
                size = f"高 {seen['height']:4} 像素   {seen['words']:3} 字   能点的 {seen['taps']:2} 处"
                print(f"{name:　<6}  {size}{_before(name)}")
                await page.context.close()
        await browser.close()


def _before(name: str) -> str:
    if name not in BEFORE:
        return ""
    height, words, taps = BEFORE[name]
    return f"   （改版前 {height} 像素、{words} 字、{taps} 处）"


async def _asked(browser: Browser, url: str, said: tuple[str, ...]) -> Page:
    context = await browser.new_context(viewport=PHONE, locale="zh-CN")
    page = await context.new_page()
    await page.goto(url)
    for text in said:
        await say(page, text)
    return page
