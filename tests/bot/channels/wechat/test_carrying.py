"""One talk on two screens: from the 公众号 to the page and back; nobody else can read, guess or take it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession, CookieJar

from bot.channels.carry import LASTS, Carrying
from tests.bot.channels.wechat.conftest import PUBLIC

SUM = "专利质押贷了500万，一年，2024年8月放款，能贴多少？"
ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def browser():
    return ClientSession(cookie_jar=CookieJar(unsafe=True), headers=ORIGIN)


async def link_in(channel, follower):
    text = (await channel.fake.say(follower, "换到网页")).text
    found = re.search(rf"{PUBLIC}(/carry/[\w=-]+)", text)
    return channel.address + found[1]


async def test_a_talk_goes_on_on_the_page_and_back_in_the_chat(channel):
    assert "67,000.00" in (await channel.fake.say("o1", SUM)).text
    link = await link_in(channel, "o1")
    async with browser() as page:
        async with page.get(link) as response:
            html = await response.text()
            assert response.status == 200 and "67,000.00" in html and response.headers["Cache-Control"] == "no-store"
        async with page.post(link) as response:
            html = await response.text()
            assert response.status == 200 and "67,000.00" in html
            talk = response.url.query["talk"]
        async with page.post(f"{channel.address}/chat?talk={talk}", json={"text": "改成600万"}) as response:
            assert "80,400.00" in (await response.json())["html"]
    assert "93,800.00" in (await channel.fake.say("o1", "再加100万")).text
    assert [turn.channel for turn in channel.store.turns("wx:o1")][-2:] == ["web", "wechat"]


async def test_an_address_is_taken_once_and_by_one_browser(channel):
    await channel.fake.say("o1", SUM)
    link = await link_in(channel, "o1")
    async with browser() as mine, browser() as other:
        async with mine.post(link) as response:
            talk = response.url.query["talk"]
        async with other.post(link) as response:
            assert response.status == 403 and "已经有人接着聊" in await response.text()
        async with other.get(f"{channel.address}/?talk={talk}") as response:
            assert "67,000.00" not in await response.text()
        async with other.post(f"{channel.address}/chat?talk={talk}", json={"text": "改成900万"}) as response:
            assert "120,600" not in await response.text()
    assert len([turn for turn in channel.store.turns("wx:o1") if turn.channel == "web"]) == 0


async def test_an_address_cannot_be_read_guessed_or_used_too_late(channel):
    carrying = Carrying(channel.settings, channel.store)
    token = carrying.link("wx:o1").rpartition("/")[2]
    assert "wx" not in token[:2] and carrying.opened(token) == "wx:o1" and carrying.link("wx:o1") != PUBLIC
    for wrong in (token[:-2], token + "A", "x" * 100, "", "é", token.swapcase(), "x" * 5000):
        assert carrying.opened(wrong) is None
    late = Carrying(channel.settings, channel.store, lambda: channel.advisor.now() + LASTS + timedelta(seconds=2))
    assert late.opened(token) is None
    elsewhere = replace(channel.settings, home=channel.settings.home / "other")
    elsewhere.home.mkdir()
    assert Carrying(elsewhere, channel.store).opened(token) is None
    async with browser() as page, page.get(f"{channel.address}/carry/{token[:-4]}AAAA") as response:
        assert response.status == 404 and "换到网页" in await response.text()


async def test_a_talk_of_the_page_goes_on_in_the_chat_by_a_code_that_counts_once(channel):
    async with browser() as page:
        async with page.post(f"{channel.address}/chat", json={"text": SUM}) as response:
            assert "67,000.00" in (await response.json())["html"]
        async with page.post(f"{channel.address}/carry") as response:
            words = re.search(r"接着聊 [A-Z0-9]{8}", await response.text())[0]
    assert "67,000.00" in (await channel.fake.say("o1", words)).text
    assert "80,400.00" in (await channel.fake.say("o1", "改成600万")).text
    assert "没对上" in (await channel.fake.say("o2", words)).text
    assert "没对上" in (await channel.fake.say("o2", "接着聊 AAAA2222")).text


async def test_clearing_on_the_page_clears_the_talk_of_both(channel):
    await channel.fake.say("o1", SUM)
    link = await link_in(channel, "o1")
    async with browser() as page:
        async with page.post(link) as response:
            talk = response.url.query["talk"]
        async with page.post(f"{channel.address}/forget", data={"talk": talk}) as response:
            assert response.status == 200
    assert not channel.store.turns("wx:o1")


@pytest.mark.parametrize(("method", "path"), [("get", "/carry/x"), ("post", "/carry/x"), ("post", "/carry")])
async def test_without_a_messenger_there_is_nothing_to_carry(house, tmp_path, method, path):
    from aiohttp.test_utils import TestClient, TestServer

    from bot.channels.web import make_app
    from bot.settings import read_settings

    app = make_app(house.advisor, read_settings({}, home=str(tmp_path)), house.store)
    async with TestClient(TestServer(app)) as client, client.request(method, path, headers=ORIGIN) as response:
        assert response.status == 404
        assert "到微信里接着聊" not in await (await client.get("/")).text()
