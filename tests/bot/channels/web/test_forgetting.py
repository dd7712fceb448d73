"""「清空」 over a database that is full, locked or killed: never told done when it is not, and gone in the end."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from aiohttp import ClientSession, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.signing import Signer, secret_of
from bot.channels.web.app import make_app
from bot.channels.web.clearing import CLEARING, Clearing
from bot.channels.web.session import COOKIE, Session
from bot.channels.web.site import SITE
from bot.operations.forgetting import FILE, Forgetting
from bot.settings import Settings, read_settings
from knowledge.store import Store, open_store
from knowledge.store.sqlite.database import connect
from knowledge.store.todo import ROOM, Todo
from tests import forking
from tests.changed_settings import UNLIMITED, with_page

WORDS = "红旗机床厂"
TEXT = f"{WORDS}拿专利质押贷了500万，一年期，2024年8月放的款，能贴多少？"
Open = Callable[..., Awaitable[TestClient]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({}, home=str(tmp_path / "home"))


@pytest.fixture
async def open_own(house: House, settings: Settings) -> AsyncIterator[Open]:
    """A site over a store of its own. ``patience``, ``again``: of its clearing."""
    with open_store(settings.database, wait=0.1) as store:
        clients: list[TestClient] = []

        async def opened(patience: float = 10.0, again: float = 0.05, limit: int = 10**6) -> TestClient:
            advisor = Advisor(house.advisor.live, store)
            app = make_app(advisor, with_page(settings, **{**UNLIMITED, "session_limit": limit}), store)
            app[CLEARING] = Clearing(app[SITE].answering, Forgetting(store, settings.home), patience, again)
            client = TestClient(TestServer(app))
            await client.start_server()
            clients.append(client)
            return client

        yield opened
        for client in clients:
            await client.close()


async def talked(site: TestClient, text: str = TEXT) -> str:
    """Says it; the conversation's name in the store."""
    await site.get("/")
    await site.post("/chat", json={"text": text, "client_id": "m1"})
    return conversation_of(site)


def conversation_of(site: TestClient) -> str:
    return Session(next(c.value for c in site.session.cookie_jar if c.key == COOKIE), True).conversation


def store_of(site: TestClient) -> Store:
    return site.server.app[SITE].answering.store


def database_bytes(settings: Settings) -> bytes:
    folder = settings.database.parent
    return b"".join(path.read_bytes() for path in folder.glob(settings.database.name + "*"))


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    with closing(connect(settings.database, wait=1)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(settings: Settings) -> Iterator[None]:
    """No file of this process can grow any more, as on a full disk; what a file has already can be written again."""
    log = settings.database.with_name(settings.database.name + "-wal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.02)


async def test_the_words_are_gone_from_the_database_and_its_log(open_own: Open, settings: Settings) -> None:
    site = await open_own()
    conversation = await talked(site)
    assert WORDS.encode() in database_bytes(settings)
    page = await (await site.post("/forget")).text()
    assert "已清空" in page and "备份里可能还有" in page
    assert store_of(site).turns(conversation) == () and store_of(site).state_of(conversation) is None
    assert conversation_of(site) != conversation
    await until(lambda: WORDS.encode() not in database_bytes(settings))
    await until(lambda: Todo(settings.home / FILE).names() == ())


async def test_a_log_in_use_is_emptied_when_it_no_longer_is(open_own: Open, settings: Settings) -> None:
    site = await open_own()
    await talked(site)
    with closing(connect(settings.database, wait=1)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM turns").fetchone()
        assert (await site.post("/forget")).status == 200
        await asyncio.sleep(0.3)
        assert WORDS.encode() in database_bytes(settings), "the reader still needs it"
        assert len(Todo(settings.home / FILE).names()) == 1
    await until(lambda: WORDS.encode() not in database_bytes(settings))


async def test_what_is_sent_in_the_same_moment_is_not_kept_either(open_own: Open, settings: Settings) -> None:
    site = await open_own()
    conversation = await talked(site)
    cookie = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in site.session.cookie_jar if c.key == COOKIE)}
    async with ClientSession(cookie_jar=DummyCookieJar(), headers=cookie) as tab:

        async def say(number: int) -> int:
            line = {"text": f"{TEXT}{number}", "client_id": f"s{number}"}
            return (await tab.post(site.make_url("/chat"), json=line)).status

        sending = [asyncio.create_task(say(number)) for number in range(80)]
        await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
        sending += [asyncio.create_task(say(number)) for number in range(80, 120)]
        assert "已清空" in await (await tab.post(site.make_url("/forget"))).text()
        assert {*await asyncio.gather(*sending), await say(120)} == {200}
    assert store_of(site).turns(conversation) == () and store_of(site).state_of(conversation) is None
    await until(lambda: Todo(settings.home / FILE).names() == ())
    assert store_of(site).empty_log()
    assert WORDS.encode() not in database_bytes(settings)


async def test_no_copy_stays_in_memory(open_own: Open) -> None:
    site = await open_own()
    conversation = await talked(site)
    answering = site.server.app[SITE].answering
    matcher = answering.advisor.live.matcher
    assert answering.remembered(conversation, "m1") and matcher.match.cache_info().currsize  # type: ignore[attr-defined]
    matcher.pieces.keep(("能贴多少", date(2025, 11, 22)), ("amount", 0.9))
    await site.post("/forget")
    assert answering.remembered(conversation, "m1") is None
    assert matcher.pieces.get(("能贴多少", date(2025, 11, 22))) is None
    assert matcher.match.cache_info().currsize == 0  # type: ignore[attr-defined]
    again = await site.post("/chat", json={"text": "再说一遍"}, headers={"Cookie": ""})
    assert "67,000.00" not in (await again.json())["html"]


async def test_a_full_disk_is_told_and_the_rows_go_when_there_is_room(open_own: Open, settings: Settings) -> None:
    site = await open_own()
    conversation = await talked(site)
    for number in range(20):  # a log longer than the file of wishes
        await site.post("/chat", json={"text": TEXT, "client_id": f"n{number}"})
    with full(settings):
        answer = await site.post("/forget")
        page = await answer.text()
        assert answer.status == 503 and "还没删掉" in page and "会自动再删" in page
        assert len(store_of(site).turns(conversation)) == 21, "nothing is deleted yet"
        assert Todo(settings.home / FILE).names() == (conversation,)
        assert conversation_of(site) != conversation
    await until(lambda: store_of(site).turns(conversation) == ())
    await until(lambda: WORDS.encode() not in database_bytes(settings))
    await until(lambda: Todo(settings.home / FILE).names() == ())


async def test_a_locked_database_is_told_and_the_rows_go_when_it_is_free(open_own: Open, settings: Settings) -> None:
    site = await open_own(patience=0.05)
    conversation = await talked(site)
    with locked(settings):
        answer = await site.post("/forget")
        assert answer.status == 503 and "还没删掉" in await answer.text()
        assert len(store_of(site).turns(conversation)) == 1
    await until(lambda: store_of(site).turns(conversation) == ())
    await until(lambda: WORDS.encode() not in database_bytes(settings))


async def test_others_are_served_while_a_conversation_waits_to_be_deleted(house: House, settings: Settings) -> None:
    with open_store(settings.database, wait=60) as store:
        app = make_app(Advisor(house.advisor.live, store), settings, store)
        app[CLEARING] = Clearing(app[SITE].answering, Forgetting(store, settings.home), patience=60)
        async with TestClient(TestServer(app)) as site:
            conversation = await talked(site)
            with locked(settings):
                pending = asyncio.create_task(site.post("/forget"))
                await until(lambda: Todo(settings.home / FILE).names() == (conversation,))
                for _ in range(20):
                    assert (await site.get("/healthz")).status == 200
                    assert (await site.get("/measures")).status == 200
                assert not pending.done(), "still waiting for the lock, and nobody waited with it"
            assert (await pending).status == 200
            assert store.turns(conversation) == ()


async def test_when_not_even_the_wish_can_be_kept_the_conversation_goes_on(open_own: Open, settings: Settings) -> None:
    site = await open_own(patience=0.05)
    conversation = await talked(site)
    with locked(settings):
        for number in range(ROOM):
            Todo(settings.home / FILE).add(f"web-{number}")
        answer = await site.post("/forget")
        page = await answer.text()
        assert answer.status == 503 and "再点一次" in page and "会自动" not in page
        assert conversation_of(site) == conversation
    await until(lambda: store_of(site).turns(conversation) == ())


async def test_forgetting_counts_as_a_message(open_own: Open) -> None:
    site = await open_own(limit=2)
    key = site.server.app[SITE].signer.issue("session")
    statuses = []
    for _ in range(3):
        site.session.cookie_jar.clear()
        answer = await site.post("/forget", data={"session": key}, allow_redirects=False)
        statuses.append(answer.status)
    assert statuses == [303, 303, 429]


def serve(home: Path) -> tuple[forking.Begun, str]:
    run = forking.Begun(["serve", "--home", str(home), "--port", "0"], {**os.environ, "PYTHONUNBUFFERED": "1"})
    for line in run.stdout:
        if "http://" in line:
            return run, line[line.index("http://") :].split("（")[0].strip()
    raise AssertionError("it did not start")


def posted(address: str, path: str, body: bytes, cookie: str, kind: str) -> None:
    headers = {"Cookie": f"{COOKIE}={cookie}", "Content-Type": kind}
    urllib.request.urlopen(urllib.request.Request(address + path, body, headers)).close()


def test_what_was_asked_for_before_a_kill_is_done_before_the_next_start_serves(settings: Settings) -> None:
    run, address = serve(settings.home)
    key = Signer(secret_of(settings)).issue("session")
    with run:
        posted(address, "/chat", f'{{"text": "{TEXT}"}}'.encode(), key, "application/json")
        with locked(settings):
            begun = subprocess.Popen(
                [sys.executable, "-c", POST, address + "/forget", f"{COOKIE}={key}"], stderr=subprocess.DEVNULL
            )
            while not Todo(settings.home / FILE).names():
                time.sleep(0.02)
            run.send_signal(signal.SIGKILL)
            run.wait()
            begun.wait()
    assert WORDS.encode() in database_bytes(settings)
    run, address = serve(settings.home)
    with run:
        rows = database_bytes(settings)
        run.send_signal(signal.SIGTERM)
    assert WORDS.encode() not in rows and Todo(settings.home / FILE).names() == ()


POST = """
import sys, urllib.request
urllib.request.urlopen(urllib.request.Request(sys.argv[1], b"", {"Cookie": sys.argv[2]}))
"""
