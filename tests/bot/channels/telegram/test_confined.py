"""A talk on Telegram is its user's alone: what is posted to the page's interface under its name is another talk."""

import json

import pytest
from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web import make_app
from tests.bot.channels.telegram.fake import BOT

SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"
CHAT = 77001


@pytest.fixture
async def site(bot):
    app = make_app(bot.advisor, bot.settings, bot.store)
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        yield client


async def post(site, text, **line):
    answer = await site.post("/api/ask", json={"text": text, "conversation": f"tg:{CHAT}", **line})
    assert answer.status == 200
    return await answer.text()


async def test_a_stranger_neither_reads_nor_changes_the_sum_of_a_telegram_user(bot, site):
    assert "67,000.00" in (await bot.fake.answer(CHAT, SUM)).text
    for text in ("再说一遍", "改成9000万", "再说一遍"):
        assert "5000000" not in await post(site, text) and "67000.00" not in await post(site, text)
    assert "6.70 万元" in (await bot.fake.answer(CHAT, "再说一遍")).text
    assert [turn.channel for turn in bot.store.turns(f"tg:{CHAT}")] == ["telegram"] * 2


async def test_the_numbers_of_telegram_updates_give_no_answer_and_take_no_place(bot, site):
    await bot.fake.answer(CHAT, SUM)
    [turn] = bot.store.turns(f"tg:{CHAT}")
    said, _, number = turn.client_id.partition(":")
    assert said == str(BOT["id"])
    for update in range(int(number), int(number) + 6):  # also those that come next
        assert "67000.00" not in await post(site, "这文件啥时候到期", client_id=f"{said}:{update}")
    await bot.fake.answer(CHAT, "改成600万")
    _, second = bot.store.turns(f"tg:{CHAT}")
    assert json.loads(second.payload)["inputs"]["principal_yuan"] == "6000000" and second.text == "改成600万"
