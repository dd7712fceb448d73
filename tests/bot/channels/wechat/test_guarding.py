"""Who is let in: signed, recent, well-formed. Whatever else is posted is refused quickly, and nothing breaks."""

import random
import secrets
import time

import pytest
from aiohttp import ClientSession

from bot.channels.wechat.inbox import number_of
from bot.channels.wechat.xml import LARGEST, UnreadableError, read, written
from bot.channels.wxcrypto import signature
from tests.bot.channels.wechat.fake import TOKEN, FakeWechat, xml_of

GOOD = {"ToUserName": "gh", "FromUserName": "o1", "CreateTime": "1", "MsgType": "text", "Content": "你好", "MsgId": "1"}
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><xml><Content>&i;</Content></xml>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>'
HOSTILE = {
    "bomb": BOMB,
    "outside": OUTSIDE,
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd">%p;]><xml/>',
    "doctype alone": "<!DOCTYPE xml><xml><a>1</a></xml>",
    "deep": "<xml>" + "<a>" * 1000 + "</a>" * 1000 + "</xml>",
    "many": "<xml>" + "<a>1</a>" * 5000 + "</xml>",
    "long field": f"<xml><Content>{'字' * 20_000}</Content></xml>",
    "instruction": "<?xml version='1.0'?><?php x?><xml/>",
    "unfinished": "<xml><Content>",
    "nothing": "",
    "json": '{"a": 1}',
    "too large": f"<xml><Content>{'x' * (LARGEST + 10)}</Content></xml>",
    "nul": "<xml><Content>\0</Content></xml>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_xml_that_is_no_message_is_refused(name):
    with pytest.raises(UnreadableError):
        read(HOSTILE[name].encode())


def test_what_is_written_can_be_read_again():
    for text in ("]]>", "a]]>b]]>", "<b>&amp;", "  x", "字\n行", "😀", "<![CDATA[x]]>"):
        assert read(written({"Content": text}).encode()) == {"Content": text.strip()}


def test_numbers_are_the_same_for_each_delivery_and_rise_with_time():
    first, later = {**GOOD, "CreateTime": "1780000000"}, {**GOOD, "CreateTime": "1780000001"}
    assert number_of(first) == number_of(dict(first)) < number_of(later) < 2**62
    assert number_of({**first, "MsgId": "2"}) > number_of(first)
    event = {key: value for key, value in first.items() if key != "MsgId"} | {"MsgType": "event"}
    assert number_of(event) == number_of({**event, "Event": "x"}) != number_of({**event, "FromUserName": "o2"})
    for wrong in ({}, {**GOOD, "CreateTime": "-1"}, {**GOOD, "CreateTime": "١"}, {**GOOD, "FromUserName": ""}):
        assert number_of(wrong) is None
    assert number_of({**GOOD, "CreateTime": "9" * 19}) is None and number_of({**GOOD, "MsgId": "9" * 30}) > 0


async def test_the_address_is_ours_when_the_signature_is_right(channel):
    stamp = str(int(time.time()))
    query = {"timestamp": stamp, "nonce": "n", "echostr": "5838479218127813673"}
    query["signature"] = signature(TOKEN, stamp, "n")
    async with ClientSession() as session:
        async with session.get(channel.fake.address, params=query) as response:
            assert (response.status, await response.text()) == (200, "5838479218127813673")
        for wrong in ({"signature": "0" * 40}, {"signature": "签"}, {"nonce": "m"}, {"timestamp": "abc"}):
            async with session.get(channel.fake.address, params={**query, **wrong}) as response:
                assert response.status == 403, wrong
        async with session.get(channel.fake.address) as response:
            assert response.status == 403


async def test_old_and_unsigned_messages_are_refused_and_told_with_the_remedy(either, start, caplog):
    async with start(either) as channel:
        fields = either.message("o1", MsgType="text", Content="你好")
        for stamp in (str(int(time.time()) - 400), str(int(time.time()) + 400), "1e9", ""):
            assert (await either.deliver(fields, timestamp=stamp))[0] == 403, stamp
        assert (await either.deliver(fields, signature="0" * 40))[0] == 403
        if either.cipher:
            assert (await either.deliver(fields, msg_signature="0" * 40))[0] == 403
        assert (await either.deliver(fields, timestamp=str(int(time.time()) - 200)))[0] == 200
        assert len(channel.store.turns("wx:o1")) == 1
    assert "FUDAOYUAN_WECHAT_TOKEN" in caplog.text and TOKEN not in caplog.text


async def test_a_plain_message_does_not_pass_for_an_encrypted_one(fake, start):
    from tests.bot.channels.wechat.fake import AES_KEY

    async with start(fake, FUDAOYUAN_WECHAT_AES_KEY=AES_KEY):
        assert (await fake.deliver(fake.message("o1", MsgType="text", Content="你好")))[0] == 403
    async with FakeWechat("B" * 43).serving() as other, start(other, FUDAOYUAN_WECHAT_AES_KEY=AES_KEY):
        assert (await other.deliver(other.message("o1", MsgType="text", Content="你好")))[0] == 403


async def test_hostile_bodies_are_refused_and_the_next_message_is_answered(channel):
    for name, body in HOSTILE.items():
        status, _ = await channel.fake.deliver(body.encode("utf-8"))
        assert status in (200, 400), name
    assert (await channel.fake.say("o1", "你好")).text
    assert "exception" not in str(channel.health.alarms())


def test_a_few_hundred_random_bodies_raise_nothing_but_that_they_are_none():
    for body in hostile_bodies(random.Random(7), 400):
        try:
            number_of(read(body))
        except UnreadableError:
            continue


def hostile_bodies(rng: random.Random, count: int):
    """Good messages broken in some way, and noise."""
    good = xml_of(GOOD).encode()
    for _ in range(count):
        kind = rng.randrange(6)
        if kind == 0:
            yield rng.randbytes(rng.randrange(2000))
        elif kind == 1:
            at = rng.randrange(len(good))
            yield good[:at] + rng.randbytes(rng.randrange(1, 8)) + good[at + rng.randrange(8) :]
        elif kind == 2:
            yield good[: rng.randrange(len(good))]
        elif kind == 3:
            yield rng.choice(list(HOSTILE.values())).encode("utf-8", "replace")
        elif kind == 4:
            text = "".join(chr(rng.choice((0x0, 0x202E, 0x1F600, 0x4E00, 0x3C, 0x26, 0xFFFE))) for _ in range(50))
            yield xml_of({**GOOD, rng.choice(list(GOOD)): text, secrets.token_hex(2): text}).encode()
        else:
            yield b"<xml>" + b"<a>" * rng.randrange(400) + good * rng.randrange(5)
