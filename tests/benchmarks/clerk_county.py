"""A county's document of ten measures, brought live by a new clerk: every tap and key of it, from file to answers.

What is typed stands here; what is copied out of the document is pasted. Nothing is typed that the README page or the
screens do not tell: no file, no identifier, no command.
"""

import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import expect

from tests.benchmarks.clerk_hands import Clerk
from tests.knowledge.importers.made import docx, paragraph

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
PAGE = "一天加一份新文件"
TEXT = (HERE / "county.txt").read_text("utf-8")
TITLE, SHORT = "青浔县支持山区产业发展若干措施", "山区产业措施"
Mend = Callable[[Clerk], Awaitable[None]]


@dataclass(frozen=True)
class Planned:
    """A measure as the clerk makes it. ``sum``: the words of the sentence by which the row is found; ``called``: how
    people say it; ``needs``: one of these must be said; ``plain``: the clause in a sentence; ``tried`` and ``chosen``:
    the fields of the trial, and ``gives`` what it must give; ``asks``: examples; ``question`` and ``answer``: what is
    asked in the chat at last; ``mend``: what was read wrong and is put right."""

    heading: str
    sum: str
    name: str
    called: list[str]
    needs: list[str]
    plain: str
    gives: str
    asks: list[str]
    question: str
    answer: str
    tried: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    mend: str = ""


async def growth_is_a_threshold(clerk: Clerk) -> None:
    """The document gives the growth as what must be reached; it was read as what is free."""
    part = clerk.page.locator("#record details.box").filter(has_text="增长百分之几以内的不算").first
    await clerk.tap(part.get_by_role("button", name="去掉这一个"))
    await clerk.tap(clerk.page.get_by_text("添一个数（封顶"), loads=False)
    await clerk.choose("这个数是什么", "增长要达到百分之几才给")
    await clerk.fill("添的数", "10%")
    await clerk.paste("写它的原话", "年产值比上年增长超过10%的企业")
    clerk.decides()
    await clerk.press("添上这个数")
    await clerk.sees("存进草稿了")


async def only_whom_it_is_for(clerk: Clerk) -> None:
    """The condition without the sum that must be reached, and how people say that they borrowed."""
    await clerk.unfold("条件：")
    await clerk.fill("怎么问", "是小微企业吗？")
    await clerk.unfold("要问的数：单笔贷款")
    await clerk.fill("常在它旁边的词", "单笔贷款\n贷款\n贷了\n借了")


MENDS: dict[str, Mend] = {one.__name__: one for one in (growth_is_a_threshold, only_whom_it_is_for)}
MEASURES = [Planned(**one) for one in tomllib.loads((HERE / "county.toml").read_text("utf-8"))["measure"]]


async def reads_how(clerk: Clerk) -> None:
    """The page of the README, and the document itself, before anything is touched."""
    await clerk.begin("看说明、通读原文")
    page = README.read_text("utf-8").partition(f"## {PAGE}\n")[2].partition("\n## ")[0]
    clerk.step.read += len(page) + len(TEXT)


async def brings_it(clerk: Clerk) -> None:
    await clerk.begin("传上来，看读成了什么")
    await clerk.link("文件")
    clerk.step.taps += 3  # the dialog of the system: opens, the file, done
    data = docx(*map(paragraph, filter(None, TEXT.splitlines())))
    await clerk.page.get_by_label("选文件").set_input_files(
        {"name": "青政办发21号.docx", "mimeType": "application/octet-stream", "buffer": data}
    )
    await clerk.press("读一读")
    await clerk.sees("14 条")
    clerk.step.read += len(TEXT)  # clause by clause beside the paper
    clerk.decides(2)
    await clerk.press("存进草稿")
    await clerk.sees("像是写了钱、还没做成政策点的 10 处")


async def names_it(clerk: Clerk) -> None:
    await clerk.begin("核对文件信息")
    await clerk.link("口径、指南、电话")
    await clerk.link("文件信息")
    await clerk.tap(clerk.page.locator("main").get_by_role("link", name=TITLE, exact=True))
    await clerk.fill("大家怎么叫它", SHORT)
    clerk.decides(3)
    await clerk.press("存进草稿")
    await clerk.sees(SHORT)


async def makes(clerk: Clerk, one: Planned) -> None:
    await clerk.begin(f"政策点：{one.name}")
    if one is MEASURES[0]:
        await clerk.link("政策点")
    else:
        await clerk.tap(clerk.page.locator("main a").filter(has_text="接着做"))
    row = clerk.page.locator("li").filter(has_text=one.sum).last
    await clerk.tap(row.get_by_role("button", name="做成政策点"))
    await clerk.sees("请逐个核对")
    clerk.decides()
    if one.mend:
        await MENDS[one.mend](clerk)
    await clerk.tap(clerk.page.get_by_text("怎么说、怎么认"), loads=False)
    await clerk.fill("名称", one.name)
    await clerk.fill("人们怎么叫它", "\n".join(one.called))
    await clerk.fill("话里要有其中一个", "\n".join(one.needs))
    clerk.decides()
    await clerk.press("存进草稿")
    await clerk.sees("存进草稿了")
    for label, value in one.tried.items():
        await clerk.page.locator("aside").get_by_label(label, exact=True).fill(value)
        clerk.step.taps, clerk.step.keys = clerk.step.taps + 1, clerk.step.keys + len(value)
    for label, value in one.chosen.items():
        row = clerk.page.locator("aside label", has=clerk.page.get_by_text(label, exact=True))
        await row.locator("select").select_option(label=value)
        clerk.step.taps += 2
    await clerk.tap(clerk.page.get_by_role("button", name="算", exact=True), loads=False)
    await clerk.sees(one.gives, "#sum")
    clerk.decides()
    await clerk.fill("人们会怎么问（一行一句）", "\n".join(one.asks))
    await clerk.press("添上例句")
    await clerk.sees(one.asks[0])


async def says_it_plainly(clerk: Clerk) -> None:
    await clerk.begin("各条的白话")
    for one in MEASURES:
        await clerk.link("口径、指南、电话")
        await clerk.link("各条的白话")
        row = clerk.page.locator("li").filter(has_text=SHORT).filter(has_text=one.heading)
        await clerk.tap(row.get_by_role("link").last)
        await clerk.fill("一句大白话", one.plain)
        clerk.decides()
        await clerk.press("存进草稿")
        await clerk.sees(one.plain)


async def tries_it(clerk: Clerk) -> None:
    await clerk.begin("试着问")
    await clerk.link("说法与答案")
    for one in MEASURES:
        await clerk.link("试着问一句")
        await clerk.fill("一句话", one.question)
        await clerk.tap(clerk.page.locator("#asking").get_by_role("button", name="问", exact=True), loads=False)
        await clerk.sees(one.answer, "#tried")
        clerk.decides()
        await clerk.link("说法与答案")


async def asks_in_the_chat(clerk: Clerk) -> None:
    """As anybody would, in the public chat, one talk for each question."""
    await clerk.begin("在聊天里问")
    for one in MEASURES:
        await clerk.page.context.clear_cookies()
        await clerk.page.goto(clerk.page.url.partition("/desk")[0].rstrip("/") + "/")
        await clerk.page.get_by_label("您想问什么").fill(one.question)
        clerk.step.keys += len(one.question)
        await clerk.tap(clerk.page.get_by_label("发送"), loads=False)
        amount = clerk.page.locator(".turn .card .amount").last
        await expect(amount).to_contain_text(one.answer.partition(" ")[0], timeout=60_000)
        await expect(clerk.page.locator(".turn").last).to_contain_text(SHORT)
