"""The served page while its process is killed and its database is full, locked or gone: what is lost, what is told."""

import asyncio
import os
import random
import signal
import statistics
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.web.owners import key_holder
from bot.settings import read_settings
from knowledge.store import Store, open_store
from knowledge.store.sqlite.database import connect
from tests.disks import disk
from tests.torture.processes import Process

CLIENTS, KILLS = 64, 30
LIMITS = ("SESSION", "ADDRESS", "NEWCOMER", "PAGE")
KEY = "one-key-for-all-the-talks-of-these-runs"
LOCKED = 20.0  # seconds
ANNOUNCED = ("正在启动", "http://", "正在停止")
PATIENT = ClientTimeout(total=60)


class Server(Process):
    """``fudaoyuan serve`` over one data folder; ``limited``: with the limits it has by itself, else with none;
    ``workers``: how many compute beside it, None for as many as it begins by itself."""

    def __init__(self, home: Path, *, limited: bool = False, workers: int | None = None) -> None:
        self._words = ("serve",)
        off = {} if limited else {f"FUDAOYUAN_{name}_LIMIT": "1000000" for name in LIMITS}
        self._environ = {**os.environ, **off, "FUDAOYUAN_HOME": str(home), "FUDAOYUAN_PORT": "0"}
        self._environ |= {"PYTHONUNBUFFERED": "1", "BOT_TOKEN": "", "FUDAOYUAN_API_KEYS": KEY}
        if workers is not None:
            self._environ["FUDAOYUAN_WORKERS"] = str(workers)
        self.said = []

    async def address(self) -> str:
        """Where it serves; waits until it does."""
        return (await self.line("http://127.0.0.1")).partition("：")[2].partition("（")[0]


@dataclass
class Load:
    """``CLIENTS`` talks that go on and on. ``answered``: (talk, message) → answer; ``waits``: seconds of each."""

    answered: dict[tuple[str, str], str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    failed: int = 0

    async def run(self, address: str, seconds: float, name: str, pause: float = 0.0) -> None:
        """For so many seconds, or until the server is gone."""
        until = time.monotonic() + seconds
        key = {"Authorization": f"Bearer {KEY}"}
        async with ClientSession(address, timeout=PATIENT, headers=key) as session:
            await asyncio.gather(*(self._talk(session, f"{name}-{n}", until, pause) for n in range(CLIENTS)))

    async def _talk(self, session: ClientSession, talk: str, until: float, pause: float) -> None:
        number = 0
        while time.monotonic() < until:
            begun = time.monotonic()
            line = {"text": self.line(number), "conversation": talk}
            try:
                async with session.post("/api/ask", json={**line, "client_id": str(number)}) as answer:
                    self.answered[talk, str(number)] = (await answer.json())["text"]
            except (ClientError, TimeoutError, ValueError, KeyError):
                self.failed += 1
                return
            self.waits.append(time.monotonic() - begun)
            number += 1
            await asyncio.sleep(pause)

    @staticmethod
    def line(number: int) -> str:
        """What is said as the so-manieth of a talk, from 0."""
        return f"改成{number % 90 + 10}万" if number else ASKED

    def lost(self, store: Store) -> int:
        """Answers that were given and are not recorded as they were given."""
        owner = key_holder(KEY)
        kept = {(talk, id): store.reply_to(owner.conversation(talk), id) for talk, id in self.answered}
        return sum(1 for key, text in self.answered.items() if not (turn := kept[key]) or turn.reply != text)

    def figures(self) -> str:
        middle = statistics.median(self.waits)
        return (
            f"answered {len(self.answered)}, failed {self.failed}, median {middle:.2f} s, max {max(self.waits):.2f} s"
        )


ASKED = "拿专利质押在银行贷了500万，一年期，2024年8月放的款，能贴多少？"


async def kills_under_load(home: Path) -> None:
    """30 kills of the served page under 64 clients"""
    load, starts = Load(), []
    await ended(await Server(home).start(), signal.SIGTERM)  # the file is made
    for kill in range(KILLS):
        begun = time.monotonic()
        server = await Server(home).start()
        address = await server.address()
        starts.append(time.monotonic() - begun)
        asking = asyncio.create_task(load.run(address, 60.0, f"kill-{kill}"))
        await asyncio.sleep(random.uniform(0.2, 1.5))
        await server.end(signal.SIGKILL)
        await asking
    with open_store(read_settings({}, home=str(home)).database) as store:
        lost, check = load.lost(store), store.health()["check"]
    print(f"answered {len(load.answered)}, lost {lost}, file {check}, starts {min(starts):.1f}–{max(starts):.1f} s")
    assert lost == 0 and check == "ok"


async def full_disk(home: Path) -> None:
    """a full disk under load, a restart on it, and space again"""
    with disk(home / "disk", size="96m") as small:
        if not small.folder.is_mount():
            print("no disk can be mounted here")
            return
        server = await Server(small.folder / "home").start()
        address, load = await server.address(), Load()
        small.fill()
        await load.run(address, 5.0, "full", pause=0.1)
        print(f"{load.figures()}; {await told(address)}")
        await server.end(signal.SIGKILL)
        begun = time.monotonic()
        server = await Server(small.folder / "home").start()
        address, load = await server.address(), Load()
        print(f"started on the full disk in {time.monotonic() - begun:.1f} s; {await told(address)}")
        await load.run(address, 5.0, "again", pause=0.1)
        small.free()
        seconds = await ready(address)
        await ended(server, signal.SIGTERM)
        with open_store(read_settings({}, home=str(small.folder / "home")).database) as store:
            lost = load.lost(store)
        print(f"{load.figures()}; ready {seconds:.1f} s after there was space, lost {lost}")
        assert lost == load.failed == 0


async def locked(home: Path) -> None:
    """a database locked by another process for 20 s under load"""
    server = await Server(home).start()
    address, load = await server.address(), Load()
    path = read_settings({}, home=str(home)).database
    with closing(connect(path, wait=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        await load.run(address, LOCKED, "locked", pause=1.0)
        report = await told(address)
    seconds = await ready(address)
    await ended(server, signal.SIGTERM)
    with open_store(path) as store:
        lost = load.lost(store)
    print(f"{load.figures()}; lost {lost}; {report}; ready {seconds:.1f} s after the lock; log lines {logged(server)}")
    assert lost == load.failed == 0


async def deleted(home: Path) -> None:
    """a database deleted under load"""
    server = await Server(home).start()
    address, load = await server.address(), Load()
    asking = asyncio.create_task(load.run(address, 8.0, "deleted", pause=0.2))
    await asyncio.sleep(1)
    read_settings({}, home=str(home)).database.unlink()
    begun = time.monotonic()
    while "deleted" not in await told(address):
        await asyncio.sleep(0.1)
    print(f"told after {time.monotonic() - begun:.1f} s: {await told(address)}")
    await asking
    await ended(server, signal.SIGTERM)
    again = await Server(home).start()
    code = await again.ended()
    print(f"{load.figures()}; log lines {logged(server)}; the next start: exit code {code}, {again.said[-1]}")
    assert load.failed == 0 and code == 1


async def told(address: str) -> str:
    """The status of ``/health/ready`` and the kinds of what is wrong."""
    async with ClientSession() as session, session.get(f"{address}/health/ready") as answer:
        report: dict[str, Any] = await answer.json()
        return f"ready {answer.status} {[reason['kind'] for reason in report['reasons']]}"


async def ready(address: str) -> float:
    """Seconds until it is ready again."""
    begun = time.monotonic()
    while "200" not in await told(address):
        await asyncio.sleep(0.1)
    return time.monotonic() - begun


def logged(server: Server) -> int:
    """Lines that are no announcement."""
    return len([line for line in server.said if not any(words in line for words in ANNOUNCED)])


async def ended(server: Server, number: signal.Signals) -> None:
    await server.address()
    await server.end(number)


RUNS = (kills_under_load, full_disk, locked, deleted)
