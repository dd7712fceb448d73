"""A table in a message: what its head calls each column is said of every cell below it, so that a row reads as words
(「险种 | 保额」 above 「责任险 | 500万」: 「责任险，保额500万」)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LEDGER = re.compile("\\s*[|｜\t]\\s*")
RULE = re.compile(r"[\s|｜+:：]*[-—–─=]{2,}[\s|｜+:：─=—–-]*")  # between the head and the rows
SPACED = re.compile("[\\s，,、]+")
FIGURE = re.compile("[0-9０-９零半一二两三四五六七八九十百千]")
UNIT = re.compile("[（(](?:单位[:：]?)?([千百]?万?元|%|％|个?月|天)[）)]")
BARE = re.compile("[0-9.,]+")
HEAD = re.compile("^(.*[：:])\\s*([^：:]+)$")
NUMBER_OF_ROW = re.compile("(?:[0-9①-⑳]{1,2}|[A-H甲乙丙丁戊])[.、)）]?")
DIGIT = re.compile("[0-9０-９]")
FEWEST = 2  # columns that a table has; where only spaces keep them apart, also rows, and figures of a row
WORD = 2  # characters of a column that is a word by itself, which measures may go by (担保)
LONGEST_NAME = 6  # characters of the name of a column, where only spaces keep them apart


@dataclass(frozen=True, slots=True)
class Table:
    """``text``: the message with its rows as words; ``columns``: what the head calls them."""

    text: str
    columns: tuple[str, ...]


def in_words(text: str, columns: Sequence[str] = ()) -> Table | None:
    """The message with the rows of its table, or of one more of the table with these ``columns``, as words; None where
    it has none."""
    lines = [line for line in text.split("\n") if not RULE.fullmatch(line)]
    for i, line in enumerate(lines[:-1]):
        head = _cells(line)
        if len(head) >= FEWEST and not DIGIT.search(line) and _is_above(line, head, lines[i + 1 :]):
            rest = [_row(one, head) or one for one in lines[i + 1 :]]
            return Table("\n".join([*lines[:i], "，".join(head), *rest]), tuple(head))
    told_more = [_row(one, columns) if columns and LEDGER.search(one) else "" for one in lines]
    if not any(told_more):
        return None
    return Table("\n".join(told or one for told, one in zip(told_more, lines, strict=True)), tuple(columns))


def _is_above(line: str, head: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the line is the head of the rows below it; without marks between the cells there must be more to show
    it."""
    rows = [_cells(one) for one in below if _row(one, head)]
    if not rows or not _row(below[0], head):
        return False
    if LEDGER.search(line):
        return True
    figures = min(sum(FIGURE.match(cell) is not None for cell in row) for row in rows)
    return len(rows) >= FEWEST and figures >= FEWEST and max(map(len, head)) <= LONGEST_NAME


def _cells(line: str) -> list[str]:
    apart = LEDGER if LEDGER.search(line) else SPACED
    return [cell.strip() for cell in apart.split(line.strip().strip("|｜").strip()) if cell.strip()]


def _row(line: str, columns: Sequence[str]) -> str:
    """The row as words; "" for a line that is none of this table."""
    cells = _cells(line)
    if len(cells) != len(columns) or not FIGURE.search(line):
        return ""
    before, first = found.groups() if (found := HEAD.match(cells[0])) else ("", cells[0])
    told = [_told(cell, column, named=True) for cell, column in zip(cells[1:], columns[1:], strict=True)]
    if NUMBER_OF_ROW.fullmatch(first):
        return f"{before}{first} {'，'.join(told)}"
    return f"{before}{'，'.join([_told(first, columns[0]), *told])}"


def _told(cell: str, column: str, *, named: bool = False) -> str:
    """「28万」 below 「年保费」: 「年保费28万」; what is no figure says itself what it is, unless the column is to be
    ``named`` with it (「设备抵押」 below 「反担保」)."""
    unit = UNIT.search(column)
    name = UNIT.sub("", column)
    if not FIGURE.match(cell):
        return f"{name}{cell}" if named and len(name) > WORD and name not in cell else cell
    return f"{name}{cell}{unit[1] if unit and BARE.fullmatch(cell) else ''}"
