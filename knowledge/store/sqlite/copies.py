"""Whole copies of a database: made while it is in use, and looked at before anybody relies on them.

A plain copy of the file while it is in use passes every check and lacks what still stands in the log beside it.
"""

import os
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from knowledge.records.files import digest
from knowledge.records.model import StoreError
from knowledge.store.private import make_private
from knowledge.store.records import Copied
from knowledge.store.sql.versions import FILES_OF
from knowledge.store.sqlite.database import check_owner, check_runtime, connect
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.errors import SENTENCES, explained

LAST = "SELECT id, at FROM turns ORDER BY id DESC LIMIT 1"
PUBLISHED = "SELECT number, digest FROM versions WHERE status = 'published'"
BEHIND = (
    "复制出来的数据库少了记录（到第 {have} 号，应到第 {want} 号）：{path}。"
    "请再备份一次；还是这样就把这句话交给维护人员。"
)
UNLIKE = "{path} 里正在用的第 {number} 版资料不完整，不能用来恢复。请换一份备份。"


def copy(path: Path, into: Path, *, wait: float) -> Copied:
    """Writes all that is committed in ``path`` into the new file ``into``, in one moment's state, and makes sure that
    it is on the disk. Nobody who reads or writes waits for it. Raises StoreError."""
    check_runtime()
    with explained(path):
        if not path.exists():
            raise StoreError(f"没有找到数据库：{path}。请检查数据文件夹（FUDAOYUAN_HOME）对不对。")
        make_private(into)
        with closing(connect(path, wait=wait)) as connection:
            check_owner(Database(connection, execute_plugins=False), path)
            [acknowledged, _] = connection.execute(LAST).fetchone() or (0, "")
            connection.execute("VACUUM INTO ?", [str(into)])
        _to_disk(into)
    made = examine(into)
    if made.last_turn < acknowledged:
        raise StoreError(BEHIND.format(have=made.last_turn, want=acknowledged, path=into), "damaged")
    return made


def examine(path: Path) -> Copied:
    """What the copy at ``path`` holds, after every page of it was read. Leaves nothing beside it.

    Raises StoreError when it is damaged, another program's, of a newer program, or its published version not whole.
    """
    check_runtime()
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with explained(path), closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        check_owner(db, path)
        [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok" or not db.table_names():
            raise StoreError(SENTENCES[sqlite3.SQLITE_CORRUPT].format(path=path), "damaged")
        [last, at] = connection.execute(LAST).fetchone() or (0, "")
        [number, mark] = connection.execute(PUBLISHED).fetchone() or (0, "")
        if number and digest(dict(connection.execute(FILES_OF, [number]).fetchall())) != mark:
            raise StoreError(UNLIKE.format(path=path, number=number), "damaged")
        return Copied(_identity(connection, db), last, at, number, path.stat().st_size)


def _identity(connection: sqlite3.Connection, db: Database) -> str:
    """ "" for a database from before they had one."""
    if "meta" not in db.table_names():
        return ""
    [identity] = connection.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()
    return str(identity)


def _to_disk(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
