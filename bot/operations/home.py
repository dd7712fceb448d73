"""The data folder belongs to one serving process at a time: two would answer from memories that differ."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.store import StoreError
from knowledge.store.private import close_to_others

BOTS = ("telegram.lock", "wechat.lock", "wecom.lock")  # of what sends and receives beside the page, or alone
SIGNS = ("secret", "forget.todo", *BOTS)  # files that are made after the database, and so tell of one


class HomeBusyError(RuntimeError):
    """Another process serves from the same data folder; the message names it and the way out."""


class Held:
    """A lock file held by this process, until it is closed. Raises HomeBusyError when another process holds it.

    ``doing``: what the holder does, for the sentence; ``signed``: whether the holder's number is written into it.
    """

    def __init__(self, path: Path, doing: str, *, signed: bool = True) -> None:
        self._path, self._doing, self._signed = path, doing, signed
        self._handle = self._taken()

    def keep(self) -> bool:
        """Takes the file again when somebody deleted or replaced it; False when another process has it now."""
        if self._is_ours():
            return True
        try:
            handle = self._taken()
        except HomeBusyError:
            return False
        self.close()
        self._handle = handle
        return True

    def close(self) -> None:
        """Lets go; the system does so however the process ends."""
        os.close(self._handle)

    def _is_ours(self) -> bool:
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(self._handle), self._path.stat())
        return False

    def _taken(self) -> int:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._take(handle)
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _take(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() if self._signed else ""
            who = f"另一个进程（{holder}）" if holder.isdecimal() else "另一个进程"
            raise HomeBusyError(
                f"{who}正在用 {self._path.parent} {self._doing}。请先停掉它，或换一个数据文件夹（FUDAOYUAN_HOME）。"
            ) from None
        if not self._signed:
            return
        with suppress(OSError):  # on a full disk it is held all the same, by nobody's number
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)


@contextmanager
def only_one(path: Path, doing: str) -> Iterator[Held]:
    """Holds the lock file ``path`` while the block runs. ``doing``: what the holder does, for HomeBusyError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = Held(path, doing)
    close_to_others(path)
    try:
        yield held
    finally:
        held.close()


@contextmanager
def marked(database: Path, doing: str) -> Iterator[None]:
    """Holds the marker beside the database while the block runs, as far as there is one: a second lock, for the case
    that somebody deletes the first. Raises HomeBusyError."""
    marker = database.with_suffix(".id")
    held = Held(marker, doing, signed=False) if marker.exists() else None
    try:
        yield
    finally:
        if held:
            held.close()


def is_held(path: Path) -> bool:
    """Whether a process holds the lock file ``path``; touches nothing."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def check_not_lost(database: Path) -> None:
    """Raises StoreError when there is no database and no marker of one, but what an earlier process left beside it."""
    left = [database.with_name(name) for name in SIGNS if database.with_name(name).exists()]
    if left and not database.exists() and not database.with_suffix(".id").exists():
        names = " 和 ".join(map(str, left))
        raise StoreError(
            f"数据库不见了：{database}（旁边的 {names} 说这里有过一个）。"
            f"请从备份恢复这个文件；确定要从头开始，就删掉 {names} 再启动。"
        )
