"""One serving process over one data folder: the second is refused, and a killed one leaves nothing locked."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.operations.home import HomeBusyError, only_one
from tests.disks import WAYS, disk

HOLD = """
import sys, time
from pathlib import Path
from bot.operations.home import only_one
with only_one(Path(sys.argv[1]), "提供网页问答"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_is_refused_with_the_first_ones_number(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "serve.lock"
    with only_one(lock, "提供网页问答"), pytest.raises(HomeBusyError) as refused, only_one(lock, "提供网页问答"):
        pass
    for words in (str(os.getpid()), str(lock.parent), "提供网页问答", "先停掉", "FUDAOYUAN_HOME"):
        assert words in str(refused.value)
    with only_one(lock, "提供网页问答"):
        assert lock.stat().st_mode & 0o777 == 0o600


def test_another_kind_of_work_does_not_wait(tmp_path: Path) -> None:
    with only_one(tmp_path / "serve.lock", "提供网页问答"), only_one(tmp_path / "telegram.lock", "收发 Telegram 消息"):
        assert {path.name for path in tmp_path.iterdir()} == {"serve.lock", "telegram.lock"}


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    lock = tmp_path / "serve.lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(HomeBusyError, match=str(holder.pid)), only_one(lock, "提供网页问答"):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    with only_one(lock, "提供网页问答"):
        pass


@pytest.mark.parametrize("way", WAYS)
def test_on_a_full_disk_the_first_holds_it_and_the_second_is_refused(tmp_path: Path, way: str) -> None:
    with disk(tmp_path / "disk", way) as small:
        small.fill()
        lock = small.folder / "serve.lock"
        first, second = only_one(lock, "提供网页问答"), only_one(lock, "提供网页问答")
        with first, pytest.raises(HomeBusyError, match="另一个进程正在用"), second:
            pass


def test_a_lock_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "serve.lock"
    path.touch()
    path.chmod(0o644)
    with only_one(path, "提供网页问答"):
        assert path.stat().st_mode & 0o777 == 0o600
