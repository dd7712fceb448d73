"""An event in a real browser: a projector's page read from the last row, a shared phone that forgets each visitor."""

import io
import re
from datetime import UTC, datetime

import numpy
import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Page, expect

from bot.bootstrap import House
from bot.kit.events import open_event
from tests.browser.conftest import LOAN, say

pytestmark = pytest.mark.asyncio(loop_scope="session")

CM_AT_8_M = 4.0  # of a letter, on a picture of 2 m
PICTURE = 200.0  # cm


@pytest.fixture
def event(browser_house: House) -> str:
    now = datetime(2025, 11, 22, 1, tzinfo=UTC)
    return open_event(browser_house.store.ledger(), "政策进园区", "高新区", "2025-11-22", now)[0].code


async def test_the_projectors_page_is_read_and_scanned_from_eight_metres(page: Page, base: str, event: str) -> None:
    for width, height in ((1920, 1080), (1280, 720), (1024, 768)):
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto(f"{base}/e/{event}/screen")
        sizes = await page.evaluate(
            "[...document.querySelectorAll('.words *:not(ul)')]"
            ".map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) / width * PICTURE >= CM_AT_8_M
        box = await page.locator(".code svg").bounding_box()
        assert box and box["width"] / width * PICTURE >= 60
        assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1"), (width, height)
    await page.set_viewport_size({"width": 1280, "height": 720})
    shot = await page.screenshot()
    [code] = zxingcpp.read_barcodes(numpy.array(Image.open(io.BytesIO(shot)).convert("L")))
    assert code.text == f"{base}/e/{event}"
    await expect(page.locator(".words li")).to_have_count(3)


async def test_three_visitors_of_one_phone_never_see_each_other(page: Page, base: str, event: str) -> None:
    await page.goto(f"{base}/e/{event}/stand")
    await page.get_by_role("button", name="开始").click()
    said = [LOAN, "鲁科担，担保500万，费率0.5%，能补多少？", "要是两年呢"]
    for text in said:
        await expect(page.locator(".welcome")).to_be_visible()
        await expect(page.locator(".turn")).to_have_count(0)
        await say(page, text)
        await page.get_by_role("button", name="问完了，下一位").click()
        await page.wait_for_url(re.compile(r"talk="))
    await page.go_back()
    await expect(page.locator(".turn")).to_have_count(0)
    await expect(page.locator("body")).not_to_contain_text("6.70")


async def test_nobody_there_for_two_minutes_is_nobody(page: Page, base: str, event: str) -> None:
    await page.clock.install()
    await page.goto(f"{base}/e/{event}/stand")
    await page.get_by_role("button", name="开始").click()
    await say(page, LOAN)
    await page.clock.run_for(110_000)
    await expect(page.locator(".turn")).to_have_count(1)
    await page.clock.run_for(130_000)
    await expect(page.locator(".turn")).to_have_count(0)
    await expect(page.locator(".welcome")).to_be_visible()
