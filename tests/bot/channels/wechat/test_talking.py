"""What followers of the 公众号 see: answers at once, links to what is longer, kind words for what is no text."""

import asyncio
import re
import time

import pytest

SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"
FIRM = "体检：科技型中小微企业，专利质押贷款500万一年，鲁科担担保300万，首台套保险保费80万"
GUARANTEE = "鲁科担，担保{0}万，费率0.5%，能补多少？"


async def test_a_question_is_answered_in_the_request_itself_in_both_modes(either, start):
    async with start(either) as channel:
        posted = await either.say("oyORnuP8q7ou2gfYjqLzSIWZf0rs", SUM)
        assert "67,000.00" in posted.text and posted.statuses == [200]
        assert "80,400.00" in (await either.say("oyORnuP8q7ou2gfYjqLzSIWZf0rs", "改成600万")).text
        await channel.settled()
    assert not either.calls, "nothing was sent besides"


async def test_three_deliveries_of_one_message_are_answered_once_and_alike(channel):
    fields = channel.fake.message("o1", MsgType="text", Content=SUM)
    first, second, third = [await channel.fake.deliver(fields) for _ in range(3)]
    texts = {channel.fake.read(body) for _, body in (first, second, third)}
    assert len(texts) == 1 and len(channel.store.turns("wx:o1")) == 1
    together = channel.fake.message("o2", MsgType="text", Content=SUM)
    found = await asyncio.gather(*(channel.fake.deliver(together) for _ in range(3)))
    assert len({channel.fake.read(body) for _, body in found}) == 1 and len(channel.store.turns("wx:o2")) == 1
    await channel.settled()
    assert not channel.fake.calls


async def test_what_was_answered_before_a_restart_is_answered_alike_after_it(fake, start):
    fields = fake.message("o1", MsgType="text", Content=SUM)
    async with start(fake):
        _, before = await fake.deliver(fields)
    async with start(fake) as channel:
        _, after = await fake.deliver(fields)
        first, again = fake.read(before), fake.read(after)
        assert first.startswith(again) and "67,000.00" in again and len(channel.store.turns("wx:o1")) == 1


async def test_the_welcome_of_a_follower_who_scanned_a_measure_begins_it_and_comes_once(channel):
    posted = await channel.fake.event("o1", "subscribe")
    assert posted.text.startswith("您好，我是金融辅导员。") and "体检" in posted.text
    scanned = channel.fake.message("o2", MsgType="event", Event="subscribe", EventKey="qrscene_m_neeq_award")
    del scanned["MsgId"]
    bodies = [(await channel.fake.deliver(scanned))[1] for _ in range(3)]
    assert len({channel.fake.read(body) for body in bodies}) == 1 and len(channel.store.turns("wx:o2")) == 1
    assert "新三板" in channel.fake.read(bodies[0])


@pytest.mark.parametrize(
    ("key", "words"), [("ask", "直接说您的情况"), ("checkup", "下面哪些办过"), ("person", "12345")]
)
async def test_each_entry_of_the_menu_does_what_it_says(channel, key, words):
    posted = await channel.fake.event("o1", "CLICK", key)
    assert words in posted.text


@pytest.mark.parametrize("event", ["unsubscribe", "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "some_new_event"])
async def test_events_that_want_no_answer_get_none(channel, event):
    posted = await channel.fake.event("o1", event)
    assert posted.raw == "success" and not posted.text
    await channel.settled()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("image", "图片我看不了"),
        ("location", "位置我用不上"),
        ("video", "视频我看不了"),
        ("miniprogrampage", "这种消息"),
    ],
)
async def test_what_is_no_text_gets_a_kind_sentence(channel, kind, words):
    posted = await channel.fake.post(channel.fake.message("o1", MsgType=kind, PicUrl="http://x/y.jpg"))
    assert words in posted.text and "请用文字说一句" in posted.text


async def test_speech_is_taken_by_its_recognised_words(channel):
    said = channel.fake.message("o1", MsgType="voice", MediaId="m", Format="amr", Recognition=SUM)
    assert "67,000.00" in (await channel.fake.post(said)).text
    mute = channel.fake.message("o1", MsgType="voice", MediaId="m", Format="amr")
    assert "没听出字来" in (await channel.fake.post(mute)).text


async def test_what_is_too_long_is_a_short_reply_with_a_link_to_the_whole(channel):
    person = "o1-nobody-else-and-by-no-chance"  # a short one stands in many a sealed link
    posted = await channel.fake.say(person, FIRM)
    for _ in range(12):
        posted = await channel.fake.say(person, "出结果")
        if "点这里看" in posted.text:
            break
    whole = channel.store.turns(f"wx:{person}")[-1].reply
    assert len(whole.encode()) > 2048 and len(posted.text.encode()) <= 2048
    assert whole.startswith(posted.text.partition("……\n")[0].rstrip("\n"))
    assert re.search(r"http://fdy\.example\.cn/carry/[\w=-]+", posted.text)
    assert person not in posted.text


async def test_without_an_address_of_our_own_a_long_reply_comes_in_pieces(fake, start):
    async with start(fake, FUDAOYUAN_PUBLIC_URL="") as channel:
        await fake.say("o1", FIRM)
        await fake.say("o1", "出结果")
        await channel.settled()
        whole = "".join(channel.store.turns("wx:o1")[-1].reply.split())
        assert len(whole.encode()) > 2048
        assert whole == "".join("".join(fake.said["o1"][1:]).split())


async def test_chips_are_words_to_tap_where_there_is_room(channel):
    posted = await channel.fake.say("o1", GUARANTEE.format(100))
    taps = re.findall(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]+)&msgmenuid=1">([^<]+)</a>', posted.text)
    assert taps and all(label for _, label in taps)
    from urllib.parse import unquote

    words = unquote(taps[0][0])
    tapped = await channel.fake.post(channel.fake.message("o1", MsgType="text", Content=words, bizmsgmenuid="1"))
    assert tapped.text and len(channel.store.turns("wx:o1")) == 2


async def test_a_slow_answer_comes_later_by_the_interface_and_once(fake, start, monkeypatch):
    async with start(fake, patience=0.05) as channel:
        advisor, reply = channel.advisor, channel.advisor.reply

        def slowly(message, keep=None):
            time.sleep(0.2)
            return reply(message, keep)

        monkeypatch.setattr(advisor, "reply", slowly)
        fields = fake.message("o1", MsgType="text", Content=SUM)
        fake.came["o1"] = time.time()
        status, body = await fake.deliver(fields)
        assert (status, body) in ((200, "success"), (0, "")) or "67,000.00" in fake.read(body)
        if body == "success":
            await fake.until(lambda: fake.said["o1"])
        await channel.settled()
    assert sum("67,000.00" in text for text in fake.said["o1"]) == (1 if body == "success" else 0)


async def test_words_of_the_chat_that_are_commands_elsewhere(channel):
    say = channel.fake.say
    assert "像跟人说话一样问" in (await say("o1", "帮助")).text
    assert "180 天" in (await say("o1", "隐私")).text
    assert "/carry/" in (await say("o1", "换到网页")).text
    await say("o1", SUM)
    assert "确认删除" in (await say("o1", "删除我说过的话")).text
    assert "删掉了" in (await say("o1", "确认删除")).text
    assert not channel.store.turns("wx:o1")


async def test_who_says_too_much_is_told_once(fake, start):
    from dataclasses import replace

    from tests.bot.channels.wechat.conftest import QUICK

    async with start(fake, replace(QUICK, user_limit=3)):
        texts = [(await fake.say("o1", "你好", CreateTime="1780000000")).text for _ in range(6)]
    assert "一分钟最多 3 句" in texts[3] and texts[4:] == ["", ""]


async def test_an_answer_that_a_kill_left_undelivered_is_given_to_the_next_delivery_and_not_sent_besides(fake, start):
    fields = fake.message("o1", MsgType="text", Content=SUM)
    async with start(fake, grace=60.0) as channel:
        future = channel.service._intake.receive([fields])
        await asyncio.wrap_future(future)
        while channel.outbox.counts()["unanswered"]:
            await asyncio.sleep(0.01)
        assert channel.outbox.counts()["unsent"] == 1
    async with start(fake, grace=0.3) as channel:
        assert "67,000.00" in (await fake.post(fields)).text
        await asyncio.sleep(0.6)
        await channel.settled()
    assert len(fake.said["o1"]) == 1 and not fake.calls
