"""What Telegram refuses is said otherwise: outside a closed topic, as no reply, in smaller pieces."""

import asyncio
import signal
from dataclasses import replace

import pytest

from bot.channels.telegram.otherwise import following, simplified
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.entities import read_html
from tests.torture.processes import Process

GROUP = -1001
SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"
IN_TOPIC = {"message_thread_id": 55, "is_topic_message": True}


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
async def test_an_answer_to_a_closed_or_deleted_topic_is_heard_outside_it(bot, words):
    bot.fake.topics[GROUP, 55] = words
    number = bot.fake.say(GROUP, f"@fudaoyuan_bot {SUM}", user=7, **IN_TOPIC)
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    await bot.settled()
    shown = bot.fake.last(GROUP)
    assert "67,000" in shown.text and shown.reply_to == number and len(bot.fake.texts(GROUP)) == 1
    assert "message_thread_id" not in bot.fake.made("sendMessage")[-1].values


async def test_a_reply_that_leads_back_into_the_closed_topic_is_sent_as_none(bot):
    bot.fake.faults["sendMessage"].extend(["400:TOPIC_CLOSED"] * 2)
    bot.fake.say(GROUP, f"@fudaoyuan_bot {SUM}", user=7, **IN_TOPIC)
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    await bot.settled()
    assert bot.fake.last(GROUP).reply_to is None


@pytest.mark.parametrize("words", ["reply message not found", "message to be replied not found"])
async def test_an_answer_to_a_message_that_is_gone_is_sent_as_no_reply(bot, words):
    bot.fake.faults["sendMessage"].append(f"400:{words}")
    bot.fake.say(GROUP, f"@fudaoyuan_bot {SUM}", user=7, **IN_TOPIC)
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    await bot.settled()
    assert bot.fake.last(GROUP).reply_to is None and "67,000" in bot.fake.last(GROUP).text
    assert bot.fake.made("sendMessage")[-1].values["message_thread_id"] == "55"


async def test_a_group_where_the_bot_may_not_write_holds_up_nobody(bot):
    bot.fake.topics |= {(GROUP, 55): "TOPIC_CLOSED", (GROUP, 0): "TOPIC_CLOSED"}
    bot.fake.say(GROUP, f"@fudaoyuan_bot {SUM}", user=7, **IN_TOPIC)
    assert "67,000" in (await bot.fake.answer(7, SUM)).text
    await bot.settled()
    assert not bot.fake.texts(GROUP)


async def test_a_text_that_is_too_long_is_sent_in_smaller_pieces_with_the_buttons_last(bot):
    whole = (await bot.fake.answer(6, SUM)).text
    bot.fake.longest = 100
    bot.fake.say(7, SUM)
    await bot.fake.until(lambda: any("测算仅供参考" in text for text in bot.fake.texts(7)))
    await bot.settled()
    texts = bot.fake.texts(7)
    assert len(texts) > 2 and "".join("".join(texts).split()) == "".join(whole.split())
    ends = tuple(line[-10:] for line in whole.splitlines())
    assert all(text.endswith(("。", "；", *ends)) for text in texts), "cut at the end of a line or a sentence"
    buttons = [bool(one.buttons) for one in bot.fake.shown.values() if one.chat == 7]
    assert buttons == [False] * (len(texts) - 1) + [True]


async def test_an_answer_sent_in_pieces_can_be_replied_to_by_any_of_them(bot):
    bot.fake.longest = 100
    bot.fake.say(7, SUM)
    await bot.fake.until(lambda: any("测算仅供参考" in text for text in bot.fake.texts(7)))
    first = next(one for one in bot.fake.shown.values() if one.chat == 7)
    bot.fake.longest = 4096
    await bot.fake.answer(7, "鲁科担，担保500万，费率0.5%，能补多少？")
    await bot.settled()
    bot.fake.reply(first, "改成600万")
    await bot.fake.until(lambda: "80,400" in bot.fake.last(7).text)


async def test_an_edited_answer_that_is_too_long_is_sent_anew_in_pieces(bot):
    number = bot.fake.say(7, SUM)
    await bot.fake.until(lambda: bot.fake.texts(7))
    await bot.settled()
    bot.fake.longest = 100
    bot.fake.edit(number, SUM.replace("500", "600"))
    await bot.fake.until(lambda: any("80,400" in text for text in bot.fake.texts(7)))
    await bot.settled()
    assert len(bot.fake.texts(7)) > 3


async def test_a_server_that_finds_everything_too_long_is_given_up_on(bot, caplog):
    bot.fake.longest = 2
    bot.fake.say(7, SUM)
    while "given up" not in caplog.text:
        await asyncio.sleep(0.01)
    await bot.settled()
    assert not bot.fake.texts(7) and len(bot.fake.made("sendMessage")) < 12


async def test_a_stop_between_two_pieces_sends_the_rest_at_the_next_start(fake, start):
    fake.longest = 100
    async with start(fake, replace(QUICK, chat_gap=60.0, drain=0.1)):
        fake.say(7, SUM)
        await fake.until(lambda: fake.texts(7))
    (first,) = fake.texts(7)
    async with start(fake) as bot:
        await fake.until(lambda: any("测算仅供参考" in text for text in fake.texts(7)))
        await bot.settled()
    assert fake.texts(7).count(first) == 1 and "67,000" in first


async def test_a_kill_between_two_pieces_doubles_at_most_one(fake, tmp_path):
    fake.longest = 100
    process = await Process(fake, tmp_path).start()
    fake.say(7, SUM)
    await fake.until(lambda: len(fake.texts(7)) == 2, 120)
    await process.end(signal.SIGKILL)
    process = await Process(fake, tmp_path).start()
    await fake.until(lambda: any("测算仅供参考" in text for text in fake.texts(7)), 120)
    await process.end(signal.SIGTERM)
    texts = fake.texts(7)
    assert len(texts) - len(set(texts)) <= 1 and "67,000" in texts[0]


def test_pieces_keep_their_marks_and_follow_one_another():
    line = "<b>结论：" + "字" * 30 + "。</b>\n"
    payload = {"chat": 7, "html": line * 3, "keyboard": [["x"]], "thread": 5, "reply_to": 9}
    method, piece = simplified("sendMessage", payload, "Bad Request: message is too long")
    said = []
    while piece:
        assert read_html(piece["html"]) and piece["thread"] == 5
        said.append((piece["html"].count("<b>"), bool(piece["keyboard"]), piece["reply_to"]))
        piece = following(piece)
    assert method == "sendMessage" and said == [(1, False, 9), (1, False, None), (1, True, None)]
