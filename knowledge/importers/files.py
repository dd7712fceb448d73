"""One file → its text, by what is in it and not by its name."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.importers import limits
from knowledge.importers.plain import decoded
from knowledge.importers.refusal import UnreadableError
from knowledge.importers.worker import read_apart

SIGNATURES = (
    (b"MZ", "这是一个程序（exe、dll），不是文件"),
    (b"\x7fELF", "这是一个程序，不是文件"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Word、WPS 或 Excel 的格式（doc、wps、xls），请在 Word 或 WPS 里另存为 docx"),
    (b"{\\rtf", "这是 RTF 格式，请在 Word 或 WPS 里另存为 docx"),
    (b"\x89PNG", "这是一张图片，请先用识别软件（OCR）转成文字"),
    (b"\xff\xd8\xff", "这是一张图片，请先用识别软件（OCR）转成文字"),
    (b"GIF8", "这是一张图片，请先用识别软件（OCR）转成文字"),
    (b"II*\x00", "这是一张图片，请先用识别软件（OCR）转成文字"),
    (b"Rar!", "这是压缩包，请先解压，再选里面的文件"),
    (b"7z\xbc\xaf", "这是压缩包，请先解压，再选里面的文件"),
    (b"\x1f\x8b", "这是压缩包，请先解压，再选里面的文件"),
)
HTML_SIGNS = (b"<!doctype html", b"<html", b"<body", b"<head", b"<div", b"<p>", b"<p ", b"<table", b"<tbody", b"<meta")


@dataclass(frozen=True, slots=True)
class Imported:
    """The text of a file; ``exact``: it is the file's own text, not one taken out of a page or a document."""

    text: str
    exact: bool


def read_file(path: Path) -> Imported:
    """The text of one file. Raises UnreadableError with the reason."""
    try:
        if not path.is_file():
            raise UnreadableError(f"{path}：没有这个文件，或者它是文件夹")
        if path.stat().st_size > limits.FILE_BYTES:
            raise UnreadableError(
                f"{path.name}：文件超过 {limits.FILE_BYTES // 1_000_000} MB，太大了，不像一份政策文件"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}：读不出来（{error.strerror}）。请检查文件权限") from error
    try:
        imported = _imported(data)
    except UnreadableError as error:
        raise UnreadableError(f"{path.name}：{error}") from None
    if len(imported.text) > limits.TEXT_CHARACTERS:
        raise UnreadableError(
            f"{path.name}：文字超过 {limits.TEXT_CHARACTERS // 10_000} 万字，太长了，请只留政策文件本身"
        )
    if imported.text.count("\n") > limits.TEXT_LINES:
        raise UnreadableError(f"{path.name}：超过 {limits.TEXT_LINES} 行，太长了，请只留政策文件本身")
    return imported


def _imported(data: bytes) -> Imported:
    if not data.strip():
        raise UnreadableError("文件是空的")
    for signature, says in SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError(says)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return Imported(read_apart("pdf", data), exact=False)
    if data.startswith(b"PK"):
        return Imported(read_apart("docx", data), exact=False)
    if len(data) > limits.PLAIN_BYTES:
        raise UnreadableError(f"超过 {limits.PLAIN_BYTES // 1_000_000} MB，太大了，不像一份政策文件")
    if any(sign in data[:4096].lower() for sign in HTML_SIGNS):
        return Imported(read_apart("html", data), exact=False)
    return Imported(decoded(data), exact=True)
