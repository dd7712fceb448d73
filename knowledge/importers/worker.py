"""Reads one file in a process of its own that may use only so much memory and time: what was made to choke a reader
chokes that process alone.

As a program: the kind of the file as its argument, the bytes on standard input, the text on standard output; it ends
with ``REFUSED`` where standard output holds the reason instead.
"""

import resource
import subprocess
import sys
from collections.abc import Callable

from knowledge.importers import limits
from knowledge.importers.refusal import UnreadableError

REFUSED = 7
TOO_MUCH = "读的时候内存或时间超了限，没有读完，像是特意做坏的文件。请另存一份再试"


def read_apart(kind: str, data: bytes) -> str:
    """The text of a file of ``kind`` (docx, html, pdf, xlsx). Raises UnreadableError."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, kind],
            input=data,
            capture_output=True,
            timeout=seconds_for(kind) + 1,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(TOO_MUCH) from None
    text = done.stdout.decode("utf-8", errors="replace")
    if done.returncode == REFUSED:
        raise UnreadableError(text)
    if done.returncode:
        raise UnreadableError(TOO_MUCH)
    return text


def seconds_for(kind: str) -> int:
    """How long the reading of a file of ``kind`` may take."""
    return limits.TABLE_SECONDS if kind == "xlsx" else limits.SECONDS


def _reader(kind: str) -> Callable[[bytes], str]:
    if kind == "pdf":
        from knowledge.importers.pdf import pdf_text

        return pdf_text
    if kind == "docx":
        from knowledge.importers.docx import docx_text

        return docx_text
    if kind == "xlsx":
        from knowledge.importers.xlsx import xlsx_text

        return xlsx_text
    from knowledge.importers.html import html_text
    from knowledge.importers.plain import decoded

    return lambda data: html_text(decoded(data))


def main(kind: str) -> int:
    read = _reader(kind)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds_for(kind), seconds_for(kind)))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    try:
        text, status = read(sys.stdin.buffer.read()), 0
    except UnreadableError as error:
        text, status = str(error), REFUSED
    except (MemoryError, RecursionError):
        text, status = TOO_MUCH, REFUSED
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
