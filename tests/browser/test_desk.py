"""The knowledge desk in real Chromium, over the running site: one clerk changes a figure, another signs, the chat
answers by it; the way back; a stop at once; and nothing that people typed runs."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.bootstrap import House, bootstrap
from bot.channels.desk.mount import add_desk, all_routes
from bot.channels.desk_entry import DeskEntry
from bot.channels.web.app import make_app
from bot.desk.cards import CARDS
from bot.desk.pausing import paused_files
from bot.desk.queue import items
from bot.kit.events import open_event
from bot.messages import Message
from bot.reload import Renewal
from bot.settings import read_settings
from knowledge.people import HASHER, Hand
from knowledge.store import Person
from tests.browser.conftest import DESKTOP, PHONE, Complaints, start
from tests.browser.test_pages import violations
from tests.changed_settings import UNLIMITED, with_page
from tests.city import shipped_files

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
    files[GOLDEN] = "".join(line for place, line in enumerate(lines) if place % 24 == 0 or "2028年6月1日放款" in line)
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
async def staff(browser: Browser, address: str) -> AsyncIterator[dict[str, Clerk]]:
    """Everybody, logged in once for all journeys; what any browser complained of fails the last one."""
    contexts: list[BrowserContext] = []
    found: dict[str, Clerk] = {}
    complaints = Complaints()
    for name in STAFF:
        context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
        context.set_default_timeout(60_000)
        answer = await context.request.post(f"{address}/desk/login", form={"name": name, "password": PASSWORD})
        assert answer.url == f"{address}/desk"
        page = await context.new_page()
        complaints.watch(page)
        contexts.append(context)
        found[name] = Clerk(page, address)
    yield found
    assert complaints.lines == []
    for context in contexts:
        await context.close()


@pytest.fixture
def clerks(staff: dict[str, Clerk], house: House) -> dict[str, Clerk]:
    """Everybody, with no draft of another journey left open: journeys go in any order, and alone."""
    drafts = house.store.drafts()
    for one in drafts.all():
        if one.state in ("open", "review", "due"):
            note = Hand("tests", "", NOW.isoformat()).note("drop", f"第 {one.number} 号草稿")
            drafts.move(replace(one, state="dropped"), one.state, note).result()
    return staff


def amount(house: House, day: datetime, text: str = LOAN) -> str | None:
    return house.advisor.reply(Message(f"t{day}{text}{in_force(house)}", text, day.date())).payload["amount_yuan"]


def in_force(house: House) -> int:
    """The version that answers just now."""
    return house.advisor.live.knowledge.version


async def until_in_force(house: House, page: Page, before: int) -> None:
    """A later version answers: what is published is looked for every tenth of a second."""
    for _ in range(2400):
        if in_force(house) > before:
            return
        await page.wait_for_timeout(50)
    raise AssertionError(in_force(house))


async def to_draft(clerk: Clerk) -> str:
    """Opens the draft somebody works on, and gives its number."""
    link = clerk.page.get_by_role("link", name=re.compile(r"第 \d+ 号草稿")).first
    number = (await link.inner_text()).split()[1]
    await link.click()
    return number


END, BEGIN = datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


async def test_a_figure_changes_from_a_day_on(clerks: dict[str, Clerk], house: House) -> None:
    li, wang, before = clerks["li"], clerks["wang"], in_force(house)
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

    number = await to_draft(li)
    await li.sees("40% → 40%（到 2026-12-31）；50%（2027-01-01 起）")
    await li.press("跑一遍对比")
    await expect(li.page.locator("#replay .worse")).to_contain_text("2028年6月1日放款", timeout=90_000)
    await li.press("本来就该变，以后按新的答")
    await li.press("送审")
    await li.sees("送审了")
    answer = await li.page.request.post(
        f"{li.url}/desk/drafts/{number}/sign",
        form={"mark": await li.page.locator("input[name=mark]").first.input_value()},
    )
    assert answer.status == 400 and "要有审核的权限" in await answer.text()
    assert amount(house, BEGIN) == "60000.00"  # a draft is nobody's knowledge

    await wang.open("/desk")
    await wang.page.get_by_role("link", name=f"第 {number} 号草稿").click()
    await expect(wang.page.locator("#replay")).to_contain_text("句要答对的话，对了", timeout=90_000)
    await expect(wang.page.locator("#replay .worse")).to_have_count(0)
    await wang.press("签发")
    await wang.sees(f"是第 {before + 1} 版")
    await until_in_force(house, wang.page, before)
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
    number = await to_draft(wang)
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
    wang, first = clerks["wang"], in_force(house)
    paid, hand = amount(house, END), Hand("wang", "", NOW.isoformat())
    files = house.store.files_of(first)
    stopped = paused_files(files, *MEASURE.split("/")[-2:], "先问市科技局。")
    files |= {path: text for path, text in stopped.items() if text}
    house.store.publish(files, author="wang", note="停用", trail=hand.note("pause", MEASURE))
    await until_in_force(house, wang.page, first)
    assert amount(house, END) is None
    before = in_force(house)
    await wang.open(f"/desk/versions/{first}")
    await wang.page.get_by_label("为什么").fill("通知还没有正式发")
    await wang.press(f"回到第 {first} 版")
    await wang.sees(f"现在是第 {before + 1} 版")
    await until_in_force(house, wang.page, before)
    assert amount(house, END) == paid
    await wang.sees(f"回到第 {first} 版：通知还没有正式发")


async def test_a_measure_is_stopped_at_once_and_goes_on(clerks: dict[str, Clerk], house: House) -> None:
    wang, before = clerks["wang"], in_force(house)
    await wang.open(MEASURE)
    await wang.page.get_by_text("马上停用这一项").click()
    await wang.page.get_by_label("给企业看的一句话").fill("这一项正在核对口径，先问市科技局。")
    await wang.press("停用")
    await wang.sees("停用中")
    await until_in_force(house, wang.page, before)
    assert amount(house, END) is None
    await wang.page.goto(wang.url)
    await wang.page.get_by_label("您想问什么").fill(LOAN)
    await wang.page.get_by_label("发送").click()
    card = wang.page.locator(".turn .card").last
    await expect(card).to_contain_text("这一项正在核对口径")
    await expect(card).not_to_contain_text("0 元")
    before = in_force(house)
    await wang.open(MEASURE)
    await wang.press("恢复")
    await until_in_force(house, wang.page, before)
    assert amount(house, END) == "60000.00"


HOSTILE = '<img src=x onerror="alert(1)">"><script>alert(2)</script>\'--{{7*7}}'
DOCUMENT = """临海市人民政府办公室关于支持海洋渔业装备更新的若干措施

各区县人民政府，市直各部门：

一、支持渔船更新改造。对更新改造钢质渔船的渔业公司，按每艘最高10万元给予补助。（牵头单位：市海洋发展局；配合单位：市财政局）

二、支持深海网箱建设。对新建深海网箱的养殖公司，给予一次性补助5万元。（牵头单位：市海洋发展局）

本措施自2026年10月1日起施行，有效期至2029年9月30日。

临海市人民政府办公室
2026年9月20日
"""
FILES = (  # no pages
    "/desk/documents/{policy}.zip",
    "/desk/questions.xlsx",
    "/desk/visits.xlsx",
    "/desk/referrals.xlsx",
    "/desk/report.xlsx",
    "/desk/events/{code}/report.xlsx",
    "/desk/static/{name}",
)
# The counselors' pages of one visit, referral or event are read where they come to be: tests/browser/test_visits.py
COUNSELORS = ("/desk/visits/{number}", "/desk/visits/{number}/edit", "/desk/referrals/new", "/desk/referrals/{number}")
# Addresses for each page of the table, {} the number of a draft, of a version, or the name of an item
PAGES = {
    "/desk": ("/desk",),
    "/desk/questions": ("/desk/questions",),
    "/desk/queue": ("/desk/queue",),
    "/desk/queue/{name}": ("/desk/queue/{item}",),
    "/desk/measures": ("/desk/measures",),
    "/desk/measures/{policy}/{name}": (MEASURE,),
    "/desk/words": ("/desk/words?text=不良",),
    "/desk/words/list/{kind}": ("/desk/words/list/facts", "/desk/words/list/scope"),
    "/desk/words/list/{kind}/{name}": ("/desk/words/list/facts/repaid_on_time",),
    "/desk/words/files": ("/desk/words/files",),
    "/desk/words/file": ("/desk/words/file?name=vocabulary/facts.toml",),
    "/desk/answers": ("/desk/answers?text=alert",),
    "/desk/answers/{policy}/{place}": ("/desk/answers/liaocheng-2024/0",),
    "/desk/try": ("/desk/try",),
    "/desk/cards/{kind}": tuple(f"/desk/cards/{kind}" for kind in CARDS),
    "/desk/cards/{kind}/{place}": ("/desk/cards/rulings/liaocheng-2024:0", "/desk/cards/guides/liaocheng-2024:new"),
    "/desk/lpr": ("/desk/lpr",),
    "/desk/documents": ("/desk/documents",),
    "/desk/versions": ("/desk/versions",),
    "/desk/versions/{number}": ("/desk/versions/{version}",),
    "/desk/drafts/{number}": ("/desk/drafts/{draft}",),
    "/desk/drafts/{number}/replay": (),  # a piece of the page of a draft
    "/desk/people": ("/desk/people",),
    "/desk/people/{name}": ("/desk/people/li",),
    "/desk/audit": ("/desk/audit",),
    "/desk/audit/check": ("/desk/audit/check",),
    "/desk/enter/{token}": ("/desk/enter/{entry}",),
    "/desk/login": (),  # looked at where a session ends
    "/desk/password": ("/desk/password",),
    "/desk/visits": ("/desk/visits",),
    "/desk/visits/new": ("/desk/visits/new",),
    "/desk/referrals": ("/desk/referrals",),
    "/desk/events": ("/desk/events",),
    "/desk/events/{code}": ("/desk/events/{event}",),
    "/desk/report": ("/desk/report",),
    **dict.fromkeys(COUNSELORS, ()),
}


async def test_nothing_that_was_typed_runs_and_every_page_can_be_read(
    clerks: dict[str, Clerk], house: House, browser: Browser
) -> None:
    """Hostile words in a question, a name, a draft's title, an answer: each page loaded once, read by axe at both
    widths. A page that the list does not know is missed."""
    assert set(PAGES) == {one.path for one in all_routes() if one.method == "GET" and one.path not in FILES}
    stored = house.advisor.reply(Message("web:x", HOSTILE, NOW.date(), "web")).stored
    assert stored is not None
    stored.result()
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
    mark = await li.page.locator("input[name=mark]").first.input_value()
    await li.press("存进草稿")
    await li.sees("存进草稿了")
    figure = {"key": "share", "value": "60%", "since": "2028-01-01", "title": "通知", "issued_on": "2026-11-20"}
    figure["quote"] = QUOTE.replace("2027", "2028").replace("50%", "60%")
    saved = await li.page.request.post(f"{li.url}{MEASURE}/figure", form={"mark": mark, **figure})
    assert "存进草稿了" in await saved.text()  # so that the draft's page has figures and cards

    context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
    page = await context.new_page()
    complaints = Complaints()
    complaints.watch(page)
    admin, approver = Clerk(page, li.url), clerks["wang"]
    await context.request.post(f"{li.url}/desk/login", form={"name": "zhang", "password": PASSWORD})
    places = {
        "event": open_event(house.store.ledger(), HOSTILE, HOSTILE, NOW.date().isoformat(), NOW)[0].code,
        "item": next(one.name for one in items(house.store, NOW.date()) if one.first.text == HOSTILE),
        "version": str(in_force(house)),
        "draft": str(house.store.drafts().all()[0].number),
        "entry": await entry_for(house, "wang", li.url),
    }
    wrong = []
    for path in (one.format(**places) for addresses in PAGES.values() for one in addresses):
        clerk = admin if "people" in path else approver
        await clerk.open(path)
        wrong += [(path, *one) for one in await read_at_both_widths(clerk.page)]
    await approver.open("/desk/documents")
    await approver.page.get_by_label("或者把全文粘贴在这里").fill(DOCUMENT)
    await approver.press("读一读")
    await approver.sees("2 条")
    wrong += [("/desk/documents", *one) for one in await read_at_both_widths(approver.page)]
    assert wrong == []
    assert complaints.lines == []
    await context.close()


async def entry_for(house: House, name: str, url: str) -> str:
    """The end of the address by which somebody is let in from 企业微信."""
    settings = read_settings({"FUDAOYUAN_PUBLIC_URL": url}, home=str(house.settings.home))
    person = house.store.people().find(name)
    assert person
    return (await DeskEntry(settings, house.store, lambda: NOW).link(person, "visit")).rpartition("/")[2]


async def read_at_both_widths(page: Page) -> list[tuple[int, str]]:
    """What axe-core finds on a desktop and on a phone, and a page that must be pushed aside there."""
    await expect(page.locator("h1")).to_be_visible()
    wrong = []
    for size in (DESKTOP, PHONE):
        await page.set_viewport_size(size)
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found = await violations(page)
        wrong += [(size["width"], one) for one in [*found, *([f"{wide} too wide"] if wide > 0 else [])]]
    await page.set_viewport_size(DESKTOP)
    return wrong


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
    assert await read_at_both_widths(li.page) == []
    await li.page.get_by_label("用户名").fill("li")
    await li.page.get_by_label("密码").fill(PASSWORD)
    await li.press("登录")
    await li.sees("接着提交")
    assert await read_at_both_widths(li.page) == []
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
