"""The offline pack from the disk with the network off: it opens, computes as the server does, says how old it is."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from multidict import MultiDict
from playwright.async_api import Browser, Page, expect

from bot.bootstrap import House
from bot.kit.pack import offered, pack
from bot.measures.assess import Outcome, alternatives, amount_of, compute
from bot.measures.inputs import read_form
from calculators.wording import plain
from knowledge.records.measure import InputRecord, Measure
from knowledge.records.model import Knowledge
from tests.bot.kit.paper import pages_of, words_on
from tests.browser.conftest import DAY, PHONE, Complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

CASES = 1000
DAYS = (DAY,) * 8 + (date(2026, 3, 1), date(2024, 5, 20), date(2024, 5, 19), date(2028, 12, 31), date(2029, 1, 1))
YUAN = ("0", "0.0001", "1", "100", "300", "96.5", "99.9999", "100.0001", "1234.56", "3", "2000", "99999999")
MONTHS = ("0", "1", "6", "12", "12.5", "18", "24", "36", "60", "61", "60.5", "600", "601")
RATES = ("0", "0.2", "0.3", "0.5", "0.500001", "0.6", "3.1", "3.35", "0.0001", "100", "101", "31")
STARTS = (
    "2024-08-01",
    "2024-07-21",
    "2024-07-22",
    "2025-05-20",
    "2019-01-01",
    "2013-01-01",
    "2027-02-28",
    "2029-01-02",
)
WAN = Decimal(10_000)


def given(rng: random.Random, record: InputRecord) -> str:
    if record.unit == "date":
        return rng.choice(STARTS)
    if record.unit == "yuan":
        return rng.choice((*YUAN, f"{rng.randint(1, 5000)}", f"{rng.randint(1, 500000) / 100:.2f}"))
    return rng.choice(MONTHS if record.unit == "months" else (*RATES, f"{rng.randint(1, 400) / 100:.2f}"))


def on_the_server(record: InputRecord, text: str) -> str:
    """The same as a link writes it: yuan, months, a rate in percent, a day."""
    if record.unit == "yuan":
        return plain(Decimal(text) * WAN)
    return f"{text}%" if record.unit == "ratio" else text


def cases(knowledge: Knowledge) -> Iterator[tuple[Measure, dict[str, str], dict[str, str], date]]:
    rng = random.Random(20261126)
    for number in range(CASES):
        measure = knowledge.measures[number % len(knowledge.measures)]
        fields = [one for one in offered(measure) if one.unit != "choice"]
        values = {one.key: given(rng, one) for one in fields if rng.random() < (0.95 if one.required else 0.4)}
        keys = [one.key for one in measure.conditions if one.key in knowledge.facts and not one.hidden] + [
            *measure.stated
        ]
        facts: dict[str, str] = {}
        for key in keys:
            options = [*knowledge.facts[key].values]
            weights = [8 if value in ("yes", "base", "innovation", "none", "intangible") else 1 for value in options]
            if rng.random() < 0.8:
                [facts[key]] = rng.choices(options, weights)
        yield measure, values, facts, rng.choice(DAYS)


def of_the_server(
    knowledge: Knowledge, measure: Measure, values: dict[str, str], facts: dict[str, str], day: date
) -> Outcome:
    records = {one.key: one for one in measure.inputs}
    params = MultiDict([(key, on_the_server(records[key], text)) for key, text in values.items()] + [*facts.items()])
    standing, problems = read_form(knowledge, measure, params, day)
    return compute(knowledge, measure, standing, day, problems)


def told(outcome: Outcome) -> dict[str, Any]:
    result, amount = outcome.result, amount_of(outcome)
    state = "expired" if outcome.expired else "broken" if outcome.broken else "missing" if outcome.missing else "sum"
    shown: dict[str, Any] = {"state": state, "unconfirmed": sorted(outcome.unconfirmed)}
    if state in ("expired", "broken"):
        shown |= {"amount": "0.00", "broken": sorted(one.key for one in outcome.broken)}
    elif state == "missing":
        shown |= {"missing": sorted(outcome.missing)}
    elif result:
        shown |= {
            "amount": None if amount is None else f"{amount:.2f}",
            "ceiling": None if result.ceiling is None else f"{result.ceiling:.2f}",
            "bound": result.bound,
            "readings": [f"{one.amount:.2f}" for one in alternatives(outcome)],
        }
    return shown


def of_the_pack(found: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": found["state"], "unconfirmed": sorted(found["unconfirmed"])}
    if found["state"] in ("expired", "broken"):
        shown |= {"amount": found["amount"], "broken": sorted(found.get("broken", ()))}
    elif found["state"] == "missing":
        shown |= {"missing": sorted(found["missing"])}
    else:
        shown |= {key: found[key] for key in ("amount", "ceiling", "bound")}
        shown["readings"] = [one["amount"] for one in found["readings"]]
    return shown


@pytest.fixture(scope="module")
def path(browser_house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pack") / "pack.html"
    made.write_text(pack(browser_house.advisor.live.knowledge, DAY, "https://fdy.example.cn"), encoding="utf-8")
    return made


async def opened(browser: Browser, path: Path, now: str) -> tuple[Page, Complaints]:
    context = await browser.new_context(viewport=PHONE, locale="zh-CN", offline=True, timezone_id="Asia/Shanghai")
    page, complaints = await context.new_page(), Complaints()
    complaints.watch(page)
    await page.clock.set_fixed_time(now)
    await page.goto(path.as_uri())
    return page, complaints


async def test_it_gives_the_sums_of_the_server_on_a_thousand_inputs(
    browser: Browser, browser_house: House, path: Path
) -> None:
    knowledge = browser_house.advisor.live.knowledge
    every = list(cases(knowledge))
    page, complaints = await opened(browser, path, "2025-11-22T10:00:00")
    sent = [[measure.key, values, facts, day.isoformat()] for measure, values, facts, day in every]
    found = await page.evaluate("(every) => every.map((one) => window.pack.compute(...one))", sent)
    states: dict[str, int] = {}
    for (measure, values, facts, day), one in zip(every, found, strict=True):
        outcome = of_the_server(knowledge, measure, values, facts, day)
        assert of_the_pack(one) == told(outcome), (measure.id, values, facts, day)
        states[one["state"]] = states.get(one["state"], 0) + 1
        if one["state"] == "sum" and outcome.result and outcome.result.amount is not None:
            steps = [step.words for step in outcome.result.steps]
            assert set(one["words"]) <= set(steps), (measure.id, values)
    assert states["sum"] > 300 and min(states.values()) > 40, states
    assert complaints.lines == [] and complaints.hosts == set()
    await page.context.close()


def uncapped(knowledge: Knowledge) -> Knowledge:
    """With the interest at LPR as another document may promise it: no cap, and for two years at most."""
    measure = knowledge.measure("patent_pledge_interest")
    share, cap = (next(one for one in measure.figures if one.role == role) for role in ("share", "cap"))
    longest = replace(cap, key="longest", role="most_months", unit="months", value=Decimal(24))
    inputs = tuple(one for one in measure.inputs if one.role != "prior")
    changed = replace(measure, figures=(share, longest), inputs=inputs)
    return replace(knowledge, measures=(changed,))


async def test_it_gives_the_sums_of_a_document_without_a_cap(
    browser: Browser, browser_house: House, tmp_path: Path
) -> None:
    knowledge = uncapped(browser_house.advisor.live.knowledge)
    made = tmp_path / "pack.html"
    made.write_text(pack(knowledge, DAY, "https://fdy.example.cn"), encoding="utf-8")
    every = list(islice(cases(knowledge), 200))
    page, complaints = await opened(browser, made, "2025-11-22T10:00:00")
    sent = [[measure.key, values, facts, day.isoformat()] for measure, values, facts, day in every]
    found = await page.evaluate("(every) => every.map((one) => window.pack.compute(...one))", sent)
    cut = 0
    for (measure, values, facts, day), one in zip(every, found, strict=True):
        outcome = of_the_server(knowledge, measure, values, facts, day)
        assert of_the_pack(one) == told(outcome), (values, facts, day)
        cut += one["state"] == "sum" and any("最多贴2年" in words for words in one["words"])
    assert cut > 10 and complaints.lines == []
    await page.context.close()


async def test_it_opens_from_the_disk_computes_searches_and_prints_one_sheet(
    browser: Browser, path: Path, tmp_path: Path
) -> None:
    page, complaints = await opened(browser, path, "2025-11-23T10:00:00")
    await expect(page.locator("#stale")).to_be_hidden()
    calculator = page.locator("details", has=page.locator("[data-measure$=patent_pledge_interest]"))
    await calculator.locator("summary").first.click()
    await calculator.get_by_label("本金").fill("300")
    await expect(calculator.locator("output")).to_have_text("还差：期限")
    await calculator.get_by_label("期限").fill("12")
    await calculator.get_by_text("更多情况").click()
    await calculator.get_by_label("放款日").fill("2024-08-01")
    await expect(calculator.locator("output")).to_contain_text("预计最高可贴息 4.02 万元（40,200.00元）")
    await expect(calculator.locator("output")).to_contain_text("300万元 × LPR 3.35% × 40% × 1年 ＝ 4.02万元")
    await calculator.get_by_label("本金").fill("很多")
    await expect(calculator.locator("[data-wrong=principal_yuan]")).to_have_text("请只写数字")
    await page.get_by_label("找字").fill("白名单")
    await expect(page.locator("[data-text]:visible")).to_have_count(1)
    sheet = page.locator("#sheets > details").nth(3)
    await sheet.locator("summary").click()
    await page.evaluate("window.print = () => { window.printing = document.body.className; }")
    await sheet.get_by_role("button", name="打印这一张").click()
    assert await page.evaluate("window.printing") == "one" and await page.evaluate("document.body.className") == ""
    await page.evaluate("document.body.className = 'one'")
    await sheet.evaluate("(one) => one.classList.add('only')")
    made = tmp_path / "sheet.pdf"
    await page.pdf(path=str(made), prefer_css_page_size=True)
    assert pages_of(made) == 1 and "专利权质押贷款贴息" in words_on(made)[0]
    assert complaints.lines == [] and complaints.hosts == set()
    await page.context.close()


async def test_after_thirty_days_it_says_that_there_may_be_a_newer_one(browser: Browser, path: Path) -> None:
    page, _ = await opened(browser, path, "2025-12-23T10:00:00")
    await expect(page.locator("#stale")).to_have_text(
        "这个离线包是 2025-11-22 做的，已经 31 天，可能已更新。请换一个新的，或者联网再查。"
    )
    await page.context.close()
