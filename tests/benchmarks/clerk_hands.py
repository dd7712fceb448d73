"""The hands and eyes of a clerk before the desk in real Chromium: what is tapped, typed and read is counted, and what a
person takes for it reckoned."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE


@dataclass(frozen=True)
class Pace:
    """How fast somebody is: seconds a tap, characters typed and read in a second, seconds of thought for a decision."""

    tap: float = 1.2
    typed: float = 2.5
    read: float = 250 / 60
    think: float = 0.0


QUICK = Pace()
NEW_HAND = Pace(typed=40 / 60, think=20.0)  # types 40 characters a minute, and looks 20 seconds at whatever is decided
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
    decided: int = 0
    machine: float = 0.0

    def seconds(self, pace: Pace) -> float:
        hands = self.taps * pace.tap + self.keys / pace.typed
        return hands + self.read / pace.read + self.decided * pace.think + self.machine


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

    async def unfold(self, title: str) -> None:
        """Opens the part of a form that is called so."""
        part = self.page.locator("#record details.box").filter(has_text=title).first
        await self.tap(part.locator("summary"), loads=False)

    async def choose(self, label: str, value: str) -> None:
        """An entry of a list: a tap that opens it, and one on the entry."""
        field = self.page.locator("label", has=self.page.get_by_text(label, exact=True)).locator("select")
        await field.filter(visible=True).first.select_option(label=value)
        self.step.taps += 2

    async def paste(self, label: str, text: str) -> None:
        """Copied from the text on the page: marked, copied and put in, no key typed."""
        await self.page.get_by_label(label).filter(visible=True).first.fill(text)
        self.step.taps += 4

    async def sees(self, text: str, where: str = "main") -> None:
        began = time.perf_counter()
        await expect(self.page.locator(where)).to_contain_text(text, timeout=240_000)
        self.step.machine += time.perf_counter() - began

    def decides(self, times: int = 1) -> None:
        """Something is held against the document before it is kept."""
        self.step.decided += times
