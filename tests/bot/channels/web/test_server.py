"""`fudaoyuan serve` as a process: the address it prints, a port in use, a stop that drains."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.bootstrap import House
from bot.channels.web import serve
from bot.channels.web.server import address_of, listen
from bot.settings import read_settings


def test_a_port_in_use_says_so_and_how_to_choose_another(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    # Here it would look through all that the tests before it have left, for ten seconds
    monkeypatch.setattr("bot.channels.web.server.freeze", lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = replace(house, settings=read_settings({}, home=str(house.settings.home), port=port))
        with pytest.raises(OSError) as error:
            serve(busy, print)
    for words in (str(port), "已经被别的程序占用", "fudaoyuan serve --port", "FUDAOYUAN_PORT"):
        assert words in str(error.value)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_and_stops_on_a_signal(tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-m", "bot", "serve", "--home", str(tmp_path), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as run:
        assert run.stdout and run.stderr
        line = run.stdout.readline()
        address = line[line.index("http://") :].split("（")[0].strip()
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            assert answer.status == 200
        run.send_signal(number)
        rest, errors = run.communicate(timeout=30)
    assert run.returncode == 0 and "Traceback" not in errors, errors
    assert "正在停止" in rest


@pytest.mark.parametrize(("host", "shown"), [("::", "[::1]"), ("0.0.0.0", "127.0.0.1"), ("127.0.0.2", "127.0.0.2")])
async def test_the_address_it_prints_can_be_opened(host: str, shown: str) -> None:
    if host == "::" and not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    app = web.Application()
    app.router.add_get("/", _hello)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await listen(runner, host, 0)
        address = address_of(runner)
        assert address.startswith(f"http://{shown}:")
        async with ClientSession() as client, client.get(address) as answer:
            assert await answer.text() == "好"
    finally:
        await runner.cleanup()


async def _hello(request: web.Request) -> web.Response:
    return web.Response(text="好")


def test_a_second_serve_over_one_data_folder_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "serve", "--home", str(tmp_path), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as run:
        assert run.stdout and "http://" in run.stdout.readline()
        second = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=30)
    assert second.returncode == 1
    for words in (str(run.pid), str(tmp_path), "先停掉", "FUDAOYUAN_HOME"):
        assert words in second.stderr
    assert "Traceback" not in second.stderr
