"""Cards of arithmetic: backwards, side by side, totals, how far, what is left. The sum first, the working folded."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import LOAN, say
from tests.browser.test_card import HIGHEST, MOST_WORDS, WORDS
from tests.browser.test_chat import tap, unfold
from tests.browser.test_pages import fits_and_is_accessible, too_wide, violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What is said, the largest figure, what is seen at once, and what is folded
CARDS = {
    "compare": (("专利质押贷500万和800万分别能贴多少，一年，2024年8月",), "6.70", "“本金800万”更多", "差多少"),
    "inverse": (("专利质押贷一年，2024年8月放款，贷多少能拿满10万",), "746.2687", "才能拿满 10.00 万元", "正着验"),
    "total": ((LOAN, "新三板基础层挂牌融资2000万补多少", "这几项加起来一共多少"), "26.70", "几项能不能都拿", "加起来"),
    "distance": (("鲁科担，担保500万，费率0.45%", "离0.5%还有多远"), "0.05", "过了就是0元", "现在的数"),
    "left": (
        ("专利质押贷了300万，一年，2024年8月", "今年已经贴了8万，还剩多少额度"),
        "0",
        "封顶10万元",
        "同一家企业几笔合用这一个封顶",
    ),
}
TOLD = (
    "我们公司是做阀门的，是科技型中小微企业，去年在建行拿专利质押贷了350万，{term}质押登记办了，材料还没准备，"
    "会计说可能能补一点，也不知道什么时候截止，大家都说市里有新的政策，可是没有人说得清楚，麻烦帮我看看能贴多少"
)


@pytest.mark.parametrize("name", CARDS)
async def test_the_sum_comes_first_and_the_working_is_folded(page: Page, base: str, name: str) -> None:
    said, figure, seen, folded = CARDS[name]
    await page.goto(base)
    for text in said:
        await say(page, text)
    card = page.locator(".card").last
    box = await card.bounding_box()
    assert box and box["height"] <= HIGHEST and await card.evaluate(WORDS) <= MOST_WORDS
    await expect(card.locator(".amount b").first).to_have_text(figure)
    sizes = await card.evaluate(
        "node => [...node.querySelectorAll('*')].filter(n => n.offsetHeight && !n.children.length)"
        ".map(n => parseFloat(getComputedStyle(n).fontSize))"
    )
    assert await card.locator(".amount b").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)") == max(sizes)
    await expect(card.get_by_role("heading", level=2)).to_have_count(1)
    await expect(card.get_by_text(seen).first).to_be_visible()
    await expect(card.get_by_text(folded).first).to_be_hidden()
    await unfold(page, "怎么算的")
    await expect(card.get_by_text(folded).first).to_be_visible()


async def test_they_fit_the_narrowest_phone_and_are_accessible(browser: Browser, base: str) -> None:
    context = await browser.new_context(viewport={"width": 320, "height": 568}, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(base)
    for said, *_ in CARDS.values():
        for text in said:
            await say(page, text)
        assert not await too_wide(page), said
        for summary in await page.locator(".turn:last-child .card details:not([open]) > summary").all():
            if await summary.is_visible():
                await summary.click()
        assert not await too_wide(page), said
    await fits_and_is_accessible(page)
    await context.close()


async def test_money_for_the_bank_is_marked_beside_every_such_sum(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "备案的科技成果转化贷款，不良本金300万和500万分别补多少")
    await expect(page.locator(".reckoned > .tag.payee")).to_have_text("给银行，不给企业")


async def test_a_list_shows_what_fits_a_screen_and_the_rest_is_a_tap_away(page: Page, base: str) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(base)
    await say(page, "我们企业能享受哪些政策")
    card, rows = page.locator(".card"), page.locator(".rows li")
    box = await card.bounding_box()
    assert box and box["height"] <= 560
    assert await rows.count() > 5
    await expect(rows.nth(3)).to_be_visible()
    await expect(rows.nth(4)).to_be_hidden()
    await unfold(page, "还有")
    await expect(rows.nth(5)).to_be_visible()
    assert await violations(page) == []


async def test_every_thing_heard_in_a_story_is_corrected_by_a_tap(page: Page, base: str) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(base)
    await say(page, TOLD.format(term="一年期，2024年8月放的款，"))
    heard = page.locator(".card").last.locator(".line").filter(has_text="我听到的")
    for words in ("350万元", "12个月", "2024年8月", "是科技型中小微企业", "质押登记办了"):
        await expect(heard).to_contain_text(words)
    await heard.locator(".pill").filter(has_text="质押登记办了").click()
    question = page.locator(".question").filter(has_text="质押登记")
    await expect(question.locator("button").first).to_be_focused()
    await question.get_by_role("button", name="不是").click()
    await expect(page.locator(".card .tag.no")).to_contain_text("拿不到：质押登记没办")
    heard = page.locator(".card").last.locator(".line").filter(has_text="我听到的")
    await heard.locator(".pill").filter(has_text="质押登记没办").click()
    await page.locator(".question").filter(has_text="质押登记").get_by_role("button", name="是", exact=True).click()
    await expect(page.locator(".card .amount")).to_contain_text("4.69")
    assert not await too_wide(page) and await violations(page) == []


async def test_a_story_that_lacks_a_figure_tells_what_was_heard_too(page: Page, base: str) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(base)
    await say(page, TOLD.format(term=""))
    heard = page.locator(".card").last.locator(".line").filter(has_text="我听到的")
    await expect(heard).to_contain_text("350万元")
    await expect(heard).to_contain_text("是科技型中小微企业")
    await heard.locator(".pill").filter(has_text="350万元").click()
    await page.get_by_label("本金").fill("300万")
    await page.get_by_label("本金").press("Enter")
    await expect(page.locator(".pill").filter(has_text="300万元")).to_be_visible()
    await page.get_by_text("用表格填").click()
    await page.get_by_label("期限").fill("12个月")
    await page.get_by_role("button", name="就按这个数").click()
    await expect(page.locator(".card .amount")).to_contain_text("万元")
    await tap(page, "是")
    await expect(page.locator(".turn")).to_have_count(1)
    assert await violations(page) == []
