"""A worker by itself: it ends when nobody is there any more, and when it computes without end."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import load
from bot.messages import Message
from bot.settings import Settings
from bot.workers.frames import Frames, framed
from bot.workers.packing import Packing
from bot.workers.pool import Pool
from tests.bot.workers.conftest import DAY, MOMENT, computed, until
from tests.city import shipped_files

ROOT = Path(__file__).parents[3]
SPINS = """
import sys
from bot.workers import worker

def spin(self):
    while True:
        pass

worker.LONGEST, worker.Worker._forget = 0.2, spin
worker.main(sys.argv[1], "/nowhere", "error")
"""


@pytest.mark.parametrize(("leaves", "code"), [(True, 0), (False, -signal.SIGPROF)])
def test_it_ends_with_the_pipe_and_when_it_hangs(leaves: bool, code: int) -> None:
    ours, theirs = socket.socketpair()
    with (
        ours,
        subprocess.Popen(
            [sys.executable, "-c", SPINS, str(theirs.fileno())], pass_fds=[theirs.fileno()], cwd=ROOT
        ) as worker,
    ):
        theirs.close()
        if leaves:
            ours.close()
        else:
            ours.sendall(framed(("forget",)))
        assert worker.wait(60) == code


def test_messages_arrive_whole_in_whatever_pieces() -> None:
    sent: list[object] = [("load", {"a": "原文"}, 1), ("turn", ["x" * 70_000], b""), ("forget",)]
    whole, frames, got = b"".join(map(framed, sent)), Frames(), list[object]()
    for begin in range(0, len(whole), 1_000):
        got += frames.feed(whole[begin : begin + 1_000])
    assert got == sent


def test_replies_are_packed_without_the_records_they_refer_to(house) -> None:
    live = house.advisor.live
    reply = house.advisor.reply(Message("packed", "专利质押贷了500万，一年，2024年8月放的款，能贴多少", DAY)).reply
    packed = Packing(live).pack([reply, reply])
    here, again = Packing(live).unpack(packed)
    assert here == reply and here is again and here.view.measure is reply.view.measure
    assert len(packed) < 10_000 and live.knowledge.main.text[:40].encode() not in packed
    assert Packing(live).digest() == Packing(live).digest()


async def test_of_several_documents_the_same_one_answers_in_the_same_words(learning: Settings) -> None:
    cities = {**shipped_files(), **shipped_files(ROOT / "tests" / "policies" / "cities")}
    live = load(cities, 21, learning)
    lines = ["专利质押贷款500万，一年，能贴多少", "我们是望江的企业", "望江的科技企业白名单怎么进", "IPO最高支持多少"]
    alone, advisor = (Advisor(live, None, lambda: MOMENT) for _ in range(2))
    async with Pool(advisor, lambda number: cities, 1, learning.cache) as pool:
        await until(lambda: pool.ready == 1)
        for line in lines:
            said = [Message(f"city-{name}", f"{name}{line}", DAY, "web") for name in ("", "聊城", "那")]
            handed = advisor.hand_out(said)
            made = await computed(pool, handed)
            assert None not in made
            for message, answer in zip(said, advisor.take_back(handed, made), strict=True):
                wanted = alone.reply(message)
                assert (answer.reply, answer.body) == (wanted.reply, wanted.body)
                assert answer.outcome.state == wanted.outcome.state
