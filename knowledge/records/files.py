"""The data files as they ship, byte for byte, and the digest by which two sets of them are told apart."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from knowledge.records.model import KnowledgeError

PACKAGE = Path(__file__).parents[1]
FOLDERS = ("policies", "series", "vocabulary")
SITE = "site.toml"  # what the service says of itself, beside the folders
SUFFIXES = (".toml", ".txt", ".jsonl")
BOM = "\ufeff"  # what Windows puts in front of a text to say that it is UTF-8
UTF16 = (b"\xff\xfe", b"\xfe\xff")
FORBIDDEN = set('\\:*?"<>|')  # in a file name, by Windows


def shipped_files(root: Path = PACKAGE) -> dict[str, str]:
    """Relative posix path → text of every data file under ``root``, sorted by path, line endings untouched.

    Raises ``KnowledgeError`` when there is none, or one cannot be read or is no text.
    """
    found = {path.relative_to(root).as_posix(): path for path in _data_files(root)}
    if not found:
        raise KnowledgeError(f"{root}：没有找到任何资料文件。请重新安装程序，或检查 {'、'.join(FOLDERS)} 三个文件夹。")
    return {name: _text(found[name]) for name in sorted(found)}


def digest(files: Mapping[str, str]) -> str:
    """Hex sha256 over paths and texts, whatever the order of ``files``.

    Raises ``KnowledgeError`` when a path or a text holds half a surrogate pair, which no file can hold.
    """
    whole = sha256()
    for name in sorted(files):
        whole.update(f"{text_digest(name, name)} {text_digest(files[name], name)}\n".encode())
    return whole.hexdigest()


def text_digest(text: str, name: str) -> str:
    """Hex sha256 of ``text`` in UTF-8; ``name`` is the file to blame in the ``KnowledgeError``."""
    try:
        return sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        shown = name.encode(errors="replace").decode()
        raise KnowledgeError(f"{shown}：第 {error.start + 1} 个字符残缺不全，存不下来。请删掉它重新输入。") from error


def check_names(files: Mapping[str, str]) -> None:
    """Raises ``KnowledgeError`` when a name could leave the folder it is written to, or fits no file system."""
    for name in files:
        if not _is_plain(name):
            raise KnowledgeError(f"{name!r}：文件名不能用。请写成相对路径，例如 policies/文件夹/clauses.toml。")


def _is_plain(name: str) -> bool:
    parts = name.split("/")
    return name.isprintable() and not FORBIDDEN & set(name) and not any(part in ("", ".", "..") for part in parts)


def _data_files(root: Path) -> Iterator[Path]:
    if (root / SITE).is_file():
        yield root / SITE
    for folder in FOLDERS:
        for path in (root / folder).rglob("*"):
            if path.suffix in SUFFIXES and path.is_file() and not _is_hidden(path.relative_to(root)):
                yield path


def _is_hidden(name: Path) -> bool:
    # Editors and macOS leave .#clauses.toml and ._clauses.toml beside the file being edited.
    return any(part.startswith(".") for part in PurePosixPath(name.as_posix()).parts)


def plain_text(text: str) -> str:
    """A text as all readers of data files take it, whatever system it was saved on: no mark before it, LF lines."""
    return text.removeprefix(BOM).replace("\r\n", "\n")


def _text(path: Path) -> str:
    try:
        return decoded(path.read_bytes())
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise KnowledgeError(f"{path}：第 {line} 行不是 UTF-8 文字。请用编辑器另存为 UTF-8 编码，再试一次。") from error
    except OSError as error:
        raise KnowledgeError(f"{path}：读不出来（{error.strerror}）。请检查文件权限。") from error


def decoded(data: bytes) -> str:
    """UTF-8, else UTF-16 with its mark, else what can only be GBK. Raises UnicodeDecodeError, that of UTF-8."""
    try:
        return data.decode("utf-16" if data.startswith(UTF16) else "utf-8")
    except UnicodeDecodeError as error:
        if _is_gbk(data):
            return data.decode("gbk")
        raise UnicodeDecodeError("utf-8", data, error.start, error.end, error.reason) from None


def _is_gbk(data: bytes) -> bool:
    """Whether all of it is GB 2312, the part of GBK that everyday texts keep to: UTF-8 that was damaged or cut has
    bytes that GB 2312 leaves out."""
    try:
        data.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True
