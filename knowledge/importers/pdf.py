"""A PDF → its text, a printed line a line.

Lines that begin further right than the text of their page are written with two blanks before them: a paragraph begins
there. To be called where memory and time are limited (``worker``).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2

from knowledge.document.folding import TABLE
from knowledge.importers import limits
from knowledge.importers.refusal import UnreadableError

FEWEST_CHARACTERS = 30  # of a page, on average: below it the pages are pictures
PAGE_NUMBER = re.compile(r"\s*(?:[-—–－·]*\s*\d{1,3}\s*[-—–－·]*|第\s*\d+\s*页.{0,12})\s*")
LOOK_ALIKES = {code: plain for code, plain in TABLE.items() if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00}
UNIT = 4  # points: lines that begin this near to one another begin at one place
INDENT = 12  # points: a paragraph begins at least so far to the right


class Line(NamedTuple):
    text: str
    left: float


def pdf_text(data: bytes) -> str:
    """Raises UnreadableError for a scan, a password, a broken file or one that is too long."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableError("文件加了密码，打不开。请去掉密码再试") from None
        raise UnreadableError("文件已损坏，打不开。请重新下载，或另存为 docx 再试") from None
    if len(document) > limits.PDF_PAGES:
        raise UnreadableError(f"超过 {limits.PDF_PAGES} 页，太长了，请只留政策文件本身")
    pages: list[str] = []
    try:
        for page in document:
            pages.append("\n".join(_indented(list(_lines(page.get_textpage())))))
            page.close()
            if sum(map(len, pages)) > limits.TEXT_CHARACTERS:
                raise UnreadableError("文字太多，不像一份政策文件，没有读")
    except pypdfium2.PdfiumError:
        raise UnreadableError("有的页已损坏，读不出来。请重新下载，或另存为 docx 再试") from None
    text = "\n".join(pages).translate(LOOK_ALIKES)
    if len("".join(text.split())) < FEWEST_CHARACTERS * max(1, len(pages)):
        raise UnreadableError("里面没有文字，是扫描的图片。请先用识别软件（OCR）转成文字，或者找 Word 版")
    return text


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[Line]:
    """The lines of a page from top to bottom, its number left out."""
    count = page.count_chars()
    if count > limits.TEXT_CHARACTERS:
        raise UnreadableError("一页里的文字太多，不像一份政策文件，没有读")
    whole = page.get_text_range() if count else ""
    at = 0
    for line in re.split(r"(\r?\n)", whole):
        if line.strip() and not PAGE_NUMBER.fullmatch(line):
            first = at + len(line) - len(line.lstrip())
            yield Line(line.strip(), page.get_charbox(min(first, count - 1))[0])
        at += len(line)


def _indented(lines: Sequence[Line]) -> Iterator[str]:
    """Each line, with blanks before it where it begins further right than the text does."""
    if not lines:
        return
    places = Counter(round(line.left / UNIT) for line in lines)
    margin = min(place for place, many in places.items() if many * 8 >= len(lines)) * UNIT if len(lines) > 3 else 0
    widest = max(len(line.text) for line in lines)
    for line in lines:
        right = line.left > margin + INDENT and len(line.text) > widest / 4 and margin
        yield f"　　{line.text}" if right else line.text
