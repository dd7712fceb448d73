"""What people said is readable to the owner of the process alone."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.store import open_store
from knowledge.store.private import is_open_to_others
from knowledge.store.sqlite.database import connect
from knowledge.store.sqlite.log import empty_log
from tests.knowledge.said import TURN

FILES = ("s.id", "s.sqlite3", "s.sqlite3-shm", "s.sqlite3-wal")


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_home_and_its_files_are_the_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_store(home / "s.sqlite3") as store:
        store.record(TURN, "{}").result()
        modes = {path.name: mode(path) for path in home.iterdir()}
    assert modes == dict.fromkeys(FILES, 0o600)
    assert mode(home) == 0o700 and not is_open_to_others(home)
    assert not is_open_to_others(home / "not there")


def test_files_others_could_read_are_closed_to_them_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with open_store(path) as store:
        store.record(TURN, "{}").result()
        for file in tmp_path.iterdir():
            file.chmod(0o664)
        with open_store(path):
            modes = {file.name: mode(file) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(FILES, 0o600)


def test_the_log_is_emptied_unless_somebody_reads_from_it(tmp_path: Path) -> None:
    path, log = tmp_path / "s.sqlite3", tmp_path / "s.sqlite3-wal"
    with open_store(path) as store:
        reader = connect(path, wait=0)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM turns").fetchone()
        store.record(TURN, "{}").result()
        assert log.stat().st_size > 0
        assert not empty_log(path, wait=0.01)
        reader.close()
        assert empty_log(path) and log.stat().st_size == 0
        assert store.turns(TURN.conversation) == (TURN,)
