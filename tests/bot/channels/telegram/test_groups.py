"""Group chats: the bot speaks when it is spoken to, to whom spoke, and keeps people's talks apart."""

from tests.bot.channels.telegram.users import ANONYMOUS, BOT

GROUP = -1001
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"


async def test_in_a_group_only_what_mentions_or_answers_the_bot_is_answered(bot):
    bot.fake.say(GROUP, SUM, user=7)
    bot.fake.say(GROUP, f"@another_bot {SUM}", user=7)
    bot.fake.say(GROUP, "/help@another_bot", user=7)
    bot.fake.send(GROUP, user=7, voice={"file_id": "f", "file_unique_id": "u", "duration": 1})
    number = bot.fake.say(GROUP, f"@Fudaoyuan_Bot {SUM}", user=7)
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    shown = bot.fake.last(GROUP)
    assert "67,000" in shown.text and shown.reply_to == number
    assert [turn.text for turn in bot.store.turns(f"tg:{GROUP}:7")] == [SUM]
    ours = {"message_id": shown.id, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}, "from": BOT, "text": "…"}
    bot.fake.say(GROUP, "那要是600万呢", user=7, reply_to_message=ours)
    await bot.fake.until(lambda: len(bot.fake.texts(GROUP)) == 2)
    assert "80,400" in bot.fake.last(GROUP).text
    await bot.settled()
    assert len(bot.fake.texts(GROUP)) == 2


async def test_two_people_in_a_group_have_talks_of_their_own(bot):
    await bot.fake.answer(GROUP, f"@fudaoyuan_bot {SUM}", user=7)
    shown = await bot.fake.answer(GROUP, "@fudaoyuan_bot 那要是600万呢", user=8)
    assert "80,400" not in shown.text
    first = next(iter(bot.fake.shown.values()))
    yes = next(button["callback_data"] for button in first.buttons if button["text"] == "是")
    assert await bot.fake.toast(first, yes, user=8) == "按钮已失效"
    assert await bot.fake.toast(first, yes, user=7) == ""


async def test_commands_work_in_groups_and_topics(bot):
    await bot.fake.answer(GROUP, "/help", user=7)
    await bot.fake.answer(GROUP, f"@fudaoyuan_bot {SUM}", user=7, message_thread_id=55, is_topic_message=True)
    assert bot.fake.made("sendMessage")[-1].values["message_thread_id"] == "55"


async def test_a_group_that_became_a_supergroup_is_answered_there(bot):
    bot.fake.migrate(GROUP, -1002)
    bot.fake.say(GROUP, f"@fudaoyuan_bot {SUM}", user=7)
    await bot.fake.until(lambda: bot.fake.texts(-1002))
    assert "67,000" in bot.fake.last(-1002).text


async def test_who_speaks_as_the_group_is_answered_when_the_bot_is_meant(bot):
    bot.fake.say_as_group(GROUP, SUM)
    await bot.fake.answer(GROUP, f"@fudaoyuan_bot {SUM}", user=7)
    number = bot.fake.say_as_group(GROUP, f"@fudaoyuan_bot {SUM.replace('500', '300')}")
    await bot.fake.until(lambda: len(bot.fake.texts(GROUP)) == 2)
    shown = bot.fake.last(GROUP)
    assert "40,200" in shown.text and shown.reply_to == number and not shown.buttons, "nobody could press as the group"
    bot.fake.reply(shown, "那要是600万呢", **{"from": ANONYMOUS, "sender_chat": {"id": GROUP, "type": "supergroup"}})
    await bot.fake.until(lambda: len(bot.fake.texts(GROUP)) == 3)
    assert "80,400" in bot.fake.last(GROUP).text
    assert len(bot.store.turns(f"tg:{GROUP}:{GROUP}")) == 2 and len(bot.store.turns(f"tg:{GROUP}:7")) == 1


async def test_each_channel_that_speaks_in_a_group_has_a_talk_of_its_own(bot):
    for channel, amount in ((-2001, "500"), (-2002, "300")):
        who = {"from": CHANNEL_BOT, "sender_chat": {"id": channel, "type": "channel", "title": "x"}}
        await bot.fake.answer(GROUP, f"@fudaoyuan_bot {SUM.replace('500', amount)}", **who)
    assert [bot.store.turns(f"tg:{GROUP}:{channel}")[0].amount for channel in (-2001, -2002)] == [
        "67000.00",
        "40200.00",
    ]


async def test_what_was_said_as_the_group_is_deleted_without_a_button(bot):
    bot.fake.say_as_group(GROUP, f"@fudaoyuan_bot {SUM}")
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    bot.fake.say_as_group(GROUP, "/delete@fudaoyuan_bot")
    await bot.fake.until(lambda: len(bot.fake.texts(GROUP)) == 2)
    assert bot.store.turns(f"tg:{GROUP}:{GROUP}") == ()


async def test_other_bots_are_not_answered(bot):
    other = {"id": 9, "is_bot": True, "first_name": "另一个"}
    bot.fake.say(GROUP, f"@fudaoyuan_bot {SUM}", **{"from": other})
    await bot.fake.answer(GROUP, f"@fudaoyuan_bot {SUM}", user=7)
    await bot.settled()
    assert len(bot.fake.texts(GROUP)) == 1


async def test_posts_forwarded_from_the_channel_are_answered_only_when_they_mention_the_bot(bot):
    for text in (SUM, "/help", f"/help {SUM}"):
        bot.fake.forward(-2001, GROUP, text)
    bot.fake.forward(-2001, GROUP, f"@fudaoyuan_bot {SUM}")
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    await bot.settled()
    assert len(bot.fake.texts(GROUP)) == 1 and "67,000" in bot.fake.last(GROUP).text


async def test_in_a_channel_only_what_mentions_the_bot_is_answered(bot):
    bot.fake.post(-2001, SUM)
    bot.fake.post(-2001, "/help")
    bot.fake.post(-2001, f"@fudaoyuan_bot {SUM}", author_signature="编辑")
    await bot.fake.until(lambda: bot.fake.texts(-2001))
    await bot.settled()
    (text,) = bot.fake.texts(-2001)
    assert "67,000" in text and not bot.fake.last(-2001).buttons
    bot.fake.post(-2001, f"@fudaoyuan_bot {SUM.replace('500', '300')}", "edited_channel_post", edit_date=1_780_000_000)
    await bot.fake.until(lambda: len(bot.fake.texts(-2001)) == 2)
    assert "40,200" in bot.fake.last(-2001).text


async def test_odd_things_in_channels_hold_up_nobody(bot):
    for kind in ("channel_post", "edited_channel_post"):
        bot.fake.put({kind: {"message_id": 5, "date": 1, "chat": {"id": -2001, "type": "channel"}}})
        bot.fake.put({kind: {"message_id": "x", "chat": {"id": -2001}}})
        bot.fake.put({kind: 5})
    pinned = {"id": -2001, "type": "channel", "title": "x"}
    bot.fake.put({"channel_post": {"message_id": 6, "date": 1, "chat": pinned, "new_chat_title": "y"}})
    bot.fake.post(-2001, f"@fudaoyuan_bot {SUM}")
    await bot.fake.until(lambda: bot.fake.texts(-2001))
    shown = bot.fake.last(-2001)
    query = bot.fake.press(shown, "m1:neeq_award", user=9, kind="channel")
    await bot.fake.until(lambda: bot.fake.made("answerCallbackQuery"))
    (toast,) = bot.fake.made("answerCallbackQuery")
    assert toast.values["callback_query_id"] == query and toast.values["text"] == "按钮已失效"
    await bot.settled()
    assert len(bot.fake.texts(-2001)) == 1
