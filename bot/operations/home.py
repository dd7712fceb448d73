"""The data folder belongs to one serving process at a time: two would answer from memories that differ."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.store.private import close_to_others


class HomeBusyError(RuntimeError):
    """Another process serves from the same data folder; the message names it and the way out."""


@contextmanager
def only_one(path: Path, doing: str) -> Iterator[None]:
    """Holds the lock file ``path`` while the block runs; the system lets go of it however the process ends.

    ``doing``: what the holder does, for the sentence of HomeBusyError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    close_to_others(path)
    try:
        _take(handle, path, doing)
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path, doing: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        who = f"另一个进程（{holder}）" if holder.isdecimal() else "另一个进程"
        raise HomeBusyError(
            f"{who}正在用 {path.parent} {doing}。请先停掉它，或换一个数据文件夹（FUDAOYUAN_HOME）。"
        ) from None
    with suppress(OSError):  # on a full disk it is held all the same, by nobody's number
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
