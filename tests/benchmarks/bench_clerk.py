"""A clerk's first day at the desk, walked through in real Chromium by what stands on the page and nothing else: taps,
keys, and the minutes a person takes for them (1.2 s a tap, 2.5 characters typed and 250 read in a second and a minute).
``--pictures FOLDER`` keeps every page at 1280 and at 390 px."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.bootstrap import House, bootstrap
from bot.channels.desk.mount import add_desk
from bot.channels.web.app import make_app
from bot.messages import Message
from bot.reload import Renewal
from bot.settings import read_settings
from knowledge.people import HASHER, Hand
from knowledge.store import Person
from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS, PHONE, WITHOUT_WINDOWS, start
from tests.changed_settings import UNLIMITED, with_page
from tests.city import shipped_files

TAP, TYPED, READ = 1.2, 2.5, 250 / 60  # seconds a tap, characters a second
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
GIVEN, OWN = "abcd-efgh-jkmn", "金融辅导天天向上"  # the first password, and the clerk's
GOLDEN = "policies/liaocheng-2024/golden.jsonl"
FIGURE = "给 LPR 的百分之几"
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
IN_VIEW = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const box = node.parentElement.getBoundingClientRect(), words = node.textContent.trim();
    const style = getComputedStyle(node.parentElement);
    if (words && box.height && box.width > 2 && box.top < innerHeight && box.bottom > 0 && style.visibility == 'visible'
        && !node.parentElement.closest('script,style,option,textarea')) found.push(words);
  }
  return found;
}"""


@dataclass
class Step:
    """What one job took. ``machine``: seconds the person waited."""

    name: str
    taps: int = 0
    keys: int = 0
    read: int = 0
    machine: float = 0.0

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.keys / TYPED + self.read / READ + self.machine


@dataclass
class Clerk:
    """A person before the page: goes where a label says, types, reads what is in view and was not read before."""

    page: Page
    pictures: Path | None
    steps: list[Step] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    @property
    def step(self) -> Step:
        return self.steps[-1]

    async def begin(self, name: str) -> None:
        self.steps.append(Step(name))
        await self.look()

    async def look(self) -> None:
        """Reads what has come into view; a picture of it is kept where these are wanted."""
        new = [one for one in await self.page.evaluate(IN_VIEW) if one not in self.known]
        self.known.update(new)
        self.step.read += sum(map(len, new))
        if self.pictures:
            number = len(list(self.pictures.glob("*-1280.png"))) + 1
            for size in (DESKTOP, PHONE):
                await self.page.set_viewport_size(size)
                name = f"{number:02d}-{self.step.name}-{size['width']}.png"
                await self.page.screenshot(path=self.pictures / name, full_page=True)
            await self.page.set_viewport_size(DESKTOP)

    async def tap(self, what: Locator, *, loads: bool = True) -> None:
        began = time.perf_counter()
        await what.click()
        if loads:
            await self.page.wait_for_load_state("load")
        self.step.taps += 1
        self.step.machine += time.perf_counter() - began
        await self.look()

    async def link(self, name: str) -> None:
        await self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    async def press(self, name: str) -> None:
        await self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    async def fill(self, label: str, text: str) -> None:
        await self.page.get_by_label(label).filter(visible=True).first.fill(text)
        self.step.taps += 1
        self.step.keys += len(text)

    async def choose(self, label: str, value: str) -> None:
        """An entry of a list: a tap that opens it, and one on the entry."""
        field = self.page.locator("label", has=self.page.get_by_text(label, exact=True)).locator("select")
        await field.filter(visible=True).first.select_option(label=value)
        self.step.taps += 2

    async def sees(self, text: str) -> None:
        began = time.perf_counter()
        await expect(self.page.locator("main")).to_contain_text(text, timeout=60_000)
        self.step.machine += time.perf_counter() - began


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


JOBS: tuple[Callable[[Clerk], Awaitable[None]], ...] = (
    *(logs_in, changes_a_figure, answers_a_miss, adds_a_telephone, adds_lpr, brings_a_document, hands_it_in),
)


def built(folder: str) -> House:
    """A service with two accounts, and one question nobody could answer."""
    files = shipped_files()
    lines = files[GOLDEN].splitlines(keepends=True)
    files[GOLDEN] = "".join(lines[::8])  # so that the run before publishing does not take a minute of this one's
    house = bootstrap(read_settings({}, home=folder), shipped=files, now=lambda: NOW)
    for name, shown, role, password in (("li", "李四", "editor", GIVEN), ("wang", "王五", "approver", OWN)):
        note = Hand("clerk", "", NOW.isoformat()).note("account", name)
        person = Person(name, shown, role, fresh=name == "li")
        house.store.people().put(person, note, secret=HASHER.hash(password), new=True).result()
    stored = house.advisor.reply(Message("miss", MISS, NOW.date(), "web")).stored
    assert stored is not None
    stored.result()
    return house


async def walked(house: House, pictures: Path | None) -> list[Step]:
    """The day of both, step by step; at last the chat must answer by what was published."""
    settings = with_page(house.settings, **UNLIMITED)
    app = make_app(house.advisor, settings, house.store, day=NOW.date)
    add_desk(app, house.advisor, settings, house.store, lambda: NOW)
    served = await start(app)
    async with async_playwright() as playwright:
        program = WITHOUT_WINDOWS if Path(WITHOUT_WINDOWS).exists() else CHROMIUM
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        steps: list[Step] = []
        with Renewal(house):
            for jobs in (JOBS, (signs,)):
                context = await browser.new_context(viewport=DESKTOP, locale="zh-CN")
                context.set_default_timeout(20_000)
                clerk = Clerk(await context.new_page(), pictures)
                await clerk.page.goto(f"{served.url}/desk")
                for job in jobs:
                    await job(clerk)
                steps += clerk.steps
                await context.close()
            await _in_force(house)
        await browser.close()
    await served.runner.cleanup()
    return steps


async def _in_force(house: House) -> None:
    """Waits for what was published, and asks."""
    for _ in range(600):
        if house.advisor.live.knowledge.version == 2:
            break
        await asyncio.sleep(0.1)
    told = [
        await asyncio.to_thread(lambda text=text: house.advisor.reply(Message(f"done {text}", text, NOW.date(), "web")))
        for text in (LOAN, MISS, "临海深海网箱补助多少")
    ]
    for answer, words in zip(told, ("7.25 万元", "没有小程序", "5.00 万元"), strict=True):
        assert words in answer.text, answer.text


def main() -> None:
    wanted = sys.argv[sys.argv.index("--pictures") + 1] if "--pictures" in sys.argv else ""
    pictures = Path(wanted) if wanted else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        house = built(folder)
        steps = asyncio.run(walked(house, pictures))
        house.close()
    print("一个新来的工作人员照页面上的字走一遍（不看说明书），点一下 1.2 秒、每秒打 2.5 个字、每分钟读 250 字：")
    print(f"{'做什么':　<10} 点  打字  读  等（秒）  分钟")
    for one in steps:
        row = f"{one.taps:>3} {one.keys:>5} {one.read:>5} {one.machine:>7.1f} {one.seconds / 60:>7.1f}"
        print(f"{one.name:　<10} {row}")
    total = sum(one.seconds for one in steps) / 60
    print(f"合计 {sum(one.taps for one in steps)} 下、{sum(one.keys for one in steps)} 个字、{total:.0f} 分钟")


if __name__ == "__main__":
    main()
