"""Restoring: a verified backup takes the place of the database, and what stood there is laid aside, not deleted.

Killed at any moment, it leaves either the old database, or none and a start that refuses; doing it again ends it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import BEIJING
from bot.operations.backup import ASIDE, DATABASE, NAMED, SECRET, Backup, verified
from bot.operations.home import BOTS, marked, only_one
from bot.settings import Settings
from knowledge.store import adopt, examine, files_of_store
from knowledge.store.private import close_to_others

STAGED = ".restoring-"
DOING = "提供服务"


@dataclass(frozen=True, slots=True)
class Restored:
    """From which backup, and where what stood there was laid; None when nothing did."""

    backup: Backup
    aside: Path | None


def restore(settings: Settings, folder: Path, now: datetime) -> Restored:
    """Puts the backup in ``folder`` in force. Raises StoreError when it is not whole, HomeBusyError while a service
    runs over the data folder, OSError; then everything is as it was."""
    backup = verified(folder)
    home = settings.home
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(settings):
        staged = _staged(backup, home)
        try:
            aside = _laid_aside(settings, now)
            (staged / DATABASE).replace(settings.database)
            if (staged / SECRET).exists():
                (staged / SECRET).replace(settings.secret_file)
            adopt(settings.database, backup.holds.identity)
            _to_disk(home)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    return Restored(backup, aside)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Nobody else serves from the data folder, or starts to, within the block."""
    with ExitStack() as held:
        held.enter_context(only_one(settings.home / "serve.lock", DOING))
        for bot in (settings.home / name for name in BOTS):
            if bot.exists():
                held.enter_context(only_one(bot, DOING))
        held.enter_context(marked(settings.database, DOING))
        yield


def _staged(backup: Backup, home: Path) -> Path:
    """A copy of the backup on the disk of the database, read once more: the backup itself stays as it is."""
    for left in home.glob(f"{STAGED}*"):
        shutil.rmtree(left, ignore_errors=True)
    staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=home))
    try:
        for path in backup.folder.iterdir():
            if path.name in (DATABASE, SECRET):
                shutil.copyfile(path, staged / path.name)
                close_to_others(staged / path.name)
                _to_disk(staged / path.name)
        if examine(staged / DATABASE) != backup.holds:
            raise OSError(f"{home} 所在的盘写进去的和读出来的不一样，没有恢复。请检查磁盘。")
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return staged


def _laid_aside(settings: Settings, now: datetime) -> Path | None:
    """Moves the files of the database away, the database itself first: its log alone opens nothing, but the database
    without its log would open and lack the last turns."""
    there = [path for path in (*files_of_store(settings.database), settings.secret_file) if path.exists()]
    if not there:
        return None
    aside = settings.home / f"{ASIDE}{now.astimezone(BEIJING).strftime(NAMED)}"
    aside.mkdir(mode=0o700, exist_ok=True)
    for path in there:
        if path == settings.secret_file:  # stays in force unless the backup has one
            shutil.copyfile(path, aside / path.name)
            close_to_others(aside / path.name)
        else:
            path.replace(aside / path.name)
    _to_disk(aside)
    return aside


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
