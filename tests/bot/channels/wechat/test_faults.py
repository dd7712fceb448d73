"""Whatever WeChat's interface does, every answer arrives; what a person must mend is said with its remedy."""

import asyncio
import time

import pytest

from bot.channels.wechat.health import REMEDIES
from bot.channels.wechat.menu import menu, put_menu
from bot.operations.home import HomeBusyError
from tests.bot.channels.wechat.fake import SECRET, FakeWechat

GUARANTEE = "鲁科担，担保{0}万，费率0.5%，能补多少？"
SEND = "message/custom/send"
FAULTS = ("40001", "42001", "40014", "-1", "500", "reset", "garbage")


def later(channel, follower, text):
    """Something that comes later, as an answer of staff's does."""
    from bot.channels.wechat.inbox import LATER

    channel.fake.came.setdefault(follower, time.time())
    fields = channel.fake.message(follower, MsgType=LATER, Content=text)
    return asyncio.wrap_future(channel.service._intake.receive([fields]))


@pytest.mark.parametrize("fault", FAULTS)
async def test_three_of_a_fault_cost_no_message_and_double_none(fake, start, fault):
    fake.faults[SEND].extend([fault] * 3)
    async with start(fake, grace=0.01) as channel:
        for number in (1, 2, 3):
            await later(channel, "o1", f"第{number}条")
        await fake.until(lambda: len(fake.said["o1"]) == 3)
        await channel.settled()
    assert fake.said["o1"] == ["第1条", "第2条", "第3条"] and not fake.faults[SEND]


async def test_a_token_that_is_over_is_fetched_anew_and_kept_for_the_next_start(fake, start):
    async with start(fake, grace=0.01) as channel:
        await later(channel, "o1", "一")
        await channel.settled()
        kept = channel.settings.home / "wechat.token"
        assert oct(kept.stat().st_mode)[-3:] == "600" and len(fake.tokens) == 1
    async with start(fake, grace=0.01) as channel:
        await later(channel, "o1", "二")
        await channel.settled()
        assert len(fake.tokens) == 1, "the one that was kept"
        fake.tokens.append("fetched by another program")
        await later(channel, "o1", "三")
        await channel.settled()
    assert fake.said["o1"] == ["一", "二", "三"] and len(fake.tokens) == 2, "the one WeChat gave there is ours too"


async def test_a_token_is_fetched_before_its_end(fake, start):
    fake.lasts = 200  # less than what is kept in reserve
    async with start(fake, grace=0.01) as channel:
        for text in ("一", "二"):
            await later(channel, "o1", text)
            await channel.settled()
    assert [method for method, _ in fake.calls].count("stable_token") == 2


@pytest.mark.parametrize(
    ("code", "kind"), [("45009", "quota"), ("40164", "whitelist"), ("48001", "unauthorized"), ("40125", "unauthorized")]
)
async def test_what_a_person_must_mend_is_told_with_its_remedy(fake, start, caplog, code, kind):
    fake.faults["stable_token" if code in ("40164", "40125") else SEND].append(code)
    async with start(fake, grace=0.01) as channel:
        await later(channel, "o1", "一")
        while kind not in channel.health.alarms():
            await asyncio.sleep(0.01)
        assert channel.health.alarms()[kind] == REMEDIES[kind]
        assert (await fake.say("o2", GUARANTEE.format(100))).text, "answers in the request go on"
    assert REMEDIES[kind] in caplog.text and SECRET not in caplog.text


async def test_nobody_is_written_to_after_two_days_and_it_is_told(fake, start, caplog):
    async with start(fake, grace=0.01) as channel:
        fake.came["o1"] = time.time() - 49 * 3600
        await later(channel, "o1", "一")
        await channel.settled()
    assert not fake.said["o1"] and "45015" in caplog.text and "48 小时" in caplog.text


async def test_the_interface_may_be_away_and_what_waits_goes_out_when_it_is_back(start, caplog):
    down = FakeWechat()
    async with down.serving():
        port = int(down.base.rpartition(":")[2])
    async with start(down, grace=0.01) as channel:
        await later(channel, "o1", "一")
        while "network" not in caplog.text:
            await asyncio.sleep(0.01)
        assert "2,000.00" in (await down.say("o2", GUARANTEE.format(100))).text
        up = FakeWechat()
        up.came["o1"] = time.time()
        async with up.serving(port):
            await up.until(lambda: up.said["o1"])
            await channel.settled()
    assert up.said["o1"] == ["一"]


async def test_a_store_that_fails_for_a_while_costs_no_message(fake, start, monkeypatch):
    from knowledge.store.sql import outbox as boxes
    from knowledge.store.sqlite.database import sqlite3

    async with start(fake) as channel:
        fail, real = [True] * 2, boxes._take

        def full(*values):
            if fail:
                fail.pop()
                raise sqlite3.OperationalError("database or disk is full")
            return real(*values)

        monkeypatch.setattr(boxes, "_take", full)
        posted = await fake.say("o1", GUARANTEE.format(100))
        assert "2,000.00" in posted.text and not fail
        await channel.settled()
        assert len(channel.store.turns("wx:o1")) == 1


async def test_what_cannot_be_kept_gets_no_answer_so_that_it_is_posted_again(fake, start, monkeypatch):
    from knowledge.store.sql import outbox as boxes
    from knowledge.store.sqlite.database import sqlite3

    async with start(fake, patience=0.3) as channel:
        real = boxes._take

        def full(*values):
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(boxes, "_take", full)
        fields = fake.message("o1", MsgType="text", Content=GUARANTEE.format(100))
        status, _ = await fake.deliver(fields)
        assert status == 0 and "store" in channel.health.alarms()
        monkeypatch.setattr(boxes, "_take", real)
        channel.service.callback.answers.patience = 4.3
        assert "2,000.00" in (await fake.post(fields)).text


async def test_a_turn_that_breaks_is_an_apology_with_a_number(fake, start, monkeypatch):
    from bot.channels.wechat.exchange import Talk

    async with start(fake) as channel:
        monkeypatch.setattr(Talk, "hear", lambda self, text: 1 / 0)
        assert "编号" in (await fake.say("o1", "你好")).text
        await channel.settled()


async def test_a_second_process_over_the_same_folder_is_refused(fake, start):
    async with start(fake):
        with pytest.raises(HomeBusyError, match="另一个进程"):
            async with start(fake) as second:
                second.stop.set()


async def test_the_menu_is_put_there_by_the_command(fake, start):
    async with start(fake) as channel:
        said = await asyncio.to_thread(put_menu, channel.settings)
        assert "看我能拿哪些" in said and fake.menu == menu() and len(fake.menu["button"]) == 3
        fake.faults["menu/create"].append("48001")
        with pytest.raises(RuntimeError, match="没有这个接口的权限"):
            await asyncio.to_thread(put_menu, channel.settings)


async def test_health_tells_what_waits_and_what_is_wrong(channel):
    from aiohttp import ClientSession

    async with ClientSession() as session, session.get(f"{channel.address}/health/wechat") as response:
        assert await response.json() == {"status": "ok", "alarms": {}, "unanswered": 0, "unsent": 0}
