"""A thousand chats at once behind a real nginx, beside the bare echo; and who sends half a head and no more."""

import asyncio
import time
from pathlib import Path

from tests.benchmarks.bench_web import WARM, Run, load, questions, served
from tests.bot.channels.web import nginx

CHATS, REQUESTS = 1_000, 6_000
HALVES, LONGEST = 100, 15.0  # connections with half a head, and seconds until they are closed
SLACK = 3.0  # seconds that this machine may be late
# The shipped limits for one address are off: here all chats come from one.
FRONT = """
upstream app {{ server 127.0.0.1:{app}; keepalive 64; }}
server {{ listen 127.0.0.1:{port} backlog=4096; client_header_timeout 15s; keepalive_requests 100000;
  location / {{ proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme; }} }}"""


async def chats(home: Path) -> None:
    """1,000 chats at once behind nginx, and the bare echo behind the same"""
    bodies, runs = questions(REQUESTS + WARM), {}
    for kind in ("echo", "site"):
        folder = home / kind
        folder.mkdir()
        with served(kind) as app:
            port = nginx.free_port()
            site = FRONT.format(app=app, port=port)
            async with nginx.running(folder, port, site, connections=4 * CHATS):
                await load(port, bodies[:WARM], 50)
                runs[kind] = await load(port, bodies[WARM:], CHATS)
        print(f"{kind}: {runs[kind]}", flush=True)
    mine: Run = runs["site"]
    assert mine.errors == 0 and len(mine.ms) == REQUESTS


async def halves(home: Path) -> None:
    """100 connections with half a head, straight to the page and through nginx with the time-out we ship"""
    with served("serve") as app:
        straight = await _closed_after(app)
        port = nginx.free_port()
        site = FRONT.format(app=app, port=port)
        async with nginx.running(home, port, site, connections=4 * CHATS):
            through = await _closed_after(port)
    print(f"closed after {straight:.1f} s by the page, after {through:.1f} s by nginx, the last of {HALVES}")
    assert max(straight, through) <= LONGEST + SLACK


async def _closed_after(port: int) -> float:
    """Seconds until the last of them was hung up on."""
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(HALVES)]
    began = time.monotonic()
    for _, writer in streams:
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX-Half: ")
    await asyncio.gather(*(reader.read() for reader, _ in streams), return_exceptions=True)
    seconds = time.monotonic() - began
    for _, writer in streams:
        writer.close()
    return seconds


RUNS = (chats, halves)
