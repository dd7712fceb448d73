"""Group chats: the bot speaks when it is spoken to, to whom spoke, and keeps people's talks apart."""

from tests.bot.channels.telegram.fake import BOT

GROUP = -1001
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


async def test_a_group_that_became_a_supergroup_is_answered_there(bot, monkeypatch):
    from tests.bot.channels.telegram import fake as module

    real, moved = bot.fake._sendMessage, []

    def send(values):
        if not moved:
            moved.append(values)
            raise module.Refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1002)
        return real(values)

    monkeypatch.setattr(bot.fake, "_sendMessage", send)
    bot.fake.say(GROUP, f"@fudaoyuan_bot {SUM}", user=7)
    await bot.fake.until(lambda: bot.fake.texts(-1002))
    assert "67,000" in bot.fake.last(-1002).text
