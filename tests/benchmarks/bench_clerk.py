"""A clerk at the desk, walked through in real Chromium by what stands on the page and nothing else: the first day, and
a document of ten measures from the file to the chat; taps, keys, and the minutes a person takes. ``--county``: the
document alone; ``--pictures FOLDER`` keeps every page at 1280 and at 390 px."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from playwright.async_api import async_playwright, expect

from bot.bootstrap import House, bootstrap
from bot.channels.desk.mount import add_desk
from bot.channels.web.app import make_app
from bot.messages import Message
from bot.reload import Renewal
from bot.settings import read_settings
from knowledge.people import HASHER, Hand
from knowledge.store import Person
from tests.benchmarks import clerk_county as county
from tests.benchmarks.clerk_hands import NEW_HAND, QUICK, Clerk, Pace, Step
from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS, WITHOUT_WINDOWS, start
from tests.changed_settings import UNLIMITED, with_page
from tests.city import shipped_files

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
GIVEN, OWN = "abcd-efgh-jkmn", "金融辅导天天向上"  # the first password, and the clerk's
GOLDEN = "policies/liaocheng-2024/golden.jsonl"
FIGURE = "给 LPR 的百分之几"
GRACE = 6.0  # seconds in which what is published comes into force
MISS = "贴息申请有没有手机小程序"
QUOTE = "自2027年1月1日起，专利权质押贷款按照贷款市场报价利率（LPR）的50%给予贴息补助"
LOAN = "专利质押贷500万，一年，2027年3月1日放款，能贴多少"
NEW = """临海市人民政府办公室关于支持海洋渔业装备更新的若干措施

各区县人民政府，市直各部门：

一、支持渔船更新改造。对更新改造钢质渔船的渔业公司，按每艘最高10万元给予补助。（牵头单位：市海洋发展局）

二、支持深海网箱建设。对新建深海网箱的养殖公司，给予一次性补助5万元。（牵头单位：市海洋发展局）

本措施自2026年10月1日起施行，有效期至2029年9月30日。

临海市人民政府办公室
2026年9月20日
"""


async def logs_in(clerk: Clerk) -> None:
    await clerk.begin("第一次登录")
    await clerk.fill("用户名", "li")
    await clerk.fill("密码", GIVEN)
    await clerk.press("登录")
    await clerk.fill("管理员给的密码", GIVEN)
    await clerk.fill("新密码（至少", OWN)
    await clerk.fill("新密码再写一遍", OWN)
    await clerk.press("换密码")
    await clerk.sees("今天要办的")


async def changes_a_figure(clerk: Clerk) -> None:
    await clerk.begin("改一个数")
    await clerk.link("政策点")
    await clerk.link("专利权质押贷款贴息")
    await clerk.tap(clerk.page.get_by_text("一个数从某天起变了"), loads=False)
    await clerk.choose("哪个数", FIGURE)
    await clerk.fill("改成多少", "50%")
    await clerk.fill("从哪天起", "2027-01-01")
    await clerk.fill("通知里的原话", QUOTE)
    await clerk.fill("标题", "关于调整贴息比例的通知")
    await clerk.fill("发文日期", "2026-11-20")
    await clerk.press("存进草稿")
    await clerk.sees("存进草稿了")


async def answers_a_miss(clerk: Clerk) -> None:
    await clerk.begin("答一个没答上的")
    await clerk.link("待答")
    await clerk.link(MISS)
    await clerk.fill("怎么答", "没有小程序，带上材料到牵头单位的窗口申请。")
    await clerk.fill("谁答的（部门）", "市科技局")
    await clerk.press("存进草稿")
    await clerk.sees("答了，等发布")


async def adds_a_telephone(clerk: Clerk) -> None:
    await clerk.begin("添一个电话")
    await clerk.link("口径、指南、电话")
    await clerk.link("部门联系方式")
    await clerk.link("添一条")
    await clerk.choose("部门", "市科技局")
    await clerk.fill("电话", "000-1234567")
    await clerk.fill("从哪里知道的", "科长本人电话里说的")
    await clerk.press("存进草稿")
    await clerk.sees("000-1234567")


async def adds_lpr(clerk: Clerk) -> None:
    await clerk.begin("添一期 LPR")
    await clerk.link("LPR")
    await clerk.fill("从哪天起执行", "2026-11-20")
    await clerk.fill("1年期（%）", "2.90")
    await clerk.fill("5年期以上（%）", "3.40")
    await clerk.fill("从哪里查到的", "人民银行网站")
    await clerk.press("存进草稿")
    await clerk.sees("2026-11-20")
    await expect(clerk.page.get_by_label("从哪里查到的")).to_have_value("")  # what was taken is not put back


async def brings_a_document(clerk: Clerk) -> None:
    await clerk.begin("加一份文件")
    await clerk.link("文件")
    clerk.step.taps += 3  # the dialog of the system: opens, the file, done
    await clerk.page.get_by_label("选文件").set_input_files(
        {"name": "措施.txt", "mimeType": "text/plain", "buffer": NEW.encode("gb18030")}
    )
    await clerk.press("读一读")
    await clerk.sees("支持深海网箱建设")
    await clerk.press("存进草稿")
    row = clerk.page.locator("li").filter(has_text="给予一次性补助5万元").last
    await clerk.tap(row.get_by_role("button", name="做成政策点"))
    await clerk.sees("请逐个核对")
    await clerk.tap(clerk.page.get_by_text("怎么说、怎么认"), loads=False)
    await clerk.fill("名称", "深海网箱补助")
    await clerk.fill("人们怎么叫它", "深海网箱\n网箱补助")
    await clerk.fill("话里要有其中一个", "网箱")
    await clerk.press("存进草稿")
    await clerk.sees("存进草稿了")


async def hands_it_in(clerk: Clerk) -> None:
    await clerk.begin("送审")
    await clerk.tap(clerk.page.locator(".draft-now a"))
    await clerk.press("送审")
    await clerk.sees("送审了")


async def signs(clerk: Clerk) -> None:
    await clerk.begin("另一位登录、签发")
    await clerk.fill("用户名", "wang")
    await clerk.fill("密码", OWN)
    await clerk.press("登录")
    await clerk.tap(clerk.page.locator("main a").filter(has_text="号草稿").first)
    began = time.perf_counter()
    await expect(clerk.page.locator("#replay")).to_contain_text("句要答对的话，对了", timeout=300_000)
    clerk.step.machine += time.perf_counter() - began
    await clerk.press("签发")
    await clerk.sees("发布了")


Job = Callable[[Clerk], Awaitable[None]]
JOBS: tuple[Job, ...] = (
    *(logs_in, changes_a_figure, answers_a_miss, adds_a_telephone, adds_lpr, brings_a_document, hands_it_in),
)


def built(folder: str, *, every: int) -> House:
    """A service with two accounts, and one question nobody could answer. ``every``: of the sentences that must hold
    before publishing one in so many is kept."""
    files = shipped_files()
    lines = files[GOLDEN].splitlines(keepends=True)
    files[GOLDEN] = "".join(lines[::every])
    house = bootstrap(read_settings({}, home=folder), shipped=files, now=lambda: NOW)
    for name, shown, role, password in (("li", "李四", "editor", GIVEN), ("wang", "王五", "approver", OWN)):
        note = Hand("clerk", "", NOW.isoformat()).note("account", name)
        person = Person(name, shown, role, fresh=name == "li")
        house.store.people().put(person, note, secret=HASHER.hash(password), new=True).result()
    stored = house.advisor.reply(Message("miss", MISS, NOW.date(), "web")).stored
    assert stored is not None
    stored.result()
    return house


async def walked(house: House, people: Sequence[Sequence[Job]], pictures: Path | None) -> list[Step]:
    """What each of the people does, one after the other, step by step."""
    settings = with_page(house.settings, **UNLIMITED)
    app = make_app(house.advisor, settings, house.store, day=NOW.date)
    add_desk(app, house.advisor, settings, house.store, lambda: NOW)
    served = await start(app)
    async with async_playwright() as playwright:
        program = WITHOUT_WINDOWS if Path(WITHOUT_WINDOWS).exists() else CHROMIUM
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        steps: list[Step] = []
        with Renewal(house):
            for jobs in people:
                context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
                context.set_default_timeout(20_000)
                clerk = Clerk(await context.new_page(), pictures)
                await clerk.page.goto(f"{served.url}/desk")
                for job in jobs:
                    await job(clerk)
                    print(f"走完了：{clerk.step.name}", clerk.step, file=sys.stderr, flush=True)
                steps += clerk.steps
                await context.close()
        await browser.close()
    await served.runner.cleanup()
    return steps


async def in_force(clerk: Clerk) -> None:
    """Until what was published is what the chat answers by: the page of the versions says so."""
    await clerk.begin("几秒钟后生效")
    began = time.perf_counter()
    await clerk.link("草稿与版本")
    await clerk.sees("正在用")
    await asyncio.sleep(GRACE)
    clerk.step.machine += time.perf_counter() - began


async def first_day(pictures: Path | None) -> list[Step]:
    """A new clerk's first day; at last the advisor answers by what was published. Of the sentences that must hold one
    in eight is run, so that the run before publishing does not take a minute."""
    with tempfile.TemporaryDirectory() as folder, closing(built(folder, every=8)) as house:
        steps = await walked(house, (JOBS, (signs, in_force)), pictures)
        for text, words in ((LOAN, "7.25 万元"), (MISS, "没有小程序"), ("临海深海网箱补助多少", "5.00 万元")):
            answer = await asyncio.to_thread(house.advisor.reply, Message(f"done {text}", text, NOW.date(), "web"))
            assert words in answer.text, answer.text
        return steps


async def a_document(pictures: Path | None) -> list[Step]:
    """A county's document of ten measures, from the file to the answers in the chat."""
    made = [partial(county.makes, one=one) for one in county.MEASURES]
    editor = (county.reads_how, logs_in, county.brings_it, county.names_it, *made, county.says_it_plainly)
    people = ((*editor, county.tries_it, hands_it_in), (signs, in_force), (county.asks_in_the_chat,))
    with tempfile.TemporaryDirectory() as folder, closing(built(folder, every=1)) as house:
        return await walked(house, people, pictures)


def told(steps: Sequence[Step], pace: Pace) -> None:
    """A line for each step, and all together."""
    print(f"{'做什么':　<14} 点  打字  读  想  等（秒）  分钟")
    for one in steps:
        counts = f"{one.taps:>3} {one.keys:>5} {one.read:>5} {one.decided:>3}"
        print(f"{one.name:　<14} {counts} {one.machine:>7.1f} {one.seconds(pace) / 60:>7.1f}")
    total, machine = sum(one.seconds(pace) for one in steps) / 60, sum(one.machine for one in steps) / 60
    taps, keys = sum(one.taps for one in steps), sum(one.keys for one in steps)
    print(f"合计 {taps} 下、{keys} 个字、{total:.0f} 分钟，其中等机器 {machine:.1f} 分钟", flush=True)


def main() -> None:
    wanted = sys.argv[sys.argv.index("--pictures") + 1] if "--pictures" in sys.argv else ""
    folders = [Path(wanted) / name if wanted else None for name in ("first", "county")]
    for folder in filter(None, folders):
        folder.mkdir(parents=True, exist_ok=True)
    if "--county" not in sys.argv:
        print("第一天，照页面上的字走一遍（不看说明书），点一下 1.2 秒、每秒打 2.5 个字、每分钟读 250 字：")
        told(asyncio.run(first_day(folders[0])), QUICK)
    print("一份十项奖励的新文件，从文件到聊天里答出来，都在网页上：每分钟打 40 个字、读 250 字，每核对一处想 20 秒：")
    told(asyncio.run(a_document(folders[1])), NEW_HAND)


if __name__ == "__main__":
    main()
