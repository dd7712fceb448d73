"""Three replicas behind a real nginx on one PostgreSQL: one is killed, one user asks 200 things at once, and versions
are published under load. ``make torture-pg``."""

import asyncio
import signal
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, TCPConnector

from bot.advisor import Advisor
from bot.bootstrap import load
from bot.channels.web.owners import key_holder
from bot.messages import Message
from bot.settings import read_settings
from knowledge.store import Store, open_store
from tests import postgres
from tests.bot.channels.web.nginx import free_port, running
from tests.torture import moving
from tests.torture.store import ASKED, KEY, PATIENT, Server

REPLICAS, CHATS, MESSAGES = 3, 1_000, 4
AT_ONCE = 200  # messages of one user
PUBLISHES = 50
LONGEST = 5.0  # seconds until all replicas answer from a new version
DAY = "2025-11-22"
KEY_HEADER = {"Authorization": f"Bearer {KEY}"}
SITE = """upstream replicas {{ {servers} }}
server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://replicas; proxy_connect_timeout 2s; }} }}"""


class Replica(Server):
    """``fudaoyuan serve`` over a folder of its own and the database all share."""

    def __init__(self, home: Path, url: str) -> None:
        super().__init__(home)
        self._environ |= {"DATABASE_URL": url, "FUDAOYUAN_SECRET": "one-secret-for-all-the-replicas-of-a-run"}


@dataclass
class House:
    """The replicas that serve, the address of the nginx before them, and that of their database."""

    url: str
    address: str = ""
    replicas: list[Replica] = field(default_factory=list)


@asynccontextmanager
async def served(folder: Path, count: int = REPLICAS) -> AsyncIterator[House]:
    """So many replicas, ready, behind an nginx, on a database of their own that syncs as it does in earnest."""
    server = postgres.Server(folder / "server", "-c max_connections=100 -c shared_buffers=256MB")
    folder.chmod(0o755)
    server.make()
    server.start()
    house = House(server.url)
    async with AsyncExitStack() as held:
        held.callback(server.stop)
        for number in range(count):
            replica = await Replica(folder / f"home{number}", server.url).start()
            held.push_async_callback(_stopped, replica)
            house.replicas.append(replica)
        ports = [(await replica.address()).rpartition(":")[2].strip("/ ") for replica in house.replicas]
        port = free_port()
        # Which one answers is drawn by lot: the same user comes to all of them
        servers = "random; " + " ".join(f"server 127.0.0.1:{one} max_fails=1 fail_timeout=5s;" for one in ports)
        await held.enter_async_context(running(folder, port, SITE.format(servers=servers, port=port), 8_192))
        house.address = f"http://127.0.0.1:{port}"
        yield house


async def _stopped(replica: Replica) -> None:
    if replica._process.returncode is None:
        await replica.end(signal.SIGTERM)


@dataclass
class Asking:
    """Talks through the nginx, each message until it is answered. ``answered``: (talk, message) → reply."""

    house: House
    answered: dict[tuple[str, str], str] = field(default_factory=dict)
    versions: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    again: int = 0
    failed: int = 0

    async def crowd(self, chats: int, messages: int, name: str = "talk") -> None:
        async with self._session() as session:
            await asyncio.gather(*(self._talk(session, f"{name}-{number}", messages) for number in range(chats)))

    async def at_once(self, talk: str, texts: Sequence[str]) -> None:
        async with self._session() as session:
            await asyncio.gather(*(self.ask(session, talk, str(n), text) for n, text in enumerate(texts)))

    def _session(self) -> ClientSession:
        connector = TCPConnector(limit=0)
        return ClientSession(self.house.address, timeout=PATIENT, headers=KEY_HEADER, connector=connector)

    async def _talk(self, session: ClientSession, talk: str, messages: int) -> None:
        for number in range(messages):
            await self.ask(session, talk, str(number), f"改成{number % 90 + 10}万" if number else ASKED)

    async def ask(self, session: ClientSession, talk: str, number: str, text: str) -> None:
        """Until it is answered, with the same id; given up after a minute."""
        begun = time.monotonic()
        line = {"text": text, "conversation": talk, "client_id": number, "day": DAY}
        while time.monotonic() - begun < 60:
            try:
                async with session.post("/api/ask", json=line) as answer:
                    if answer.status == 200:
                        payload = await answer.json()
                        self.answered[talk, number] = payload["text"]
                        self.versions.append(payload.get("version", 0))
                        self.waits.append(time.monotonic() - begun)
                        return
            except (ClientError, TimeoutError, ValueError):
                pass
            self.again += 1
            await asyncio.sleep(0.2)
        self.failed += 1

    def unlike(self, store: Store) -> int:
        """Answers that were given and are not kept as they were given, or more than once."""
        owner, wrong = key_holder(KEY), 0
        talks = {talk for talk, _ in self.answered}
        for talk in talks:
            kept = [(turn.client_id, turn.reply) for turn in store.turns(owner.conversation(talk), 10_000)]
            given = [(number, text) for (own, number), text in self.answered.items() if own == talk]
            wrong += len(set(kept) ^ set(given)) + len(kept) - len(set(kept))
        return wrong

    def figures(self) -> str:
        waits = sorted(self.waits)
        late = waits[len(waits) * 99 // 100]
        return (
            f"answered {len(self.answered):,}, failed {self.failed}, asked again {self.again},"
            f" median {statistics.median(waits):.2f} s, p99 {late:.2f} s"
        )


async def killed(home: Path) -> None:
    """1,000 chats at once over three replicas behind nginx, one of them killed with -9"""
    async with served(home) as house:
        asking = Asking(house)
        going = asyncio.create_task(asking.crowd(CHATS, MESSAGES))
        while len(asking.answered) < CHATS * MESSAGES // 3:
            await asyncio.sleep(0.05)
        await house.replicas[0].end(signal.SIGKILL)
        await going
        with open_store(house.url) as store:
            unlike, kept = asking.unlike(store), len(store.counts().turns("2000-01-01", "2100-01-01"))
        print(f"{asking.figures()}; kept {kept:,}, lost, doubled or otherwise {unlike}")
        assert asking.failed == unlike == 0 and kept == CHATS * MESSAGES


async def ordered(home: Path) -> None:
    """200 messages of one user at once, over all replicas: said again in the order kept, every answer is the same"""
    async with served(home) as house:
        asking = Asking(house)
        texts = [f"专利质押贷了{number + 100}万，一年" if number % 3 else "改成半年呢" for number in range(AT_ONCE)]
        await asking.at_once("one", texts)
        with open_store(house.url) as store:
            unlike, differ = asking.unlike(store), _said_again(store, home)
        print(f"{asking.figures()}; lost, doubled or otherwise {unlike}; otherwise when said again {differ}")
        assert asking.failed == unlike == differ == 0 and len(asking.answered) == AT_ONCE


def _said_again(store: Store, home: Path) -> int:
    """Of the turns of the one talk, how many get another reply when one advisor is told all of them in their order."""
    published = store.published()
    assert published
    live = load(store.files_of(published.number), published.number, read_settings({}, home=str(home / "again")))
    alone, name = Advisor(live, None), key_holder(KEY).conversation("one")
    turns = store.turns(name, 10_000)
    again = [alone.reply(Message(name, turn.text, date.fromisoformat(DAY), "web", None)).text for turn in turns]
    return sum(one.reply != other for one, other in zip(turns, again, strict=True))


async def published(home: Path) -> None:
    """50 versions published under load: all replicas answer from the new one within 5 s"""
    async with served(home) as house:
        asking = Asking(house)
        going = asyncio.create_task(_until_cancelled(asking))
        waits = []
        with open_store(house.url) as store:
            first = store.published()
            assert first
            files = store.files_of(first.number)
            for number in range(PUBLISHES):
                changed = {**files, "vocabulary/torture.txt": ""} if number % 2 else files
                made = await asyncio.to_thread(store.publish, changed, author="torture", note=str(number))
                waits.append(await _all_on(house, made.number))
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)
        print(
            f"{asking.figures()}; {PUBLISHES} versions in force everywhere after {statistics.median(waits):.2f} s"
            f" (median), {max(waits):.2f} s (longest)"
        )
        assert asking.failed == 0 and max(waits) <= LONGEST


async def _until_cancelled(asking: Asking) -> None:
    number = 0
    while True:
        await asking.crowd(20, 3, f"round-{number}")
        number += 1


async def _all_on(house: House, version: int) -> float:
    """Seconds until every replica says that it answers from this version."""
    begun = time.monotonic()
    async with ClientSession() as session:
        for replica in house.replicas:
            while (await _ready(session, replica)).get("version") != version:
                assert time.monotonic() - begun < 60, "a replica stays behind"
                await asyncio.sleep(0.05)
    return time.monotonic() - begun


async def _ready(session: ClientSession, replica: Replica) -> dict[str, Any]:
    async with session.get(f"{await replica.address()}/health/ready") as answer:
        return dict(await answer.json())


async def away(home: Path) -> None:
    """the server away for 20 s under load: nothing crashes, ready turns red and green again, nothing said is lost"""
    server = postgres.Server(home / "server", "-c max_connections=100")
    home.chmod(0o755)
    server.make()
    server.start()
    replica = await Replica(home / "home", server.url).start()
    house = House(server.url, await replica.address(), [replica])
    asking, seen = Asking(house), list[str]()
    try:
        await asking.crowd(20, 2, "before")
        going = asyncio.create_task(asking.crowd(20, 60, "during"))
        await asyncio.to_thread(server.stop)
        async with ClientSession() as session:
            for second in range(20):
                await asyncio.sleep(1)
                report = await _ready(session, replica)
                if report["reasons"] and not seen:
                    seen.append(f"red after {second + 1} s: {report['reasons'][0]['kind']}")
            await asyncio.to_thread(server.start)
            begun = time.monotonic()
            while (await _ready(session, replica))["reasons"]:
                await asyncio.sleep(0.1)
            seen.append(f"green {time.monotonic() - begun:.1f} s after its return")
        await going
        await replica.end(signal.SIGTERM)
        with open_store(server.url) as store:
            unlike = asking.unlike(store)
        print(f"{asking.figures()}; {'; '.join(seen)}; lost, doubled or otherwise {unlike}")
        assert asking.failed == unlike == 0 and len(seen) == 2
    finally:
        await _stopped(replica)
        server.stop()


async def moved(home: Path) -> None:
    """1,000,000 recorded messages moved to PostgreSQL and back"""
    await asyncio.to_thread(moving.run)
    postgres.leave()


RUNS = (killed, ordered, published, away, moved)
