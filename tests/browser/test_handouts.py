"""The sheets in a real browser: printed on one page, with the counselor's card that the phone remembers."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.async_api import Page, expect

from tests.bot.kit.paper import codes_on, every_code_on, pages_of, words_on

pytestmark = pytest.mark.asyncio(loop_scope="session")

WECHAT = "https://u.wechat.com/EAbc-123_xyzABCDEFGH"
EVERYTHING = {  # a firm that has something of each kind
    **dict.fromkeys(("tech_sme", "tech_enterprise", "above_scale", "small"), "yes"),
    "patent_loan.principal_yuan": "300万",
    "patent_loan.term_months": "12",
    "patent_loan.start": "2024年8月",
    "patent_loan.pledge_registered": "yes",
    "patent_loan.repaid_on_time": "yes",
    "conversion_loan.province_subsidy_yuan": "6万",
    "conversion_loan.repaid_on_time": "yes",
    "guarantee.guarantee_yuan": "500万",
    "guarantee.fee_rate": "0.5%",
    "guarantee.counter_guarantee": "intangible",
    "guarantee.lukedan_filed": "yes",
    "lukebao.province_subsidy_yuan": "8万",
    "lukebao.lukebao_product": "yes",
    "first_set.premium_yuan": "60万",
    "first_set.insured_yuan": "2000万",
    "first_set.insurance_type_ok": "yes",
    "ipo.raise_yuan": "5亿",
    "ipo.is_ipo": "yes",
    "regional.direct_financing_yuan": "150万",
    "regional.listed_recognized": "yes",
    "neeq.tier": "base",
    "neeq.raise_yuan": "2000万",
}


async def printed(page: Page, folder: Path) -> Path:
    made = folder / "sheet.pdf"
    await page.pdf(path=str(made), prefer_css_page_size=True)
    return made


async def test_the_fullest_sheets_print_on_one_page_with_the_card_filled_in_once(
    page: Page, base: str, tmp_path: Path
) -> None:
    await page.goto(f"{base}/handouts/measures/patent_pledge_interest")
    await page.get_by_label("辅导员姓名").fill("张三")
    await page.get_by_label("辅导员电话").fill("0635-1234567")
    await page.get_by_label("微信号").fill(WECHAT)
    for path in ("measures/patent_pledge_interest", "policies/liaocheng-2024/1.1", "policies/liaocheng-2024/2.3"):
        await page.goto(f"{base}/handouts/{path}")
        await expect(page.get_by_label("辅导员姓名")).to_have_value("张三")
        await expect(page.locator(".stick img")).to_be_visible()
        made = await printed(page, tmp_path)
        assert pages_of(made) == 1, path
        [words] = words_on(made)
        assert "张三" in words and "0635-1234567" in words and "12345" in words
        for button in ("存成PDF", "问一问", "大字"):
            assert button not in words, (path, button)
        assert every_code_on(made) == [{f"{base}/to/{path.split('/')[-1]}", WECHAT}]


async def test_a_firm_with_everything_has_one_page(page: Page, base: str, tmp_path: Path) -> None:
    await page.goto(f"{base}/checkup?{urlencode(EVERYTHING)}")
    await page.get_by_role("button", name="印一页纸").click()
    await page.wait_for_url("**/handouts/receipts/*")
    await page.get_by_label("企业名称").fill("某某科技有限公司")
    made = await printed(page, tmp_path)
    assert pages_of(made) == 1
    [words] = words_on(made)
    for told in ("某某科技有限公司", "可享受", "用得上的服务", "40,200.00元", "不加总", "给银行，不给企业"):
        assert told in words, told
    assert codes_on(made) == [page.url.replace("/handouts", "")]
