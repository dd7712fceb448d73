"""An office of thirty behind one address, alone and beside one visitor who asks on a hundred connections at once."""

import asyncio
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, CookieJar, TCPConnector

from tests.torture.store import PATIENT, Server

PEOPLE, CONNECTIONS = 30, 100
SECONDS = 60.0
PAUSE = (4.0, 12.0)  # seconds between two questions of one person
OFFICE, ABUSER = ({"X-Forwarded-For": address} for address in ("10.1.1.1", "66.6.6.6"))  # as nginx on this machine says
QUESTIONS = (
    "拿专利质押在银行贷了{}万，一年期，2024年8月放的款，能贴多少？",
    "首台套保险，保费{}万，能补多少",
    "鲁科担担保{}万，费率0.5%，补多少",
)


@dataclass
class Office:
    """``waits``: seconds of each answer; ``refused``: statuses of what was not answered."""

    waits: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)

    async def ask(self, address: str, until: float) -> None:
        await asyncio.gather(*(self._person(address, until, random.Random(number)) for number in range(PEOPLE)))

    async def _person(self, address: str, until: float, chance: random.Random) -> None:
        async with ClientSession(
            address, timeout=PATIENT, headers=OFFICE, cookie_jar=CookieJar(unsafe=True)
        ) as session:
            await session.get("/")
            await asyncio.sleep(chance.uniform(0, PAUSE[0]))
            while time.monotonic() < until:
                await self._question(session, chance.choice(QUESTIONS).format(chance.randint(1, 9_999)))
                await asyncio.sleep(chance.uniform(*PAUSE))

    async def _question(self, session: ClientSession, text: str) -> None:
        begun = time.monotonic()
        async with session.post("/chat", json={"text": text}) as answer:
            await answer.read()
        if answer.status == 200:
            self.waits.append(time.monotonic() - begun)
        else:
            self.refused[answer.status] += 1

    def figures(self) -> str:
        waits = [1_000 * wait for wait in sorted(self.waits)]
        middle, late = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        return f"answered {len(waits)}, refused {self.refused.total()}, p50 {middle:.0f} ms, p99 {late:.0f} ms"


async def abuse(address: str, until: float) -> Counter[str]:
    """A page, its talk and the interface on a hundred connections, each as fast as it is answered; what came back."""
    seen: Counter[str] = Counter()
    connector, jar = TCPConnector(limit=CONNECTIONS), CookieJar(unsafe=True)
    async with ClientSession(address, timeout=PATIENT, headers=ABUSER, connector=connector, cookie_jar=jar) as session:
        await session.get("/")
        await asyncio.gather(*(_connection(session, until, seen) for _ in range(CONNECTIONS)))
    return seen


async def _connection(session: ClientSession, until: float, seen: Counter[str]) -> None:
    while time.monotonic() < until:
        line = {"text": f"你好，{random.randint(1, 10**9)}"}
        method, path = random.choice((("GET", "/"), ("POST", "/chat"), ("POST", "/api/ask")))
        try:
            async with session.request(method, path, json=line if method == "POST" else None) as answer:
                await answer.read()
            seen[str(answer.status)] += 1
        except (ClientError, TimeoutError) as error:
            seen[type(error).__name__] += 1


async def crowded(home: Path) -> None:
    """30 people of one address with a question every 4–12 s, alone and beside one visitor with 100 connections"""
    offices = []
    for beside in (False, True):
        server, office = await Server(home, limited=True).start(), Office()
        address = await server.address()
        until = time.monotonic() + SECONDS
        abusing = asyncio.create_task(abuse(address, until if beside else 0.0))
        await office.ask(address, until)
        seen = await abusing
        await server.end(signal.SIGTERM)
        print(f"{'beside ' + str(dict(seen)) if beside else 'alone'}: {office.figures()}")
        offices.append(office)
    assert all(office.refused.total() == 0 for office in offices)


RUNS = (crowded,)
