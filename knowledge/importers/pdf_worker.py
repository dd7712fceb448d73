"""Reads a PDF on standard input, writes its text to standard output, pages apart by form feeds; exits as ``pdf`` says.

Lines that begin further right than the text of their page are written with two blanks before them: a paragraph begins
there."""

import re
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.document.folding import TABLE
from knowledge.importers import limits

PAGE_NUMBER = re.compile(r"\s*(?:[-—–－·]*\s*\d{1,3}\s*[-—–－·]*|第\s*\d+\s*页.{0,12})\s*")
LOOK_ALIKES = {code: plain for code, plain in TABLE.items() if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00}


class Line(NamedTuple):
    text: str
    left: float


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (limits.PDF_SECONDS, limits.PDF_SECONDS))
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_DATA, (limits.PDF_BYTES_OF_MEMORY, limits.PDF_BYTES_OF_MEMORY))
    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return 3 if "assword" in str(error) else 6
    if len(document) > limits.PDF_PAGES:
        return 4
    pages: list[str] = []
    written = 0
    for page in document:
        pages.append("\n".join(_indented(list(_lines(page.get_textpage())))))
        written += len(pages[-1])
        page.close()
        if written > limits.TEXT_CHARACTERS:
            return 5
    sys.stdout.buffer.write("\f".join(pages).translate(LOOK_ALIKES).encode("utf-8", errors="replace"))
    return 0


def _lines(page: "object") -> Iterator[Line]:
    """The lines of a page from top to bottom, its number left out."""
    count = page.count_chars()  # type: ignore[attr-defined]
    if count > limits.TEXT_CHARACTERS:
        sys.exit(5)
    whole = page.get_text_range() if count else ""  # type: ignore[attr-defined]
    at = 0
    for line in re.split(r"(\r?\n)", whole):
        if line.strip() and not PAGE_NUMBER.fullmatch(line):
            first = at + len(line) - len(line.lstrip())
            yield Line(line.strip(), page.get_charbox(min(first, count - 1))[0])  # type: ignore[attr-defined]
        at += len(line)


def _indented(lines: Sequence[Line]) -> Iterator[str]:
    """Each line, with blanks before it where it begins further right than the text does."""
    if not lines:
        return
    margin = Counter(round(line.left / 4) for line in lines).most_common(1)[0][0] * 4
    widest = max(len(line.text) for line in lines)
    for line in lines:
        right = line.left > margin + 12 and len(line.text) > widest / 4
        yield f"　　{line.text}" if right else line.text


if __name__ == "__main__":
    sys.exit(main())
