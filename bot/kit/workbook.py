"""Excel as people need it: words are never formulas, money is a number, a day is a day."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from knowledge.text.tokens import clean

Kind: TypeAlias = Literal["text", "money", "count", "day", "moment"]
Value: TypeAlias = str | Decimal | int | date | datetime | None
LONGEST = 32_000  # characters that a cell may hold
FORMATS = {"money": "#,##0.00", "count": "0", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True, slots=True)
class Column:
    """``width``: in characters; ``help``: shown when the heading is pointed at."""

    title: str
    kind: Kind = "text"
    width: int = 14
    help: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one heading line; a value None is an empty cell."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {kind: book.add_format({"num_format": shown, "valign": "top"}) for kind, shown in FORMATS.items()}
        formats["text"] = book.add_format({"text_wrap": True, "valign": "top"})
        for one in sheets:
            _fill(book.add_worksheet(one.name), one, head, formats)
    return out.getvalue()


def _fill(page: Any, sheet: Sheet, head: Any, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.title, head)
        if column.help:
            page.write_comment(0, place, column.help)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(page, last, place, value, formats[column.kind])
    if last:
        page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _write(page: Any, line: int, place: int, value: Value, shown: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(line, place, plain(value), shown)
    elif isinstance(value, date):
        moment = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        page.write_datetime(line, place, moment, shown)
    else:
        page.write_number(line, place, float(value), shown)


def plain(text: str) -> str:
    """Words that a cell can hold: no control characters, lines kept, none too long."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()[:LONGEST]
