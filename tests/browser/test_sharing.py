"""「让对方扫」: one tap shows a large code; what is shared has a title and a picture."""

import pytest
from playwright.async_api import Browser, Page, expect

from bot.bootstrap import House
from bot.channels.web.app import make_app
from tests.browser.conftest import DAY, LOAN, PHONE, say, start
from tests.browser.test_pages import PAGES, SMALL, code_in, too_wide, violations
from tests.changed_settings import UNLIMITED, with_page

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def scanned(page: Page, code: str = ".sheet .large-code") -> str:
    """What the large code leads to."""
    await expect(page.locator(code)).to_be_visible()
    return await code_in(page.locator(code))


async def test_a_sum_is_scanned_from_its_card_with_one_tap(page: Page, base: str) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(base)
    await say(page, LOAN)
    await page.get_by_role("button", name="让对方扫").click()
    address = await scanned(page)
    assert "/receipts/" in address
    box = await page.locator(".sheet .large-code").bounding_box()
    assert box and box["width"] >= 280
    assert not await too_wide(page) and await page.evaluate(SMALL) == [] and await violations(page) == []
    await page.keyboard.press("Escape")
    await expect(page.locator(".sheet")).to_be_hidden()
    await expect(page.get_by_role("button", name="让对方扫")).to_be_focused()
    await page.goto(address)
    await expect(page.locator(".receipt .exact")).to_contain_text("67,000.00元")


async def test_an_answer_is_shared_by_what_it_stands_on_and_its_question(page: Page, base: str) -> None:
    await page.goto(base)
    await say(page, "白名单怎么进")
    await page.locator(".card .share").click()
    address = await scanned(page)
    assert "/policies/liaocheng-2024/" in address
    await page.goto(address)
    await expect(page.locator("mark")).to_be_visible()
    await page.get_by_role("link", name="问：白名单怎么进").click()
    await expect(page.get_by_label("您想问什么")).to_have_value("白名单怎么进")


@pytest.mark.parametrize("path", [PAGES["clause"], PAGES["measure"]])
async def test_clauses_and_calculators_are_scanned_too(page: Page, base: str, path: str) -> None:
    await page.goto(base + path)
    await page.locator("[data-scan]").last.click()
    address = await scanned(page)
    answer = await page.request.get(address)
    assert answer.ok and address.startswith(base)


async def test_without_scripts_the_code_has_a_page_of_its_own(browser: Browser, base: str) -> None:
    context = await browser.new_context(viewport={"width": 320, "height": 568}, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(base + PAGES["clause"])
    await page.get_by_role("link", name="让对方扫").click()
    await expect(page.locator(".large-code")).to_be_visible()
    await page.get_by_role("link", name="打开这一页").click()
    await expect(page.locator("h1")).to_have_text("加大科技信贷支持力度")
    await context.close()


@pytest.mark.parametrize("public", ["", "https://zwfw.example.cn"])
async def test_below_a_path_of_another_site_the_codes_lead_there(
    browser: Browser, browser_house: House, public: str
) -> None:
    settings = with_page(browser_house.settings, **UNLIMITED, base_path="/zc/fdy", public_url=public)
    served = await start(make_app(browser_house.advisor, settings, browser_house.store, day=lambda: DAY))
    home = (public or served.url) + "/zc/fdy"
    context = await browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(f"{served.url}/zc/fdy/")
    await say(page, LOAN)
    await page.get_by_role("button", name="让对方扫").click()
    kept = await scanned(page)
    assert kept.startswith(home + "/receipts/")
    assert await page.locator(".sheet .address").inner_text() == kept
    await page.goto(kept.replace(home, f"{served.url}/zc/fdy"))
    await page.get_by_role("link", name="让对方扫").click()
    assert await scanned(page) == kept
    for name in ("clause", "measure", "welcome"):
        path = PAGES[name]
        await page.goto(f"{served.url}/zc/fdy{path}")
        await page.emulate_media(media="print")
        on_paper = await page.locator(".paper-code .address").inner_text()
        assert on_paper.startswith(home + path.partition("?")[0])
        await page.emulate_media(media="screen")
    await context.close()
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{served.url}/zc/fdy{PAGES['clause']}")
    await page.get_by_role("link", name="让对方扫").click()
    assert await page.locator(".address").first.inner_text() == home + PAGES["clause"].partition("?")[0]
    await page.get_by_role("link", name="打开这一页").click()
    await expect(page.locator("h1")).to_have_text("加大科技信贷支持力度")
    await context.close()
    await served.runner.cleanup()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_of_a_code_fits_and_is_accessible(browser: Browser, base: str, scheme: str) -> None:
    context = await browser.new_context(viewport={"width": 320, "height": 568}, color_scheme=scheme)
    page = await context.new_page()
    await page.goto(f"{base}/share?to=/policies/liaocheng-2024/1.1")
    assert await scanned(page, ".large-code") == f"{base}/policies/liaocheng-2024/1.1"
    assert not await too_wide(page) and await page.evaluate(SMALL) == [] and await violations(page) == []
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"):
        assert (await page.request.get(f"{base}/share", params={"to": elsewhere})).status == 404
    await context.close()


async def test_shared_pages_have_a_title_and_a_picture_by_the_public_address(
    browser: Browser, browser_house: House
) -> None:
    settings = with_page(browser_house.settings, public_url="https://fdy.example.cn")
    served = await start(make_app(browser_house.advisor, settings, browser_house.store))
    context = await browser.new_context(viewport=PHONE)
    page = await context.new_page()
    for name, title in (
        ("welcome", "金融辅导员"),
        ("clause", "加大科技信贷支持力度"),
        ("measure", "专利权质押贷款贴息"),
    ):
        await page.goto(served.url + PAGES[name])
        found = {
            key: await page.locator(f"meta[property='og:{key}']").get_attribute("content") or ""
            for key in ("title", "description", "url", "image")
        }
        assert title in found["title"] and len(found["description"]) > 15
        assert found["url"] == "https://fdy.example.cn" + PAGES[name].partition("?")[0]
        assert found["image"].startswith("https://fdy.example.cn/static/share.png")
        picture = await page.request.get(found["image"].replace("https://fdy.example.cn", served.url))
        assert picture.headers["content-type"].startswith("image/png")
        assert (await picture.body())[1:4] == b"PNG" and len(await picture.body()) < 40_000
    await context.close()
    await served.runner.cleanup()
