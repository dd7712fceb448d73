"""Answers per second through HTTP in one process, at 100 and 1,000 chats at once, beside a bare aiohttp echo.

The server is a process of its own; the client writes to plain sockets, so that little of what is measured is its own.
"""

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiohttp import web

from tests.benchmarks.timing import Times

CHATS = (100, 1_000)
REQUESTS = 6_000
WARM = 500


@dataclass
class Run:
    """What one load gave: seconds over all, milliseconds of each answer, how many were not 200."""

    chats: int
    seconds: float = 0.0
    ms: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def per_second(self) -> float:
        return len(self.ms) / self.seconds

    def __str__(self) -> str:
        times = Times(sorted(self.ms))
        return f"{self.per_second:7,.0f}/s   p50 {times.p50:7.1f} ms   p99 {times.p99:7.1f} ms   错误 {self.errors}"


def main() -> None:
    bodies = chats()
    echo, ours = measure("echo", bodies), measure("site", bodies)
    for small, big in zip(echo, ours, strict=True):
        print(f"{small.chats:5,} 个对话同时  空壳 aiohttp 回声  {small}")
        print(f"{big.chats:5,} 个对话同时  POST /api/ask      {big}")
        print(f"      比值：每秒答复数是回声的 {100 * big.per_second / small.per_second:.0f}%")


def chats() -> Sequence[bytes]:
    """Questions of the examples, each the first of its own conversation."""
    from knowledge.build import build
    from knowledge.files import shipped_files

    examples = [one.text for one in build(shipped_files(), 1).examples if one.label != "none"]
    chosen = random.Random(1).choices(examples, k=REQUESTS)
    return [_post({"conversation": f"bench-{i}", "text": text, "day": "2025-11-22"}) for i, text in enumerate(chosen)]


def _post(line: dict[str, str]) -> bytes:
    body = json.dumps(line, ensure_ascii=False).encode()
    return b"POST /api/ask HTTP/1.1\r\nHost: bench\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def measure(kind: str, bodies: Sequence[bytes]) -> list[Run]:
    """Starts a server of this kind and loads it with each number of chats."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "tests.benchmarks.bench_web", kind, home]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            port = int(server.stdout.readline())
            try:
                asyncio.run(load(port, bodies[:WARM], 50))
                return [asyncio.run(load(port, bodies, chats)) for chats in CHATS]
            finally:
                server.terminate()


async def load(port: int, bodies: Sequence[bytes], chats: int) -> Run:
    """Sends every body once, over ``chats`` connections that each wait for their answer before the next."""
    run, waiting = Run(chats), list(reversed(bodies))
    links = [await asyncio.open_connection("127.0.0.1", port) for _ in range(chats)]
    began = time.perf_counter()
    await asyncio.gather(*(_talk(run, waiting, *link) for link in links))
    run.seconds = time.perf_counter() - began
    return run


async def _talk(run: Run, waiting: list[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while waiting:
        body, began = waiting.pop(), time.perf_counter()
        writer.write(body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        run.ms.append(1000 * (time.perf_counter() - began))
        run.errors += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    await writer.wait_closed()


async def _serve(kind: str, home: str) -> None:
    runner = web.AppRunner(_echo() if kind == "echo" else _site(home), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=2048).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


def _echo() -> web.Application:
    async def echo(request: web.Request) -> web.Response:
        return web.json_response(await request.json())

    app = web.Application()
    app.router.add_post("/api/ask", echo)
    return app


def _site(home: str) -> web.Application:
    from bot.bootstrap import bootstrap
    from bot.channels.web.app import make_app
    from bot.channels.web.options import Options
    from bot.settings import read_settings

    house = bootstrap(read_settings({}, home=home))
    options = Options(session_limit=10**9, address_limit=10**9)
    return make_app(house.advisor, house.settings, house.store, options)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2]))
