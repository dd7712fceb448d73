"""Whatever Telegram's server does, every message is answered; what a person must mend is said with its remedy."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.messenger.timing import Pace
from bot.channels.telegram.health import REMEDIES, Health
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.fake import FakeTelegram

FAULTS = ("429:1", "500", "502", "reset", "hang", "409", "401", "garbage")
GUARANTEE = "鲁科担，担保{0}万，费率0.5%，能补多少？"


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_three_of_a_fault_cost_no_message_and_double_none(fake, start, fault, method):
    fake.faults[method].extend([fault] * 3)
    fake.hang = 2.0
    async with start(fake, replace(QUICK, poll=0.5, request=1.0 if fault == "hang" else 10.0)) as bot:
        for chat in (1, 2, 3):
            fake.say(chat, GUARANTEE.format(100 * chat))
        await fake.until(lambda: all(fake.texts(chat) for chat in (1, 2, 3)))
        await bot.settled()
    assert not fake.faults[method]
    for chat, amount in ((1, "2,000.00"), (2, "4,000.00"), (3, "6,000.00")):
        (text,) = fake.texts(chat)
        assert amount in text


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
async def test_retry_after_is_waited_for(fake, start, method):
    fake.faults[method].append("429:1")
    async with start(fake) as bot:
        await fake.answer(1, GUARANTEE.format(100))
        await bot.settled()
    calls = [call for call in fake.calls if call.method == method]
    at = next(i for i, call in enumerate(calls) if call.fault)
    assert calls[at + 1].at - calls[at].at >= 1.0


@pytest.mark.parametrize("asked", [1, 7, 30, 600])
def test_a_wait_is_what_telegram_asked_for_within_a_tenth(asked):
    assert asked <= Pace().wait(5, asked) <= asked * 1.1


def test_waits_double_up_to_half_a_minute():
    assert [Pace().wait(n) for n in (1, 2, 3, 4, 7, 50)] == [1.0, 2.0, 4.0, 8.0, 30.0, 30.0]


async def test_one_chat_told_to_wait_holds_up_no_other(fake, start):
    fake.faults["sendMessage"].append("429:5")
    async with start(fake) as bot:
        fake.say(1, GUARANTEE.format(100))
        await fake.until(lambda: fake.calls and fake.calls[-1].fault)
        await fake.answer(2, GUARANTEE.format(200))
        assert not fake.texts(1)
        await bot.settled()
    assert fake.texts(1)


@pytest.mark.parametrize(("fault", "kind"), [("401", "unauthorized"), ("409", "conflict")])
async def test_a_refused_token_and_a_second_poller_raise_an_alarm_that_says_what_to_do(
    fake, start, fault, kind, caplog
):
    fake.faults["getUpdates"].extend([fault] * 3)
    async with start(fake, replace(QUICK, first_wait=0.05)) as bot:
        while kind not in bot.health.alarms():
            await asyncio.sleep(0.01)
        report = bot.health.report(bot.outbox.counts)
        assert report["status"] == "alarm" and report["alarms"][kind] == REMEDIES[kind]
        await fake.answer(1, GUARANTEE.format(100))
    said = [record.getMessage() for record in caplog.records if REMEDIES[kind] in record.getMessage()]
    assert len(said) == 1 and fake.token not in caplog.text


def test_a_conflict_is_over_after_a_quiet_minute_and_a_hiccup_is_no_alarm():
    now = [0.0]
    health = Health(lambda: now[0])
    health.fault("conflict", "")
    health.fault("network", "")
    health.fine()
    assert set(health.alarms()) == {"conflict"}
    health.fault("network", "")
    now[0] = 61.0
    assert set(health.alarms()) == {"conflict", "network"}
    health.fine()
    assert health.alarms() == {}


async def test_telegram_may_be_down_at_the_start(start, caplog):
    down = FakeTelegram()
    async with down.serving():
        port = int(down.base.rpartition(":")[2])
    async with start(down) as bot:
        while "network" not in caplog.text:
            await asyncio.sleep(0.01)
        up = FakeTelegram()
        async with up.serving(port):
            assert "2,000.00" in (await up.answer(1, GUARANTEE.format(100))).text
            await bot.settled()
            bot.stop.set()


async def test_what_is_unsent_goes_out_at_the_next_start(fake, start):
    fake.faults["sendMessage"].extend(["500"] * 1000)
    async with start(fake, replace(QUICK, drain=0.1)) as bot:
        fake.say(1, GUARANTEE.format(100))
        await fake.until(lambda: any(call.method == "sendMessage" for call in fake.calls))
        assert not fake.texts(1)
    fake.faults.clear()
    async with start(fake) as bot:
        await fake.until(lambda: fake.texts(1))
        await bot.settled()
    assert len(fake.texts(1)) == 1


async def test_what_is_recorded_but_not_answered_is_answered_at_the_next_start(fake, start):
    async with start(fake) as bot:
        bot.stop.set()
        bot.outbox.take([_incoming(5, 1, GUARANTEE.format(100))]).result()
    async with start(fake) as bot:
        await fake.until(lambda: fake.texts(1))
        await bot.settled()


async def test_a_message_that_cannot_be_sent_for_a_day_is_given_up_with_a_log_line(fake, start, monkeypatch, caplog):
    fake.faults["sendMessage"].extend(["500"] * 2)
    async with start(fake, replace(QUICK, give_up=-1.0)) as bot:
        fake.say(1, GUARANTEE.format(100))
        while "given up" not in caplog.text:
            await asyncio.sleep(0.01)
        await bot.settled()
        assert not fake.texts(1)
        fake.faults.clear()
        assert await fake.answer(1, GUARANTEE.format(200))


async def test_a_person_who_blocked_the_bot_holds_up_nobody(fake, start):
    fake.faults["sendMessage"].append("403")
    async with start(fake) as bot:
        fake.say(1, GUARANTEE.format(100))
        await fake.answer(2, GUARANTEE.format(200))
        await bot.settled()
    assert not fake.texts(1)


async def test_an_answer_that_cannot_be_edited_is_sent_anew(fake, start):
    async with start(fake) as bot:
        number = fake.say(1, GUARANTEE.format(100))
        await fake.until(lambda: fake.texts(1))
        fake.faults["editMessageText"].append("400:message can't be edited")
        fake.edit(number, GUARANTEE.format(300))
        await fake.until(lambda: len(fake.texts(1)) == 2)
        await bot.settled()
    assert "6,000.00" in fake.last(1).text


async def test_a_full_disk_is_no_answer_but_no_loss_either(fake, start, monkeypatch):
    from knowledge.store.sql import outbox as boxes
    from knowledge.store.sqlite.database import sqlite3

    async with start(fake) as bot:
        fail, real = [True] * 2, boxes.write_turn

        def full(*values):
            if fail:
                fail.pop()
                raise sqlite3.OperationalError("database or disk is full")
            return real(*values)

        monkeypatch.setattr(boxes, "write_turn", full)
        await fake.answer(1, "专利质押贷了100万，一年，2024年8月放款")
        await fake.answer(1, "再加100万")
        await bot.settled()
    assert "26,800.00" in fake.last(1).text, "said twice by us, counted once"


async def test_a_server_without_a_menu_of_commands_will_do(fake, start):
    fake.faults["setMyCommands"].append("400:BOT_COMMAND_INVALID")
    async with start(fake):
        assert await fake.answer(1, GUARANTEE.format(100))


async def test_old_rows_are_swept(fake, start):
    async with start(fake) as bot:
        await fake.answer(1, GUARANTEE.format(100))
        await bot.settled()
        bot.outbox.sweep(datetime.now(UTC) + timedelta(days=1)).result()
        assert bot.outbox.past("tg:1", 1) is None
        assert len(bot.store.turns("tg:1")) == 1


async def test_a_second_process_over_the_same_folder_is_refused(fake, start):
    from bot.operations.home import HomeBusyError

    async with start(fake):
        with pytest.raises(HomeBusyError, match="另一个进程"):
            async with start(fake) as second:
                second.stop.set()


def _incoming(number, chat, text):
    from bot.channels.telegram.inbox import incoming

    raw = {"message_id": 1, "date": 1_780_000_000, "chat": {"id": chat, "type": "private"}, "text": text}
    return incoming({"update_id": number, "message": {**raw, "from": {"id": chat, "is_bot": False, "first_name": "x"}}})
