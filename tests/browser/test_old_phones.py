"""Phones of 2018: what their browsers lack is removed one by one, and the page is used."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import LOAN, PHONE, Complaints, say

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What Chromium 64 and iOS 12 do not have
NO_SCRIPTS_OF_TODAY = """
delete SubmitEvent.prototype.submitter;
delete HTMLFormElement.prototype.requestSubmit;
delete window.HTMLDialogElement;
delete window.AbortController;
delete Array.prototype.at; delete Array.prototype.flat; delete Array.prototype.flatMap;
delete Element.prototype.replaceChildren; delete String.prototype.replaceAll; delete String.prototype.matchAll;
delete Object.fromEntries; delete window.queueMicrotask; delete window.structuredClone; delete Promise.allSettled;
"""
FLEX = re.compile(r"([^{}]*)\{([^{}]*display:\s*(?:inline-)?flex[^{}]*)\}")
YOUNG = re.compile(
    r"[\w-]+:[^;{}]*(?:clamp|(?<![-\w])max|(?<![-\w])min|env)\([^;{}]*(?:;|(?=\}))"  # functions of later years
    r"|(?:inset|(?:padding|margin|border)-(?:block|inline)|accent-color|text-wrap|overflow-wrap)[\w-]*:[^;{}]*(?:;|(?=\}))"
)
YOUNG_SYNTAX = re.compile(
    r"\?\.[a-zA-Z([]|\?\?|\bcatch \{|\|\|=|&&=|#[a-z]+\s*[=(]|\bstatic \{|\.replaceAll\(|\.at\(|\.flat\("
)


def aged(css: str) -> str:
    """The style sheet as an old browser takes it: what it does not know falls away."""
    css = FLEX.sub(lambda rule: f"{rule[1]}{{{re.sub(r'(?<![-a-z])(?:row-|column-)?gap:[^;}]*;?', '', rule[2])}}}", css)
    css = re.sub(r"[^{}]*:focus-visible[^{}]*\{[^{}]*\}", "", css)
    return YOUNG.sub("", css)


SHEET = re.compile(r"(?<=<style>).*?(?=</style>)", re.S)


async def age(route: Route) -> None:
    """The page with its style sheet as it is left; its policy knows only the whole one."""
    answer = await route.fetch(max_redirects=0)
    html = SHEET.sub(lambda sheet: aged(sheet[0]), await answer.text())
    await route.fulfill(response=answer, body=html)


@pytest_asyncio.fixture(loop_scope="session")
async def old(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport=PHONE, locale="zh-CN", service_workers="block", bypass_csp=True)
    await context.add_init_script(NO_SCRIPTS_OF_TODAY)
    await context.route(lambda url: "/static/" not in url, age)
    page, complaints = await context.new_page(), Complaints()
    complaints.watch(page)
    yield page
    await context.unroute_all(behavior="ignoreErrors")  # what is still under way is no later test's failure
    await context.close()
    assert complaints.lines == []


async def test_examples_chips_enter_and_figures_work(old: Page, base: str) -> None:
    await old.goto(base)
    await old.locator(".example").first.click()
    await expect(old.locator(".card .amount")).to_contain_text("6.70")
    await old.locator(".asking").get_by_role("button", name="是", exact=True).click()
    await expect(old.locator(".card .tag")).to_have_text("还有 2 件没确认")
    await old.get_by_role("button", name="撤销").click()
    await expect(old.locator(".card .tag")).to_have_text("还有 3 件没确认")
    await old.locator(".pill").first.click()
    await old.get_by_label("本金").fill("350万")
    await old.get_by_label("本金").press("Enter")
    await expect(old.locator(".since")).to_have_text("本金改成350万")
    await expect(old.locator(".card .amount")).to_contain_text("4.69")
    await old.locator(".line").get_by_text("改数字").click()
    await old.get_by_label("本金").fill("800万")
    await old.get_by_role("button", name="和原来的比较").click()
    await expect(old.locator(".difference")).to_contain_text("方案二比方案一多")
    await old.go_back()
    await old.get_by_label("您想问什么").fill("要是两年呢")
    await old.get_by_label("您想问什么").press("Enter")
    await expect(old.locator(".card").last.locator(".amount")).to_contain_text("9.38")


async def test_a_clause_opens_in_place_and_closes(old: Page, base: str) -> None:
    await old.goto(base)
    await expect(old.locator("#clause-dialog")).to_be_hidden()
    await say(old, LOAN)
    await old.locator(".fold > summary").first.click()
    await old.locator(".card").get_by_text("看整条原文").first.click()
    await expect(old.locator("#clause-dialog mark")).to_be_visible()
    await old.get_by_role("button", name="关闭").click()
    await expect(old.locator("#clause-dialog")).to_be_hidden()


async def test_nothing_touches_and_nothing_slides(old: Page, base: str) -> None:
    await old.goto(base)
    await say(old, LOAN)
    for summary in await old.locator(".fold > summary").all():
        await summary.click()
    assert not await old.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    gaps = """selector => [...document.querySelectorAll(selector)].filter(one => one.offsetHeight)
      .map(box => [...box.children]
      .map(one => one.getBoundingClientRect()).reduce((least, at, i, all) => i && Math.abs(all[i - 1].top - at.top) < 2
        ? Math.min(least, at.left - all[i - 1].right) : least, 99))"""
    assert min(await old.evaluate(gaps, ".chips, .buttons, .folds")) >= 4
    padding = await old.locator(".dock").evaluate("one => parseFloat(getComputedStyle(one).paddingLeft)")
    assert padding >= 12
    assert "、" in await old.locator(".offices").last.inner_text() or await old.locator(".office").count() < 2


async def test_a_calculator_works(old: Page, base: str) -> None:
    await old.goto(base + "/measures/guarantee_fee")
    await old.get_by_role("textbox", name="担保金额").fill("500万")
    await expect(old.locator("[data-result] .exact")).to_contain_text("10,000.00元")
    await old.get_by_role("button", name="算一算").click()
    await expect(old.locator("[data-result] .exact")).to_contain_text("10,000.00元")
    heading = await old.locator("h1").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert heading > 20


async def test_no_script_is_written_in_a_syntax_they_cannot_read(old: Page, base: str) -> None:
    await old.goto(base)
    paths = await old.evaluate("[...document.scripts].map(one => one.src).filter(Boolean)")
    texts = {path: await (await old.request.get(path)).text() for path in (*paths, base + "/embed.js")}
    texts["in the page"] = await old.locator("head script").inner_text()
    assert len(texts) == 4 and all(texts.values())
    for path, text in texts.items():
        code = re.sub(r"//.*|`[^`]*`|\"[^\"]*\"", "", text)
        assert YOUNG_SYNTAX.findall(code) == [], path


async def test_what_is_taken_away_is_gone() -> None:
    css = ".a { display: flex; gap: 1rem; padding: max(1rem, 2px); inset: 0 } .b:focus-visible { color: red }"
    assert aged(css).split() == [".a", "{", "display:", "flex;", "}"]
