"""What SQLite and the file system say, as sentences with a remedy, and what of it passes by itself."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from knowledge.records.model import StoreError
from knowledge.store.sqlite.driver import sqlite3

GROWTH = 256 * 1024  # bytes that opening a database may take beside it

_LOCKED = "数据库正被另一个程序占用：{path}。请先停掉正在使用它的程序（例如另一个服务或备份），再试一次。"
_CLOSED = "数据库打不开：{path}。请检查路径写得对不对、当前用户有没有读写权限，或换一个数据文件夹（FUDAOYUAN_HOME）。"
SENTENCES = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_NOTADB: "这个文件不是数据库：{path}。请从备份恢复；没有备份就把整个数据文件夹移到别处再启动，"
    "或换一个数据文件夹（FUDAOYUAN_HOME）。",
    sqlite3.SQLITE_CORRUPT: "数据库已损坏：{path}。请停掉程序，用最近的备份换掉它；没有备份就把整个数据文件夹"
    "移到别处再启动，程序会用随包资料新建一个。",
    sqlite3.SQLITE_FULL: "磁盘满了，写不进数据库：{path}。请腾出空间，程序会自动恢复记录。",
    sqlite3.SQLITE_IOERR: "读写数据库时磁盘出错：{path}。请检查磁盘和剩余空间，再试一次。",
}
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
KINDS = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_CANTOPEN: "closed",
    sqlite3.SQLITE_PERM: "closed",
    sqlite3.SQLITE_READONLY: "closed",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "disk",
}
PASSING = ("locked", "full", "disk", "closed")
OTHER = "数据库出错：{path}（{error}）。请把这句话交给维护人员。"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite or the file system say within the block into a ``StoreError`` about ``path``."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeEncodeError) as error:
        raise explain(error, path) from error


def explain(error: BaseException, path: Path) -> BaseException:
    """``error`` as a ``StoreError`` in Chinese; one that is not the database's comes back as it is."""
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"内容里有残缺的半个字符，存不进数据库 {path}。请删掉那个字符再试一次。")
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return StoreError(SENTENCES[sqlite3.SQLITE_FULL].format(path=path), "full")
    if isinstance(error, OSError):
        return StoreError(SENTENCES[sqlite3.SQLITE_CANTOPEN].format(path=path) + f"（{error.strerror}）", "closed")
    if isinstance(error, sqlite3.Error):
        code = _code(error)
        return StoreError(SENTENCES.get(code, OTHER).format(path=path, error=error), KINDS.get(code, "other"))
    return error


def _code(error: sqlite3.Error) -> int:
    # The low byte is the kind, the rest says where it happened.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def passes(error: BaseException) -> bool:
    """Whether the same may succeed later: the database is locked, the disk is full or the file is out of reach."""
    if isinstance(error, sqlite3.Error):
        return KINDS.get(_code(error)) in PASSING or _code(error) == sqlite3.SQLITE_NOMEM
    return isinstance(error, OSError)


def is_locked(error: BaseException) -> bool:
    """Whether another process holds the database."""
    return isinstance(error, sqlite3.Error) and KINDS.get(_code(error)) == "locked"


def unwritable(error: StoreError, folder: Path) -> str:
    """What keeps a database in ``folder`` from being written for now: "full", "disk", or "" when it is something else.

    A file that cannot grow makes SQLite say other things than that the disk is full.
    """
    if error.kind == "full" or (error.kind in ("disk", "closed") and _no_room(folder)):
        return "full"
    return "disk" if error.kind == "disk" else ""


def _no_room(folder: Path) -> bool:
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(GROWTH))
            file.flush()
    except OSError as found:
        return found.errno in NO_SPACE
    return False
