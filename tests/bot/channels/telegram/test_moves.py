"""A group that becomes a supergroup keeps its talks, whichever sign of it comes first."""

import asyncio
import json
from dataclasses import replace

import pytest

from bot.channels.telegram import questions
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.users import BOT

OLD, NEW = -1001, -1002
SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"
GUARANTEE = "鲁科担，担保500万，费率0.5%，能补多少？"


async def begun(bot):
    """Two people have talked in the old group, one of them as the group."""
    await bot.fake.answer(OLD, f"@fudaoyuan_bot {SUM}", user=7)
    bot.fake.say_as_group(OLD, f"@fudaoyuan_bot {SUM}")
    await bot.fake.until(lambda: len(bot.fake.texts(OLD)) == 2)
    await bot.settled()


async def goes_on(fake, user=7, wanted="80,400"):
    fake.say(NEW, "@fudaoyuan_bot 那要是600万呢", user=user)
    await fake.until(lambda: any(wanted in text for text in fake.texts(NEW)))


@pytest.mark.parametrize("signs", [("to", "from"), ("from", "to"), ("to",), ("from",)])
async def test_talks_go_on_in_the_supergroup(bot, signs):
    await begun(bot)
    bot.fake.migrate(OLD, NEW, *signs)
    await goes_on(bot.fake)
    await bot.settled()
    assert [turn.text for turn in bot.store.turns(f"tg:{NEW}:7")] == [SUM, "那要是600万呢"]
    assert bot.store.turns(f"tg:{OLD}:7") == () and bot.store.state_of(f"tg:{OLD}:7") is None
    bot.fake.say_as_group(NEW, "@fudaoyuan_bot 那要是300万呢")
    await bot.fake.until(lambda: any("40,200" in text for text in bot.fake.texts(NEW)))
    assert len(bot.store.turns(f"tg:{NEW}:{NEW}")) == 2, "who speaks as the group goes on as that"
    assert len(bot.fake.texts(OLD)) == 2


async def test_talks_go_on_after_a_restart(fake, start):
    async with start(fake) as bot:
        await begun(bot)
        fake.migrate(OLD, NEW, "to")
        await fake.until(lambda: not fake.updates)
        await bot.settled()
    async with start(fake) as bot:
        await goes_on(fake)
        await bot.settled()


async def test_the_error_alone_is_sign_enough(bot):
    await begun(bot)
    bot.fake.migrate(OLD, NEW)
    bot.fake.say(OLD, "@fudaoyuan_bot 那要是300万呢", user=7)
    await bot.fake.until(lambda: bot.fake.texts(NEW))
    await goes_on(bot.fake)
    await bot.settled()
    assert "40,200" in bot.fake.texts(NEW)[0] and len(bot.store.turns(f"tg:{NEW}:7")) == 3


async def test_answers_that_still_wait_are_sent_to_the_supergroup(fake, start):
    fake.faults["sendMessage"].extend(["500"] * 1000)
    async with start(fake, replace(QUICK, drain=0.1)) as bot:
        fake.say(OLD, f"@fudaoyuan_bot {SUM}", user=7)
        await fake.until(lambda: any(call.method == "sendMessage" for call in fake.calls))
        fake.migrate(OLD, NEW, "from")
        fake.say(OLD, "@fudaoyuan_bot 那要是300万呢", user=7)
        while bot.outbox.counts()["unanswered"] or fake.updates:
            await asyncio.sleep(0.01)
    fake.faults.clear()
    async with start(fake) as bot:
        await fake.until(lambda: len(fake.texts(NEW)) == 2)
        await bot.settled()
        assert len(bot.store.turns(f"tg:{NEW}:7")) == 2
    assert "67,000" in fake.texts(NEW)[0] and "40,200" in fake.texts(NEW)[1]
    assert not fake.texts(OLD) and fake.last(NEW).reply_to is None


async def test_a_group_moves_while_a_message_to_it_is_taken_up(bot, monkeypatch):
    await bot.fake.answer(OLD, f"@fudaoyuan_bot {SUM}", user=7)
    await bot.settled()
    words_of = questions.words_of

    async def slowly(message, of):
        bot.fake.migrate(OLD, NEW, "from")
        await bot.fake.until(lambda: bot.outbox.moved_to(str(OLD)) == str(NEW) and not bot.fake.updates)
        return await words_of(message, of)

    monkeypatch.setattr(questions, "words_of", slowly)
    bot.fake.say(OLD, "@fudaoyuan_bot 那要是300万呢", user=7)
    await bot.fake.until(lambda: bot.fake.texts(NEW))
    await bot.settled()
    assert "40,200" in bot.fake.texts(NEW)[0] and len(bot.store.turns(f"tg:{NEW}:7")) == 2


async def test_older_answers_are_known_in_the_supergroup(bot):
    first = await bot.fake.answer(OLD, f"@fudaoyuan_bot {SUM}", user=7)
    await bot.fake.answer(OLD, f"@fudaoyuan_bot {GUARANTEE}", user=7)
    await bot.settled()
    bot.fake.migrate(OLD, NEW, "to", "from")
    quoted = {"message_id": first.id, "date": 1_780_000_000, "from": BOT, "text": "…"}
    quoted["chat"] = {"id": NEW, "type": "supergroup"}
    bot.fake.say(NEW, "改成600万", user=7, reply_to_message=quoted)
    await bot.fake.until(lambda: bot.fake.texts(NEW))
    assert json.loads(bot.store.turns(f"tg:{NEW}:7")[-1].payload)["amount_yuan"] == "80400.00"


async def test_a_talk_that_has_begun_anew_in_the_supergroup_stays_as_it_is(bot):
    await begun(bot)
    await bot.fake.answer(NEW, f"@fudaoyuan_bot {SUM.replace('500', '100')}", user=7)
    bot.fake.migrate(OLD, NEW, "to")
    await bot.fake.answer(NEW, "@fudaoyuan_bot 期限改成两年", user=7)
    await bot.settled()
    assert json.loads(bot.store.turns(f"tg:{NEW}:7")[-1].payload)["inputs"]["principal_yuan"] == "1000000"
    assert len(bot.store.turns(f"tg:{NEW}:7")) == 3
