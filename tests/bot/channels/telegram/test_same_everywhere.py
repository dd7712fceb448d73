"""The same forty questions through the terminal, the HTTP interface and Telegram: the same answers, and to be seen."""

import json
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.channels.terminal import answer_once
from bot.channels.web import make_app
from bot.clock import today

QUESTIONS = (Path(__file__).parents[1] / "questions.txt").read_text("utf-8").splitlines()
SAME = ("kind", "clauses", "sure", "measure", "inputs", "missing", "unconfirmed", "eligible")
SAME += (
    "amount_yuan",
    "bound",
    "alternatives",
    "assumptions",
    "focus",
    "unused",
    "lead",
    "cooperate",
    "next_steps",
    "text",
)


async def over_http(house, bot):
    """The answers of POST /api/ask, each in a conversation of its own."""
    app = make_app(bot.advisor, bot.settings, bot.store)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/ask"
    answers = []
    async with ClientSession() as session:
        for number, text in enumerate(QUESTIONS):
            async with session.post(address, json={"text": text, "conversation": f"http-{number}"}) as response:
                answers.append(await response.json())
    await runner.cleanup()
    return answers


async def over_telegram(bot):
    """What is recorded and what is shown, each question from a user of its own."""
    for number, text in enumerate(QUESTIONS):
        bot.fake.say(number + 1, text)
    await bot.fake.until(lambda: len(bot.fake.shown) == len(QUESTIONS))
    users = range(1, len(QUESTIONS) + 1)
    recorded = [json.loads(bot.store.turns(f"tg:{user}")[0].payload) for user in users]
    return recorded, ["\n".join(bot.fake.texts(user)) for user in users]


async def test_forty_questions_have_the_same_answer_on_every_channel(house, bot):
    assert len(set(QUESTIONS)) == 40
    terminal = [answer_once(bot.advisor, text, today()).payload for text in QUESTIONS]
    http = await over_http(house, bot)
    telegram, shown = await over_telegram(bot)
    for text, first, second, third, seen in zip(QUESTIONS, terminal, http, telegram, shown, strict=True):
        for key in SAME:
            assert first[key] == second[key] == third[key], (text, key)
        lines = [line for line in seen.splitlines() if line]
        assert lines == first["text"].splitlines(), text
    assert sum(answer["amount_yuan"] is not None for answer in terminal) >= 12
    assert sum(bool(answer["missing"]) for answer in terminal) >= 5
    assert len({answer["kind"] for answer in terminal}) >= 6


@pytest.mark.parametrize("text", ["那找哪个部门", "要是600万呢", "原文怎么写的", "取消"])
async def test_a_talk_goes_on_the_same_way(bot, text):
    opening = "专利质押贷了500万，一年，2024年8月放款"
    advisor, day = bot.advisor, today()
    from bot.messages import Message

    plain = [advisor.reply(Message("plain", words, day)).payload for words in (opening, text)][-1]
    await bot.fake.answer(7, opening)
    await bot.fake.answer(7, text)
    told = json.loads(bot.store.turns("tg:7")[-1].payload)
    assert {key: told[key] for key in SAME} == {key: plain[key] for key in SAME}
