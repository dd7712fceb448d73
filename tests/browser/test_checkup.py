"""The check-up in real Chromium: filled in without scripts, printed on one page, kept; in the chat by taps alone."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, say

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGE = re.compile(rb"/Type\s*/Page[^s]")
ALL = ("patent_loan", "conversion_loan", "guarantee", "lukebao", "first_set", "ipo", "regional", "neeq")
FILLED = (
    "tech_sme=yes&above_scale=yes&patent_loan.principal_yuan=3000000&patent_loan.term_months=12&patent_loan.lpr=3.1%25"
    "&patent_loan.pledge_registered=yes&patent_loan.repaid_on_time=yes&conversion_loan.province_subsidy_yuan=80000"
    "&conversion_loan.repaid_on_time=yes&guarantee.guarantee_yuan=5000000&guarantee.fee_rate=0.4%25"
    "&guarantee.lukedan_filed=yes&guarantee.counter_guarantee=none&lukebao.province_subsidy_yuan=80000"
    "&first_set.premium_yuan=800000&first_set.insured_yuan=20000000&first_set.insurance_type_ok=yes&ipo.is_ipo=yes"
    "&regional.direct_financing_yuan=3000000&regional.listed_recognized=yes&neeq.tier=innovation"
    "&neeq.raise_yuan=20000000&" + "&".join(f"has={one}" for one in ALL)
)


async def test_the_form_works_without_scripts(browser: Browser, base: str) -> None:
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(base + "/")
    await page.get_by_role("link", name="体检", exact=True).click()
    await page.locator("label", has_text=re.compile("^是$")).first.click()
    await page.get_by_text("专利权质押贷款", exact=True).first.click()
    await page.locator('input[name="patent_loan.principal_yuan"]').fill("300万")
    await page.locator('input[name="patent_loan.term_months"]').fill("一年")
    await page.get_by_role("button", name="看结果").click()
    await expect(page.locator("#result")).to_contain_text("专利权质押贷款贴息")
    await expect(page.locator("#result .conditional")).to_contain_text("补齐以后 最高3.60万元（36,000.00元）")
    await expect(page.locator("#result .services")).to_contain_text("白名单")
    await expect(page.locator("#result")).to_contain_text("能否同时享受，文件未写明")
    await context.close()


async def test_the_question_what_there_is_is_answered_without_scripts(browser: Browser, base: str) -> None:
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(base + "/")
    await page.get_by_label("您想问什么").fill("体检")
    await page.get_by_label("发送").click()
    await expect(page.get_by_role("button", name="选好了")).to_have_count(0)
    await page.get_by_role("button", name="新三板挂牌").click()
    await expect(page.locator(".turn").last).to_contain_text("记下了：新三板挂牌补助")
    await context.close()


async def test_all_of_it_prints_on_one_page_and_is_kept_as_it_was(page: Page, base: str) -> None:
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.goto(f"{base}/checkup?{FILLED}")
    shown = [await one.inner_text() for one in await page.locator("#result .available .much").all()]
    assert len(shown) == 8 and "最高3.72万元（37,200.00元）" in shown
    assert len(PAGE.findall(await page.pdf(format="A4"))) == 1
    await page.get_by_role("button", name="保存/分享").click()
    await page.wait_for_url("**/receipts/*")
    assert [await one.inner_text() for one in await page.locator(".available .much").all()] == shown
    await expect(page.locator(".fresh")).to_contain_text("结果一样")
    assert len(PAGE.findall(await page.pdf(format="A4"))) == 1


async def test_from_the_chat_the_sheet_is_two_taps_away_with_the_same_sums(page: Page, base: str) -> None:
    await page.goto(base + "/")
    await say(page, "体检：科技型中小企业，规下，专利质押贷了300万，一年期，2024年8月放款，登记办了，按期还清了")
    await page.locator(".turn").last.get_by_role("button", name="都没有").click()
    card = page.locator(".turn").last
    await expect(card.locator(".available .much")).to_have_count(1)
    shown = await card.locator(".available .much").all_inner_texts()
    assert shown == ["最高4.02万元（40,200.00元）"]
    await card.get_by_role("link", name="印一页纸").click()
    await expect(page.locator("#result .available .much")).to_have_text(shown)
    await page.get_by_role("button", name="印一页纸").click()
    await page.wait_for_url("**/handouts/receipts/*")
    await expect(page.locator("main")).to_contain_text("40,200.00元")
    assert len(PAGE.findall(await page.pdf(format="A4", prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_in_the_chat_by_taps_alone(page: Page, base: str, size: dict[str, int]) -> None:
    await page.set_viewport_size(size)
    await page.goto(base + "/")
    await say(page, "体检")
    card = page.locator(".turn").last
    assert (await card.locator(".card").bounding_box() or {})["height"] <= 560
    await expect(card.get_by_role("button", name="选好了")).to_be_disabled()
    for name in ("专利权质押贷款", "新三板挂牌", "“鲁科担”担保", "“鲁科担”担保"):  # the last is thought better of
        await card.get_by_role("button", name=name).click()
    await expect(card.get_by_role("button", name="新三板挂牌")).to_have_attribute("aria-pressed", "true")
    await card.get_by_role("button", name="选好了").click()
    await expect(page.locator(".mine").last).to_have_text("您说：专利权质押贷款、新三板挂牌")
    await expect(page.locator(".turn").last).to_contain_text("记下了：专利权质押贷款贴息、新三板挂牌补助")
    await expect(page.locator(".turn").last).to_contain_text("科技型中小企业吗")
    await page.locator(".turn").last.get_by_role("button", name="是", exact=True).click()
    await expect(page.locator(".turn").last).to_contain_text("本金是多少")
    await page.locator(".turn").last.get_by_role("button", name="出结果").click()
    await expect(page.locator(".turn").last.locator(".services")).to_contain_text("白名单")
