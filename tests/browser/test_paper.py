"""On paper: one A4 page each, with the page's code, conditions as answered, room for names, and nothing to press."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
import zxingcpp
from playwright.async_api import Page, expect

from bot.bootstrap import House
from tests.browser.conftest import LOAN, say
from tests.browser.test_chat import tap
from tests.browser.test_pages import PAGES, SUM

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILLED = {
    "patent_pledge_interest": f"{SUM}&tech_sme=yes",
    "guarantee_fee": "guarantee_yuan=5000000&fee_rate=0.6%25",
    "first_set_insurance": "insured_yuan=20000000&premium_yuan=800000",
}


async def printed(page: Page, folder: Path) -> tuple[int, str]:
    """How many pages it takes, and the words on them; the PDF lies in ``folder``."""
    made = folder / "page.pdf"
    await page.pdf(path=str(made), prefer_css_page_size=True)
    told = subprocess.run(["/usr/bin/pdfinfo", made], capture_output=True, text=True, check=True).stdout
    size = next(line for line in told.splitlines() if line.startswith("Page size"))
    assert "(A4)" in size, size
    pages = next(int(line.split()[-1]) for line in told.splitlines() if line.startswith("Pages"))
    words = subprocess.run(["/usr/bin/pdftotext", "-raw", made, "-"], capture_output=True, text=True, check=True).stdout
    return pages, words.replace("\n", "").replace(" ", "")


def codes(folder: Path) -> list[str]:
    """What the codes on the first page lead to."""
    made = folder / "page.pdf"
    subprocess.run(["/usr/bin/pdftoppm", "-r", "100", "-gray", "-singlefile", made, folder / "page"], check=True)
    head, _, rest = (folder / "page.pgm").read_bytes().partition(b"\n255\n")
    width, height = map(int, head.split()[-2:])
    pixels = numpy.frombuffer(rest, dtype=numpy.uint8).reshape(height, width)
    return [found.text for found in zxingcpp.read_barcodes(pixels)]


def every_clause(house: House) -> Iterator[str]:
    for policy in house.advisor.live.knowledge.policies:
        yield from (f"/policies/{policy.id}/{clause.id}" for clause in policy.clauses)


def every_measure(house: House) -> Iterator[str]:
    for one in house.advisor.live.knowledge.measures:
        yield f"/measures/{one.link}" + (f"?{FILLED[one.id]}" if one.id in FILLED else "")


@pytest.mark.parametrize("kind", [every_clause, every_measure])
async def test_each_takes_one_page(page: Page, base: str, browser_house: House, tmp_path: Path, kind: object) -> None:
    assert callable(kind)
    for path in kind(browser_house):
        await page.goto(base + path)
        pages, words = await printed(page, tmp_path)
        assert pages == 1, path
        assert "企业名称" in words and "辅导员" in words, path
        for button in ("让对方扫", "问问这一条", "保存/分享", "比较两种情况"):
            assert button not in words, (path, button)
        [code] = codes(tmp_path)
        assert code.startswith(base + path.partition("?")[0]), path


async def test_a_measure_prints_figures_and_conditions_as_answered(page: Page, base: str, tmp_path: Path) -> None:
    await page.goto(base + PAGES["measure"])
    _, words = await printed(page, tmp_path)
    assert "本金500万元" in words and "是不是科技型中小微企业？是" in words and "本息按期还清了吗？没确认" in words
    await page.get_by_label("本金").fill("300万")
    await expect(page.locator("[data-result] .amount")).to_contain_text("4.02")
    pages, words = await printed(page, tmp_path)
    assert pages == 1 and "本金300万元" in words and "4.02万元" in words
    assert "principal_yuan=300" in codes(tmp_path)[0]


async def test_a_receipt_prints_on_one_page_with_its_code(page: Page, base: str, tmp_path: Path) -> None:
    for path in ("measure", "broken"):
        await page.goto(base + PAGES[path])
        await page.get_by_role("button", name="保存 / 分享").click()
        await page.wait_for_url("**/receipts/*")
        pages, words = await printed(page, tmp_path)
        assert pages == 1 and "企业名称" in words and "打印或存成PDF" not in words
        assert "不清楚" not in words and "没确认" in words
        assert codes(tmp_path) == [page.url]


async def test_a_talk_prints_on_one_page_with_what_was_answered(page: Page, base: str, tmp_path: Path) -> None:
    await page.goto(base)
    for text in (LOAN, "白名单怎么进", "鲁科担，担保500万，费率0.5%，能补多少？", LOAN):
        await say(page, text)
    await tap(page, "是")
    await expect(page.locator(".card").last.locator(".tag.left")).to_have_text("还有 2 件没确认")
    pages, words = await printed(page, tmp_path)
    assert pages == 1 and codes(tmp_path) == [f"{base}/"]
    for told in ("问答记录", LOAN, "最多6.70万元", "是不是科技型中小微企业？", "没确认", "市财政局", "企业名称"):
        assert told.replace(" ", "") in words, told
    for button in ("撤销", "改数字", "让对方扫", "不清楚", "发送"):
        assert button not in words, button
    await expect(page.locator(".card").last.locator(".fold[open]")).to_have_count(0)
