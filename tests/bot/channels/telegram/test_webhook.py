"""The webhook, in the page's own application: who may post, what is answered, and that nothing counts twice."""

import asyncio
import contextlib
import io

import pytest
from aiohttp import ClientSession, web

from bot.channels.telegram import mount_webhook
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.channels.web import make_app
from bot.settings import SettingsError, read_settings
from knowledge.store import open_store
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.fake import HEADER, TOKEN

SECRET = "a-secret-of-more-than-thirty-two-characters"
SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"


def environ(**more):
    url = {"FUDAOYUAN_TELEGRAM_WEBHOOK_URL": "https://fdy.example.cn/telegram/in"}
    return {"BOT_TOKEN": TOKEN, **url, "FUDAOYUAN_TELEGRAM_WEBHOOK_SECRET": SECRET, **more}


def update(number, text=SUM, chat=7):
    who = {"chat": {"id": chat, "type": "private"}, "from": {"id": chat, "is_bot": False, "first_name": "x"}}
    return {"update_id": number, "message": {"message_id": number, "date": 1_780_000_000, "text": text, **who}}


@contextlib.asynccontextmanager
async def page(house, settings, store, intake, health=None):
    """The whole site with the webhook mounted; a session and the webhook's local address."""
    app = make_app(house.advisor, settings, store)
    mount_webhook(app, settings, intake, health or Health())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with ClientSession() as session:
        yield session, base
    await runner.cleanup()


@pytest.fixture
async def posting(house, tmp_path):
    """A function that posts to the webhook, without a bot behind: what it took stands in the inbox."""
    settings = read_settings(environ(), home=str(tmp_path))
    with open_store(settings.database) as store:
        intake = Intake(outbox_of(settings, store))
        async with page(house, settings, store, intake) as (session, base):

            async def post(body=None, secret=SECRET, **more):
                headers = {} if secret is None else {HEADER: secret}
                more = more or {"json": update(1) if body is None else body}
                async with session.post(f"{base}/telegram/in", headers=headers, **more) as response:
                    return response.status

            post.inbox, post.store = intake.outbox, store
            yield post


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "密码" * 20])
async def test_a_missing_wrong_empty_or_foreign_secret_is_turned_away(posting, secret):
    assert await posting(secret=secret) == 401
    assert posting.inbox.counts()["unanswered"] == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'"x"',
        b'{"update_id":"zz"}',
        b'{"update_id":true}',
        b"1" * 1_500_000,
        b'{"update_id":5,"x":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    ],
)
async def test_what_is_no_update_is_taken_off_telegrams_hands_with_a_log_line(posting, body, caplog):
    assert await posting(data=io.BytesIO(body)) == 200
    assert posting.inbox.counts()["unanswered"] == 0 and "telegram" in caplog.text


async def test_an_update_is_kept_before_it_is_acknowledged_and_once(posting):
    assert [await posting() for _ in range(3)] == [200] * 3
    assert [one.id for one in posting.inbox.unanswered(10)] == [1]
    assert await posting(update(2, "字" * 4096 + "\ud800")) == 200, "larger than a page may post"


async def test_a_store_that_fails_lets_telegram_send_it_again(posting):
    posting.store.close()
    assert await posting() == 503


async def test_updates_by_webhook_are_answered_in_order_and_duplicates_once(fake, start, house):
    async with start(fake, QUICK, **environ()) as bot:
        while not fake.webhook:
            await asyncio.sleep(0.01)
        assert fake.webhook["secret_token"] == SECRET and fake.webhook["url"].endswith("/telegram/in")
        async with page(house, bot.settings, bot.store, bot.intake, bot.health) as (session, base):
            fake.webhook["url"] = f"{base}/telegram/in"
            fake.say(7, SUM)
            fake.updates.extend([fake.updates[0]] * 2)
            for number in range(1, 20):
                fake.say(7, f"再加{number}万")
            assert set(await fake.deliver()) == {200}
            await fake.until(lambda: len(fake.texts(7)) == 20)
            await bot.settled()
            for path in ("/health/telegram", "/healthz/telegram"):
                async with session.get(base + path) as response:
                    assert await response.json() == {"status": "ok", "alarms": {}, "unanswered": 0, "unsent": 0}
    assert len(fake.texts(7)) == 20 and "690万元" in fake.last(7).text


@pytest.mark.parametrize("secret", ["", "short", "x" * 31, "密" * 32, "x" * 257, "with space " * 4])
def test_the_start_is_refused_without_a_secret_worth_the_name(secret):
    with pytest.raises(SettingsError, match="32"):
        read_settings(environ(FUDAOYUAN_TELEGRAM_WEBHOOK_SECRET=secret))


async def test_an_update_nested_deeply_is_no_more_than_a_log_line(bot):
    nested = []
    for _ in range(900):
        nested = [nested]
    bot.fake.put({"message": {"x": nested}})
    assert await bot.fake.answer(7, SUM)
    await bot.settled()


def test_an_address_without_a_path_is_refused():
    with pytest.raises(SettingsError, match="缺路径"):
        read_settings(environ(FUDAOYUAN_TELEGRAM_WEBHOOK_URL="https://fdy.example.cn/"))


def test_settings_print_no_secret():
    settings = read_settings(environ())
    assert TOKEN not in repr(settings) and SECRET not in repr(settings) and "****" in repr(settings)
    assert f"{settings.telegram.bot_token}" == "****" and settings.telegram.bot_token.reveal() == TOKEN


@pytest.mark.parametrize("token", ["x", "123", "123:abc", "abc:" + "d" * 30, "1 2:" + "d" * 30])
def test_what_is_no_token_is_told(token):
    with pytest.raises(SettingsError, match="BotFather"):
        read_settings({"BOT_TOKEN": token})
