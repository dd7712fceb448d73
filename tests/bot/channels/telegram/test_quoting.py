"""A reply to an older answer of the bot's is about that answer."""

import json
from datetime import UTC, datetime, timedelta

from bot.channels.telegram.exchange import Quoted, ServiceContext
from bot.dialogue.state import recall

SUM = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"
GUARANTEE = "鲁科担，担保500万，费率0.5%，能补多少？"
GROUP = -1001


async def replied(fake, shown, text, user=None, **more):
    """Replies and waits for the answer."""
    before = len(fake.texts(shown.chat))
    fake.reply(shown, text, user, **more)
    await fake.until(lambda: len(fake.texts(shown.chat)) > before)
    return fake.last(shown.chat)


async def settled(bot, chat, *texts):
    """Says the texts; their answers, sent and marked so."""
    shown = [await bot.fake.answer(chat, text) for text in texts]
    await bot.settled()
    return shown


async def test_a_reply_to_an_older_answer_computes_that_one_again(bot):
    first, _ = await settled(bot, 7, SUM, GUARANTEE)
    shown = await replied(bot.fake, first, "改成800万")
    payload = json.loads(bot.store.turns("tg:7")[-1].payload)
    assert payload["measure"] == "patent_pledge_interest" and payload["inputs"]["principal_yuan"] == "8000000"
    assert payload["amount_yuan"] == "100000.00" and "10.00 万元" in shown.text
    assert "600万" in (await bot.fake.answer(7, "改成600万")).text, "the talk goes on from there"
    assert bot.store.turns("tg:7")[-1].measure == "patent_pledge_interest"
    assert "鲁科担" in (await bot.fake.answer(7, "回到刚才那个")).text


async def test_a_reply_to_a_sum_of_the_same_measure_goes_back_to_its_figures(bot):
    first, _ = await settled(bot, 7, SUM, "改成300万，期限两年")
    await replied(bot.fake, first, "一年期LPR不变，改成600万")
    assert json.loads(bot.store.turns("tg:7")[-1].payload)["inputs"]["term_months"] == "12"


async def test_a_reply_to_the_newest_answer_goes_on_as_any_message(bot):
    _, last = await settled(bot, 7, SUM, GUARANTEE)
    await replied(bot.fake, last, "改成800万")
    payload = json.loads(bot.store.turns("tg:7")[-1].payload)
    assert payload["inputs"]["guarantee_yuan"] == "8000000" and "principal_yuan" not in payload["inputs"]


async def test_an_older_answer_is_known_after_a_restart(fake, start):
    async with start(fake) as bot:
        first, _ = await settled(bot, 7, SUM, GUARANTEE)
    async with start(fake) as bot:
        await replied(fake, first, "改成600万")
        await bot.settled()
    assert "80,400" in fake.last(7).text


async def test_an_edited_reply_is_computed_again_from_the_answer_it_replies_to(bot):
    first, _ = await settled(bot, 7, SUM, GUARANTEE)
    number = bot.fake.reply(first, "改成600万")
    await bot.fake.until(lambda: "80,400" in bot.fake.last(7).text)
    await bot.settled()
    bot.fake.edit(number, "改成400万")
    await bot.fake.until(lambda: "53,600" in bot.fake.last(7).text)
    assert len(bot.fake.texts(7)) == 3


async def test_an_answer_older_than_what_is_kept_is_not_taken_for_the_newest(bot):
    first, _ = await settled(bot, 7, SUM, GUARANTEE)
    long_ago = int((datetime.now(UTC) - timedelta(days=8)).timestamp())
    first.id = 999_999
    shown = await replied(bot.fake, first, "改成800万", quoted={"date": long_ago})
    payload = json.loads(bot.store.turns("tg:7")[-1].payload)
    assert payload["amount_yuan"] is None and "800" not in json.dumps(payload["inputs"]), shown.text


async def test_what_was_deleted_is_not_brought_back_by_a_reply(bot):
    first, _ = await settled(bot, 7, SUM, GUARANTEE)
    shown = await bot.fake.answer(7, "/delete")
    await bot.fake.toast(shown, "d1:7")
    await bot.settled()
    await replied(bot.fake, first, "改成800万")
    assert bot.store.turns("tg:7")[-1].measure is None and bot.outbox.about("tg:7", first.id, datetime.now(UTC)) is None


async def test_an_hour_later_a_reply_still_is_about_its_answer(bot):
    first, _ = await settled(bot, 7, SUM, GUARANTEE)
    later = datetime.now(UTC) + timedelta(hours=1)
    context = ServiceContext(bot.advisor, bot.store, bot.outbox, 4242, lambda rows: None, lambda: later)
    stands = recall(context.quoted("tg:7", Quoted(first.id, datetime.now(UTC))), later)
    assert stands.state.topic.measure == "patent_pledge_interest" and not stands.idle


async def test_the_words_of_another_are_not_the_askers(bot):
    other = {"message_id": 5, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}, "text": SUM}
    other["from"] = {"id": 8, "is_bot": False, "first_name": "李"}
    bot.fake.say(GROUP, "@fudaoyuan_bot 能贴多少", user=7, reply_to_message=other)
    await bot.fake.until(lambda: bot.fake.texts(GROUP))
    (turn,) = bot.store.turns(f"tg:{GROUP}:7")
    assert turn.text == "能贴多少" and turn.amount is None and json.loads(turn.payload)["inputs"] == {}


async def test_an_answer_to_another_gives_the_asker_no_figures(bot):
    shown = await bot.fake.answer(GROUP, f"@fudaoyuan_bot {SUM}", user=7)
    await bot.fake.answer(GROUP, f"@fudaoyuan_bot {GUARANTEE}", user=7)
    await bot.settled()
    await replied(bot.fake, shown, "改成800万", user=8)
    (turn,) = bot.store.turns(f"tg:{GROUP}:8")
    assert turn.measure is None and turn.amount is None
    await replied(bot.fake, shown, "改成600万", user=7)
    assert "80,400" in bot.fake.last(GROUP).text
