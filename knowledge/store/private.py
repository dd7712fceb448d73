"""Who may read the files: what people said is for the owner of the process alone, whatever the umask is."""

import os
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077  # the rights of the group and of everybody else


def make_private(path: Path) -> None:
    """The file ``path`` for its owner alone; made empty when there is none. Raises OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    close_to_others(path)


def close_to_others(path: Path) -> None:
    """Takes the others' rights from a file, as far as it is there and ours."""
    with suppress(FileNotFoundError, PermissionError):
        if path.stat().st_mode & OTHERS:
            path.chmod(0o600)


def is_open_to_others(folder: Path) -> bool:
    """Whether others may look into ``folder``; not where there is none, as beside a database server."""
    return folder.exists() and bool(folder.stat().st_mode & OTHERS)
