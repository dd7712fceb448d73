"""The same forty questions and ten talks through every door: the same clause, sum, offices and asked figures, and seen
in the same words."""

import json
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from bot.channels.terminal import answer_once
from bot.channels.web.owners import TOKEN
from bot.channels.web.session import HEADER, Session
from bot.channels.wecom.markup import SIGNS
from bot.clock import today
from bot.messages import Message
from tests.bot.channels.telegram import conftest as telegram
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.channels.wechat import conftest as wechat
from tests.bot.channels.wechat.fake import FakeWechat
from tests.bot.channels.wecom import conftest as wecom
from tests.bot.channels.wecom.fake import FakeWecom

HERE = Path(__file__).parent
QUESTIONS = (HERE / "questions.txt").read_text("utf-8").splitlines()
TALKS = [line.split("|") for line in (HERE / "talks.txt").read_text("utf-8").splitlines()]
ASKED = [[text] for text in QUESTIONS] + TALKS
LINK = "后面还有，全文和算式点这里看"
SAME = (
    *("kind", "clauses", "sure", "measure", "inputs", "missing", "unconfirmed", "eligible", "amount_yuan", "bound"),
    *("alternatives", "assumptions", "focus", "unused", "lead", "cooperate", "next_steps", "text"),
)
Payload = dict[str, object]

start_telegram, start_wechat, start_wecom = telegram.start, wechat.start, wecom.start


def words_in(text: str) -> list[str]:
    """What is seen, line by line, without marks, taps and what a messenger adds."""
    lines = [line.replace("**", "") for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("点一下就发：")]


def on_the_terminal(house) -> list[list[Payload]]:
    """Questions as ``ask`` answers them, talks as ``chat`` does."""
    found = []
    for number, talk in enumerate(ASKED):
        if len(talk) == 1:
            found.append([answer_once(house.advisor, talk[0], today()).payload])
        else:
            found.append([house.advisor.reply(Message(f"everywhere-{number}", text, today())).payload for text in talk])
    return found


@pytest.fixture(scope="module")
def expected(house) -> list[list[Payload]]:
    return on_the_terminal(house)


def compare(expected: list[list[Payload]], found: list[list[Payload]]) -> None:
    for talk, wanted, seen in zip(ASKED, expected, found, strict=True):
        assert len(wanted) == len(seen), talk
        for text, one, other in zip(talk, wanted, seen, strict=True):
            for key in SAME:
                assert one[key] == other[key], (talk, text, key)


def recorded(store, conversation: str) -> list[Payload]:
    return [json.loads(turn.payload) for turn in store.turns(conversation, 20)]


def test_there_is_something_to_compare(expected):
    assert len(set(QUESTIONS)) == 40 and len(TALKS) == 10
    first = [talk[0] for talk in expected]
    assert sum(answer["amount_yuan"] is not None for answer in first) >= 12
    assert sum(bool(answer["missing"]) for answer in first) >= 5
    assert len({answer["kind"] for answer in first}) >= 6
    assert sum(answer["amount_yuan"] is not None for talk in expected[40:] for answer in talk) >= 12


async def test_over_the_interface_and_on_the_page(expected, start_wechat):
    async with FakeWechat().serving() as fake, start_wechat(fake) as channel:
        interface, page = [], []
        for talk in ASKED:
            interface.append([])
            async with ClientSession() as session:
                headers: dict[str, str] = {}
                for text in talk:
                    url = f"{channel.address}/api/ask"
                    async with session.post(url, json={"text": text}, headers=headers) as response:
                        interface[-1].append(await response.json())
                        headers = {TOKEN: response.headers[TOKEN]}
            async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
                key = ""
                for text in talk:
                    async with browser.post(f"{channel.address}/chat", json={"text": text}) as response:
                        key = key or response.headers[HEADER]
                page.append(recorded(channel.store, Session(key, False).own))
        compare(expected, interface)
        compare(expected, page)


async def test_in_telegram(expected, start_telegram):
    async with FakeTelegram().serving() as fake, start_telegram(fake) as bot:
        for number, talk in enumerate(ASKED, start=1):
            for text in talk:
                fake.say(number, text)
        count = sum(map(len, ASKED))
        await fake.until(lambda: len(fake.shown) >= count)
        await bot.settled()
        compare(expected, [recorded(bot.store, f"tg:{user}") for user in range(1, len(ASKED) + 1)])
        for user, wanted in enumerate(expected, start=1):
            assert words_in("\n".join(fake.texts(user))) == words_in("\n".join(str(one["text"]) for one in wanted))


async def test_in_the_account_of_wechat(expected, start_wechat):
    async with FakeWechat().serving() as fake, start_wechat(fake) as channel:
        for number, talk in enumerate(ASKED):
            for text, wanted in zip(talk, expected[number], strict=True):
                seen = (await fake.say(f"o{number}", text)).text
                whole = words_in(str(wanted["text"]))
                if LINK in seen:
                    assert words_in(seen.partition("……\n")[0]) == whole[: len(words_in(seen.partition("……\n")[0]))]
                else:
                    assert words_in(seen) == whole, text
        compare(expected, [recorded(channel.store, f"wx:o{number}") for number in range(len(ASKED))])


async def test_in_the_chats_of_wecom(expected, start_wecom):
    async with FakeWecom().serving() as fake, start_wecom(fake) as bot:
        for number, talk in enumerate(ASKED):
            for text, wanted in zip(talk, expected[number], strict=True):
                seen = await fake.answer(f"u{number}", text)
                assert "".join(words_in(seen.text)) == "".join(words_in(str(wanted["text"]))).translate(SIGNS), text
        compare(expected, [recorded(bot.store, f"wecom:u{number}") for number in range(len(ASKED))])
