"""``make torture``: the long runs, with the figures they give. Takes several minutes.

Some alone: ``python -m tests.torture telegram``, ``store``, ``two``, ``front``, ``nginx``, ``operations``,
``talks``, ``weixin``, ``workers`` or ``replicas``; ``operations.soak``: one of them.
"""

import asyncio
import itertools
import resource
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bot.advisor import Advisor
from bot.bootstrap import bootstrap
from bot.channels.messenger.timing import Pace
from bot.channels.telegram.health import Health
from bot.channels.telegram.inbox import Intake, outbox_of
from bot.settings import read_settings
from knowledge.store import Store
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.torture import front, nginx, operations, replicas, store, talks, two, two_bots, weixin, workers
from tests.torture.processes import Process, ask, finished, read, stopped

UPDATES, USERS, KILLS = 1_500, 500, 20
FREE = Pace(per_second=10_000.0, chat_gap=0.0, user_limit=10_000, poll=1.0)


def main() -> None:
    runs = {
        "telegram": (kills, stops, crowd, waits),
        "store": store.RUNS,
        "two": two.RUNS,
        "front": front.RUNS,
        "nginx": nginx.RUNS,
        "operations": operations.RUNS,
        "talks": talks.RUNS,
        "weixin": weixin.RUNS,
        "workers": workers.RUNS,
    }
    usual, runs["replicas"] = [*runs], replicas.RUNS + two_bots.RUNS  # which ``make torture-pg`` names
    named = [name.partition(".") for name in sys.argv[1:] or usual]
    for run in [run for name, _, only in named for run in runs[name] if only in ("", run.__name__)]:
        print(f"== {run.__doc__}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(run(Path(folder)))


async def kills(home: Path) -> None:
    """20 kills of the process with 1,500 queued updates"""
    async with FakeTelegram().serving() as fake:
        begun = time.monotonic()
        figures = await stopped(fake, home, UPDATES, USERS, [signal.SIGKILL] * KILLS, pause=(5, 90))
        await finished(await Process(fake, home).start(), fake, USERS, figures)
        seconds = time.monotonic() - begun
    print(f"asked {figures.asked}, unanswered {figures.unanswered}, users out of order {figures.out_of_order}")
    print(f"answers doubled, as seen at each stop: {figures.duplicates}")
    print(f"most a kill {max(figures.duplicates)}, exit codes {figures.codes}, {seconds:.0f} s in all")
    assert figures.unanswered == figures.out_of_order == 0
    assert max(figures.duplicates) <= 1


async def stops(home: Path) -> None:
    """3 SIGTERMs in the middle of 1,000 updates"""
    async with FakeTelegram().serving() as fake:
        figures = await stopped(fake, home, 1_000, 250, [signal.SIGTERM] * 3, pause=(5, 40))
        await finished(await Process(fake, home).start(), fake, 250, figures)
    print(f"unanswered {figures.unanswered}, doubled {sum(figures.duplicates)}, exit codes {figures.codes}")
    print("seconds from SIGTERM to the end " + ", ".join(f"{seconds:.1f}" for seconds in figures.exits))
    assert figures.unanswered == sum(figures.duplicates) == 0
    assert max(figures.exits) <= 10


async def crowd(home: Path) -> None:
    """1,000 users with 3 messages each, our own limits off"""
    async with FakeTelegram().serving() as fake, _bot(fake, home, FREE):
        begun = time.monotonic()
        ask(fake, 3_000, 1_000)
        await fake.until(lambda: len(fake.shown) >= 3_000, 600)
        seconds = time.monotonic() - begun
        unanswered, doubled, disordered = read(fake, 3_000, 1_000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"3,000 answers in {seconds:.1f} s ({3_000 / seconds:.0f}/s; 25/s against Telegram), {memory:.0f} MB with fake"
    )
    print(f"unanswered {unanswered}, doubled {doubled}, users out of order {disordered}")
    assert unanswered == doubled == disordered == 0


async def waits(home: Path) -> None:
    """retry_after of 1, 2 and 3 s on getUpdates and on sendMessage"""
    for method in ("getUpdates", "sendMessage"):
        async with FakeTelegram().serving() as fake, _bot(fake, home / method, replace(FREE, poll=0.2)):
            fake.faults[method].extend(["429:1", "429:2", "429:3"])
            await fake.answer(1, "鲁科担，担保100万，费率0.5%，能补多少？")
        calls = [call for call in fake.calls if call.method == method]
        pairs = [(one, two) for one, two in itertools.pairwise(calls) if one.fault]
        ratios = [(two.at - one.at) / float(one.fault.partition(":")[2]) for one, two in pairs]
        shown = ", ".join(f"{ratio:.3f}" for ratio in ratios)
        print(f"{method}: waited / asked {shown}; mean {statistics.mean(ratios):.3f}")
        assert all(1.0 <= ratio <= 1.1 for ratio in ratios)


class _bot:  # noqa: N801  # reads as a verb phrase where it is used
    """The bot in this process."""

    def __init__(self, fake: FakeTelegram, home: Path, pace: Pace) -> None:
        environ = {"BOT_TOKEN": fake.token, "TELEGRAM_API_BASE": fake.base}
        self._settings, self._pace = read_settings(environ, home=str(home)), pace

    async def __aenter__(self) -> None:
        from bot.channels.telegram.service import Service

        self._house = bootstrap(self._settings)
        kept: Store = self._house.store
        advisor = Advisor(self._house.advisor.live, kept)
        self._stop = asyncio.Event()
        intake = Intake(outbox_of(self._settings, kept))
        service = Service(self._settings, advisor, kept, intake, Health(), self._pace)
        self._task = asyncio.create_task(service.run(self._stop))

    async def __aexit__(self, *error: object) -> None:
        self._stop.set()
        await self._task
        self._house.close()


if __name__ == "__main__":
    main()
