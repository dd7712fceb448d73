"""Order and pace: one user's messages stay in order, nobody is flooded, nobody floods."""

import asyncio
import itertools
import json
import threading
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime

from bot.channels.messenger.timing import Flood, Pace
from bot.channels.telegram.health import Health
from bot.channels.telegram.sending import Sender
from knowledge.store import Answered, Incoming, Outgoing, open_store
from tests.bot.channels.telegram.conftest import QUICK


async def test_two_hundred_messages_of_one_user_keep_order_and_state(bot):
    bot.fake.say(7, "专利质押贷了100万，一年，2024年8月放款")
    for number in range(1, 200):
        bot.fake.say(7, f"再加{number}万")
    await bot.fake.until(lambda: len(bot.fake.texts(7)) == 200)
    total, texts = 100, bot.fake.texts(7)
    for number in range(1, 200):
        total += number
        assert f"→ {total}万元" in texts[number] or f"→ {total / 10_000:.10g}亿元" in texts[number], texts[number]
    assert json.loads(bot.store.turns("tg:7")[-1].payload)["inputs"]["principal_yuan"] == str(total * 10_000)


async def test_a_hundred_users_with_three_messages_each_get_three_answers_in_order(bot):
    for amount in (100, 200, 300):
        for user in range(1, 101):
            bot.fake.say(user, f"鲁科担，担保{amount}万，费率0.5%，能补多少？")
    await bot.fake.until(lambda: len(bot.fake.shown) == 300)
    for user in range(1, 101):
        answers = zip(bot.fake.texts(user), ("2,000.00", "4,000.00", "6,000.00"), strict=True)
        assert all(amount in text for text, amount in answers)


async def test_a_stop_in_the_middle_of_work_loses_nothing_and_doubles_nothing(fake, start):
    slow = replace(QUICK, per_second=100.0, drain=0.2)
    for number in range(100):
        fake.say(number % 20 + 1, f"鲁科担，担保{100 * (number // 20 + 1)}万，费率0.5%，能补多少？")
    async with start(fake, slow):
        await fake.until(lambda: len(fake.shown) > 10)
    assert len(fake.shown) < 100
    async with start(fake) as bot:
        await fake.until(lambda: len(fake.shown) >= 100)
        await bot.settled()
    amounts = ["2,000.00", "4,000.00", "6,000.00", "8,000.00", "1.00 万元"]
    for user in range(1, 21):
        assert all(amount in text for amount, text in zip(amounts, fake.texts(user), strict=True))


async def test_who_has_to_wait_sees_that_somebody_is_typing(fake, start, monkeypatch):
    async with start(fake, replace(QUICK, typing=0.01)) as bot:
        keep = bot.outbox.answer

        def slowly(update_id, answered):
            kept, late = keep(update_id, answered), Future()
            threading.Timer(0.5, lambda: late.set_result(kept.result())).start()
            return late

        monkeypatch.setattr(bot.outbox, "answer", slowly)
        await fake.answer(7, "你好")
    (typing,) = fake.made("sendChatAction")
    assert typing.values == {"chat_id": "7", "action": "typing"}


async def test_a_flood_is_answered_once_and_the_next_minute_is_free(fake, start):
    async with start(fake, replace(QUICK, user_limit=20)) as bot:
        for _ in range(40):
            fake.send(7, text="你好", date=1_780_000_000)
        fake.send(7, text="鲁科担，担保100万，费率0.5%，能补多少？", date=1_780_000_061)
        await fake.until(lambda: "2,000.00" in "".join(fake.texts(7)))
        await bot.settled()
    texts = fake.texts(7)
    assert len(texts) == 22 and texts[20].startswith("您发得有点快，一分钟最多 20 句")


def test_a_flood_is_judged_by_when_it_was_sent():
    flood = Flood(2)
    assert [flood.judge(1, at) for at in (0, 1, 2, 3)] == ["", "", "first", "more"]
    assert flood.judge(2, 3) == ""
    assert [flood.judge(1, at) for at in (61, 62, 62, 63)] == ["", "", "first", "more"]
    assert [Flood(2).judge(1, at) for at in (0, 3600, 7200)] == ["", "", ""]


class Recording:
    """A server that takes what it is given and notes when, by the loop's clock."""

    def __init__(self):
        self.made, self.ids, self.wanted = [], [], []

    async def make(self, row, payload):
        self.made.append((asyncio.get_running_loop().time(), row.chat))
        self.ids.append(row.id)
        return len(self.made)


async def test_no_more_than_so_many_a_second_and_one_a_second_in_a_chat(tmp_path):
    with open_store(tmp_path / "s.sqlite3") as store:
        outbox, server = store.outbox("t"), Recording()
        calls = [Outgoing(chat, "sendMessage", "{}") for chat in ("1", "2", "3", "1", "2", "3")]
        outbox.take([Incoming(1, "1", "{}")]).result()
        rows = outbox.answer(1, Answered("tg:1", calls)).result()
        pace = Pace(per_second=50, chat_gap=0.2)
        sender = Sender(server, outbox, pace, Health(), lambda: datetime.now(UTC))
        sender.put(rows)
        task = asyncio.create_task(sender.run())
        while not sender.idle:
            await asyncio.sleep(0.01)
        task.cancel()
    times = [at for at, _ in server.made]
    assert [chat for _, chat in server.made] == ["1", "2", "3", "1", "2", "3"]
    assert all(later - earlier >= 0.019 for earlier, later in itertools.pairwise(times))
    assert all(times[i + 3] - times[i] >= 0.199 for i in range(3))


async def test_more_than_there_is_room_for_waits_in_the_outbox_and_keeps_its_order(tmp_path, monkeypatch):
    from bot.channels.messenger import sending

    monkeypatch.setattr(sending, "LOADED", 10)
    with open_store(tmp_path / "s.sqlite3") as store:
        outbox, server = store.outbox("t"), Recording()
        sender = Sender(server, outbox, replace(QUICK, per_second=1e6), Health(), lambda: datetime.now(UTC))
        task = asyncio.create_task(sender.run())
        for number in range(60):
            outbox.take([Incoming(number, "1", "{}")]).result()
            rows = outbox.answer(number, Answered("tg:1", [Outgoing(str(number % 3), "sendMessage", "{}")])).result()
            server.wanted.append(rows[0].id)
            sender.put(rows)
        while outbox.counts()["unsent"]:
            await asyncio.sleep(0.01)
        task.cancel()
    assert server.ids == sorted(server.ids) == server.wanted


async def test_long_texts_go_out_in_pieces_cut_at_paragraphs_with_the_buttons_last(bot):
    from bot.channels.telegram.exchange import Place, ServiceContext, Talk

    bot.outbox.take([Incoming(1, "7", "{}")]).result()
    text = "\n".join(f"{n}：" + "条" * 200 for n in range(40))
    rows = []
    talk = Talk(ServiceContext(bot.advisor, bot.store, bot.outbox, 4242, rows.extend), 1, Place(7, 7, False, None))
    calls = talk._messages(f"<b>{text}</b>", [[{"text": "依据原文", "callback_data": "c1:a:1.1"}]])
    pieces = [json.loads(call.payload) for call in calls]
    assert len(pieces) == 2 and [bool(piece.get("keyboard")) for piece in pieces] == [False, True]
    assert all(piece["html"].startswith("<b>") and piece["html"].endswith("</b>") for piece in pieces)
