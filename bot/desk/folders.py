"""A whole policy folder out of the desk and into it again: the same files, letter for letter, so that what was edited
here can go back to where it is kept under version control."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from knowledge.publish import Files
from knowledge.records.files import check_names, decoded, plain_text
from knowledge.records.model import KnowledgeError

MOST_BYTES, MOST_FILES = 20_000_000, 500  # of a folder, unpacked
EARLIEST = (1980, 1, 1, 0, 0, 0)  # so that the same files make the same archive


def folder_of(files: Files, policy: str) -> dict[str, str]:
    """The files of a policy by their path within its folder. Raises KnowledgeError when there is none."""
    head = f"policies/{policy}/"
    found = {path.removeprefix(head): text for path, text in files.items() if path.startswith(head)}
    if not found:
        raise KnowledgeError(f"没有「{policy}」这份文件。用 fudaoyuan knowledge list 看有哪些。")
    return found


def packed(files: Files, policy: str) -> bytes:
    """The folder as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(folder_of(files, policy).items()):
            archive.writestr(zipfile.ZipInfo(f"{policy}/{name}", EARLIEST), text.encode(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unpacked(data: bytes) -> tuple[str, dict[str, str]]:
    """The name of the folder in a zip, and its files. Raises KnowledgeError for what is none, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = [one for one in archive.infolist() if not one.is_dir()]
            if len(rows) > MOST_FILES or sum(one.file_size for one in rows) > MOST_BYTES:
                raise KnowledgeError("压缩包展开以后太大了，不像一份政策的文件夹，没有打开它。")
            return _folder({one.filename: _read(archive, one) for one in rows})
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise KnowledgeError(f"这不是一个能打开的 zip（{error}）。请用“导出”得到的那种。") from None


def read_folder(folder: Path) -> tuple[str, dict[str, str]]:
    """The same from a folder on the disk."""
    try:
        paths = [one for one in folder.rglob("*") if one.is_file()]
        if len(paths) > MOST_FILES or sum(one.stat().st_size for one in paths) > MOST_BYTES:
            raise KnowledgeError("这个文件夹太大了，不像一份政策的文件夹。")
        found = {f"{folder.name}/{one.relative_to(folder).as_posix()}": one.read_bytes() for one in paths}
    except OSError as error:
        raise KnowledgeError(f"{folder}：读不出来（{error.strerror}）。") from None
    return _folder(found)


def write_folder(files: Files, policy: str, into: Path) -> Path:
    """Writes the folder below ``into``; what is there already must not be another's. Raises KnowledgeError."""
    target = into / policy
    if target.exists() and any(target.iterdir()):
        raise KnowledgeError(f"{target} 里已经有文件。请换一个空文件夹，免得新旧混在一起。")
    for name, text in folder_of(files, policy).items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return target


def taken_in(files: Files, policy: str, folder: Mapping[str, str]) -> dict[str, str | None]:
    """What changes where this folder takes the place of the policy's: files that it has no more are removed."""
    head = f"policies/{policy}/"
    now = {path: text for path, text in files.items() if path.startswith(head)}
    new = {f"{head}{name}": text for name, text in folder.items()}
    check_names(new)
    changed: dict[str, str | None] = {path: text for path, text in new.items() if now.get(path) != text}
    changed |= {path: None for path in now if path not in new}
    if not changed:
        raise KnowledgeError("和现在的一样，没有什么要改。")
    return changed


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    with archive.open(one) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise KnowledgeError("压缩包展开以后太大了，没有打开它。")
    return data


def _folder(found: Mapping[str, bytes]) -> tuple[str, dict[str, str]]:
    names = {PurePosixPath(path).parts[0] for path in found}
    if len(names) != 1 or not any(path.endswith("/policy.toml") for path in found):
        raise KnowledgeError("里面应当是一个文件夹，带着 policy.toml。请用“导出”得到的那种。")
    [name] = names
    texts = {}
    for path, data in found.items():
        parts = PurePosixPath(path).parts
        if ".." in parts or path.startswith("/") or "\\" in path:
            raise KnowledgeError(f"「{path}」这个文件名不能收。")
        try:
            texts["/".join(parts[1:])] = plain_text(decoded(data))
        except UnicodeDecodeError:
            raise KnowledgeError(f"「{path}」读不出来。请另存为 UTF-8。") from None
    return name, texts
