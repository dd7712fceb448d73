"""The card of a sum: one screen, one question at a time changed in place, figures that are turns of the talk."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, LOAN, say
from tests.browser.test_chat import put, tap, unfold

pytestmark = pytest.mark.asyncio(loop_scope="session")

HIGHEST, MOST_WORDS = 560, 150
SUMS = (
    LOAN,
    "备案的科技成果转化贷款，不良本金300万，财政补偿多少？",
    "鲁科担，担保500万，费率0.5%，能补多少？",
    "鲁科担，担保500万，费率0.6%",
    "首台套保险，保额2000万，保费80万，能补多少？",
    "公司准备上市，首发募资3亿，市里支持多少？",
)
STORY = (
    "我们公司是做阀门的，去年在建行拿专利质押贷了350万，一年期，2024年8月放的款，另外还有一笔抵押厂房贷的600万，"
    "会计说可能能补一点，材料还没准备，也不知道什么时候截止，我们老板很着急，麻烦帮我看看能贴多少"
)
WORDS = "node => node.innerText.replace(/\\s/g, '').length"


@pytest.mark.parametrize("text", SUMS)
async def test_a_sum_is_seen_whole_on_a_phone(page: Page, base: str, text: str) -> None:
    await page.goto(base)
    await say(page, text)
    card = page.locator(".card").last
    box = await card.bounding_box()
    assert box and box["height"] <= HIGHEST
    assert await card.evaluate(WORDS) <= MOST_WORDS
    dock = await page.locator(".dock").bounding_box()
    question = await card.locator(".asking, .who").last.bounding_box()
    assert dock and question and question["y"] + question["height"] <= dock["y"]
    sizes = "node => [...node.querySelectorAll('*')].filter(n => n.children.length === 0 && n.offsetHeight)"
    largest = await card.evaluate(
        f"node => Math.max(...({sizes})(node).map(n => parseFloat(getComputedStyle(n).fontSize)))"
    )
    assert await card.locator(".amount b").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)") == largest
    assert await card.get_by_role("heading", level=2).count() >= 1


async def test_the_answers_change_the_card_and_not_the_talk(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    card, tag = page.locator(".turn .card"), page.locator(".card .tag")
    await expect(tag).to_have_text("还有 3 件没确认")
    await expect(card.locator(".count")).to_have_text("第 1 件，共 3 件")
    seen = []
    for number in (2, 3):
        seen.append(await put(page))
        await tap(page, "是")
        await expect(card.locator(".count")).to_have_text(f"第 {number} 件，共 3 件")
        await expect(tag).to_have_text(f"还有 {4 - number} 件没确认")
        await expect(card.locator(".asking .chip").first).to_be_focused()
    seen.append(await put(page))
    await tap(page, "是")
    await expect(tag).to_have_text("条件都对得上")
    assert len(set(seen)) == 3
    await expect(card).to_have_count(1)
    await expect(page.locator(".mine")).to_have_count(1)
    await expect(card.locator(".asking")).to_have_count(0)
    await page.reload()
    await expect(tag).to_have_text("条件都对得上")
    await expect(card).to_have_count(1)
    await expect(page.locator(".since")).to_contain_text("是科技型中小微企业")


async def test_a_condition_that_fails_is_the_tag_and_can_be_taken_back(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await tap(page, "是")
    await expect(page.locator(".card .count")).to_have_text("第 2 件，共 3 件")
    await tap(page, "不是")
    await expect(page.locator(".card .tag.no")).to_have_text("拿不到：质押登记没办")
    await expect(page.locator(".card .amount")).to_have_text("0 元")
    await page.get_by_role("button", name="撤销").click()
    await expect(page.locator(".card .tag")).to_have_text("还有 2 件没确认")
    await expect(page.locator(".card .amount")).to_contain_text("6.70")
    assert "质押登记" in await put(page)
    await expect(page.locator(".since")).to_have_text("是科技型中小微企业")


async def test_one_sentence_is_read_out_for_a_change(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    assert await page.locator("#log").get_attribute("aria-live") == "off"
    await tap(page, "是")
    await expect(page.locator("#said")).to_contain_text("还有 2 件没确认")
    said = await page.locator("#said").inner_text()
    assert len(said) < 90 and "最多 6.70 万元" in said and "第 2 件，共 3 件" in said


async def test_all_of_it_is_one_tap_away(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    card = page.locator(".card").last
    folded = (
        "同一企业一个年度贴息额最高10万元",
        "67,000.00元",
        "押的是专利权吗",
        "市财政局",
        "向金融机构贷款",
        "能不能同时享受",
    )
    for words in folded:
        await expect(card.get_by_text(words).first).to_be_hidden()
    for name in ("怎么算的", "条件", "怎么办", "说明"):
        await unfold(page, name)
    for words in folded:
        await expect(card.get_by_text(words).first).to_be_visible()
    await expect(card.locator(".chart")).to_be_visible()


async def test_who_gets_the_money_and_what_was_left_out_are_never_folded(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "备案的科技成果转化贷款，不良本金300万，财政补偿多少？")
    await expect(page.locator(".card .tag.payee")).to_have_text("给银行，不给企业")
    await expect(page.get_by_text("不是给企业的")).to_be_visible()
    await say(page, "专利质押在建行贷了350万，一年期，2024年8月，另外还有一笔抵押厂房贷的600万，能贴多少")
    await expect(page.locator(".card").last.locator(".unused")).to_contain_text("600万")
    await expect(page.locator(".older > summary").first).to_contain_text("给银行，不给企业")


async def test_a_figure_changed_in_place_is_a_turn_of_the_talk(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.locator(".pill").filter(has_text="500万元").click()
    field = page.get_by_label("本金")
    await expect(field).to_be_focused()
    await field.fill("350万")
    await expect(page.locator(".card .amount")).to_contain_text("4.69")
    amount, at = await page.locator(".card .amount").bounding_box(), await field.bounding_box()
    assert amount and at and amount["y"] >= 0 and at["y"] + at["height"] - amount["y"] < 300
    await field.press("Enter")
    await expect(page.locator(".pill").filter(has_text="350万元")).to_be_visible()
    await expect(page.locator(".turn")).to_have_count(1)
    await expect(page.locator(".since")).to_have_text("本金改成350万")
    await page.reload()
    await expect(page.locator(".card .amount")).to_contain_text("4.69")
    await say(page, "要是两年呢")
    await expect(page.locator(".card").last.locator(".amount")).to_contain_text("9.38")
    await page.get_by_role("button", name="保存 / 分享").click()
    await expect(page.locator(".receipt")).to_contain_text("93,800.00元")
    await expect(page.locator(".receipt")).to_contain_text("350万元")


async def test_a_figure_left_in_its_field_counts_when_one_goes_on(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.locator(".pill").filter(has_text="500万元").click()
    await page.get_by_label("本金").fill("300万")
    await page.get_by_label("您想问什么").click()
    await expect(page.locator(".since")).to_have_text("本金改成300万")
    await expect(page.locator(".card .amount")).to_contain_text("4.02")


async def test_a_wrong_value_is_marked_at_its_field_and_not_taken(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await page.locator(".pill").filter(has_text="500万元").click()
    field = page.get_by_label("本金")
    await field.fill("很多")
    await expect(field).to_have_attribute("aria-invalid", "true")
    why = page.locator(f"#{await field.get_attribute('aria-describedby')}")
    await expect(why).to_contain_text("没看明白")
    await field.press("Enter")
    await expect(field).to_be_focused()
    await page.get_by_role("button", name="不改了").click()
    await expect(page.locator(".card .amount")).to_contain_text("6.70")
    await expect(page.locator(".since")).to_have_count(0)


async def test_a_calculator_marks_a_wrong_value_at_its_field(page: Page, base: str) -> None:
    await page.goto(base + "/measures/guarantee_fee")
    field = page.get_by_role("textbox", name="担保金额")
    await field.fill("很多")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await field.fill("500万")
    await expect(page.locator("[data-result] .exact")).to_contain_text("10,000.00元")
    assert await field.get_attribute("aria-invalid") is None


async def test_what_was_not_understood_stands_out(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, LOAN)
    await say(page, "呃呃呃呃")
    await expect(page.locator(".card").last.locator(".problem, .lead").first).to_be_visible()


async def test_a_wide_screen_shows_the_working_at_once(browser: Browser, base: str) -> None:
    context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = await context.new_page()
    await page.goto(base)
    await say(page, LOAN)
    await expect(page.locator(".card .steps")).to_be_visible()
    await context.close()


async def test_a_list_says_the_most_and_what_is_missing_and_fills_in_this_talk(page: Page, base: str) -> None:
    await page.goto(base)
    await page.get_by_role("button", name="看我能拿哪些").click()
    row = page.locator(".rows li").filter(has_text="专利权质押贷款贴息")
    await expect(row).to_contain_text("最多 10万元")
    await expect(row).to_contain_text("还差：本金、期限")
    box = await page.locator(".card").bounding_box()
    assert box and box["height"] <= HIGHEST
    assert await page.locator(".card").evaluate(WORDS) <= MOST_WORDS
    await page.locator(".fold > summary").filter(has_text="还有").click()
    await expect(page.locator(".card .choice:visible")).to_have_count(8)
    await page.locator(".fold > summary").filter(has_text="一条一条看").click()
    await expect(page.locator(".card")).to_contain_text("市里补一部分担保费")
    await row.get_by_role("button").click()
    await expect(page.locator(".card").last).to_contain_text("本金是多少")
    await expect(page.locator(".turn")).to_have_count(2)


async def test_two_questions_get_two_short_cards(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "鲁科担，担保500万，费率0.5%能补多少，新三板基础层挂牌融资2000万补多少")
    await expect(page.locator(".short")).to_have_count(2)
    await expect(page.locator(".short").nth(0)).to_contain_text("1.00 万元")
    await expect(page.locator(".short").nth(1)).to_contain_text("20.00 万元")
    await page.locator(".menu > summary").click()
    await page.get_by_role("button", name="换一家").click()
    await expect(page.locator(".turn")).to_have_count(0)
    await say(page, "专利质押贴息要什么材料，什么时候申报")
    await expect(page.locator(".card").last.locator(".short")).to_have_count(2)


async def test_a_day_that_nobody_told_is_told_and_asked_for_in_the_card(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "拿专利质押在银行贷了500万，一年期，能贴多少？")
    card = page.locator(".card").last
    assert await card.evaluate(WORDS) <= MOST_WORDS
    pill = card.locator(".pill").filter(has_text="放款日")
    await expect(pill).to_contain_text("没说，按最新LPR")
    await pill.click()
    await page.get_by_role("textbox", name="放款日").fill("2024年8月")
    await page.get_by_role("textbox", name="放款日").press("Enter")
    await expect(card.locator(".amount")).to_contain_text("6.70")
    await expect(page.locator(".pill").filter(has_text="放款日")).to_contain_text("2024年8月")


async def test_money_for_the_bank_is_told_wherever_it_is_computed(page: Page, base: str) -> None:
    await page.goto(base + "/measures")
    await expect(page.locator(".tiles .tag")).to_have_text(["给银行，不给企业"] * 2)
    await page.get_by_role("link", name="科技成果转化贷款风险补偿").click()
    await expect(page.locator(".tag.payee")).to_have_text("给银行，不给企业")
    await expect(page.locator(".document")).to_contain_text("不是给企业的")


async def test_a_long_story_folds_to_what_was_heard(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, STORY)
    await expect(page.locator(".story .rest")).to_be_hidden()
    heard = page.locator(".line").filter(has_text="我听到的")
    await expect(heard).to_contain_text("350万元")
    await expect(page.locator(".unused")).to_contain_text("600万")
    await heard.locator(".pill").filter(has_text="350万元").click()
    await page.get_by_label("本金").fill("300万")
    await page.get_by_label("本金").press("Enter")
    await expect(page.locator(".card .amount")).to_contain_text("4.02")
    await expect(page.locator(".line").filter(has_text="我听到的")).to_contain_text("300万元")
    await expect(page.locator(".unused")).to_contain_text("600万")
    await page.reload()
    await expect(page.locator(".unused")).to_contain_text("600万")
    await expect(page.locator(".story .rest")).to_be_hidden()
