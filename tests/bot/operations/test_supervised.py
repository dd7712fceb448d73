"""What systemd hears: when the page is open, that it is alive, that it stops."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.operations import supervised


def test_the_supervisor_hears_of_the_start_of_life_and_of_the_stop(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(60)
        environ = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "300000"}
        command = [sys.executable, "-m", "bot", "serve", "--home", str(tmp_path / "home"), "--port", "0"]
        with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            try:
                heard = [ear.recv(100) for _ in range(4)]
                run.send_signal(signal.SIGTERM)
                while heard[-1] == b"WATCHDOG=1":
                    heard.append(ear.recv(100))
                run.wait(30)
            finally:
                run.kill()
    assert heard[0] == b"READY=1" and heard[1:4] == [b"WATCHDOG=1"] * 3 and heard[-1] == b"STOPPING=1"
    assert run.returncode == 0


@pytest.mark.parametrize(("told", "seconds"), [("", None), ("0", None), ("x", None), ("60000000", 20.0)])
def test_signs_of_life_come_three_times_within_the_patience(
    monkeypatch: pytest.MonkeyPatch, told: str, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", told)
    assert supervised.every() == seconds


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "@nobody-listens-here"])
def test_nobody_who_listens_is_no_matter(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    supervised.tell("READY=1")
