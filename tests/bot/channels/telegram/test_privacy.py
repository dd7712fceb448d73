"""What a person gave away in Telegram is gone when he was answered; what he wants deleted goes in the end."""

import asyncio
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from bot.channels.telegram.exchange import Place, ServiceContext, Talk
from bot.channels.telegram.inbox import Intake, outbox_of
from knowledge.store import StoreError, open_store
from knowledge.store.sqlite.database import connect
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.test_talking import SUM, data_of, pressed

PHONE = "13812345678"
WORDS = "红旗机床厂"
SOON = replace(QUICK, empty=0.05)


def database_bytes(bot):
    path = bot.settings.database
    return b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*"))


@contextmanager
def locked(bot):
    with closing(connect(bot.settings.database, wait=1)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def gone(bot, words):
    async with asyncio.timeout(20):
        while words.encode() in database_bytes(bot):
            await asyncio.sleep(0.02)


async def test_no_digit_of_a_telephone_stays_after_the_answer(fake, start):
    async with start(fake, SOON) as bot:
        shown = await fake.answer(7, f"我是{PHONE}，{SUM}")
        assert "67,000.00" in shown.text
        await fake.answer(7, f"/checkup 电话{PHONE}，科技型中小企业")
        await fake.answer(7, f"/start {PHONE}")
        await bot.settled()
        await gone(bot, PHONE)
        texts = [turn.text for turn in bot.store.turns("tg:7")]
        assert texts[0] == f"我是〔手机号〕，{SUM}" and texts[2] == "/start 〔手机号〕" and len(texts) == 3
        assert PHONE[3:] not in str(bot.store.turns("tg:7")) + str(bot.store.state_of("tg:7"))


async def test_what_is_deleted_is_gone_from_the_log_too(fake, start):
    async with start(fake, SOON) as bot:
        await fake.answer(7, WORDS + SUM)
        shown = await fake.answer(7, "/delete")
        assert WORDS.encode() in database_bytes(bot)
        told = await pressed(fake, shown, "确认删除")
        assert "删掉了" in told.text and "备份" in told.text
        await bot.settled()
        await gone(bot, WORDS)


async def test_a_deletion_that_cannot_be_received_is_told_once_and_done_later(fake, start):
    async with start(fake, SOON) as bot:
        await fake.answer(7, WORDS + SUM)
        shown = await fake.answer(7, "/delete")
        await bot.settled()
        with locked(bot):
            fake.press(shown, data_of(shown, "确认删除"))
            await fake.until(lambda: "还没删掉" in fake.texts(7)[-1])
            assert "会自动再删" in fake.texts(7)[-1] and len(bot.store.turns("tg:7")) == 1
        await fake.until(lambda: "删掉了" in fake.texts(7)[-1])
        assert bot.store.turns("tg:7") == () and bot.store.state_of("tg:7") is None
        assert sum("还没删掉" in text for text in fake.texts(7)) == 1
        await gone(bot, WORDS)


async def test_a_deletion_received_before_a_stop_is_done_after_the_next_start(fake, start):
    async with start(fake, SOON) as bot:
        await fake.answer(7, WORDS + SUM)
        shown = await fake.answer(7, "/delete")
        await bot.settled()
    raw = {
        "update_id": 10**6,
        "callback_query": {
            "id": "1", "chat_instance": "1", "data": data_of(shown, "确认删除"),
            "from": {"id": 7, "is_bot": False, "first_name": "张三"},
            "message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}},
        },
    }  # fmt: skip
    with open_store(bot.settings.database) as store:
        Intake(outbox_of(bot.settings, store)).receive([raw]).result()
    async with start(fake, SOON) as bot:
        await fake.until(lambda: "删掉了" in fake.texts(7)[-1])
        assert bot.store.turns("tg:7") == ()
        await gone(bot, WORDS)


async def test_a_deletion_that_was_received_and_fails_is_told(bot):
    told = []

    async def tell(*where):
        told.append(where)

    with open_store(bot.settings.database, wait=0.05) as store:
        context = ServiceContext(bot.advisor, store, outbox_of(bot.settings, store), 4242, list, notyet=tell)
        with locked(bot), pytest.raises(StoreError):
            await Talk(context, 5, Place(7, 7, False, None, thread=3)).forget()
    assert told == [(5, 7, 3)]


async def test_privacy_says_how_long(fake, start):
    async with start(fake, SOON, FUDAOYUAN_TURN_DAYS="30") as bot:
        shown = await bot.fake.answer(7, "/privacy")
    for words in ("30 天", "遮掉", "谁能看", "/delete", "备份"):
        assert words in shown.text
