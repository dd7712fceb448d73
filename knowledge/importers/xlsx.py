"""A workbook → the cells of its first sheet with anything in it, each with what it is: number, words, day, formula."""

import io
import json
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

from knowledge.importers import limits
from knowledge.importers.refusal import UnreadableError

BROKEN = "这个 Excel 打不开，可能已损坏，或者加了密码。请在 Excel（WPS）里打开，另存为 .xlsx 再试"
OTHER = "这不是 .xlsx 文件。请在 Excel（WPS）里另存为 .xlsx 再试"
BOMB = "解开以后太大，没有读。请只留要查的那一张表，另存为 .xlsx 再试"
EMPTY = "里面没有内容。请照模板填好再试"
ROWS, COLUMNS = 5_000, 200
XML_BYTES = 20_000_000  # of all members, unpacked
CELL = 500  # characters


def xlsx_text(data: bytes) -> str:
    """JSON: {"rows": [[cell, …], …], "merged": ["A1:C1", …], "more": rows left out}. Raises UnreadableError.

    A cell is null or {"kind": "number" | "percent" | "text" | "day" | "flag" | "error", "value": …}; one that is a
    formula has "formula" too, and the value that was worked out when it was saved, null where there is none.
    """
    from openpyxl import load_workbook

    _check(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and pictures that are not looked at
            book = load_workbook(io.BytesIO(data), keep_links=False)
            sheet = next((one for one in book.worksheets if any(any(row) for row in one.values)), None)
            if sheet is None:
                raise UnreadableError(EMPTY)
            worked = None
            if any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row):
                worked = load_workbook(io.BytesIO(data), keep_links=False, data_only=True)[sheet.title]
    except UnreadableError:
        raise
    except (MemoryError, RecursionError):
        raise
    except Exception:
        raise UnreadableError(BROKEN) from None
    rows = [
        [_cell(cell, worked) for cell in row[:COLUMNS]] for row in sheet.iter_rows(max_row=min(sheet.max_row, ROWS))
    ]
    merged = [str(one) for one in sheet.merged_cells.ranges]
    return json.dumps({"rows": rows, "merged": sorted(merged), "more": max(sheet.max_row - ROWS, 0)})


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise UnreadableError(OTHER) from None
    if not any(one.filename == "xl/workbook.xml" for one in members):
        raise UnreadableError(OTHER)
    if len(members) > limits.ARCHIVE_MEMBERS or sum(one.file_size for one in members) > XML_BYTES:
        raise UnreadableError(BOMB)


def _cell(cell: Any, worked: Any) -> dict[str, Any] | None:
    if cell.value is None:
        return None
    if cell.data_type != "f":
        return _value(cell)
    found = worked[cell.coordinate] if worked is not None else None
    value = _value(found) if found is not None and found.value is not None else None
    return {**(value or {"kind": "text", "value": None}), "formula": str(cell.value)[:CELL]}


def _value(cell: Any) -> dict[str, Any]:
    value, kind = cell.value, "text"
    if cell.data_type == "e":
        kind = "error"
    elif isinstance(value, bool):
        kind = "flag"
    elif isinstance(value, int | float):
        kind = "percent" if "%" in str(cell.number_format) else "number"
        value = repr(value)
    elif isinstance(value, datetime | date):
        kind = "day"
        value = (value.date() if isinstance(value, datetime) else value).isoformat()
    elif isinstance(value, time):
        value = value.isoformat()
    return {"kind": kind, "value": value if isinstance(value, bool) else str(value)[:CELL]}
