"""A disk that gets full: a real small one where mounting is allowed, else a limit on the size of files."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAYS = ("disk", "limit")


class Disk:
    """``folder`` stands on it. ``fill``: nothing more can be written; ``free``: there is space again."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        self.folder, self._mounted = folder, mounted

    def fill(self) -> None:
        if self._mounted:
            with (self.folder / "ballast").open("wb", buffering=0) as file:
                while True:
                    try:
                        file.write(bytes(4_096))
                    except OSError:
                        return
        self._limit(0)

    def free(self) -> None:
        if self._mounted:
            (self.folder / "ballast").unlink(missing_ok=True)
        else:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@contextmanager
def disk(folder: Path, way: str = "disk", size: str = "64m") -> Iterator[Disk]:
    """A disk of ``size`` in ``folder``; ``way``: "disk", where that may be mounted, or "limit"."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = way == "disk" and _runs(mount)
    made = Disk(folder, mounted=mounted)
    try:
        yield made
    finally:
        made.free()
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
