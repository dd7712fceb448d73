"""Whatever becomes of the connection, every message is answered once; two programs with one bot are told apart."""

import asyncio
from dataclasses import replace

import pytest

from bot.channels.wecom.health import REMEDIES
from tests.bot.channels.wecom.conftest import QUICK
from tests.bot.channels.wecom.fake import FakeWecom

GUARANTEE = "鲁科担，担保{0}万，费率0.5%，能补多少？"
RESPOND, SEND = "aibot_respond_msg", "aibot_send_msg"


@pytest.mark.parametrize("command", [RESPOND, "aibot_subscribe", "ping"])
@pytest.mark.parametrize("fault", ["drop", "-1", "45009"])
async def test_three_of_a_fault_cost_no_message_and_double_none(fake, start, fault, command):
    fake.faults[command].extend([fault] * 3)
    async with start(fake) as bot:
        for person in ("a", "b", "c"):
            await fake.say(person, GUARANTEE.format(100))
        await fake.until(lambda: all(fake.texts(person) for person in ("a", "b", "c")), 60)
        await bot.settled()
        while fake.faults[command] and command != RESPOND:  # a dropped answer is sent as a message of its own
            await asyncio.sleep(0.01)
    for person in ("a", "b", "c"):
        assert len(fake.texts(person)) == 1 and "2,000.00" in fake.texts(person)[0]


@pytest.mark.parametrize("code", ["846605", "846607999"])
async def test_an_answer_that_is_refused_is_sent_as_a_message_of_its_own_with_its_card(fake, start, code):
    fake.faults[RESPOND].append(code)
    async with start(fake) as bot:
        shown = await fake.answer("a", "专利质押贷了500万，一年，2024年8月放款，能贴多少？")
        await bot.settled()
    assert "67,000.00" in shown.text and fake.said["a"][1].card["button_list"] and len(fake.said["a"]) == 2


async def test_a_connection_without_an_echo_is_taken_up_again(fake, start):
    async with start(fake, replace(QUICK, poll=0.05, request=0.2)):
        await fake.until(lambda: True)
        fake.faults["ping"].extend(["silent"] * 2)
        while fake.connections < 2:
            await asyncio.sleep(0.01)
        assert (await fake.answer("a", GUARANTEE.format(100))).text


async def test_a_wrong_secret_is_told_with_its_remedy_and_tried_seldom(fake, start, caplog):
    async with start(fake, FUDAOYUAN_WECOM_SECRET="wrong") as bot:
        while "unauthorized" not in bot.health.alarms():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.25)
        assert bot.health.alarms()["unauthorized"] == REMEDIES["unauthorized"] and fake.connections <= 5
    assert "wrong" not in caplog.text


async def test_who_is_pushed_out_by_another_program_says_so(fake, start, tmp_path):
    from aiohttp import ClientSession

    from tests.bot.channels.wecom.fake import BOT, SECRET

    async with start(fake, replace(QUICK, longest_wait=0.3)) as bot:
        assert (await fake.answer("a", GUARANTEE.format(100))).text
        async with ClientSession() as session, session.ws_connect(fake.url) as other:
            body = {"bot_id": BOT, "secret": SECRET}
            await other.send_json({"cmd": "aibot_subscribe", "headers": {"req_id": "x"}, "body": body})
            while "conflict" not in bot.health.alarms():
                await asyncio.sleep(0.01)
        assert bot.health.alarms()["conflict"] == REMEDIES["conflict"]
        assert "4,000.00" in (await fake.answer("a", GUARANTEE.format(200))).text


async def test_the_platform_may_be_away_at_the_start_and_in_between(start, caplog):
    down = FakeWecom()
    async with down.serving():
        port = int(down.base.rpartition(":")[2])
    async with start(down) as bot:
        while "network" not in caplog.text:
            await asyncio.sleep(0.01)
        for amount in (100, 200):
            up = FakeWecom()
            async with up.serving(port):
                assert f"{amount * 20:,}.00" in (await up.answer("a", GUARANTEE.format(amount))).text
                await bot.settled()


async def test_a_welcome_that_would_come_too_late_is_left_out(fake, start):
    async with start(fake) as bot:
        await fake.answer("a", GUARANTEE.format(100))
        fake.faults["aibot_respond_welcome_msg"].append("drop")
        await fake.enter("a")
        while fake.connections < 2:
            await asyncio.sleep(0.01)
        await bot.settled()
        assert len(fake.texts("a")) == 1
        assert (await fake.answer("a", GUARANTEE.format(200))).text


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"msgid": "x"},
        {"msgid": "x", "from": "me"},
        {"msgid": 5, "from": {"userid": "a"}},
        {"msgid": "y" * 400, "from": {"userid": "a"}},
        {"msgid": "z", "from": {"userid": "a"}, "chattype": "group"},
        {"msgid": "e", "from": {"userid": "a"}, "msgtype": "event", "event": {"eventtype": "template_card_event"}},
        {"msgid": "f", "from": {"userid": "a"}, "msgtype": "event", "event": "?"},
    ],
)
async def test_what_is_no_message_breaks_nothing(bot, body):
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "r"}, "body": body}
    await bot.fake.until(lambda: True)
    while bot.fake._socket is None:
        await asyncio.sleep(0.01)
    await bot.fake._socket.send_json(frame)
    await bot.fake._socket.send_str("no json")
    assert (await bot.fake.answer("b", GUARANTEE.format(100))).text
    await bot.settled()
    assert not bot.fake.said["a"]
