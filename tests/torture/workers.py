"""The served page while the workers beside it are killed and stopped: nothing is lost, doubled or told otherwise."""

import asyncio
import os
import random
import signal
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from bot.advisor import Advisor
from bot.bootstrap import bootstrap
from bot.channels.web.owners import key_holder
from bot.messages import Message
from bot.settings import read_settings
from knowledge.store import Store
from tests.torture.store import KEY, Load, Server, ended

WORKERS, SECONDS = 3, 60.0


async def ends(home: Path) -> None:
    """workers killed and stopped for a minute under 64 clients"""
    await under(home, WORKERS, SECONDS)


async def under(home: Path, count: int, seconds: float) -> None:
    server = await Server(home, workers=count).start()
    address, load = await server.address(), Load()
    asking = asyncio.create_task(load.run(address, seconds, "talk"))
    ended_ = 0
    while not asking.done():
        await asyncio.sleep(random.uniform(0.1, 0.5))
        for pid in below(server.pid)[:1]:
            os.kill(pid, random.choice((signal.SIGKILL, signal.SIGSTOP)))
            ended_ += 1
            await asyncio.sleep(random.uniform(0.5, 4.0))
    await asking
    left = below(server.pid)
    await ended(server, signal.SIGTERM)
    begun = time.monotonic()
    while any(Path(f"/proc/{pid}").exists() for pid in left):
        assert time.monotonic() - begun < 10, "a worker outlives the service"
        await asyncio.sleep(0.02)
    house = bootstrap(read_settings({}, home=str(home)))
    try:
        lost, other, doubled = load.lost(house.store), otherwise(house.advisor, load), twice(house.store, load)
    finally:
        house.close()
    print(f"{load.figures()}; {ended_} ends of workers; lost {lost}, doubled {doubled}, told otherwise {other}")
    assert lost == doubled == other == load.failed == 0 and ended_ > 0


def below(pid: int) -> list[int]:
    """The processes that were begun by this one."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == pid and words[0] != "Z":
            found.append(int(path.parent.name))
    return found


def otherwise(advisor: Advisor, load: Load) -> int:
    """Answers that one process alone would not have given."""
    alone, talks = Advisor(advisor.live, None), defaultdict[str, dict[int, str]](dict)
    for (talk, number), text in load.answered.items():
        talks[talk][int(number)] = text
    wrong = 0
    for talk, answers in talks.items():
        for number in range(max(answers) + 1):
            message = Message(talk, load.line(number), date.today(), "web")
            wrong += alone.reply(message).text != answers[number]
    return wrong


def twice(store: Store, load: Load) -> int:
    """Messages that are recorded more than once."""
    owner, most = key_holder(KEY), len(load.answered) + 1
    talks = {talk for talk, _ in load.answered}
    kept = {talk: [turn.client_id for turn in store.turns(owner.conversation(talk), most)] for talk in talks}
    return sum(len(ids) - len(set(ids)) for ids in kept.values())


RUNS = (ends,)
