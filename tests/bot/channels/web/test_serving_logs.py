"""What a real `fudaoyuan serve` writes on its standard error."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from bot.cli import STARTING
from tests import forking

SITE = "tests.bot.channels.web.breaking_site"
ROOT = Path(__file__).parents[4]
QUESTION = "我叫张三丰，电话13800138000，专利质押贷了500万，一年期，能贴多少？"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00 (DEBUG|INFO|WARNING|ERROR) \S+ \S+ .+")
HALF = (
    b'POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"text": "13800138000'
)
Serve = Callable[..., "Served"]


class Served:
    """The process, its address, and what it wrote when it was stopped."""

    def __init__(self, home: Path, **environ: str) -> None:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", **environ}
        self.process = forking.Begun(["--home", str(home), "--port", "0"], environment, SITE)
        line = self.process.stdout.readline()
        address = urlsplit(line[line.index("http://") :].split("（")[0].strip())
        self.host, self.port = address.hostname or "", address.port or 0

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, str, str]:
        """Status, request number and text of the answer."""
        connection = HTTPConnection(self.host, self.port, timeout=60)
        headers = {"Content-Type": "application/json"}
        connection.request(method, quote(path, safe="/?=&"), json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        found = answer.status, answer.headers["X-Request-Id"], answer.read().decode()
        connection.close()
        return found

    def hang_up(self, said: bytes) -> None:
        with socket.create_connection((self.host, self.port)) as client:
            client.sendall(said)

    def stopped(self) -> str:
        """What it wrote after it had said that it starts."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait() == 0
        first, _, log = self.process.errors().partition("\n")
        assert first == STARTING
        return log


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    with ExitStack() as running:

        def started(**environ: str) -> Served:
            served = Served(tmp_path, **environ)
            running.enter_context(served.process)
            return served

        yield started


def test_fifty_clients_that_hang_up_leave_no_traceback_and_no_line(serve: Serve) -> None:
    served = serve()
    for number in range(50):
        served.hang_up(HALF % (b"/chat", b"/api/ask", b"/")[number % 3])
    whole = json.dumps({"text": QUESTION}).encode()
    for _ in range(50):  # everything said, and gone before the answer
        served.hang_up(HALF.partition(b"500")[0] % b"/api/ask" + b"%d\r\n\r\n" % len(whole) + whole)
    assert served.ask("GET", "/healthz")[0] == 200
    assert served.stopped() == ""


def test_hanging_up_is_told_where_everything_is_told(serve: Serve) -> None:
    served = serve(FUDAOYUAN_LOG_LEVEL="debug")
    served.hang_up(HALF % b"/chat")
    assert served.ask("GET", "/healthz")[0] == 200
    errors = served.stopped()
    assert re.search(r"DEBUG [0-9a-f]{8} fudaoyuan the client left: POST /chat\n", errors)
    assert "Traceback" not in errors and "13800138000" not in errors


def test_a_storm_of_failures_is_one_traceback_and_a_number(serve: Serve) -> None:
    served = serve()
    answers = [served.ask("GET", f"/broken/{QUESTION}") for _ in range(300)]
    assert {status for status, _, _ in answers} == {500}
    assert all(f"编号 {number}" in text for _, number, text in answers)
    errors = served.stopped()
    lines = errors.splitlines()
    assert f"ERROR {answers[0][1]} fudaoyuan request failed: GET /broken/{{what}}" in lines[0]
    assert errors.count("ValueError: ") == 1 and len(lines) < 60 and len(errors) < 20_000
    assert lines[-1].endswith("request failed: GET /broken/{what} … 又出现 299 次")
    for typed in ("张三丰", "13800138000", "专利", "500"):
        assert typed not in errors


@pytest.mark.parametrize("access", ["on", "off"])
def test_an_access_line_a_request_only_when_asked_for_and_without_what_was_typed(serve: Serve, access: str) -> None:
    served = serve(FUDAOYUAN_ACCESS_LOG=access)
    asked = [
        served.ask("GET", f"/?q={QUESTION}"),
        served.ask("POST", "/api/ask", {"text": QUESTION, "conversation": "张三丰"}),
        served.ask("GET", f"/{QUESTION}"),
    ]
    errors = served.stopped()
    lines = errors.splitlines()
    assert len(lines) == (3 if access == "on" else 0)
    for line, (status, number, _), what in zip(lines, asked, ("GET /", "POST /api/ask", "GET -"), strict=False):
        assert LINE.fullmatch(line) and f" {number} fudaoyuan.access {what} {status} " in line
    for typed in ("张三丰", "13800138000", "专利", "%E5"):
        assert typed not in errors


def test_a_level_that_is_none_is_refused_with_what_to_write(tmp_path: Path) -> None:
    for name, value, words in (
        ("LOG_LEVEL", "loud", "debug、info、warning、error"),
        ("ACCESS_LOG", "maybe", "on、off"),
    ):
        environment = {**os.environ, f"FUDAOYUAN_{name}": value}
        command = [sys.executable, "-m", "bot", "serve", "--home", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
        assert done.returncode == 1 and f"FUDAOYUAN_{name}={value} 不对，请写 {words} 中的一个" in done.stderr
