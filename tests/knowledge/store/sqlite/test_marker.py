"""A database that was there and is gone, empty or another is not begun anew or used unseen."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from knowledge.store import StoreError, open_store
from knowledge.store.sqlite.database import MIGRATIONS, connect


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "fudaoyuan.sqlite3"
    with open_store(path) as store:
        store.publish({"a.txt": "a"}, author="a", note="")
    return path


def marker(path: Path) -> Path:
    return path.with_name("fudaoyuan.id")


def only_a_header(path: Path) -> None:
    """What a kill before the first checkpoint leaves when the log is lost: one page, no tables."""
    path.unlink()
    with closing(connect(path, wait=0, create=True)):
        pass


def test_the_marker_is_for_its_owner_alone_and_stays_the_same(path):
    first = marker(path).read_text()
    assert marker(path).stat().st_mode & 0o777 == 0o600 and len(first.strip()) == 32
    open_store(path).close()
    assert marker(path).read_text() == first and len(list(path.parent.iterdir())) == 2


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b""), only_a_header])
@pytest.mark.parametrize("create", [True, False])
def test_a_lost_or_empty_database_is_refused_until_the_marker_is_deleted(path, spoil, create):
    spoil(path)
    with pytest.raises(StoreError, match=f"{path}.*从备份恢复.*删掉 {marker(path)}"):
        open_store(path, create=create)
    marker(path).unlink()
    with open_store(path) as store:
        assert store.versions() == () and marker(path).exists()


def test_another_database_is_refused(path, tmp_path):
    open_store(tmp_path / "other" / "fudaoyuan.sqlite3").close()
    shutil.copy(tmp_path / "other" / "fudaoyuan.sqlite3", path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=f"{path} 不是原来在这里的数据库.*请放回.*删掉 {marker(path)}"):
        open_store(path)
    assert path.read_bytes() == before
    marker(path).unlink()
    open_store(path).close()


def test_a_backup_put_back_is_taken(path, tmp_path):
    backup = tmp_path / "backup"
    with closing(connect(path, wait=0)) as connection:
        connection.execute("VACUUM INTO ?", [str(backup)])
    path.unlink()
    backup.replace(path)
    with open_store(path) as store:
        assert store.published()


def test_an_older_database_gets_a_marker_and_its_backup_is_taken(tmp_path):
    path = tmp_path / "fudaoyuan.sqlite3"
    with closing(connect(path, wait=0, create=True)) as connection:
        MIGRATIONS.apply(Database(connection), stop_before="m5_meta")
    shutil.copy(path, tmp_path / "backup")
    open_store(path).close()
    known = marker(path).read_text()
    (tmp_path / "backup").replace(path)
    for _ in range(2):
        open_store(path).close()
    assert marker(path).read_text() == known


def test_a_marker_that_says_nothing_is_refused_with_the_remedy(path):
    marker(path).write_text("")
    with pytest.raises(StoreError, match=f"删掉 {marker(path)}"):
        open_store(path)
