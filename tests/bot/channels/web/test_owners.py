"""Whose a conversation is: nothing a caller sends reads or changes one of another caller or another channel."""

import asyncio
import io
import itertools
import json
import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from aiohttp import ClientResponse, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import House
from bot.channels.batch import run_batch
from bot.channels.signing import Signer
from bot.channels.terminal import answer_once
from bot.channels.web.app import make_app
from bot.channels.web.site import SITE
from bot.messages import Message
from bot.settings import read_settings
from knowledge.store.sqlite.database import connect
from tests.bot.channels.web.conftest import DAY, LOAN
from tests.changed_settings import with_page

KEYS = ("key a", "key b")
NAME = "c1"  # what every caller of the interface calls its conversation
TOKEN = "X-Conversation-Token"
AGAIN, CHANGE, OTHER = "再说一遍", "改成9000万", "这文件啥时候到期"
MINE = ("6.70", "6.7万元", "67,000.00", "67000.00")
CHANGED = ("100,000.00", "100000.00", "10.00 万元", "9000万", "90000000")
OWN = (*MINE, "500万", "5000000")

numbers = itertools.count(1)
Say = Callable[..., Awaitable[str]]


@dataclass
class Talk:
    """A talk with a sum in it: the name it is stored under, its message's id, and how its owner goes on with it."""

    stored: str
    client_id: str
    say: Say


@pytest.fixture
async def site(house: House):
    """The site with two new keys; a request carries the cookies its test gives it and no others."""
    keys = " ".join(secrets.token_hex(16) for _ in KEYS)
    settings = read_settings({"FUDAOYUAN_API_KEYS": keys}, home=str(house.settings.home))
    settings = with_page(settings, session_limit=10**6, address_limit=10**6)
    app = make_app(house.advisor, settings, house.store, day=lambda: DAY)
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        yield client


def key_of(site: TestClient, kind: str = "key a") -> str:
    return site.app[SITE].settings.api_keys[KEYS.index(kind)].reveal()


def bearer(site: TestClient, kind: str = "key a") -> dict[str, str]:
    return {"Authorization": f"Bearer {key_of(site, kind)}"}


def ask(site: TestClient, text: str, headers: dict[str, str] | None = None, **line: str):
    return site.post("/api/ask", json={"text": text, "day": DAY.isoformat(), **line}, headers=headers or {})


async def read(answer: ClientResponse) -> dict:
    assert answer.status == 200, await answer.text()
    return await answer.json()


def by_program(site: TestClient, headers: dict[str, str]) -> Say:
    """A caller of the interface who sends these headers."""

    async def say(text: str, client_id: str = "", name: str = NAME) -> str:
        line = {"conversation": name} | ({"client_id": client_id} if client_id else {})
        got = await read(await ask(site, text, headers, **line))
        assert got["conversation"] == name
        return json.dumps({**got, "conversation": ""}, ensure_ascii=False)

    return say


def by_browser(site: TestClient) -> Say:
    """A visitor of the page; ``name``: what he puts into his cookie and beside it instead."""
    held: dict[str, str] = {}

    async def say(text: str, client_id: str = "", name: str = "") -> str:
        headers = {"X-Session": name, "Cookie": f"fudaoyuan={name}"} if name.isascii() and name else held
        line = {"text": text} | ({"client_id": client_id} if client_id else {})
        answer = await site.post("/chat", json=line, headers=headers)
        assert answer.status == 200
        if not held:
            held["X-Session"] = answer.headers["X-Session"]
        return (await answer.json())["html"]

    return say


def inside(house: House, stored: str) -> Say:
    """Whoever speaks in a conversation of a channel that is not HTTP."""

    async def say(text: str) -> str:
        return json.dumps(house.advisor.reply(Message(stored, text, DAY)).payload, ensure_ascii=False)

    return say


CALLERS = ("visitor", "key a", "key b", "token a", "token b", "nobody")
TALKS = ("visitor", "key a", "key b", "token a", "token b", "telegram", "terminal", "batch")


async def caller(site: TestClient, kind: str) -> Say:
    """Somebody who speaks over HTTP; "nobody" shows neither key nor token."""
    if kind == "visitor":
        return by_browser(site)
    if kind in KEYS:
        return by_program(site, bearer(site, kind))
    return by_program(site, {} if kind == "nobody" else {TOKEN: (await ask(site, "你好")).headers[TOKEN]})


async def talk(house: House, site: TestClient, kind: str) -> Talk:
    """A new talk of this kind in which the loan of 5 million was told."""
    client_id = f"77001:{next(numbers)}"
    if kind == "telegram":
        house.advisor.restore("tg:77001", "")
        house.advisor.reply(Message("tg:77001", LOAN, DAY, "telegram", client_id)).stored.result()
        return Talk("tg:77001", client_id, inside(house, "tg:77001"))
    if kind == "terminal":
        stored = answer_once(house.advisor, LOAN, DAY).payload["conversation"]
        return Talk(stored, client_id, inside(house, stored))
    if kind == "batch":
        line = {"conversation": NAME, "text": LOAN, "day": DAY.isoformat(), "client_id": client_id}
        run_batch(house.advisor, io.BytesIO(json.dumps(line).encode()), io.BytesIO())
        return Talk(stored_as(house, client_id), client_id, inside(house, stored_as(house, client_id)))
    say = await caller(site, kind)
    await say("取消")
    await say(LOAN, client_id)
    return Talk(stored_as(house, client_id), client_id, say)


def stored_as(house: House, client_id: str) -> str:
    """The name of the conversation that has this message."""
    with closing(connect(house.settings.database, wait=5.0)) as connection:
        [[name]] = connection.execute("SELECT conversation FROM turns WHERE client_id = ?", [client_id]).fetchall()
    return name


def names(stored: str) -> Iterator[str]:
    """What one might send to reach a conversation stored under this name."""
    rest = stored.partition(":")[2]
    yield from (stored, f" {stored}", f"{stored}\u200b", stored.replace(":", "-"))
    yield from (rest, stored.rpartition(":")[2], NAME)
    yield from (f"{prefix}{rest}" for prefix in ("web:", "web-", "tg:", "terminal:", "batch:", "api:"))


def holds(text: str, words: tuple[str, ...]) -> bool:
    return any(one in text for one in words)


# Whose talk, and who tries to reach it. Two visitors are two owners, and so are two tokens; one key is one.
PAIRS = [(kind, other) for kind in TALKS for other in CALLERS if kind != other or other not in KEYS]


@pytest.mark.parametrize(("kind", "other"), PAIRS)
async def test_nobody_reads_or_changes_what_another_said(house: House, site: TestClient, kind: str, other: str) -> None:
    mine = await talk(house, site, kind)
    stranger = await caller(site, other)
    for name in names(mine.stored):
        assert not holds(await stranger(AGAIN, name=name), OWN), name
        await stranger(CHANGE, name=name)
        await stranger("取消", name=name)
    left = await mine.say(AGAIN)
    assert holds(left, MINE) and not holds(left, CHANGED)


@pytest.mark.parametrize(("kind", "other"), PAIRS)
async def test_a_guessed_client_id_gives_nothing_of_others(
    house: House, site: TestClient, kind: str, other: str
) -> None:
    mine = await talk(house, site, kind)
    stranger = await caller(site, other)
    for name in names(mine.stored):
        assert not holds(await stranger(OTHER, mine.client_id, name=name), OWN), name


@pytest.mark.parametrize("kind", ["visitor", "key a", "key b", "token a"])
async def test_the_owner_goes_on_with_his_talk(house: House, site: TestClient, kind: str) -> None:
    mine = await talk(house, site, kind)
    assert holds(await mine.say(AGAIN), MINE)
    assert holds(await mine.say(OTHER, mine.client_id), MINE)  # the same message again: the answer it had
    await mine.say(CHANGE)
    assert holds(await mine.say(AGAIN), CHANGED)


PREFIXES = {"visitor": "web:", "telegram": "tg:", "terminal": "terminal:", "batch": "batch:"}


@pytest.mark.parametrize("kind", TALKS)
async def test_a_stored_name_begins_with_its_channel(house: House, site: TestClient, kind: str) -> None:
    assert (await talk(house, site, kind)).stored.startswith(PREFIXES.get(kind, "api:"))


async def test_a_stored_name_gives_neither_key_nor_token_away(house: House, site: TestClient) -> None:
    given = (await ask(site, "你好")).headers[TOKEN]
    for headers, secret in ((bearer(site), key_of(site)), ({TOKEN: given}, given)):
        client_id = f"77001:{next(numbers)}"
        await by_program(site, headers)(LOAN, client_id)
        assert not any(part in stored_as(house, client_id) for part in (secret, *secret.split(".")))


async def test_a_first_call_without_key_gives_a_token_of_its_own(site: TestClient) -> None:
    first, second = await ask(site, LOAN), await ask(site, LOAN)
    assert first.headers[TOKEN] != second.headers[TOKEN]
    assert "Set-Cookie" not in first.headers and "Access-Control-Allow-Origin" not in first.headers
    got = await read(await ask(site, AGAIN, {TOKEN: first.headers[TOKEN]}))
    assert (got["conversation"], got["amount_yuan"]) == ("", "67000.00")


async def test_a_token_is_checked_once_for_a_request(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    token, checked, issued = (await ask(site, LOAN)).headers[TOKEN], [], Signer.issued
    monkeypatch.setattr(Signer, "issued", lambda *said: checked.append(said[1:]) or issued(*said))
    assert (await ask(site, AGAIN, {TOKEN: token})).status == 200
    assert checked == [("talk", token)]


async def test_one_token_keeps_several_named_talks_apart(site: TestClient) -> None:
    given = {TOKEN: (await ask(site, LOAN, conversation="a")).headers[TOKEN]}
    assert (await read(await ask(site, AGAIN, given, conversation="b")))["amount_yuan"] is None
    assert (await read(await ask(site, AGAIN, given)))["amount_yuan"] is None
    assert (await read(await ask(site, AGAIN, given, conversation="a")))["amount_yuan"] == "67000.00"


async def test_a_key_without_a_name_begins_a_new_talk_and_tells_its_name(site: TestClient) -> None:
    key = bearer(site)
    first = await ask(site, LOAN, key)
    assert TOKEN not in first.headers
    name = (await read(first))["conversation"]
    assert (await read(await ask(site, AGAIN, key)))["amount_yuan"] is None
    assert (await read(await ask(site, AGAIN, key, conversation=name)))["amount_yuan"] == "67000.00"


@pytest.mark.parametrize("name", ["c1", " c1 ", "贷款咨询", "a\u200bb", "x" * 200, "api:1:2", "{}"])
async def test_the_conversation_comes_back_as_it_was_sent(site: TestClient, name: str) -> None:
    assert (await read(await ask(site, LOAN, conversation=name)))["conversation"] == name


def spoiled(token: str) -> dict[str, str]:
    """Tokens that were never given out."""
    number, _, mark = token.partition(".")
    return {
        "empty": "",
        "cut": token[:-1],
        "longer": token + "A",
        "another mark": f"{number}.{'A' * len(mark)}",
        "another number": f"{'A' * len(number)}.{mark}",
        "no mark": number,
        "made up": "A" * 43,
        "words": "tg:77001",
        "not ascii": "令牌",
    }


@pytest.mark.parametrize("how", spoiled("a.b"))
async def test_a_damaged_token_is_told_and_no_new_talk_begun(site: TestClient, how: str) -> None:
    given = (await ask(site, LOAN)).headers[TOKEN]
    answer = await ask(site, AGAIN, {TOKEN: spoiled(given)[how]})
    assert answer.status == 401 and TOKEN not in answer.headers and answer.headers["WWW-Authenticate"] == "Bearer"
    assert TOKEN in (await answer.json())["error"] and "不写" in (await answer.json())["error"]


async def test_a_session_of_the_page_is_no_token_and_a_token_no_session(site: TestClient) -> None:
    given = (await ask(site, LOAN)).headers[TOKEN]
    session = (await site.post("/chat", json={"text": LOAN})).headers["X-Session"]
    assert (await ask(site, AGAIN, {TOKEN: session})).status == 401
    assert (await site.post("/chat", json={"text": AGAIN}, headers={"X-Session": given})).headers["X-Session"] != given


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer ", "Bearer xxxxxxxx", "Basic {}", "{}", "Bearer {}1", "Bearer {} 1", "Bearer 密"]
)
async def test_an_unknown_key_is_told(site: TestClient, said: str) -> None:
    answer = await ask(site, LOAN, {"Authorization": said.format(key_of(site))})
    assert answer.status == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    assert "Bearer" in (await answer.json())["error"] and key_of(site) not in await answer.text()


async def test_the_word_bearer_is_read_in_any_case(site: TestClient) -> None:
    assert (await ask(site, LOAN, {"Authorization": f"bearer  {key_of(site)}"})).status == 200


async def test_the_same_message_twice_at_once_is_answered_once_for_each_owner(house: House, site: TestClient) -> None:
    client_id = f"77001:{next(numbers)}"
    callers = [await caller(site, kind) for kind in ("key a", "key b", "token a", "visitor") for _ in (1, 2)]
    callers[5], callers[7] = callers[4], callers[6]
    await callers[6]("你好")  # the page's visitor has a session before he sends twice
    await asyncio.gather(*(say(LOAN, client_id) for say in callers))
    with closing(connect(house.settings.database, wait=5.0)) as connection:
        rows = connection.execute("SELECT conversation FROM turns WHERE client_id = ?", [client_id]).fetchall()
    assert len(rows) == len(set(rows)) == 4
