"""``serve`` with workers: they end with it however it ends, and people are told how many there are."""

import json
import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.status import status
from bot.settings import SettingsError, read_settings
from tests import forking
from tests.torture import workers
from tests.torture.workers import below

BEGUN = re.compile(r"http://[^（]+")


class Served:
    """A service with workers, as an operator begins it. ``wanted``: what the setting says."""

    def __init__(self, home: Path, wanted: str = "1") -> None:
        environ = {**os.environ, "FUDAOYUAN_WORKERS": wanted, "PYTHONUNBUFFERED": "1", "FUDAOYUAN_SECRET": "s" * 32}
        self.process = forking.Begun(["serve", "--home", str(home), "--port", "0"], environ)
        self.address = next(found[0] for line in self.process.stdout if (found := BEGUN.search(line))).strip()

    def read(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return str(answer.read().decode())

    def ask(self, text: str) -> str:
        body = json.dumps({"text": text}).encode()
        with urllib.request.urlopen(f"{self.address}/api/ask", body, timeout=10) as answer:
            return str(json.load(answer)["text"])

    def workers(self) -> list[int]:
        return below(self.process.pid)

    def count(self) -> dict[str, int]:
        report: dict[str, dict[str, int]] = json.loads(self.read("/health/ready"))
        return report["workers"]


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_there(pid: int) -> bool:
    """Whether it runs, and is no corpse that nobody has buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(("number", "count"), [(signal.SIGTERM, 2), (signal.SIGKILL, 1)])
def test_workers_end_with_the_service_and_people_are_told_of_them(
    tmp_path: Path, number: signal.Signals, count: int
) -> None:
    served = Served(tmp_path, str(count))
    with served.process:
        until(lambda: served.count() == {"ready": count, "wanted": count})
        begun = served.workers()
        environ = [Path(f"/proc/{pid}/environ").read_bytes() for pid in begun]
        assert len(begun) == count and not any(b"FUDAOYUAN" in one for one in environ), "they know no secret"
        assert f'fudaoyuan_workers{{state="ready"}} {count}.0' in served.read("/metrics")
        settings = read_settings({}, home=str(tmp_path), port=served.address.rpartition(":")[2])
        assert f"另有 {count} 个帮着算（设了 {count} 个）" in status(settings, datetime.now(UTC))[0]
        for pid in begun:  # as a terminal does, and whoever stops all of a group at once
            os.kill(pid, signal.SIGINT)
            os.kill(pid, signal.SIGTERM)
        assert served.ask("新三板挂牌补多少")
        assert served.count()["ready"] == count
        served.process.send_signal(number)
        assert served.process.wait() == (0 if number == signal.SIGTERM else -number)
        until(lambda: not any(map(is_there, begun)), 30)
        if number == signal.SIGTERM:
            assert "begun again" not in served.process.errors()


def test_without_workers_nothing_is_begun(tmp_path: Path) -> None:
    served = Served(tmp_path, "0")
    with served.process:
        assert "workers" not in json.loads(served.read("/health/ready")) and not served.workers()


async def test_workers_that_end_in_the_middle_lose_and_double_nothing(tmp_path: Path) -> None:
    await workers.under(tmp_path, 2, 3.0)


def test_how_many_workers_may_be_written() -> None:
    found = [read_settings({"FUDAOYUAN_WORKERS": one}).workers for one in ("", "auto", "AUTO", "0", "7")]
    assert found == [None, None, None, 0, 7]
    for wrong in ("-1", "33", "两个", "1.5"):
        with pytest.raises(SettingsError, match="auto"):
            read_settings({"FUDAOYUAN_WORKERS": wrong})
