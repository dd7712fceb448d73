"""The desk in real Chromium: a question nobody could answer, asked in five wordings in three places, answered once; a
document brought in, corrected, signed by another, and answered from, in one running service."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from bot.bootstrap import House
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.messages import Message
from bot.settings import read_settings
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram
from tests.bot.desk.test_queue import WORDINGS
from tests.browser.test_desk import NOW, Clerk, address, clerks, house, in_force, staff, until_in_force

__all__ = ["address", "clerks", "house", "staff"]  # fixtures
pytestmark = pytest.mark.asyncio(loop_scope="session")
ANSWER = "没有小程序，到牵头单位窗口申请"
NEW = """临海市人民政府办公室关于支持海洋渔业装备更新的若干措施

各区县人民政府，市直各部门：

为支持海洋渔业装备更新，经市政府同意，制定如下措施。

一、支持渔船更新改造。对更新改造钢质渔船的渔业公司，按每艘最高10万元给予补助。（牵头单位：市海洋发展局；配合单位：市财政局）

二、支持深海网箱建设。对新建深海网箱的养殖公司，给予一次性补助5万元。（牵头单位：市海洋发展局）

本措施自2026年10月1日起施行，有效期至2029年9月30日。

临海市人民政府办公室
2026年9月20日
"""
PLACES = ("web", "terminal", "telegram", "web", "telegram")


numbers = itertools.count(701)


@contextlib.asynccontextmanager
async def telegram(house: House) -> AsyncIterator[FakeTelegram]:
    """The bot beside the desk, over the same store and the same knowledge."""
    from bot.channels.telegram.service import Service

    async with FakeTelegram().serving() as fake:
        environ = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": fake.base}
        settings = read_settings(environ, home=str(house.settings.home))
        intake, stop = Intake(outbox_of(settings, house.store)), asyncio.Event()
        service = Service(settings, house.advisor, house.store, intake, Health(), QUICK, now=lambda: NOW)
        task = asyncio.create_task(service.run(stop))
        try:
            yield fake
        finally:
            stop.set()
            await task


async def asked(house: House, fake: FakeTelegram, text: str, channel: str) -> str:
    """What is answered on that channel, in a talk of its own."""
    if channel == "telegram":
        return (await fake.answer(next(numbers), text, date=int(NOW.timestamp()))).text
    return said(house, text, channel)


def said(house: House, text: str, channel: str) -> str:
    name = f"{channel}:{text}:{house.advisor.live.knowledge.version}"
    answer = house.advisor.reply(Message(name, text, NOW.date(), channel))
    assert answer.stored is not None
    answer.stored.result()
    return answer.text


async def published(clerks: dict[str, Clerk], house: House) -> None:
    """Handed in by the one, who cannot sign it, and signed by the other."""
    li, wang = clerks["li"], clerks["wang"]
    number = house.store.drafts().all()[0].number
    await li.open(f"/desk/drafts/{number}")
    await li.press("送审")
    await li.sees("送审了")
    assert await li.page.get_by_role("button", name="签发").count() == 0
    await wang.open(f"/desk/drafts/{number}")
    await expect(wang.page.locator("#replay")).to_contain_text("句要答对的话，对了", timeout=120_000)
    before = in_force(house)
    await wang.press("签发")
    await wang.sees(f"是第 {before + 1} 版")
    await until_in_force(house, wang.page, before)


async def test_a_miss_in_five_wordings_is_answered_once(clerks: dict[str, Clerk], house: House) -> None:
    async with telegram(house) as fake:
        await _a_miss_is_answered(clerks["li"], clerks, house, fake)


async def _a_miss_is_answered(li: Clerk, clerks: dict[str, Clerk], house: House, fake: FakeTelegram) -> None:
    for text, place in zip(WORDINGS, PLACES, strict=True):
        assert ANSWER not in await asked(house, fake, text, place)
    await li.open("/desk/queue")
    await li.sees("5 次")
    assert await li.page.locator("ol.asked-list > li").count() == 1
    await li.page.locator("ol.asked-list a").first.click()
    await li.page.get_by_label("怎么答").fill(ANSWER)
    await li.press("存进草稿")
    await li.sees("答了，等发布")
    await published(clerks, house)
    for text, place in zip(WORDINGS, PLACES, strict=True):
        assert ANSWER in await asked(house, fake, text, place)
    await li.page.goto(li.url)
    await li.page.get_by_label("您想问什么").fill(WORDINGS[1])
    await li.page.get_by_label("发送").click()
    await expect(li.page.locator(".turn .card").last).to_contain_text("这是工作人员的答复，不是文件原话")
    await li.open("/desk/queue")
    await li.sees("没有等着答的问题")


async def test_a_document_is_brought_in_and_answered_from(clerks: dict[str, Clerk], house: House) -> None:
    li = clerks["li"]
    await li.open("/desk/documents")
    file = {"name": "措施.txt", "mimeType": "text/plain", "buffer": NEW.encode("gb18030")}
    await li.page.locator("input[name=file]").set_input_files([file])
    await li.press("读一读")
    await li.sees("2 条")
    await li.page.get_by_label("全文").fill(NEW.replace("最高10万元", "最高12万元"))
    await li.page.get_by_label("文件夹名").fill("linhai-2026")
    await li.press("存进草稿")
    await li.sees("存进草稿了")
    await published(clerks, house)
    answer = said(house, "临海市渔船更新改造补多少", "web")
    assert "12万元" in answer and "临海" in answer


async def test_what_was_taken_is_not_put_back_into_its_form(clerks: dict[str, Clerk], house: House) -> None:
    li = clerks["li"]
    await li.open("/desk/lpr")
    for label, text in (
        ("从哪天起执行", "2026-11-20"),
        ("1年期", "2.90"),
        ("5年期以上", "3.40"),
        ("从哪里查到的", "网站"),
    ):
        await li.page.get_by_label(label).fill(text)
    await li.open("/desk/lpr")
    await li.sees("上次填了没有交的，放回来了")
    await li.press("存进草稿")
    await li.sees("存进草稿了")
    assert await li.page.get_by_label("从哪里查到的").input_value() == ""
    await expect(li.page.locator("main")).not_to_contain_text("放回来了")
    await li.open(f"/desk/drafts/{house.store.drafts().all()[0].number}")
    await li.page.get_by_text("不要这份草稿了").click()
    await li.press("作废")
