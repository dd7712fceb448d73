"""What the engine costs a turn, and what replicas add: one process on SQLite, and one, two and three on PostgreSQL, all
behind the same nginx, in one run. Each question is the first of its own conversation."""

import asyncio
import signal
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from bot.advisor import Advisor
from bot.bootstrap import bootstrap
from bot.messages import Message
from bot.settings import read_settings
from bot.states import states_of
from knowledge.store import Store, open_store
from tests import postgres
from tests.benchmarks.bench_web import load, questions
from tests.bot.channels.web.nginx import free_port, plain, running
from tests.torture.replicas import served
from tests.torture.store import Server

REQUESTS, CHATS, WARM = 2_000, 100, 300
TURNS = 400
DAY = date(2025, 11, 22)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        turn_cost(Path(folder))
    bodies = questions(4 * (REQUESTS + WARM))
    for number, count in enumerate((0, 1, 2, 3)):
        part = bodies[number * (REQUESTS + WARM) :][: REQUESTS + WARM]
        with tempfile.TemporaryDirectory() as folder:
            run = asyncio.run(_run(Path(folder), count, part))
        name = f"PostgreSQL，{count} 个副本" if count else "SQLite，1 个进程   "
        print(f"{name}  {CHATS} 个对话同时  {run}", flush=True)


async def _run(folder: Path, count: int, bodies: list[bytes]) -> object:
    async with served(folder, count) if count else _alone(folder) as house:
        port = int(house.rpartition(":")[2] if isinstance(house, str) else house.address.rpartition(":")[2])
        await load(port, bodies[:WARM], 50)
        return await load(port, bodies[WARM:], CHATS)


@asynccontextmanager
async def _alone(folder: Path) -> AsyncIterator[str]:
    """One process on SQLite behind nginx; the address."""
    server = await Server(folder / "home", workers=0).start()
    app, port = int((await server.address()).rpartition(":")[2].strip("/ ")), free_port()
    try:
        async with running(folder, port, plain(folder, port, app), 8_192):
            yield f"http://127.0.0.1:{port}"
    finally:
        await server.end(signal.SIGTERM)


def turn_cost(folder: Path) -> None:
    """Milliseconds of a turn of a talk that goes on, until it is stored, with each engine; the server syncs."""
    house = bootstrap(read_settings({}, home=str(folder / "home")))
    server = postgres.Server(folder / "server", "-c max_connections=50")
    server.make()
    server.start()
    try:
        with open_store(folder / "s.sqlite3") as file, open_store(server.url) as shared:
            found = {"SQLite": [], "PostgreSQL": []}  # type: dict[str, list[tuple[float, float]]]
            for number in range(TURNS):
                for name, store in (("SQLite", file), ("PostgreSQL", shared)):
                    found[name].append(_turn(house.advisor, store, number))
        for name, times in found.items():
            answered, stored = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"一句话（{name}）：答出 p50 {answered:.2f} ms，记好 p50 {stored:.2f} ms")
        less = statistics.median(one for one, _ in found["PostgreSQL"]) - statistics.median(
            one for one, _ in found["SQLite"]
        )
        print(f"对话状态放在 PostgreSQL，一句话多用 {less:.2f} ms（p50，应不超过 3 ms）")
    finally:
        server.stop()
        house.close()


_advisors: dict[int, Advisor] = {}


def _turn(like: Advisor, store: Store, number: int) -> tuple[float, float]:
    """Milliseconds until it is answered, and until it is stored."""
    advisor = _advisors.setdefault(id(store), Advisor(like.live, store, None, states_of(store)))
    text = f"改成{number % 90 + 10}万" if number % 10 else "专利质押贷了500万，一年，能贴多少"
    begun = time.perf_counter()
    answer = advisor.reply(Message(f"c{number // 10}", text, DAY, "web", str(number)))
    answered = time.perf_counter() - begun
    assert answer.stored
    answer.stored.result()
    return 1_000 * answered, 1_000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
