"""One serving process over one data folder: the second is refused, and a killed one leaves nothing locked."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.operations.home import SIGNS, HomeBusyError, check_not_lost, marked, only_one
from knowledge.store import StoreError
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


@pytest.mark.parametrize("another", [Path.unlink, lambda path: path.with_name("x").rename(path)])
def test_a_lock_file_that_goes_is_made_and_held_again(tmp_path: Path, another: Callable[[Path], None]) -> None:
    lock = tmp_path / "serve.lock"
    (tmp_path / "x").touch()
    with only_one(lock, "提供网页问答") as held:
        assert held.keep()
        another(lock)
        assert held.keep() and lock.read_text() == str(os.getpid())
        with pytest.raises(HomeBusyError), only_one(lock, "提供网页问答"):
            pass


def test_a_lock_another_process_took_meanwhile_is_not_ours_until_it_ends(tmp_path: Path) -> None:
    lock = tmp_path / "serve.lock"
    with only_one(lock, "提供网页问答") as held:
        lock.unlink()
        with only_one(lock, "提供网页问答"):
            assert not held.keep()
        assert held.keep()


def test_the_marker_of_the_database_is_a_second_lock_and_stays_as_it_is(tmp_path: Path) -> None:
    database, marker = tmp_path / "fudaoyuan.sqlite3", tmp_path / "fudaoyuan.id"
    with marked(database, "提供网页问答"):
        assert not marker.exists(), "a new folder has none"
    marker.write_text("0123456789abcdef\n")
    first, second = marked(database, "提供网页问答"), marked(database, "提供网页问答")
    with first, pytest.raises(HomeBusyError, match=r"另一个进程正在用.*先停掉"), second:
        pass
    assert marker.read_text() == "0123456789abcdef\n"


@pytest.mark.parametrize("name", SIGNS)
def test_a_lost_database_is_not_begun_anew_beside_what_was_made_after_it(tmp_path: Path, name: str) -> None:
    database = tmp_path / "fudaoyuan.sqlite3"
    (tmp_path / "serve.lock").touch()
    check_not_lost(database)  # made before the first database is
    (tmp_path / name).touch()
    with pytest.raises(StoreError, match=f"{database}.*从备份恢复.*删掉 {tmp_path / name} 再启动"):
        check_not_lost(database)
    database.touch()
    check_not_lost(database)


def test_a_second_serve_is_refused_also_when_the_lock_file_is_deleted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "serve", "--home", str(tmp_path), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as one:
        assert one.stdout and "http://" in one.stdout.readline()
        (tmp_path / "serve.lock").unlink()
        second = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
        one.send_signal(signal.SIGTERM)
    assert second.returncode == 1 and "另一个进程" in second.stderr and "先停掉" in second.stderr
