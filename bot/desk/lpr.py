"""A row more of the LPR: refused when it has not come yet, is there already, or is out of proportion."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from knowledge.publish import Files
from knowledge.records.faults import Faults
from knowledge.records.model import KnowledgeError, LprRow
from knowledge.records.schema import read_toml
from knowledge.records.series import read_lpr

PATH = "series/lpr.toml"


def with_row(
    files: Files, since: str, one_year: str, five_year: str, source: str, today: date
) -> dict[str, str | None]:
    """The file with the row at its end; rates in percent. Raises KnowledgeError with all that is wrong."""
    row = {
        "since": _day(since),
        "one_year": _percent(one_year, "1年期"),
        "five_year": _percent(five_year, "5年期以上"),
        "source": " ".join(source.split()),
    }
    if not row["source"]:
        raise KnowledgeError("请写从哪里查到的，例如：人民银行网站 2026-11-20 公布。")
    head, closing, tail = files[PATH].rpartition("]")
    line = ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items())
    text = f"{head.rstrip()}\n  {{ {line} }},\n{closing}{tail}"
    known = _wrong(files[PATH], today)
    if wrong := [line for line in _wrong(text, today) if line not in known]:
        raise KnowledgeError("\n".join(wrong))
    return {PATH: text}


def _wrong(text: str, today: date) -> list[str]:
    """Every fault of the file, without its name."""
    faults = Faults()
    none: tuple[LprRow, ...] = ()
    faults.attempt(lambda: read_lpr(read_toml({PATH: text}, PATH, faults), today), none)
    return [str(one).partition("：")[2] for one in faults]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise KnowledgeError("执行的日子写成 2026-11-20 这样。") from None


def _percent(text: str, name: str) -> str:
    try:
        return str(Decimal(text.strip().rstrip("%％")).quantize(Decimal("0.01")))
    except InvalidOperation:
        raise KnowledgeError(f"{name}写成百分数，例如 3.00。") from None
