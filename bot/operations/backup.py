"""Backups: each a folder that holds the database, the secret and what they are, made while the service goes on.

<backups>/2026-11-26-171503/   the time in Beijing
    fudaoyuan.sqlite3  everything acknowledged before the copy began
    secret             what sessions are signed with: without it nobody finds his talk again
    backup.json        when, by which program, and the number of the last turn in it
    SHA256SUMS         of the three; ``sha256sum -c SHA256SUMS`` checks them without the program
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path

from bot.clock import BEIJING
from bot.settings import Settings
from knowledge.store import Copied, StoreError, copy_store, examine, files_of_store
from knowledge.store.private import make_private

DATABASE, SECRET, ABOUT, SUMS = "fudaoyuan.sqlite3", "secret", "backup.json", "SHA256SUMS"
NAMED = "%Y-%m-%d-%H%M%S"
UNFINISHED = ".unfinished-"
ASIDE = "before-restore-"  # in the data folder: what a restored backup took the place of
ALWAYS_KEPT = 3  # however old: a clock that is wrong must not delete the last one
SPARE = 64 * 1024 * 1024  # bytes that a backup leaves free: the service itself must go on writing
NO_ROOM = (
    "备份文件夹 {folder} 只剩 {free} MB，备份要 {want} MB，没有做。"
    "请腾出空间，或把 FUDAOYUAN_BACKUP_FOLDER 设到另一块盘上。"
)
CHANGED = (
    "备份 {folder} 里的 {name} 和记下的校验值对不上，不能用来恢复。请换一份备份（fudaoyuan backup --list 列出有哪些）。"
)
NO_BACKUP = "{folder} 不是完整的备份（缺 {name}）。请写备份的文件夹，fudaoyuan backup --list 列出有哪些。"


@dataclass(frozen=True, slots=True)
class Backup:
    """The backup in ``folder``: made then, by this version of the program, holding that."""

    folder: Path
    made_at: datetime
    program: str
    holds: Copied


def back_up(settings: Settings, now: datetime) -> Backup:
    """Makes a backup, whole or not at all, and reads it back. Raises StoreError or OSError."""
    folder = settings.backups
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_room(settings.database, folder)
    _clear_unfinished(folder)
    staged = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        holds = copy_store(settings.database, staged / DATABASE)
        if settings.secret_file.exists():
            _copy_private(settings.secret_file, staged / SECRET)
        about = {"made_at": now.astimezone(UTC).isoformat(timespec="seconds"), "program": version("fudaoyuan")}
        _write(staged / ABOUT, json.dumps({**about, **holds._asdict()}, indent=2) + "\n")
        _write(staged / SUMS, "".join(f"{_sum(path)}  {path.name}\n" for path in sorted(staged.iterdir())))
        _to_disk(staged)
        return read(staged.rename(_free_name(folder, now)))
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def backups(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; what is none is passed over."""
    return sorted(_found(folder), key=lambda one: (one.made_at, one.folder.name), reverse=True)


def read(folder: Path) -> Backup:
    """What a backup says of itself. Raises StoreError when it is none."""
    try:
        told = json.loads((folder / ABOUT).read_text("utf-8"))
        made_at = datetime.fromisoformat(told.pop("made_at"))
        return Backup(folder, made_at, told.pop("program"), Copied(**told))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise StoreError(NO_BACKUP.format(folder=folder, name=ABOUT)) from None


def verified(folder: Path) -> Backup:
    """The backup, after every byte of it was compared and its database read. Raises StoreError."""
    backup = read(folder)
    for name, wanted in _sums(folder).items():
        if not (folder / name).is_file():
            raise StoreError(NO_BACKUP.format(folder=folder, name=name))
        if _sum(folder / name) != wanted:
            raise StoreError(CHANGED.format(folder=folder, name=name))
    if examine(folder / DATABASE) != backup.holds:
        raise StoreError(CHANGED.format(folder=folder, name=DATABASE))
    return backup


def rotate(settings: Settings, now: datetime) -> list[Path]:
    """Deletes backups older than the days kept, but for the newest few, and what restoring laid aside as long ago;
    what was deleted. Raises OSError."""
    before = now - timedelta(days=settings.backup.days)
    old = [one.folder for one in backups(settings.backups)[ALWAYS_KEPT:] if one.made_at < before]
    old += [one for one in settings.home.glob(f"{ASIDE}*") if one.stat().st_mtime < before.timestamp()]
    for one in old:
        shutil.rmtree(one)
    return old


def _found(folder: Path) -> Iterator[Backup]:
    for one in folder.iterdir() if folder.is_dir() else ():
        if one.is_dir() and not one.name.startswith("."):
            try:
                yield read(one)
            except StoreError:
                continue


def _check_room(database: Path, folder: Path) -> None:
    want = sum(path.stat().st_size for path in files_of_store(database) if path.exists()) + SPARE
    free = shutil.disk_usage(folder).free
    if free < want:
        told = {"folder": folder, "free": free // 2**20, "want": want // 2**20 + 1}
        raise StoreError(NO_ROOM.format(**told), "full")


def _clear_unfinished(folder: Path) -> None:
    """What a backup left that was killed: nobody works on it after a day."""
    yesterday = datetime.now(UTC).timestamp() - 86_400
    for one in folder.glob(f"{UNFINISHED}*"):
        if one.stat().st_mtime < yesterday:
            shutil.rmtree(one, ignore_errors=True)


def _free_name(folder: Path, now: datetime) -> Path:
    name = now.astimezone(BEIJING).strftime(NAMED)
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(folder / one for one in names if not (folder / one).exists())


def _sums(folder: Path) -> dict[str, str]:
    """Name → checksum; those of the database and of what says what it is must be there."""
    try:
        lines = [line.split(maxsplit=1) for line in (folder / SUMS).read_text("ascii").splitlines()]
        found = {name: wanted for wanted, name in lines}
    except (OSError, ValueError):
        raise StoreError(NO_BACKUP.format(folder=folder, name=SUMS)) from None
    if missing := {DATABASE, ABOUT} - found.keys():
        raise StoreError(NO_BACKUP.format(folder=folder, name=min(missing)))
    return {Path(name).name: wanted for name, wanted in found.items()}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _copy_private(path: Path, into: Path) -> None:
    make_private(into)
    into.write_bytes(path.read_bytes())


def _write(path: Path, text: str) -> None:
    make_private(path)
    path.write_text(text, "utf-8")


def _to_disk(folder: Path) -> None:
    """Its files and their names."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
