"""Conversations still to be forgotten: a small file with its room taken beforehand, so that a full disk, a lock on the
database or the end of the process cannot lose what somebody asked for."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from knowledge.store.private import make_private

WIDTH = 256  # bytes of a name, the line's end among them
ROOM = 256  # names
EMPTY = b" " * (WIDTH - 1) + b"\n"


class Todo:
    """Names in the file ``path``, each in a place of its own. Any thread and any process may use it.

    Every method raises OSError when the file cannot be used, ``add`` also when it is full.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def prepare(self) -> None:
        """Takes the room; the names in the file stay, and what is no name is dropped, or it would fill it for good."""
        make_private(self._path)
        with self._opened() as file:
            have = os.fstat(file).st_size
            if have < ROOM * WIDTH:
                whole = have // WIDTH * WIDTH
                os.pwrite(file, EMPTY * (ROOM - whole // WIDTH), whole)
                os.fsync(file)
            for place in [place for place, line in enumerate(_lines(file)) if not _is_name(line)]:
                _put(file, place, b"")

    def add(self, name: str) -> None:
        """Keeps the name, on disk when this returns."""
        line = name.encode()
        if not 0 < len(line) < WIDTH or b"\n" in line:
            raise OSError(f"{self._path}: a name of {len(line)} bytes cannot be kept")
        with self._opened() as file:
            lines = _lines(file)
            if line in lines:
                return
            if b"" not in lines:
                raise OSError(f"{self._path} is full")
            _put(file, lines.index(b""), line)

    def done(self, *names: str) -> None:
        """The names need not be kept any longer. Those that are not kept cost nothing."""
        over = {name.encode() for name in names}
        with self._opened() as file:
            for place in [place for place, line in enumerate(_lines(file)) if line in over]:
                _put(file, place, b"")

    def names(self) -> tuple[str, ...]:
        """All that is kept; none when there is no file."""
        if not self._path.exists():
            return ()
        with self._opened() as file:
            return tuple([line.decode("utf-8", "replace") for line in _lines(file) if line])

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The file, for us alone."""
        file = os.open(self._path, os.O_RDWR)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)


def _lines(file: int) -> list[bytes]:
    whole = os.pread(file, ROOM * WIDTH, 0)
    return [whole[start : start + WIDTH].strip() for start in range(0, len(whole) // WIDTH * WIDTH, WIDTH)]


def _is_name(line: bytes) -> bool:
    """Whether the line may be what ``add`` wrote; nothing is."""
    with suppress(UnicodeDecodeError):
        return not line or line.decode().isprintable()
    return False


def _put(file: int, place: int, line: bytes) -> None:
    os.pwrite(file, line.ljust(WIDTH - 1) + b"\n", place * WIDTH)
    os.fsync(file)
