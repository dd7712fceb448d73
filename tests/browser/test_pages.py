"""Every page in real Chromium: sizes, both colour schemes, axe, receipts, printing, embedding, hostile input."""

import base64
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import numpy
import pytest
import zxingcpp
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import LOAN, Complaints, say

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SUM = "principal_yuan=5000000&term_months=12&start=2024-08"
CHECKUP = (
    "tech_sme=yes&above_scale=no&has=patent_loan&patent_loan.principal_yuan=3000000&patent_loan.term_months=12"
    "&patent_loan.start=2024-08-01&patent_loan.pledge_registered=yes&patent_loan.repaid_on_time=yes&has=neeq&neeq.tier=base"
    "&has=guarantee&guarantee.guarantee_yuan=5000000&guarantee.fee_rate=0.6%25"
    "&has=first_set&first_set.premium_yuan=800000&first_set.insured_yuan=20000000&has=ipo&has=regional&has=conversion_loan"
)
PAGES = {
    "welcome": "/",
    "embedded": "/?embed=1",
    "policy": "/policies/liaocheng-2024",
    "clause": "/policies/liaocheng-2024/1.1?mark=" + quote("同一企业一个年度贴息额最高10万元"),
    "measures": "/measures",
    "empty": "/measures/neeq_award",
    "measure": f"/measures/patent_pledge_interest?{SUM}&tech_sme=yes",
    "wrong": "/measures/guarantee_fee?guarantee_yuan=%E5%BE%88%E5%A4%9A&fee_rate=0.5",
    "broken": "/measures/guarantee_fee?guarantee_yuan=5000000&fee_rate=0.6%25",
    "compare": f"/measures/patent_pledge_interest/compare?{SUM}&b.principal_yuan=8000000&b.term_months=24",
    "checkup empty": "/checkup",
    "checkup": f"/checkup?{CHECKUP}",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "api": "/api",
    "problem": "/nothing-here",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


# What axe-core finds: its long report of all that is in order stays in the page.
FOUND = """() => "axe" in window && axe.run(document, {resultTypes: ["violations"]})
  .then(found => found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`))"""


async def violations(page: Page) -> list[str]:
    """What axe-core finds. Brought in from outside the page, so that the page's own policy stays in force."""
    found = await page.evaluate(FOUND)
    if found is False:
        await page.evaluate(AXE)
        found = await page.evaluate(FOUND)
    assert isinstance(found, list)
    return found


async def too_wide(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


async def fits_and_is_accessible(page: Page) -> None:
    """In light and in dark, as somebody whose phone turns dark in the evening sees it."""
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        dark = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        assert dark == (scheme == "dark") and not await too_wide(page), scheme
        assert await page.evaluate(SMALL) == [], scheme
        assert await violations(page) == [], scheme


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
async def test_every_page_fits_and_is_accessible(browser: Browser, base: str, name: str, size: str) -> None:
    context = await browser.new_context(viewport=SIZES[size], reduced_motion="reduce")
    page, complaints = await context.new_page(), Complaints()
    complaints.watch(page)
    await page.goto(base + PAGES[name])
    await fits_and_is_accessible(page)
    assert complaints.lines == [] and complaints.hosts == {base.partition("//")[2]}
    await context.close()


# What is tapped, and how high the place is that answers; a label is tapped for its field or box.
SMALL = """() => [...document.querySelectorAll("a, button, summary, textarea, .radio, .checks label, .field input")]
  .map(node => [node.getBoundingClientRect(), node])
  .filter(([box, node]) => box.width && box.height < 43.5 && !node.closest(".hidden, .skip"))
  .map(([box, node]) => `${box.height} ${node.outerHTML.slice(0, 120)}`)"""


@pytest.mark.parametrize("size", SIZES)
async def test_every_card_fits_and_is_accessible(browser: Browser, base: str, size: str) -> None:
    context = await browser.new_context(viewport=SIZES[size], reduced_motion="reduce")
    page, complaints = await context.new_page(), Complaints()
    complaints.watch(page)
    await page.goto(base)
    said = (
        LOAN,
        "首台套保险，保费80万，能补多少",
        "算了不算了",
        "鲁科担，担保500万，费率0.6%",
        "白名单怎么进",
        "这文件啥时候到期",
        "我们是科技型中小企业，有啥政策能享受",
        "增值税怎么退",
        "有没有奖励",
        "保费能补多少",
        "市科技局牵头哪些",
        "专利质押贷500万和800万分别能贴多少，一年，2024年8月",
        "专利质押贷500万，一年，2029年3月放款，贴多少",
        "新三板挂牌补多少",
        "专利质押贷款800万，3年，2024年11月放的，贴多少",
    )
    for number, text in enumerate(said, 1):
        await page.get_by_label("您想问什么").fill(text)
        await page.get_by_label("发送").click()
        await expect(page.locator(".turn .card")).to_have_count(number)
        for summary in await page.locator(".turn:last-child details:not([open]) > summary").all():
            if await summary.is_visible():
                await summary.click()
        assert not await too_wide(page), text
    await fits_and_is_accessible(page)
    assert complaints.lines == [] and complaints.hosts == {base.partition("//")[2]}
    await context.close()


@pytest.mark.parametrize("width", [320, 390])
async def test_nothing_slides_sideways_with_text_of_twice_the_size(browser: Browser, base: str, width: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    await context.add_init_script(
        """document.addEventListener("DOMContentLoaded", () =>
        document.documentElement.style.setProperty("font-size", "200%", "important"))"""
    )
    page = await context.new_page()
    for name, path in PAGES.items():
        await page.goto(base + path)
        assert not await too_wide(page), name
    await page.goto(base)
    for text in (
        "备案的科技成果转化贷款，不良本金300万，财政补偿多少？",
        "专利质押贷500万和800万分别能贴多少，一年，2024年8月",
        "专利质押贷一年，2024年8月放款，贷多少能拿满10万",
        "白名单怎么进，专利贴息找谁",
    ):
        await say(page, text)
        assert not await too_wide(page), text
    await context.close()


@pytest.mark.parametrize(("scheme", "size"), [("light", "large"), ("dark", "200%")])
async def test_every_state_is_accessible_in_large_text(browser: Browser, base: str, scheme: str, size: str) -> None:
    context = await browser.new_context(
        viewport=SIZES["phone"], color_scheme=scheme, locale="zh-CN", reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(base)
    if size == "large":
        await page.locator(".menu > summary").click()
        assert await violations(page) == []
        await page.get_by_role("button", name="大字").click()
    else:
        await page.evaluate("size => document.documentElement.style.setProperty('font-size', size, 'important')", size)
    for text in ("体检", "算了", "白名单怎么进", "转人工", LOAN):  # five answers
        await say(page, text)
        assert await violations(page) == []
    await page.locator(".pill").first.click()
    await page.get_by_label("本金").fill("很多")
    await expect(page.get_by_label("本金")).to_have_attribute("aria-invalid", "true")
    assert await violations(page) == [] and not await too_wide(page)
    await page.get_by_role("button", name="不改了").click()
    await page.locator(".card").last.locator(".fold > summary").first.click()
    sheet = page.locator("#clause-dialog")
    await page.locator(".card").last.get_by_text("看整条原文").first.click()
    await expect(sheet.locator("mark")).to_be_visible()
    assert await violations(page) == [] and not await too_wide(page)
    await page.keyboard.press("Escape")
    await page.locator(".card").last.get_by_role("button", name="让对方扫").click()
    await expect(sheet.locator(".large-code")).to_be_visible()
    assert await violations(page) == [] and not await too_wide(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="保存 / 分享").click()
    await expect(page.locator(".receipt")).to_be_visible()
    assert await violations(page) == [] and not await too_wide(page)
    await context.close()


async def test_what_is_for_paper_is_not_on_the_screen(page: Page, base: str) -> None:
    for name in ("measure", "clause", "welcome"):
        await page.goto(base + PAGES[name])
        seen = await page.locator(".on-paper").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert seen and set(seen) == {0}


async def test_a_list_of_measures_and_a_receipt_are_tapped_with_a_thumb(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "我们是科技型中小企业，有啥政策能享受")
    assert await page.evaluate(SMALL) == []
    await say(page, LOAN)
    await page.get_by_role("button", name="保存 / 分享").click()
    await expect(page.locator(".receipt")).to_be_visible()
    assert await page.evaluate(SMALL) == [] and await violations(page) == []


async def test_the_chat_leads_to_what_is_kept_and_how_to_delete_it(page: Page, base: str) -> None:
    await page.goto(base)
    await page.get_by_role("link", name="隐私", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("记了什么、记多久、怎么删")
    await expect(page.locator("main")).to_contain_text("说过的话和答复：180 天")
    await page.get_by_role("link", name="回到问答").click()
    await expect(page.locator(".welcome")).to_be_visible()


async def test_a_calculator_answers_while_it_is_filled_in(page: Page, base: str) -> None:
    await page.goto(base + "/measures/guarantee_fee")
    await page.get_by_role("textbox", name="担保金额").fill("500万")
    await expect(page.locator("[data-result] .exact")).to_contain_text("10,000.00元")
    await page.get_by_role("textbox", name="担保费率").fill("0.6%")
    await expect(page.locator("[data-result] .sum.none")).to_be_visible()
    await page.get_by_role("textbox", name="担保费率").fill("0.5%")
    await page.get_by_role("group", name="是科技型企业吗？").get_by_role("radio", name="不是").check()
    await expect(page.locator("[data-result] .sum.none")).to_be_visible()
    await page.wait_for_url("**/guarantee_fee?guarantee_yuan=*&fee_rate=0.5%25&tech_enterprise=no")


async def test_the_document_is_read_clause_by_clause(page: Page, base: str) -> None:
    await page.goto(base + "/policies/liaocheng-2024")
    await page.get_by_role("link", name="鼓励开展科技融资担保").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("鼓励开展科技融资担保")
    await expect(page.locator(".text")).to_contain_text("不高于担保金额0.2%的市级保费补贴")
    await page.get_by_role("link", name="下一条").click()
    assert page.url.endswith("/1.3")
    await page.get_by_role("link", name="问问这一条").click()
    await expect(page.get_by_label("您想问什么")).to_have_value("发挥科技保险保障作用是什么意思")


# The picture as seen, a byte of grey a point: a list of so many numbers would take half a second to come over
PIXELS = """async node => {
  await node.decode(); const canvas = document.createElement('canvas'); canvas.width = canvas.height = 400;
  const pen = canvas.getContext('2d'); pen.fillStyle = '#fff'; pen.fillRect(0, 0, 400, 400);
  pen.drawImage(node, 0, 0, 400, 400);
  const data = pen.getImageData(0, 0, 400, 400).data;
  return btoa(data.filter((_, i) => i % 4 === 0).reduce((text, grey) => text + String.fromCharCode(grey), "")); }"""


async def code_in(picture: Locator) -> str:
    """What the code in the picture says."""
    pixels = numpy.frombuffer(base64.b64decode(await picture.evaluate(PIXELS)), dtype=numpy.uint8)
    [found] = zxingcpp.read_barcodes(pixels.reshape(400, 400))
    return str(found.text)


async def test_a_receipt_is_kept_and_its_code_leads_to_it(page: Page, base: str) -> None:
    await page.goto(base)
    await page.locator(".example").first.click()
    await page.get_by_role("button", name="保存 / 分享").click()
    await expect(page.locator(".receipt .exact")).to_contain_text("67,000.00元")
    code = await code_in(page.locator(".stamp img"))
    assert code == page.url
    await page.goto(code)
    await expect(page.locator(".fresh")).to_have_text("按今天的资料重算，结果一样。")
    assert not await too_wide(page) and await violations(page) == []


async def test_a_receipt_whose_days_are_over_says_so(page: Page, base: str) -> None:
    await page.goto(base + "/receipts/" + "A" * 22)
    await expect(page.get_by_role("heading", level=1)).to_have_text("没有这个页面")
    await expect(page.locator(".summary")).to_contain_text("已经过期")
    await page.get_by_role("link", name="回到问答").click()
    await expect(page.locator(".welcome")).to_be_visible()


async def test_hostile_input_runs_nothing(page: Page, base: str) -> None:
    payloads = (HERE / "xss.txt").read_text(encoding="utf-8").splitlines()
    assert len(payloads) >= 60
    await page.goto(base)
    for number, payload in enumerate(payloads, 1):
        await page.get_by_label("您想问什么").fill(payload)
        await page.get_by_label("发送").click()
        await expect(page.locator(".turn .card")).to_have_count(number)
    await page.goto(base)
    for payload in payloads:
        for path in (
            f"/?q={quote(payload)}",
            f"/measures/guarantee_fee?guarantee_yuan={quote(payload)}&fee_rate={quote(payload)}",
            f"/policies/liaocheng-2024/1.1?mark={quote(payload)}",
            f"/{quote(payload, safe='')}",
        ):
            html = await (await page.request.get(base + path)).text()
            await page.evaluate("html => { document.open(); document.write(html); document.close(); }", html)
        assert not await page.evaluate("window.hacked === true")
