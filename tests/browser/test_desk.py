"""The knowledge desk in real Chromium, over the running site: one clerk changes a figure, another signs, the chat
answers by it; the way back; a stop at once; and nothing that people typed runs."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.bootstrap import House, bootstrap
from bot.channels.desk.mount import add_desk
from bot.channels.web.app import make_app
from bot.messages import Message
from bot.reload import Renewal
from bot.settings import read_settings
from knowledge.people import HASHER, Hand
from knowledge.store import Person
from tests.browser.conftest import DESKTOP, Complaints, start
from tests.changed_settings import UNLIMITED, with_page
from tests.city import shipped_files

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
pytestmark = pytest.mark.asyncio(loop_scope="session")
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
PASSWORD = "一句自己记得住的话"
STAFF = {"li": ("李四", "editor"), "wang": ("王五", "approver"), "zhao": ("赵六", "viewer")}
GOLDEN = "policies/liaocheng-2024/golden.jsonl"
MEASURE = "/desk/measures/liaocheng-2024/patent_pledge_interest"
QUOTE = "自2027年1月1日起，专利权质押贷款按照贷款市场报价利率（LPR）的50%给予贴息补助"
LOAN = "专利质押贷500万，一年，LPR3.00%，能贴多少"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    files = shipped_files()
    lines = files[GOLDEN].splitlines(keepends=True)  # a few of them: all of them are run by tests of the replay
    files[GOLDEN] = "".join(line for place, line in enumerate(lines) if place % 8 == 0 or "2028年6月1日放款" in line)
    built = bootstrap(read_settings({}, home=str(tmp_path_factory.mktemp("desk"))), shipped=files, now=lambda: NOW)
    secret = HASHER.hash(PASSWORD)
    for name, (shown, role) in STAFF.items():
        note = Hand("tests", "", NOW.isoformat()).note("account", name)
        built.store.people().put(Person(name, shown, role), note, secret=secret, new=True).result()
    return built


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(house: House) -> AsyncIterator[str]:
    """The site with its desk; what is published comes into force as in a running service."""
    settings = with_page(house.settings, **UNLIMITED)
    app = make_app(house.advisor, settings, house.store, day=NOW.date)
    add_desk(app, house.advisor, settings, house.store, lambda: NOW)
    served = await start(app)
    with Renewal(house):
        yield served.url
    await served.runner.cleanup()
    house.close()


class Clerk:
    """Somebody at the desk, in a browser of his own."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    async def open(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def sees(self, text: str) -> None:
        await expect(self.page.locator("main")).to_contain_text(text, timeout=60_000)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def clerks(browser: Browser, address: str) -> AsyncIterator[dict[str, Clerk]]:
    """Everybody, logged in; what any browser complained of fails the test."""
    contexts: list[BrowserContext] = []
    found: dict[str, Clerk] = {}
    complaints = Complaints()
    for name in STAFF:
        context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
        context.set_default_timeout(60_000)
        page = await context.new_page()
        complaints.watch(page)
        contexts.append(context)
        clerk = Clerk(page, address)
        await clerk.open("/desk")
        await page.get_by_label("用户名").fill(name)
        await page.get_by_label("密码").fill(PASSWORD)
        await clerk.press("登录")
        await clerk.sees("今天要办的")
        found[name] = clerk
    yield found
    assert complaints.lines == []
    for context in contexts:
        await context.close()


def amount(house: House, day: datetime, text: str = LOAN) -> str | None:
    return house.advisor.reply(
        Message(f"t{day}{text}{house.advisor.live.knowledge.version}", text, day.date())
    ).payload["amount_yuan"]


async def until_version(house: House, page: Page, number: int) -> None:
    """The running process answers by it: what is published is looked for every tenth of a second."""
    for _ in range(2400):
        if house.advisor.live.knowledge.version == number:
            return
        await page.wait_for_timeout(50)
    raise AssertionError(house.advisor.live.knowledge.version)


END, BEGIN = datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


async def test_a_figure_changes_from_a_day_on(clerks: dict[str, Clerk], house: House) -> None:
    li, wang = clerks["li"], clerks["wang"]
    await li.open(MEASURE)
    await li.page.get_by_text("一个数从某天起变了").click()
    form = li.page.locator("form[action$='/figure']")
    await form.get_by_label("改成多少").fill("50%")
    await form.get_by_label("从哪天起").fill("2027-01-01")
    await form.get_by_label("通知里的原话").fill(QUOTE)
    await form.get_by_label("标题").fill("关于调整专利权质押贷款贴息比例的通知")
    await form.get_by_label("发文日期").fill("2026-11-20")
    await form.get_by_role("button", name="存进草稿").click()
    await li.sees("存进草稿了")

    calculator = li.page.locator("form[hx-post]")
    await calculator.get_by_label("本金").fill("500万")
    await calculator.get_by_label("期限").fill("1年")
    await calculator.get_by_label("LPR").fill("3%")
    await calculator.get_by_label("按哪一天算").fill("2026-12-31")
    await expect(li.page.locator("#sum")).to_contain_text("6.00 万元")
    await calculator.get_by_label("按哪一天算").fill("2027-01-01")
    await calculator.get_by_role("button", name="算").click()
    await expect(li.page.locator("#sum")).to_contain_text("7.50 万元")

    await li.page.get_by_role("link", name="第 1 号草稿").first.click()
    await li.sees("40% → 40%（到 2026-12-31）；50%（2027-01-01 起）")
    await li.press("跑一遍对比")
    await expect(li.page.locator("#replay .worse")).to_contain_text("2028年6月1日放款", timeout=90_000)
    await li.press("本来就该变，以后按新的答")
    await li.press("送审")
    await li.sees("送审了")
    answer = await li.page.request.post(
        f"{li.url}/desk/drafts/1/sign",
        form={"mark": await li.page.locator("input[name=mark]").first.input_value()},
    )
    assert answer.status == 400 and "要有审核的权限" in await answer.text()
    assert amount(house, BEGIN) == "60000.00"  # a draft is nobody's knowledge

    await wang.open("/desk")
    await wang.page.get_by_role("link", name="第 1 号草稿").click()
    await expect(wang.page.locator("#replay")).to_contain_text("句要答对的话，对了", timeout=90_000)
    await expect(wang.page.locator("#replay .worse")).to_have_count(0)
    await wang.press("签发")
    await wang.sees("是第 2 版")
    await until_version(house, wang.page, 2)
    assert (amount(house, END), amount(house, BEGIN)) == ("60000.00", "75000.00")
    await wang.page.goto(f"{wang.url}/?q={LOAN}")
    await wang.page.get_by_label("您想问什么").fill(LOAN)
    await wang.page.get_by_label("发送").click()
    await expect(wang.page.locator(".turn .card").last).to_contain_text("40%执行到2026年12月31日")


async def test_an_approver_cannot_sign_what_he_changed(clerks: dict[str, Clerk], house: House) -> None:
    wang = clerks["wang"]
    await wang.open(MEASURE)
    await wang.page.get_by_text("怎么说、怎么认").click()
    await wang.page.get_by_label("名称", exact=True).fill("专利质押贷款的贴息")
    await wang.page.locator("#record").get_by_role("button", name="存进草稿").click()
    await wang.sees("存进草稿了")
    link = wang.page.get_by_role("link", name=re.compile(r"第 \d+ 号草稿")).first
    number = (await link.inner_text()).split()[1]
    await link.click()
    await wang.press("送审")
    await wang.sees("不能自己审核")
    assert await wang.page.get_by_role("button", name="签发").count() == 0
    mark = await wang.page.locator("input[name=mark]").first.input_value()
    answer = await wang.page.request.post(f"{wang.url}/desk/drafts/{number}/sign", form={"mark": mark})
    assert answer.status == 400
    assert house.store.trail().last().note.what == "refused"
    await wang.page.get_by_text("不要这份草稿了").click()
    await wang.press("作废")
    await wang.sees("作废了")


async def test_one_step_back_to_an_earlier_version(clerks: dict[str, Clerk], house: House) -> None:
    wang = clerks["wang"]
    await wang.open("/desk/versions/1")
    await wang.page.get_by_label("为什么").fill("通知还没有正式发")
    await wang.press("回到第 1 版")
    await wang.sees("现在是第 3 版")
    await until_version(house, wang.page, 3)
    assert amount(house, BEGIN) == "60000.00"
    await wang.sees("回到第 1 版：通知还没有正式发")


HOSTILE = '<img src=x onerror="alert(1)">"><script>alert(2)</script>\'--{{7*7}}'
PAGES = (
    *("/desk", "/desk/questions", "/desk/measures", MEASURE, "/desk/words?text=不良", "/desk/answers?text=alert"),
    *(
        "/desk/answers/liaocheng-2024/0",
        "/desk/try",
        "/desk/versions",
        "/desk/versions/2",
        "/desk/drafts/1",
        "/desk/drafts/3",
    ),
    *("/desk/audit", "/desk/audit/check", "/desk/password", "/desk/people", "/desk/people/li"),
)


async def test_nothing_that_was_typed_runs_and_every_page_can_be_read(
    clerks: dict[str, Clerk], house: House, browser: Browser
) -> None:
    """Hostile words in a question, a name, a draft's title, an answer: each page at both widths, with axe."""
    house.advisor.reply(Message("web:x", HOSTILE, NOW.date(), "web")).stored.result()
    hand = Hand("tests", "", NOW.isoformat())
    secret = HASHER.hash(PASSWORD)
    people = house.store.people()
    people.put(Person("zhang", HOSTILE[:20], "admin"), hand.note("account", HOSTILE), secret=secret, new=True).result()
    li = clerks["li"]
    await li.open("/desk/versions")
    await li.page.get_by_label("起一份新草稿").fill(HOSTILE)
    await li.press("起草")
    await li.open("/desk/answers/liaocheng-2024/new")
    await li.page.get_by_label("第一句怎么答").fill(f"alert {HOSTILE}")
    await li.page.get_by_label("多少钱").check()
    await li.press("存进草稿")
    await li.sees("存进草稿了")

    context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = await context.new_page()
    complaints = Complaints()
    complaints.watch(page)
    admin, approver = Clerk(page, li.url), clerks["wang"]
    await admin.open("/desk/people")
    await page.get_by_label("用户名").fill("zhang")
    await page.get_by_label("密码").fill(PASSWORD)
    await admin.press("登录")
    wrong = []
    for path in PAGES:
        clerk = admin if "people" in path else approver
        for width in (DESKTOP["width"], 390):
            await clerk.page.set_viewport_size({"width": width, "height": 844})
            await clerk.open(path)
            await expect(clerk.page.locator("h1")).to_be_visible()
            wide = await clerk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found = await violations(clerk.page) if width == 390 or path in ("/desk", MEASURE) else []
            wrong += [(path, width, one) for one in [*found, *([f"{wide} too wide"] if wide > 0 else [])]]
    await approver.page.set_viewport_size(DESKTOP)
    assert wrong == []
    assert complaints.lines == []
    await context.close()


async def violations(page: Page) -> list[str]:
    """What axe-core finds. Brought in from outside the page, so that the page's own policy stays in force."""
    await page.evaluate(AXE)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


async def test_what_was_typed_and_not_sent_comes_back(clerks: dict[str, Clerk], house: House) -> None:
    """The session ends while somebody types; after the login it is all there."""
    li = clerks["li"]
    await li.open("/desk/answers/liaocheng-2024/new")
    await li.page.get_by_label("第一句怎么答").fill("写到一半的答案")
    await li.page.get_by_label("多少钱").check()
    for cookie in await li.page.context.cookies():
        if cookie["name"] == "fudaoyuan-desk":
            await li.page.context.clear_cookies(name="fudaoyuan-desk")
    await li.press("存进草稿")
    await li.sees("刚才填的还在")
    await li.page.get_by_label("用户名").fill("li")
    await li.page.get_by_label("密码").fill(PASSWORD)
    await li.press("登录")
    await li.sees("接着提交")
    await li.press("接着提交")
    await li.sees("存进草稿了")
    await li.open("/desk/answers?text=写到一半的答案")
    await li.sees("写到一半的答案")


async def test_the_box_answers_from_the_draft(clerks: dict[str, Clerk], house: House) -> None:
    """A written answer of the draft is said in the box, and by nobody else."""
    li = clerks["li"]
    await li.open("/desk/answers/liaocheng-2024/new?of=patent_pledge_interest&words=橙子")
    await li.page.get_by_label("第一句怎么答").fill("橙子也能押，先问市科技局")
    await li.page.get_by_label("不管怎么问").check()
    await li.press("存进草稿")
    await li.sees("存进草稿了")
    await li.open("/desk/try")
    await li.page.get_by_label("一句话").fill("专利质押贷款拿橙子行不行")
    await li.press("问")
    await expect(li.page.locator("#tried")).to_contain_text("橙子也能押，先问市科技局", timeout=90_000)
    await expect(li.page.locator("#tried")).to_contain_text("听错了")
    reply = house.advisor.reply(Message("box", "专利质押贷款拿橙子行不行", NOW.date()))
    assert "橙子也能押" not in reply.text
