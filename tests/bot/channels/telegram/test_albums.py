"""An album is one message, whatever way its parts come: answered once, by its caption."""

import asyncio
import signal
from dataclasses import replace

import pytest

from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.test_webhook import environ, page
from tests.torture.processes import Process

SUM = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
GROUP = -1001


async def taken(bot, number):
    """Waits until so many updates stand in the inbox unanswered."""
    while bot.outbox.counts()["unanswered"] < number:
        await asyncio.sleep(0.01)


async def confirmed(fake):
    """Waits until the bot has said that it has all updates."""
    while fake.updates:
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("captions", [[SUM, "", ""], ["", SUM, ""], ["", "", SUM]])
async def test_an_album_is_answered_once_by_its_caption(bot, captions):
    bot.fake.album(7, captions)
    bot.fake.say(7, "那要是600万呢")
    await bot.fake.until(lambda: len(bot.fake.texts(7)) == 2)
    await bot.settled()
    first, second = bot.fake.texts(7)
    assert "67,000" in first and "80,400" in second
    assert [turn.text for turn in bot.store.turns("tg:7")] == [SUM, "那要是600万呢"]


async def test_an_album_without_a_caption_is_answered_once(bot):
    bot.fake.album(7, [""] * 10)
    await bot.fake.until(lambda: bot.fake.texts(7))
    await bot.settled()
    (text,) = bot.fake.texts(7)
    assert text.startswith("图片我看不了") and len(bot.store.turns("tg:7")) == 1


async def test_captions_of_one_album_are_heard_together(bot):
    bot.fake.album(7, ["", "专利质押贷了500万", "一年，2024年8月放款，能贴多少？"])
    await bot.fake.until(lambda: bot.fake.texts(7))
    await bot.settled()
    (text,) = bot.fake.texts(7)
    assert "67,000" in text


async def test_two_albums_are_two_messages(bot):
    bot.fake.album(7, ["", SUM], "one")
    bot.fake.album(7, ["", ""], "two")
    await bot.fake.until(lambda: len(bot.fake.texts(7)) == 2)
    await bot.settled()
    assert "67,000" in bot.fake.texts(7)[0] and bot.fake.texts(7)[1].startswith("图片我看不了")


async def test_parts_of_different_batches_are_one_message(fake, start):
    async with start(fake, replace(QUICK, album=1.0)) as bot:
        for caption in ("", SUM, ""):
            fake.album(7, [caption])
            await confirmed(fake)
        await fake.until(lambda: fake.texts(7))
        await bot.settled()
    assert len(fake.made("sendMessage")) == 1 and "67,000" in fake.texts(7)[0]


async def test_a_caption_that_comes_late_takes_the_place_of_what_was_said_without_it(bot):
    bot.fake.album(7, ["", ""])
    await bot.fake.until(lambda: bot.fake.texts(7))
    await bot.settled()
    bot.fake.album(7, [SUM])
    await bot.fake.until(lambda: "67,000" in bot.fake.texts(7)[0])
    bot.fake.album(7, [""])
    await bot.settled()
    assert len(bot.fake.texts(7)) == 1 and bot.fake.last(7).edited


async def test_a_picture_that_comes_late_is_not_answered_again(bot):
    bot.fake.album(7, [SUM, ""])
    await bot.fake.until(lambda: bot.fake.texts(7))
    await bot.settled()
    bot.fake.album(7, ["", ""])
    await bot.fake.answer(7, "那要是600万呢")
    await bot.settled()
    assert len(bot.fake.texts(7)) == 2 and not bot.fake.made("editMessageText")


async def test_parts_pushed_one_by_one_in_any_order_are_one_message(fake, start, house):
    async with start(fake, replace(QUICK, album=0.5), **environ()) as bot:
        while not fake.webhook:
            await asyncio.sleep(0.01)
        async with page(house, bot.settings, bot.store, bot.intake, bot.health) as (_, base):
            fake.webhook["url"] = f"{base}/telegram/in"
            fake.album(7, ["", SUM, ""])
            fake.updates.reverse()
            await fake.deliver()
            await fake.until(lambda: fake.texts(7))
            await bot.settled()
    assert len(fake.made("sendMessage")) == 1 and "67,000" in fake.texts(7)[0]


async def test_a_caption_of_an_album_can_be_edited(bot):
    _, number = bot.fake.album(7, ["", SUM])
    await bot.fake.until(lambda: bot.fake.texts(7))
    await bot.settled()
    message = {**bot.fake._said[number], "caption": SUM.replace("500", "600"), "edit_date": 1_780_000_000}
    bot.fake.put({"edited_message": message})
    await bot.fake.until(lambda: "80,400" in bot.fake.texts(7)[0])
    await bot.settled()
    assert len(bot.fake.texts(7)) == 1


async def test_in_a_group_an_album_is_answered_when_its_caption_names_the_bot(bot):
    bot.fake.album(GROUP, ["", SUM], "not for the bot", user=7)
    numbers = bot.fake.album(GROUP, ["看图", f"@fudaoyuan_bot {SUM}"], "for the bot", user=7)
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    await bot.settled()
    assert len(bot.fake.texts(GROUP)) == 1 and "67,000" in bot.fake.last(GROUP).text
    assert bot.fake.last(GROUP).reply_to in numbers


async def test_parts_that_cannot_be_read_hold_up_nobody(bot):
    bot.fake.put({"message": {"media_group_id": "x", "chat": {"id": 7}, "caption": 5, "message_id": "?"}})
    bot.fake.put({"message": {"media_group_id": "x", "chat": {"id": 7}, "caption": "y", "caption_entities": 3}})
    bot.fake.put({"message": {"media_group_id": 9, "chat": {"id": 7}}})
    assert "67,000" in (await bot.fake.answer(7, SUM)).text
    await bot.settled()


async def test_a_stop_between_two_parts_costs_nothing_and_doubles_nothing(fake, start):
    async with start(fake, replace(QUICK, album=60.0, drain=0.1)) as bot:
        fake.album(7, ["", ""])
        await taken(bot, 2)
    assert not fake.texts(7)
    fake.album(7, [SUM])
    async with start(fake, replace(QUICK, album=1.0)) as bot:
        await fake.until(lambda: fake.texts(7))
        await bot.settled()
        assert len(bot.store.turns("tg:7")) == 1
    assert len(fake.made("sendMessage")) == 1 and "67,000" in fake.texts(7)[0]


async def test_a_kill_between_two_parts_costs_nothing_and_doubles_nothing(fake, tmp_path):
    process = await Process(fake, tmp_path).start()
    await process.line("已启动")
    fake.album(7, [""])
    await confirmed(fake)
    await process.end(signal.SIGKILL)
    fake.album(7, ["", SUM])
    process = await Process(fake, tmp_path).start()
    await fake.until(lambda: any("67,000" in text for text in fake.texts(7)), 120)
    code, _ = await process.end(signal.SIGTERM)
    assert code == 0 and len(fake.texts(7)) == 1
