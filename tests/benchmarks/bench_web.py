"""Answers per second through HTTP at 100 and 1,000 chats at once: of one process alone, and with as many workers
beside it as there are processors for; beside a bare aiohttp echo.

The server is a process of its own; the client parses nothing but lengths, so that little of what is measured is its
own, and its share of a core is printed. Every conversation is new, every question is asked once, and all of them are
long ones: nearly each begins with a greeting or a story and ends with thanks.
"""

import asyncio
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from bot.bootstrap import House, bootstrap
from bot.channels.web.app import make_app
from bot.channels.web.connections import Runner
from bot.channels.web.site import SITE
from bot.garbage import freeze
from bot.settings import read_settings
from bot.workers.pool import Pool, spare_processors
from tests.benchmarks.timing import Times
from tests.changed_settings import UNLIMITED, with_page
from tests.city import shipped_files

RATIOS = Path(__file__).with_name("ratios.json")  # chats at once → answers a second, as a share of the echo's
KEEP = "--keep"  # writes down the ratios of this run
FALL = 0.10  # by which the ratio may fall before somebody is told
CHATS = (100, 1_000)
REQUESTS = 6_000
WARM = 500
LONG = 40  # characters
FRAMES = Path(__file__).with_name("frames.txt")  # ways to begin and to end a question
SUM = re.compile(r"\d+(?=万|亿|元|块|%|台|家)")
END = b"\r\n\r\n"
LENGTH = b"content-length:"


@dataclass
class Run:
    """What one load gave: seconds over all, the client's own CPU, milliseconds of each answer, how many not 200."""

    chats: int
    seconds: float = 0.0
    client: float = 0.0
    ms: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def per_second(self) -> float:
        return len(self.ms) / self.seconds

    def __str__(self) -> str:
        times = Times(sorted(self.ms))
        answers = f"{self.per_second:7,.0f}/s   p50 {times.p50:7.1f} ms   p99 {times.p99:7.1f} ms"
        return f"{answers}   错误 {self.errors}   客户端占 {100 * self.client / self.seconds:.0f}% 核"


def main() -> None:
    loads = questions(len(CHATS) * REQUESTS + WARM)
    lengths = [len(json.loads(load.partition(END)[2])["text"]) for load in loads]
    long = sum(length > LONG for length in lengths) / len(lengths)
    print(f"问题平均 {sum(lengths) / len(lengths):.0f} 字，{100 * long:.0f}% 超过 {LONG} 字")
    echo, ours, both = measure("echo", loads), measure("site", loads), measure("workers", loads)
    for small, big, shared in zip(echo, ours, both, strict=True):
        print(f"{small.chats:5,} 个对话同时  空壳 aiohttp 回声        {small}")
        print(f"{big.chats:5,} 个对话同时  POST /api/ask，一个进程  {big}")
        print(f"{shared.chats:5,} 个对话同时  POST /api/ask，帮着算的  {shared}")
        print(f"      比值：{judged(small.chats, big.per_second / small.per_second)}")
        print(f"      有 {spare_processors()} 个进程帮着算，是一个进程的 {shared.per_second / big.per_second:.2f} 倍")
    if KEEP in sys.argv:
        pairs = zip(echo, ours, strict=True)
        ratios = {str(small.chats): round(big.per_second / small.per_second, 3) for small, big in pairs}
        RATIOS.write_text(json.dumps(ratios, indent=2) + "\n", "utf-8")


def judged(chats: int, ratio: float) -> str:
    """The ratio to the echo of the same run, and whether it fell by more than a tenth since it was written down."""
    kept = json.loads(RATIOS.read_text("utf-8"))[str(chats)]
    words = f"每秒答复数是回声的 {100 * ratio:.1f}%（记下的是 {100 * kept:.1f}%）"
    if ratio < (1 - FALL) * kept:
        return f"{words}\n  !!! 慢了 {100 * (1 - ratio / kept):.0f}%，超过一成。再跑一次；还是这样，就找出是哪次改动"
    return words


def questions(count: int) -> Sequence[bytes]:
    """Requests with the examples in other words and with other sums, each the first of its own conversation."""
    from knowledge.records.build import build
    from knowledge.records.files import shipped_files

    examples = [one.text for one in build(shipped_files(), 1).examples if one.label != "none"]
    begins, ends = (part.splitlines() for part in FRAMES.read_text("utf-8").split("\n\n"))
    chance = random.Random(1)
    texts: dict[str, None] = {}
    while len(texts) < count:
        texts[_varied(chance, chance.choice(examples), begins, ends)] = None
    return [_post({"conversation": f"bench-{i}", "text": text, "day": "2025-11-22"}) for i, text in enumerate(texts)]


def _varied(chance: random.Random, text: str, begins: Sequence[str], ends: Sequence[str]) -> str:
    other = SUM.sub(lambda said: str(chance.randint(1, 10 ** len(said[0]))), text)
    return chance.choice(begins) + other + chance.choice(ends)


def _post(line: dict[str, str]) -> bytes:
    body = json.dumps(line, ensure_ascii=False).encode()
    return b"POST /api/ask HTTP/1.1\r\nHost: bench\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def measure(kind: str, bodies: Sequence[bytes]) -> list[Run]:
    """Starts a server of this kind and loads it with each number of chats."""
    with served(kind) as port:
        asyncio.run(load(port, bodies[:WARM], 50))
        parts = (bodies[WARM + i * REQUESTS :][:REQUESTS] for i in range(len(CHATS)))
        return [asyncio.run(load(port, part, chats)) for part, chats in zip(parts, CHATS, strict=True)]


@contextmanager
def served(kind: str) -> Iterator[int]:
    """A server of this kind in a process of its own; the port it listens on."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "tests.benchmarks.bench_web", kind, home]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            try:
                yield int(server.stdout.readline())
            finally:
                server.terminate()


async def load(port: int, bodies: Sequence[bytes], chats: int) -> Run:
    """Sends every body once, over ``chats`` connections that each wait for their answer before the next."""
    run, waiting, loop = Run(chats), list(reversed(bodies)), asyncio.get_running_loop()
    talks = [Talk(run, waiting, loop.create_future()) for _ in range(chats)]
    for talk in talks:
        await loop.create_connection(lambda talk=talk: talk, "127.0.0.1", port)  # type: ignore[misc]
    began, worked = time.perf_counter(), time.process_time()
    for talk in talks:
        talk.ask()
    await asyncio.gather(*(talk.done for talk in talks))
    run.seconds, run.client = time.perf_counter() - began, time.process_time() - worked
    return run


class Talk(asyncio.Protocol):
    """One connection: asks, waits for the whole answer, asks the next."""

    def __init__(self, run: Run, waiting: list[bytes], done: asyncio.Future[None]) -> None:
        self.run, self.waiting, self.done = run, waiting, done
        self.got = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self) -> None:
        if self.waiting:
            self.began = time.perf_counter()
            self.transport.write(self.waiting.pop())
        elif not self.done.done():
            self.transport.close()
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self.got += data
        head, end, body = self.got.partition(END)
        if end and len(body) >= int(head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]):
            self.run.ms.append(1000 * (time.perf_counter() - self.began))
            self.run.errors += not head.startswith(b"HTTP/1.1 200")
            self.got.clear()
            self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        """A server that hangs up is an error for every question it leaves."""
        if not self.done.done():
            self.run.errors += 1
            self.done.set_result(None)


async def _serve(kind: str, home: str) -> None:
    async with AsyncExitStack() as stack:
        runner = await _runner(kind, home, stack)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=2048).start()
        print(runner.addresses[0][1], flush=True)
        ended = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
        await ended.wait()


async def _runner(kind: str, home: str, stack: AsyncExitStack) -> web.AppRunner:
    """The site, or the bare echo, without the guards of our own connections; the site with them as ``serve``, and
    with workers as ``workers``, once these answer."""
    if kind == "echo":
        return web.AppRunner(_echo(), access_log=None)
    house = _house(home)
    app = make_app(house.advisor, with_page(house.settings, **UNLIMITED), house.store)
    if kind == "workers":
        pool = await stack.enter_async_context(
            Pool(house.advisor, house.store.files_of, spare_processors(), house.settings.cache)
        )
        app[SITE].answering.share_with(pool)
        while pool.ready < pool.wanted:
            await asyncio.sleep(0.1)
    return Runner(app, most=10**6) if kind == "serve" else web.AppRunner(app, access_log=None)


def _echo() -> web.Application:
    async def echo(request: web.Request) -> web.Response:
        return web.json_response(await request.json())

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>空壳</title><p>空壳", content_type="text/html")

    app = web.Application()
    app.router.add_post("/api/ask", echo)
    app.router.add_get("/", page)
    return app


def _house(home: str) -> House:
    house = bootstrap(read_settings({}, home=home), shipped=shipped_files())
    freeze()
    return house


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2]))
