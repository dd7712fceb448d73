"""An afternoon with a clock: ten firms, each from the first word to the paper in hand, through the real page.

Real Chromium, 390 px wide. What the machine takes is measured; what a person takes is modelled by what he types and
taps: 2.5 characters a second on a phone and 1.2 seconds a tap. Listening, reading and the printer itself are not in it.
"""

import asyncio
import re
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.async_api import Page, async_playwright, expect

from tests.benchmarks.bench_web import served
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE

PER_SECOND, TAP = 2.5, 1.2  # characters typed, seconds
PAGES = re.compile(rb"/Type\s*/Page[^s]")
MOST = 12  # questions, after which the result must be there


@dataclass(frozen=True)
class Firm:
    """``said``: the first word, as the counselor types it; ``answers``: part of a question → the chip to tap."""

    name: str
    said: str
    answers: dict[str, str] = field(default_factory=dict)


USUAL = {  # part of a question → the chip a firm would have tapped
    "下面哪些": "都没有",  # besides what was said
    "登记": "是",
    "还清": "是",
    "反担保": "专利等无形资产",
    "备案": "是",
    "保证保险": "是",
    "区域股权交易市场": "是",
}
FIRMS = (
    Firm("鑫源轴承", "体检：科技型中小企业，规下，专利质押贷了300万，一年期，2024年6月放款，登记办了，按期还清了"),
    Firm("永泰管业", "体检：科技型中小企业，规上，鲁科担担保500万，费率0.4%，备案了，没有反担保"),
    Firm("汇通智能装备", "体检：高新技术企业，规上，首台套保险，保费80万，保额2000万"),
    Firm("东昌生物", "体检：科技型中小企业，规上，新三板创新层挂牌，融资2000万"),
    Firm("润禾农科", "体检：科技型中小企业，规下，什么都没办过"),
    Firm("凯瑞铜业", "体检：高新技术企业，规上，专利质押贷款800万，一年，2024年9月放款", {"科技型中小": "是"}),
    Firm("博远软件", "体检：科技型中小企业，规下，鲁科保，省里补了8万"),
    Firm("华岳紧固件", "体检：科技型企业，规上，区域股权市场挂牌，直接融资300万"),
    Firm("中冶阀门", "体检：科技型中小企业，规下，专利质押贷款200万，半年，鲁科担担保300万，费率0.5%"),
    Firm("天工新材料", "体检：高新技术企业，规上，准备IPO，募资5亿"),
)


@dataclass
class Hand:
    """The counselor's hand: counts what it types and taps. ``taps`` and ``typed`` so far."""

    page: Page
    taps: int = 0
    typed: int = 0

    async def tap(self, role: Literal["button", "link"], name: str, *, last: bool = False) -> None:
        place = self.page.locator(".turn").last if last else self.page
        await place.get_by_role(role, name=name).first.click()
        self.taps += 1

    async def type(self, label: str, text: str) -> None:
        """One tap into the field, then the words."""
        await self.page.get_by_label(label).fill(text)
        self.taps += 1
        self.typed += len(text)

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.typed / PER_SECOND


def main() -> None:
    asyncio.run(_afternoon())


async def _afternoon() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served("site") as port, tempfile.TemporaryDirectory() as folder:
            page = await (await browser.new_context(viewport=PHONE, locale="zh-CN")).new_page()
            await page.add_init_script("window.print = () => {}")  # the phone's own window is no part of the page
            await page.goto(f"http://127.0.0.1:{port}/firms")
            print(f"打字 {PER_SECOND} 字/秒，点一下 {TAP} 秒；听企业说、看结果、打印机出纸不算在内")
            print(f"{'企业':　<8}{'机器 s':>8}{'点':>5}{'字':>5}{'人 s':>8}{'合计 s':>9}")
            every = []
            for number, firm in enumerate(FIRMS):
                hand, began = Hand(page), time.perf_counter()
                await _served(hand, firm, Path(folder) / f"{number}.pdf", first=number == 0)
                machine = time.perf_counter() - began
                every.append((machine, hand))
                whole = machine + hand.seconds
                print(f"{firm.name:　<8}{machine:8.1f}{hand.taps:5}{hand.typed:5}{hand.seconds:8.1f}{whole:9.1f}")
            machine, person = sum(one for one, _ in every), sum(hand.seconds for _, hand in every)
            print(f"平均一家：机器 {machine / len(every):.1f} 秒，人 {person / len(every):.1f} 秒", end="；")
            print(f"十家合计 {(machine + person) / 60:.1f} 分钟")
        await browser.close()


async def _served(hand: Hand, firm: Firm, paper: Path, *, first: bool) -> None:
    """One firm, from the first word to its sheet."""
    page = hand.page
    await hand.tap("button", "开始，一家一个夹子" if first else "换下一家")
    await expect(page.locator(".turn")).to_have_count(0)
    await hand.type("您想问什么", firm.said)
    await _sent(hand, "发送", last=False)
    await _answered(hand, {**USUAL, **firm.answers})
    await hand.tap("link", "印一页纸", last=True)
    await page.wait_for_selector("#result")
    await hand.tap("button", "印一页纸")
    await page.wait_for_url("**/handouts/receipts/*")
    await hand.type("企业名称", firm.name)
    await hand.tap("button", "打印")
    hand.taps += 1  # in the window of the phone that this opens
    await page.pdf(path=str(paper), prefer_css_page_size=True)
    assert len(PAGES.findall(paper.read_bytes())) == 1, f"{firm.name} has more than one page"


async def _answered(hand: Hand, answers: dict[str, str]) -> None:
    """Taps an answer to each question until the result is there; what the firm cannot say is passed over."""
    for _ in range(MOST):
        card = hand.page.locator(".turn").last
        if not await card.get_by_role("button", name="出结果").count():
            return
        question = await card.locator(".asking").inner_text()
        chips = await card.locator(".follow button").all_inner_texts()
        wanted = next((chip for part, chip in answers.items() if part in question and chip in chips), "跳过")
        await _sent(hand, wanted, last=True)
    raise AssertionError("there is no result")


async def _sent(hand: Hand, button: str, *, last: bool) -> None:
    """A message by the field's button, or by a chip of the last card, until its own card is there."""
    cards = hand.page.locator(".turn .card")
    before = await cards.count()
    await hand.tap("button", button, last=last)
    await expect(cards).to_have_count(before + 1)
