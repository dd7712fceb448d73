"""The paragraphs of a text, lines that a page or a column broke put together again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import NamedTuple

from knowledge.document.folding import folded
from knowledge.document.headings import is_heading
from knowledge.document.markers import marker_of

ENDS = tuple("。;:!?)】》”’…〕]>")
OPEN, CLOSE = "([〔【《", ")]〕】》"
LONGEST_BRACKET = 8  # lines over which a bracket may stay open
FULL_LINE = 0.85  # of the width of a page: such a line was broken by the page
FEWEST_INDENTED = 5
OPENS_ANEW = re.compile(r"(?:附\s*[件表录:]|目\s*录$|--|——|[●•·◆■□▲※]|\||注:|备注)")
DATED = re.compile(r"[^。]{0,40}\d{4}年\d{1,2}月\d{1,2}日\s*[)]?$")
LABEL = re.compile(r"[\s(]*(?:牵头|责任|配合|协办|主办|指导|落实|承办|参与)[^:。,]{0,6}:")


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    fold: str
    indented: bool


class Page(NamedTuple):
    """``width``: characters of a full line where the page breaks paragraphs into lines, 0 where a line is a paragraph;
    ``indents``: such a page sets the first line of a paragraph in."""

    width: int
    indents: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its stretches of the document (more than one where a page broke it), without blanks at either
    end; ``fold``: what stands there, in one way of writing; ``line``: the number of its first line, from 1."""

    pieces: tuple[tuple[int, int], ...]
    fold: str
    line: int

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return "\t" in self.fold

    def text(self, document: str) -> str:
        return "".join(document[start:end] for start, end in self.pieces)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Every paragraph that holds more than blanks, in order."""
    numbered = list(_lines(text))
    page = _page([line for _, line in numbered])
    found: list[Paragraph] = []
    block: list[tuple[int, Line]] = []
    for number, line in numbered:
        if block and not _goes_on([one for _, one in block], line, page):
            found.append(_joined(block))
            block = []
        block.append((number, line))
    return tuple([*found, _joined(block)] if block else found)


def _joined(block: Sequence[tuple[int, Line]]) -> Paragraph:
    lines = [line for _, line in block]
    return Paragraph(tuple((line.start, line.end) for line in lines), "".join(line.fold for line in lines), block[0][0])


def _lines(text: str) -> list[tuple[int, Line]]:
    fold, found, at = folded(text), [], 0
    for number, line in enumerate(fold.split("\n"), 1):
        bare = line.strip(" \r\f\v\t")
        if bare:
            start = at + line.index(bare)
            found.append((number, Line(start, start + len(bare), bare, line.startswith("  "))))
        at += len(line) + 1
    return found


def _page(lines: Sequence[Line]) -> Page:
    width = _width(lines)
    return Page(width, width > 0 and sum(line.indented for line in lines) >= FEWEST_INDENTED)


def _width(lines: Sequence[Line]) -> int:
    """Characters of a full line where the page breaks paragraphs into lines; 0 where a line is a paragraph."""
    cut = [len(line.fold) for line in lines if not line.fold.endswith(ENDS) and len(line.fold) >= 12]
    if len(cut) < 8 or len(cut) < 0.35 * len(lines):
        return 0
    width = int(quantiles(cut, n=10)[7])
    return width if 15 <= width <= 60 and max(len(line.fold) for line in lines) <= 1.6 * width else 0


def _goes_on(block: Sequence[Line], line: Line, page: Page) -> bool:
    """Whether ``line`` is the rest of the paragraph that ``block`` began."""
    before = block[-1].fold
    if "\t" in before or "\t" in line.fold or marker_of(line.fold) or OPENS_ANEW.match(line.fold):
        return False
    if _is_open(block):
        return True
    if page.indents and not line.indented and len(before) >= FULL_LINE * page.width:
        return True
    if line.indented or before.endswith(ENDS) or DATED.match(line.fold) or LABEL.match(line.fold):
        return False
    if page.width:
        return len(before) >= FULL_LINE * page.width
    if len(block) == 1 and (marker := marker_of(before)) and is_heading(before[marker.length :]):
        return False
    return re.search("[,。]", before) is not None


def _is_open(block: Sequence[Line]) -> bool:
    """Whether a bracket that the paragraph opened stands open still, and the paragraph is no endless one."""
    if len(block) > LONGEST_BRACKET:
        return False
    whole = "".join(line.fold for line in block)
    last = max(whole.rfind(mark) for mark in OPEN)
    return last >= 0 and len(whole) - last < 300 and not any(mark in whole[last:] for mark in CLOSE)
