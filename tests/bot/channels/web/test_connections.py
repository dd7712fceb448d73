"""The connections: silence, number, malformed HTTP, and files that may be open."""

import asyncio
import json
import logging
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from ipaddress import ip_network
from typing import Any

import pytest

from bot.bootstrap import House
from bot.channels.web.app import make_app
from bot.channels.web.connections import SPARE, Runner, room_for
from bot.channels.web.server import listen
from tests.bot.channels.web.conftest import UNLIMITED
from tests.changed_settings import with_page

PATIENT = 30.0  # seconds a test waits for what must come
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
ASK = b'POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\n{"text": "\xe4\xbd\xa0\xe5\xa5\xbd"}'


@asynccontextmanager
async def served(
    house: House, most: int = 100, silence: float = 60.0, page: Mapping[str, int] = UNLIMITED, **given: Any
) -> AsyncIterator[Callable[..., Awaitable[Stream]]]:
    """The site as ``fudaoyuan serve`` serves it; what is yielded opens one more connection, from any address of this
    machine."""
    app = make_app(house.advisor, with_page(house.settings, **page), house.store)
    runner = Runner(app, most=most, silence=silence, shutdown_timeout=0.1, **given)
    await runner.setup()
    await listen(runner, "127.0.0.1", 0)
    opened: list[asyncio.StreamWriter] = []

    async def connect(source: str = "127.0.0.1") -> Stream:
        reader, writer = await asyncio.open_connection(*runner.addresses[0], local_addr=(source, 0))
        opened.append(writer)
        return reader, writer

    try:
        yield connect
    finally:
        for writer in opened:
            writer.close()
        await runner.cleanup()


async def sent(stream: Stream, data: bytes) -> None:
    stream[1].write(data)
    await stream[1].drain()


async def rest_of(stream: Stream) -> bytes:
    """What still comes until the server hangs up."""
    try:
        return await asyncio.wait_for(stream[0].read(), PATIENT)
    except ConnectionResetError:
        return b""


async def answer_of(stream: Stream) -> bytes:
    """One answer on a connection that stays open."""
    head = await asyncio.wait_for(stream[0].readuntil(b"\r\n\r\n"), PATIENT)
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return head + await stream[0].readexactly(length)


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: "])
async def test_half_a_head_is_hung_up_on(house: House, begun: bytes) -> None:
    async with served(house, silence=0.2) as connect:
        stream = await connect()
        await sent(stream, begun)
        assert await rest_of(stream) == b""


async def test_half_a_head_after_a_whole_request_is_hung_up_on(house: House) -> None:
    async with served(house, silence=0.2) as connect:
        stream = await connect()
        await sent(stream, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET / HT")
        assert b" 200 " in await answer_of(stream)
        assert await rest_of(stream) == b""


@pytest.mark.parametrize("path", ["/api/ask", "/chat", "/", "/measures/patent_pledge_interest/receipt"])
async def test_half_a_body_is_told_so_and_hung_up_on(house: House, caplog: pytest.LogCaptureFixture, path: str) -> None:
    async with served(house, silence=0.2) as connect:
        stream = await connect()
        await sent(stream, f"POST {path} HTTP/1.1\r\nHost: a\r\n{FORM}Content-Length: 18\r\n\r\n{{".encode())
        told = await rest_of(stream)
    words = "还没有收全"
    assert b" 408 " in told and (words.encode() in told or json.dumps(words)[1:-1].encode() in told)
    assert not caplog.records


async def test_when_the_process_stops_who_sent_half_a_body_is_told_and_the_rest_is_answered(house: House) -> None:
    app = make_app(house.advisor, with_page(house.settings, **UNLIMITED), house.store)
    runner = Runner(app, most=100, silence=60.0, shutdown_timeout=3600.0)  # nobody could wait for that
    await runner.setup()
    await listen(runner, "127.0.0.1", 0)
    streams = [await asyncio.open_connection(*runner.addresses[0]) for _ in range(21)]
    try:
        for stream in streams:
            await sent(stream, ASK[:-6])
        while len(runner.server.connections) < len(streams):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        stopping = asyncio.create_task(runner.cleanup())
        await asyncio.sleep(0.1)
        await sent(streams[0], ASK[-6:])  # this one's rest comes in time
        answers = [await rest_of(stream) for stream in streams]
        await asyncio.wait_for(stopping, PATIENT)
    finally:
        for _, writer in streams:
            writer.close()
    assert answers[0].startswith(b"HTTP/1.1 200")
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in answers[1:])


async def test_a_body_in_pieces_is_read_in_time(house: House) -> None:
    async with served(house, silence=5.0) as connect:
        stream = await connect()
        for at in range(0, len(ASK), 30):
            await sent(stream, ASK[at : at + 30])
            await asyncio.sleep(0.01)
        assert b" 200 " in await answer_of(stream)


async def test_idle_connections_make_room_for_who_asks(house: House) -> None:
    async with served(house, most=20) as connect:
        idle = [await connect() for _ in range(20)]
        for number, stream in enumerate(idle):
            await sent(stream, ASK[: number * 3])
        for _ in range(30):
            stream = await connect()
            await sent(stream, ASK)
            assert b" 200 " in await answer_of(stream)
        for stream in idle:
            assert await rest_of(stream) == b""


async def test_who_asked_last_stays_connected_longest(house: House) -> None:
    async with served(house, most=3) as connect:
        first, second, third = [await connect() for _ in range(3)]
        for stream in (second, third, first):
            await sent(stream, ASK)
            await answer_of(stream)
        fourth = await connect()
        assert await rest_of(second) == b""
        for stream in (first, third, fourth):
            await sent(stream, ASK)
            assert b" 200 " in await answer_of(stream)


GREEDY, HONEST = "127.0.0.2", "127.0.0.3"


async def test_one_address_has_its_share_of_the_connections_and_no_more(house: House) -> None:
    async with served(house, most=20, each=5) as connect:
        held = [await connect(GREEDY) for _ in range(5)]
        for _ in range(10):
            assert await rest_of(await connect(GREEDY)) == b""
        for stream in (await connect(HONEST), *held):
            await sent(stream, ASK)
            assert b" 200 " in await answer_of(stream)
        held[0][1].close()
        await held[0][1].wait_closed()
        again = await connect(HONEST)
        await sent(again, ASK)
        await answer_of(again)
        freed = await connect(GREEDY)
        await sent(freed, ASK)
        assert b" 200 " in await answer_of(freed)


async def test_the_share_of_an_address_is_not_that_of_a_proxy(house: House) -> None:
    async with served(house, most=20, each=1, proxies=(ip_network(GREEDY),)) as connect:
        for stream in [await connect(GREEDY) for _ in range(5)]:
            await sent(stream, ASK)
            assert b" 200 " in await answer_of(stream)


async def test_when_all_connections_are_taken_the_address_with_most_of_them_makes_room(house: House) -> None:
    async with served(house, most=10, each=9) as connect:
        kept = await connect(HONEST)
        held = [await connect(GREEDY) for _ in range(9)]
        for _ in range(3):
            stream = await connect("127.0.0.4")
            await sent(stream, ASK)
            assert b" 200 " in await answer_of(stream)
        for stream in held[:3]:
            assert await rest_of(stream) == b""
        await sent(kept, ASK)
        assert b" 200 " in await answer_of(kept)


async def test_connections_whose_requests_wait_make_room_for_a_newcomer_from_elsewhere(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    page = {**UNLIMITED, "page_limit": 20, "address_limit": 20, "newcomer_limit": 20}  # a page a second
    async with served(house, most=30, page=page) as connect:
        held = [await connect(GREEDY) for _ in range(29)]
        for stream in held:
            await sent(stream, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        for number in range(8):
            stream = await connect(f"127.0.1.{number + 1}")
            await sent(stream, ASK)
            assert b" 200 " in await answer_of(stream)
    assert not caplog.records


async def test_connections_closed_before_their_turn_leave_no_word_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(house, most=5, each=5) as connect:
        await asyncio.gather(*(connect(GREEDY) for _ in range(40)))
        await asyncio.gather(*(connect(f"127.0.2.{number + 1}") for number in range(40)))
        last = await connect(HONEST)
        await sent(last, ASK)
        assert b" 200 " in await answer_of(last)
    assert not caplog.records


async def test_a_thousand_idle_connections_do_not_stop_the_chat_of_a_process_with_few_files() -> None:
    room_for(2000)  # this process holds the other ends
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.channels.web.few_files", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdout and run.stderr
    port = int(await asyncio.wait_for(run.stdout.readline(), 120))
    idle = []
    try:
        for _ in range(1100):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost:")
            idle.append(writer)
        for _ in range(10):
            stream = await asyncio.open_connection("127.0.0.1", port)
            idle.append(stream[1])
            await sent(stream, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b" 200 " in await asyncio.wait_for(stream[0].readline(), PATIENT)
    finally:
        for writer in idle:
            writer.close()
        run.terminate()
        _, said = await run.communicate()
    assert len(said) < 2000 and b"LimitNOFILE=" in said


@pytest.mark.parametrize(
    "wrong",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
async def test_malformed_http_is_answered_in_chinese_with_the_usual_headers(
    house: House, caplog: pytest.LogCaptureFixture, wrong: bytes
) -> None:
    async with served(house) as connect:
        stream = await connect()
        await sent(stream, wrong)
        head, _, body = (await rest_of(stream)).partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 ")) and "不是完整的 HTTP 请求" in body.decode()
    for words in (
        b"Server: fudaoyuan",
        b"X-Content-Type-Options: nosniff",
        b"Content-Security-Policy: default-src 'none'",
    ):
        assert words in head
    assert b"aiohttp" not in head and not caplog.records


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
@pytest.mark.parametrize("path", ["/", "/chat", "/api/ask"])
async def test_a_body_that_cannot_be_unpacked_is_the_sender_s_fault(
    house: House, caplog: pytest.LogCaptureFixture, path: str, encoding: str
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Encoding: {encoding}\r\nContent-Length: 6\r\n{FORM}"
    async with served(house) as connect:
        stream = await connect()
        await sent(stream, f"{head}Connection: close\r\n\r\n".encode() + b"\xff" * 6)
        assert b" 400 " in (await rest_of(stream)).partition(b"\r\n")[0]
    assert not caplog.records


def limited(soft: int, hard: int, most: int) -> str:
    """What a process with these limits says of its room, in a process of its own."""
    code = f"from bot.channels.web.connections import room_for; print(room_for({most}))"
    code = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard})); {code}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_as_many_files_as_may_be_are_opened_and_too_few_are_told_with_the_line_to_set() -> None:
    assert limited(1024, 4096, 2000).split() == ["2000"]
    said = limited(256, 1024, 2000)
    assert said.startswith(f"{1024 - SPARE}\n") and "LimitNOFILE=2512" in said and "1024" in said


async def test_enough_files_are_no_matter_to_tell(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        assert room_for(min(10, soft)) == 10
    assert not caplog.records
