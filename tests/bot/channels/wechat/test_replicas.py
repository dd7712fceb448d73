"""Two processes with one 公众号 over one PostgreSQL: whichever a delivery comes to, it is answered once and alike."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from aiohttp import web

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.channels.messenger import passive
from bot.channels.wechat.callback import mount_callback
from bot.channels.wechat.health import Health
from bot.channels.wechat.inbox import Intake, outbox_of
from bot.channels.wechat.service import Service
from bot.settings import read_settings
from bot.states import states_of
from knowledge.store import open_store
from tests import postgres
from tests.bot.channels.wechat.conftest import PUBLIC, QUICK, Channel
from tests.bot.channels.wechat.fake import FakeWechat

SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"
GUARANTEE = "鲁科担，担保{0}万，费率0.5%，能补多少？"


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, fake: FakeWechat) -> Iterator[str]:
    monkeypatch.setattr(passive, "PATIENCE", 30.0)  # what is tested is who answers, not how fast a busy machine is
    fake.patience = 40.0
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@contextlib.asynccontextmanager
async def process(house: House, home: Path, fake: FakeWechat, url: str, grace: float = 20.0) -> AsyncIterator[Channel]:
    """As ``fudaoyuan serve`` runs it, over the shared database."""
    environ = {**fake.environ, "FUDAOYUAN_PUBLIC_URL": PUBLIC, "DATABASE_URL": url}
    settings = read_settings(environ, home=str(home))
    settings.home.mkdir(exist_ok=True)
    with open_store(settings.store) as store:
        intake, health, stop = Intake(outbox_of(settings, store)), Health(), asyncio.Event()
        advisor = Advisor(house.advisor.live, store, None, states_of(store))
        service = Service(settings, advisor, store, intake, health, QUICK, grace=grace)
        app = web.Application()
        mount_callback(app, settings, service.callback, intake, health)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}{settings.wechat.path}"
        task = asyncio.create_task(service.run(stop))
        try:
            yield Channel(fake, store, intake.outbox, health, settings, advisor, service, address, stop)
        finally:
            stop.set()
            try:
                await task
            finally:
                await runner.cleanup()


@contextlib.asynccontextmanager
async def two(house: House, tmp_path: Path, fake: FakeWechat, url: str) -> AsyncIterator[tuple[Channel, Channel]]:
    async with process(house, tmp_path / "one", fake, url) as one, process(house, tmp_path / "two", fake, url) as other:
        yield one, other


async def delivered(fake: FakeWechat, to: Channel, fields: dict[str, str]) -> str:
    """The text that a delivery shows; as the real server does, it delivers again where the answer took too long."""
    fake.address = to.address
    for _ in range(3):
        status, body = await fake.deliver(fields)
        assert status == 200
        if said := fake.read(body):
            return said
    return ""


async def test_three_deliveries_to_different_processes_are_answered_once_and_alike(house, tmp_path, fake, url):
    async with two(house, tmp_path, fake, url) as (one, other):
        for number, order in enumerate([(one, other, one), (other, one, other), (one, other, other)]):
            fields = fake.message(f"o{number}", MsgType="text", Content=SUM)
            texts = [await delivered(fake, to, fields) for to in order]
            assert len(set(texts)) == 1 and "67,000.00" in texts[0] and "点一下就发" in texts[0], texts
            assert len(one.store.turns(f"wx:o{number}")) == 1
        await one.settled()
    assert not fake.calls, "nothing was sent besides"


async def test_deliveries_at_the_same_moment_are_answered_once_and_alike(house, tmp_path, fake, url):
    async with two(house, tmp_path, fake, url) as (one, other):
        for number in range(20):
            fields = fake.message(f"o{number}", MsgType="text", Content=GUARANTEE.format(100 + number))
            found = await asyncio.gather(*(delivered(fake, to, fields) for to in (one, other, one)))
            assert len(set(found)) == 1 and f"{20 * (100 + number):,}.00" in found[0], found
            assert len(one.store.turns(f"wx:o{number}")) == 1
        await one.settled()
    assert not fake.calls


async def test_an_answer_written_while_a_copy_looks_for_it_comes_whole(house, tmp_path, fake, url, monkeypatch):
    """What the other process answers is written just after the first look of the copy's: its entries are not lost."""
    async with two(house, tmp_path, fake, url) as (one, other):
        written, ready = other.outbox.answer, asyncio.Event()
        held = []

        def kept_back(number, answered):
            held.append((number, answered, Future()))
            ready.set()
            return held[-1][2]

        def then(real):
            def read(*args, **named):
                found = real(*args, **named)
                while held:
                    number, answered, future = held.pop()
                    future.set_result(written(number, answered).result())
                return found

            return read

        monkeypatch.setattr(other.outbox, "answer", kept_back)
        fields = fake.message("o1", MsgType="text", Content=SUM)
        first = asyncio.create_task(delivered(fake, other, fields))
        await ready.wait()
        monkeypatch.setattr(one.store, "reply_to", then(one.store.reply_to))
        monkeypatch.setattr(one.outbox, "unsent", then(one.outbox.unsent))
        copy = await delivered(fake, one, fields)
        assert "msgmenu" in copy and copy == await first


async def test_a_copy_hears_of_what_another_process_has_answered_and_closed(house, tmp_path, fake, url, monkeypatch):
    """It waits before the answer is written, and the update is closed before its own process looks at the inbox."""
    async with two(house, tmp_path, fake, url) as (one, other):
        written, held, ready = other.outbox.answer, [], asyncio.Event()

        def kept_back(number, answered):
            held.append((number, answered, Future()))
            ready.set()
            return held[-1][2]

        monkeypatch.setattr(other.outbox, "answer", kept_back)
        monkeypatch.setattr(one.outbox, "unanswered", lambda *asked, **named: ())
        fields = fake.message("o1", MsgType="text", Content=SUM)
        first = asyncio.create_task(delivered(fake, other, fields))
        await ready.wait()
        fake.address, looked, handed = one.address, asyncio.Event(), one.outbox.given
        monkeypatch.setattr(one.outbox, "given", lambda number: (looked.set(), handed(number))[1])
        copy = asyncio.create_task(fake.deliver(fields))
        await looked.wait()
        number, answered, future = held.pop()
        future.set_result(written(number, answered).result())
        status, body = await copy
        assert status == 200 and "msgmenu" in fake.read(body) and fake.read(body) == await first


async def test_a_talk_goes_on_whichever_process_hears_it_and_in_its_order(house, tmp_path, fake, url):
    async with two(house, tmp_path, fake, url) as (one, other):
        said = ["专利质押贷了500万，一年，2024年8月放款，能贴多少？", "改成600万", "还是500万", "改成300万"]
        wanted = ["67,000.00", "80,400.00", "67,000.00", "40,200.00"]
        for text, to, words in zip(said, (one, other, other, one), wanted, strict=True):
            assert words in await delivered(fake, to, fake.message("o1", MsgType="text", Content=text))
        assert [turn.text for turn in other.store.turns("wx:o1")] == said


async def test_what_a_process_took_in_before_it_died_the_other_answers(house, tmp_path, fake, url):
    async with process(house, tmp_path / "two", fake, url) as other:
        fields = fake.message("o1", MsgType="text", Content=SUM)
        settings = read_settings({**fake.environ, "DATABASE_URL": url}, home=str(tmp_path / "one"))
        with open_store(settings.store) as dead:
            await asyncio.wrap_future(Intake(outbox_of(settings, dead)).receive([fields]))
        assert "67,000.00" in await delivered(fake, other, fields)
        assert len(other.store.turns("wx:o1")) == 1


async def test_what_the_other_was_quicker_to_answer_the_request_still_brings(house, tmp_path, fake, url, monkeypatch):
    """The process that has the request loads nothing; the other one looks for what others took in and answers it."""
    async with two(house, tmp_path, fake, url) as (one, other):
        real = one.service._handle

        async def late(update):
            while one.outbox.counts()["unanswered"]:
                await asyncio.sleep(0.01)
            await real(update)

        monkeypatch.setattr(one.service._chats, "_handle", late)
        other.service._pace = QUICK
        fields = fake.message("o1", MsgType="text", Content=SUM)
        first = await delivered(fake, one, fields)
        assert "67,000.00" in first and first == await delivered(fake, other, fields)
        assert len(one.store.turns("wx:o1")) == 1
        await one.settled()
    assert not fake.calls


async def test_a_token_that_the_other_fetched_anew_is_ours_too(house, tmp_path, fake, url):
    async with two(house, tmp_path, fake, url) as (one, other):
        tokens = [channel.service._api._token for channel in (one, other)]
        first = [await token.get() for token in tokens]
        assert first[0] == first[1]
        fake.tokens.append("given to somebody else, who forced it")
        for token in tokens:
            await token.refused(first[0])
        assert [await token.get() for token in tokens] == [fake.tokens[-1]] * 2
        assert not any(body.get("force_refresh") for _, body in fake.calls)


async def test_what_was_handed_is_emptied_once_nobody_comes_for_it_again(house, tmp_path, fake, url, monkeypatch):
    from bot.channels.messenger import passive

    monkeypatch.setattr(passive, "GRACE", 0.2)
    async with two(house, tmp_path, fake, url) as (one, other):
        fields = fake.message("o1", MsgType="text", Content=SUM)
        assert await delivered(fake, one, fields) == await delivered(fake, other, fields)
        for _ in range(100):
            with one.store._read() as db:
                left = db.execute("SELECT count(*) FROM outbox WHERE payload <> ''").fetchone()[0]
            if not left:
                break
            await asyncio.sleep(0.05)
        assert not left
