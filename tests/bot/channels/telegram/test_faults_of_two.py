"""The fault table of the bot again, with two replicas on one PostgreSQL: every update is answered once.

``make torture-pg`` does it with real processes, more messages, and kills.
"""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import House
from bot.channels.telegram import DUTY
from tests.bot.channels.telegram.conftest import QUICK
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.channels.telegram.replicas import lose, process, url
from tests.bot.channels.telegram.test_faults import FAULTS, GUARANTEE

__all__ = ["url"]
CHATS = (1, 2, 3)
DOUBT = 0.3  # seconds in which a second answer would come


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_three_of_a_fault_cost_no_message_and_double_none_whoever_is_the_bot(
    house: House, tmp_path: Path, fake: FakeTelegram, url: str, fault: str, method: str
) -> None:
    fake.hang = 2.0
    pace = replace(QUICK, poll=0.5, request=1.0 if fault == "hang" else 10.0)
    one_of_them, other = (process(house, tmp_path / name, fake, url, pace) for name in ("one", "two"))
    async with one_of_them as one, other as two:
        fake.faults[method].extend([fault] * 3)
        for chat in CHATS:
            fake.say(chat, GUARANTEE.format(100 * chat))
        await fake.until(lambda: len(fake.faults[method]) < 3, 60)
        lose(one, two)  # in the middle of it
        for chat in CHATS:
            fake.say(chat, GUARANTEE.format(1000 * chat))
        await fake.until(lambda: all(len(fake.texts(chat)) == 2 for chat in CHATS) and not fake.faults[method], 60)
        await asyncio.sleep(DOUBT)
        assert one.outbox("telegram:4242").counts() == {"unanswered": 0, "unsent": 0}
        assert one.is_chosen(DUTY) != two.is_chosen(DUTY)
    for chat in CHATS:
        first, second = fake.texts(chat)
        assert f"{2_000 * chat:,}.00" in first and f"{20_000 * chat:,}.00" in second
