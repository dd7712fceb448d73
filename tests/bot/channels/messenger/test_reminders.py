"""What people wanted to be reminded of reaches them on its day, once, through each messenger that can write to them."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import BEIJING
from knowledge.store import Reminder, Reminding, open_store
from tests import postgres
from tests.bot.channels.telegram import conftest as telegram
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.channels.wechat import conftest as wechat
from tests.bot.channels.wechat.fake import FakeWechat
from tests.bot.channels.wecom import conftest as wecom
from tests.bot.channels.wecom.fake import FakeWecom
from tests.knowledge.said import TURN

start_telegram, start_wechat, start_wecom = telegram.start, wechat.start, wecom.start
QUIET = 0.7  # seconds in which something would have come


class Clock:
    """Today at ten in the morning, until it is put forward."""

    def __init__(self) -> None:
        self.now = datetime.now(BEIJING).replace(hour=10, minute=0, second=0, microsecond=0).astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def due_in(clock: Clock, days: int) -> str:
    """A wish for the day so many days from now."""
    day = clock().astimezone(BEIJING).date() + timedelta(days=days)
    return f"贷款{day.year}年{day.month}月{day.day}号到期，提前10天提醒我"


async def test_in_telegram_on_the_day_once_also_over_a_restart(start_telegram, clock):
    async with FakeTelegram().serving() as fake:
        async with start_telegram(fake, now=clock) as bot:
            fake.say(1, due_in(clock, 100))
            await fake.until(lambda: len(fake.shown) == 1)
            clock.forward(days=89)
            await asyncio.sleep(QUIET)
            assert len(fake.shown) == 1, "not a day too early"
            clock.forward(days=1)
            await fake.until(lambda: len(fake.shown) == 2)
            await bot.settled()
        async with start_telegram(fake, now=clock) as bot:
            await asyncio.sleep(QUIET)
            await bot.settled()
        told = fake.texts(1)
        assert len(told) == 2 and told[1].startswith("您让我提醒的：贷款到期") and "还有 10 天" in told[1]


async def test_not_at_night(start_telegram, clock):
    async with FakeTelegram().serving() as fake, start_telegram(fake, now=clock) as bot:
        fake.say(1, due_in(clock, 100))
        await fake.until(lambda: len(fake.shown) == 1)
        clock.forward(days=89, hours=17)  # three in the morning of the day
        await asyncio.sleep(QUIET)
        assert len(fake.shown) == 1
        clock.forward(hours=6)
        await fake.until(lambda: len(fake.shown) == 2)
        await bot.settled()


async def test_in_a_group_whoever_asked_is_told_there(start_telegram, clock):
    async with FakeTelegram().serving() as fake, start_telegram(fake, now=clock) as bot:
        said = Reminder(0, "", "telegram", "own", "2020-01-02", "2020-01-02", "交材料<b>", "", "")
        turn = TURN._replace(conversation="tg:-5:7", channel="telegram", reminding=Reminding((said,)))
        bot.store.record(turn, None).result()
        await fake.until(lambda: fake.shown)
        await bot.settled()
        assert "交材料<b>" in fake.texts(-5)[0] and not fake.texts(7)


async def test_cancelled_it_is_not_told_and_what_is_deleted_neither(start_telegram, clock):
    async with FakeTelegram().serving() as fake, start_telegram(fake, now=clock) as bot:
        fake.say(1, due_in(clock, 100))
        fake.say(2, due_in(clock, 100))
        await fake.until(lambda: len(fake.shown) == 2)
        fake.say(1, "取消提醒")
        await fake.until(lambda: len(fake.shown) == 3)
        bot.store.forget("tg:2").result()
        clock.forward(days=95)
        await asyncio.sleep(QUIET)
        assert len(fake.shown) == 3
        await bot.settled()


async def test_in_wecom_over_the_long_connection(start_wecom, clock):
    async with FakeWecom().serving() as fake, start_wecom(fake, now=clock) as bot:
        assert "上午提醒您" in (await fake.answer("u1", due_in(clock, 100))).text
        clock.forward(days=91)
        await fake.until(lambda: len(fake.texts("u1")) == 2)
        await asyncio.sleep(QUIET)
        await bot.settled()
        assert fake.texts("u1")[1].startswith("您让我提醒的：贷款到期") and len(fake.texts("u1")) == 2


async def test_by_callback_wecom_cannot_write_by_itself_and_it_is_said(start_wecom, clock):
    async with FakeWecom().serving() as fake, start_wecom(fake, callback=True, now=clock) as bot:
        said = str(await fake.post(fake.body("u1", msgtype="text", text={"content": due_in(clock, 100)})))
        assert "不能主动找您" in said and "/remind/" in said
        clock.forward(days=95)
        await asyncio.sleep(QUIET)
        assert len(fake.texts("u1")) <= 1 and bot.store.reminders().of("wecom:u1")


async def test_the_account_of_wechat_tells_who_has_come_within_two_days(start_wechat, clock):
    async with FakeWechat().serving() as fake, start_wechat(fake, grace=0.01, now=clock) as channel:
        posted = await fake.say("o1", due_in(clock, 11))
        assert "48 小时" in posted.text and "/remind/" in posted.text
        clock.forward(hours=24)
        await fake.until(lambda: len(fake.said["o1"]) == 2)
        await channel.settled()
        assert fake.said["o1"][1].startswith("您让我提醒的：贷款到期")


async def test_who_has_not_come_is_told_when_he_comes_again_until_it_is_due(start_wechat, clock, caplog):
    caplog.set_level("INFO")
    async with FakeWechat().serving() as fake, start_wechat(fake, grace=0.01, now=clock) as channel:
        wish = Reminder(0, "", "wechat", "loan_due", "", "", "", "", "")
        today = clock().astimezone(BEIJING).date()
        long_ago = (clock() - timedelta(days=60)).isoformat()
        for follower, ends in (("o1", 5), ("o2", -1)):
            due = (today + timedelta(days=ends)).isoformat()
            one = wish._replace(due=due, day=(today - timedelta(days=2)).isoformat())
            turn = TURN._replace(conversation=f"wx:{follower}", channel="wechat", at=long_ago, client_id=None)
            channel.store.record(turn._replace(reminding=Reminding((one,))), None).result()
        await asyncio.sleep(QUIET)
        assert not fake.calls and len(channel.store.reminders().of("wx:o1")) == 1
        assert not channel.store.reminders().of("wx:o2") and "nobody came" in caplog.text
        await fake.say("o1", "你好")
        await fake.until(lambda: len(fake.said["o1"]) == 2)
        assert fake.said["o1"][1].startswith("您让我提醒的：贷款到期") and not fake.said["o2"]
        await channel.settled()


async def test_without_a_secret_wechat_is_written_to_never(start_wechat, clock):
    async with (
        FakeWechat().serving() as fake,
        start_wechat(fake, grace=0.01, now=clock, FUDAOYUAN_WECHAT_APP_SECRET="") as channel,
    ):
        assert "不能主动找您" in (await fake.say("o1", due_in(clock, 100))).text
        clock.forward(days=95)
        await asyncio.sleep(QUIET)
        assert not fake.calls and channel.store.reminders().of("wx:o1")


def test_of_several_processes_one_tells_it():
    """The election that the services ask, and the row that two of them would close."""
    url = postgres.fresh()
    try:
        with open_store(url) as one, open_store(url) as other:
            duty = "reminders in telegram"
            assert one.is_chosen(duty) and not other.is_chosen(duty)
            wish = Reminder(0, "", "telegram", "loan_due", "2027-08-15", "2027-07-15", "", "", "")
            one.record(TURN._replace(conversation="tg:1", reminding=Reminding((wish,))), None).result()
            [kept] = other.reminders().of("tg:1")
            told = [store.outbox("telegram:1").tell(kept, []) for store in (one, other)]
            assert [future.result() for future in told] == [(), ()]
            assert not one.reminders().of("tg:1")
    finally:
        postgres.drop(url)
