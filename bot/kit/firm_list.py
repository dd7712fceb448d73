"""A list of firms in Excel → their profiles, line by line: what cannot be read is told with its place, and nothing else
of its line is lost."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.kit.list_columns import FIRM, REMARK, ListColumn, columns_of, in_wan, same_name
from bot.measures.inputs import BARE, read_value
from bot.slots.model import Problem
from calculators.wording import money, on, percent, plain, term
from knowledge.importers.refusal import UnreadableError
from knowledge.importers.worker import read_apart
from knowledge.records.model import InputRecord, Knowledge
from knowledge.text.tokens import clean

Cell = Mapping[str, Any] | None
MOST = 2_000  # firms
HEAD_WITHIN = 10  # lines in which the headings are looked for
NO_HEADINGS = "没有找到表头。第一行（最多前 10 行里）要有“企业名称”这一列和别的列，请照模板填"
NO_FIRMS = "表头下面一家企业也没有。请照模板填好再试"
YES = re.compile("是|有|对|已?[办登备]了?|√|✓|y|yes|true|1", re.IGNORECASE)
NO = re.compile("否|无|没有?|不是|未办?|×|✗|n|no|false|0", re.IGNORECASE)
EXCEL_BEGINS = date(1899, 12, 30)
DAYS = range(36_526, 73_051)  # 2000 to 2099, as Excel counts days
WAN, HUNDRED = Decimal(10_000), Decimal(100)


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be told of one cell, or of a line or the whole list where ``column`` or ``line`` is nothing."""

    line: int
    column: str
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class Firm:
    """``line``: as Excel counts; ``profile``: what the check-up reads; ``remark``: handed back as it is."""

    line: int
    name: str
    profile: Mapping[str, Any]
    remark: str = ""


@dataclass(slots=True)
class FirmList:
    """``unknown``: headings that mean nothing here."""

    firms: list[Firm] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_list(knowledge: Knowledge, data: bytes, day: date) -> FirmList:
    """The firms of an .xlsx file. Raises UnreadableError with a Chinese sentence."""
    told = json.loads(read_apart("xlsx", data))
    return read_rows(knowledge, told["rows"], day, merged=told["merged"], more=told["more"])


def read_rows(
    knowledge: Knowledge, rows: Sequence[Sequence[Cell]], day: date, merged: Iterable[str] = (), more: int = 0
) -> FirmList:
    """The firms below the headings. Raises UnreadableError where there are none."""
    place, columns = _headings(knowledge, rows)
    found = FirmList(unknown=[_words(rows[place][at]) for at, one in enumerate(columns) if one is None])
    found.unknown = [one for one in found.unknown if one]
    found.notes += _of_headings(rows[place], columns, merged, place)
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[place + 1 :], place + 2):
        if not any(_words(cell) for cell in row):
            continue
        if len(found.firms) >= MOST:
            more += 1
            continue
        firm = _firm(number, row, columns, day, found.notes)
        if (same := same_name(firm.name)) in seen and _words(_at(row, columns)):
            found.notes.append(
                Note(number, FIRM, firm.name, f"和第 {seen[same]} 行是同一家，两行都查了，请核对留哪一行")
            )
        seen.setdefault(same, number)
        found.firms.append(firm)
    if not found.firms:
        raise UnreadableError(NO_FIRMS)
    if more:
        found.notes.append(Note(0, "", f"{more} 行", f"一次最多查 {MOST} 家，后面的没有查，请分成几张表"))
    return found


def _headings(knowledge: Knowledge, rows: Sequence[Sequence[Cell]]) -> tuple[int, tuple[ListColumn | None, ...]]:
    for place, row in enumerate(rows[:HEAD_WITHIN]):
        columns = columns_of(knowledge, [_words(cell) for cell in row])
        if any(one and one.is_name for one in columns) and len([one for one in columns if one]) > 1:
            return place, columns
    raise UnreadableError(NO_HEADINGS)


def _of_headings(
    row: Sequence[Cell], columns: Sequence[ListColumn | None], merged: Iterable[str], place: int
) -> Iterator[Note]:
    line = place + 1
    for cells in merged:
        first, last = (int(re.sub("[A-Z]", "", one)) for one in (cells.split(":") * 2)[:2])
        if first <= line <= last:
            yield Note(line, cells, "合并的表头", "只算第一列的，别的列没有表头，没有用。请拆开，照模板一列一个表头")
    seen: dict[str, int] = {}
    for at, (cell, column) in enumerate(zip(row, columns, strict=True)):
        if column is None and _words(cell):
            yield Note(line, letters(at), _words(cell), "这一列不认识，没有用")
        elif column and not column.part and column.title in seen:
            yield Note(line, letters(at), _words(cell), f"和 {letters(seen[column.title])} 列是同一项，用的是前面那列")
        if column:
            seen.setdefault(column.title, at)


def letters(at: int) -> str:
    """0 → A, 26 → AA: as Excel names a column."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _at(row: Sequence[Cell], columns: Sequence[ListColumn | None]) -> Cell:
    """The cell of the firm's name."""
    return next((cell for cell, column in zip(row, columns, strict=False) if column and column.is_name), None)


def _firm(line: int, row: Sequence[Cell], columns: Sequence[ListColumn | None], day: date, notes: list[Note]) -> Firm:
    own: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    for at, (cell, column) in enumerate(zip(row, columns, strict=False)):
        if cell is None or column is None or column.is_name:
            continue
        value, said = _read(cell, column, day)
        notes += [
            Note(line, f"{letters(at)} {column.title}", _words(cell) or str(cell.get("formula")), why) for why in said
        ]
        if value is None:
            continue
        table = parts.setdefault(column.part.label, {}) if column.part else own
        table.setdefault(column.key, value)
    remark = str(own.pop(REMARK, ""))
    name = _words(_at(row, columns))
    if not name:
        notes.append(Note(line, FIRM, "", "没有写企业名称，按行号列在结果里"))
    return Firm(line, name or f"第 {line} 行", {**own, **parts}, remark)


def _read(cell: Mapping[str, Any], column: ListColumn, day: date) -> tuple[Any, list[str]]:
    """The value for the profile, None for one that is not used, and what is to be told of it."""
    told = []
    if "formula" in cell:
        if cell["value"] is None:
            return None, ["是公式，文件里没有存算好的结果，没有用。请在 Excel 里打开，另存一次"]
        told.append(f"是公式，按存着的结果“{_words(cell)}”用的")
    if cell["kind"] == "error":
        return None, [*told, "这一格是错误值，没有用"]
    if column.record and column.record.unit in ("yuan", "months", "ratio", "date"):
        value, said = _figure(cell, column.record, column.title, day)
    elif column.fact and column.fact.is_boolean:
        value, said = _yes_or_no(cell)
    else:
        value, said = _words(cell), []
    return value, [*told, *said]


def _figure(cell: Mapping[str, Any], record: InputRecord, title: str, day: date) -> tuple[Any, list[str]]:
    words, kind = _words(cell), cell["kind"]
    if record.unit == "date":
        return _day(words, kind, record, day)
    if kind == "day":
        return None, ["这一格是日期，不是数，没有用"]
    bare = words.replace(",", "").replace("，", "")
    number = _number(bare) if kind in ("number", "percent") or BARE.fullmatch(bare) else None
    if number is None:
        found = read_value(record, words, day)
        return (None, ["看不明白是多少，没有用"]) if isinstance(found, Problem) else (words, [])
    value = _scaled(number, record.unit, title, kind)
    if value < 0:
        return None, ["是负数，没有用"]
    said = [] if kind != "text" else [f"是文字，按 {_shown(value, record.unit)} 算的"]
    return value, said


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _scaled(number: Decimal, unit: str, title: str, kind: str) -> Decimal:
    if unit == "yuan":
        return number * WAN if in_wan(title) else number
    return number / HUNDRED if unit == "ratio" and kind != "percent" else number


def _shown(value: Decimal, unit: str) -> str:
    return {"yuan": money, "ratio": percent, "months": term}.get(unit, plain)(value)


def _day(words: str, kind: str, record: InputRecord, day: date) -> tuple[Any, list[str]]:
    if kind == "day":
        return words, []
    if kind == "number" and (number := _number(words)) is not None:
        if int(number) in DAYS:
            found = EXCEL_BEGINS + timedelta(days=int(number))
            return found.isoformat(), [f"是数字，不是日期格式，按 {on(found)} 算的"]
        return None, ["是数字，不是日期，没有用。请写成 2024-8-1"]
    found_day = read_value(record, words.replace("/", "-"), day)
    return (None, ["看不明白是哪一天，没有用。请写成 2024-8-1"]) if isinstance(found_day, Problem) else (words, [])


def _yes_or_no(cell: Mapping[str, Any]) -> tuple[Any, list[str]]:
    words = _words(cell)
    if cell["kind"] == "flag":
        return bool(cell["value"]), []
    bare = words.removesuffix(".0")
    if YES.fullmatch(bare):
        return True, []
    return (False, []) if NO.fullmatch(bare) else (words, [])


def _words(cell: Cell) -> str:
    """What stands in a cell, as a person reads it."""
    value = cell["value"] if cell else None
    if isinstance(value, bool):
        return "是" if value else "否"
    text = clean(str(value)) if value is not None else ""
    return text.removesuffix(".0") if cell and cell["kind"] in ("number", "percent") else text
