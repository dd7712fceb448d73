"""How knowledge gets into force: the shipped folder on first start and on upgrades, rollback, diff and export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from knowledge.records.files import check_names, digest
from knowledge.records.model import KnowledgeError
from knowledge.store import Shelf, Version, Versions

Files = Mapping[str, str]
Check = Callable[[Files], None]
SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one file: lines only the new text has (``added``), and only the old (``removed``)."""

    path: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


def no_check(files: Files) -> None:
    """Takes any files."""


def ensure_published(store: Versions, files: Files, check: Check = no_check) -> Version:
    """The version in force once the shipped ``files`` have been looked at.

    A new store publishes them. A folder not seen before is published too when nobody has changed anything, and
    becomes a draft when somebody has. ``check`` sees the files before they are kept; what it raises ends it all.
    """
    current, shipped = store.published(), digest(files)
    if current and shipped in (current.digest, _last_shipped(store)):
        return current
    check(files)
    if current is None:
        return store.publish(files, author=SHIPPED, note="随程序安装的资料", shipped=shipped)
    if current.digest == current.shipped:
        return store.publish(files, author=SHIPPED, note="随程序升级的资料", shipped=shipped)
    note = f"随程序升级的资料；第 {current.number} 版有本单位的改动，待人工合并"
    store.save_draft(files, author=SHIPPED, note=note, shipped=shipped)
    return current


def rollback(store: Versions, number: int, author: str, reason: str, check: Check = no_check) -> Version:
    """Publishes the files of an earlier version again, as a new version. Raises ``KnowledgeError`` when it never
    was in force, still is, or no ``reason`` is given."""
    files = store.files_of(number)
    status = next(version.status for version in store.versions() if version.number == number)
    if status == "published":
        raise KnowledgeError(f"第 {number} 版正在使用，不用回退。请选一个更早的版本。")
    if status == "draft":
        raise KnowledgeError(f"第 {number} 版是草稿，没有发布过，不能回退到它。请选一个发布过的版本。")
    if not reason.strip():
        raise KnowledgeError("没有写回退原因。请写一句为什么回退，日后好查。")
    check(files)
    # Not marked as shipped: going back is the staff's decision, and the next start must not undo it.
    return store.publish(files, author=author, note=f"回到第 {number} 版：{reason}")


def diff(old: Files, new: Files) -> list[Change]:
    """The changed files by path, lines without their ends; an absent file counts as empty."""
    paths = sorted(path for path in {*old, *new} if old.get(path) != new.get(path))
    return [_change(path, old.get(path, ""), new.get(path, "")) for path in paths]


def export(store: Shelf, number: int, folder: Path) -> None:
    """Writes the files of a version, byte for byte, into ``folder``, which must be new or empty: leftovers would
    mix with them. Raises ``KnowledgeError``."""
    files = store.files_of(number)
    check_names(files)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise KnowledgeError(f"{folder} 里已经有文件。请换一个空文件夹，免得新旧资料混在一起。")
        for name, text in files.items():
            _write(folder / name, text)
    except OSError as error:
        raise KnowledgeError(f"{folder}：写不进去（{error.strerror}）。请检查路径、权限和磁盘空间。") from error


def _last_shipped(store: Shelf) -> str | None:
    return next((version.shipped for version in reversed(store.versions()) if version.shipped), None)


def _change(path: str, old: str, new: str) -> Change:
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    added: list[str] = []
    removed: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += before[i:j]
            added += after[k:m]
    return Change(path, _bare(added), _bare(removed))


def _bare(lines: list[str]) -> tuple[str, ...]:
    return tuple(line.rstrip("\r\n") for line in lines)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
