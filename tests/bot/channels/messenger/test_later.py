"""Who asked what had no answer is told once staff have given one, and once only."""

import asyncio
from dataclasses import replace

import pytest

from bot.desk import queue
from tests.bot.channels.wechat import conftest as wechat
from tests.bot.channels.wechat.fake import FakeWechat
from tests.bot.channels.wecom import conftest as wecom
from tests.bot.channels.wecom.fake import FakeWecom

QUESTION = "担保费补贴发票要原件还是复印件"
ANSWER = "复印件就行，加盖公章。"
start_wechat, start_wecom = wechat.start, wecom.start


@pytest.fixture
def staff_answer(monkeypatch):
    """Staff answer everything that is open; the version in which they do is published."""

    def answer(store, version: int):
        found = queue.items

        def done(of, today):
            return [one if one.said[0].text != QUESTION else _done(one) for one in found(of, today)]

        monkeypatch.setattr("bot.channels.messenger.later.items", done)
        store.publish(store.files_of(store.published().number), author="a", note=f"{version}")

    return answer


def _done(one):
    return replace(one, state="done", draft=1, answer=ANSWER)


async def test_a_follower_is_told_by_the_interface_once(house, start_wechat, staff_answer):
    async with FakeWechat().serving() as fake, start_wechat(fake, grace=0.01) as channel:
        publish_something(house, channel.store)
        await fake.say("o1", f"留个问题给工作人员：{QUESTION}")
        for version in (1, 2):
            staff_answer(channel.store, version)
            await fake.until(lambda: len(fake.said["o1"]) >= 2)
            await asyncio.sleep(0.6)
            await channel.settled()
    assert len(fake.said["o1"]) == 2 and fake.said["o1"][1] == f"您问过：{QUESTION}\n现在有答复了：{ANSWER}"


async def test_who_asked_in_a_group_is_told_in_the_group(house, start_wecom, staff_answer):
    async with FakeWecom().serving() as fake, start_wecom(fake) as bot:
        publish_something(house, bot.store)
        await fake.answer("li:si", f"留个问题给工作人员：{QUESTION}", "wrGroup")
        staff_answer(bot.store, 1)
        await fake.until(lambda: len(fake.texts("wrGroup")) >= 2)
        await asyncio.sleep(0.6)
        await bot.settled()
    assert len(fake.texts("wrGroup")) == 2 and ANSWER in fake.texts("wrGroup")[1] and not fake.said["li:si"]


def publish_something(house, store):
    store.publish(house.store.files_of(house.store.published().number), author="a", note="")
